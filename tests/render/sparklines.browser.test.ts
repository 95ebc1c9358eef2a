import { describe, expect, it } from 'vitest';
import {
  box,
  pushSample,
  type SparklineLook,
  type Style,
  setSamples,
  setStyle,
  sparkline,
} from '../../src/ui';
import { averaged } from '../averaged';
import { createRandom } from '../property/random';
import { distance } from './css-picture';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 160;
const HEIGHT = 60;
const BOX = { left: 10, top: 10, width: 140, height: 40 };
const place = { position: 'absolute', ...BOX } as const;
const SAMPLES = 8;
const BLUE = '#003366';

type Look = SparklineLook & { capacity?: number };

/** What canvas 2D makes of the same line, drawn larger and averaged: coverage by area. */
function drawn(samples: readonly number[], look: Look, dpr: number, style: Style = {}) {
  const scale = dpr * SAMPLES;
  const canvas = new OffscreenCanvas(WIDTH * scale, HEIGHT * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  const { left, top, width, height } = BOX;
  if (typeof style.rotate === 'number') {
    context.translate(left + width / 2, top + height / 2);
    context.rotate((style.rotate / 180) * Math.PI);
    context.translate(-left - width / 2, -top - height / 2);
  }
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  const { lineWidth = 1.5, color = '#6ea8fe', areaColor, capacity = samples.length } = look;
  const real = samples.filter(Number.isFinite);
  const low = typeof look.min === 'number' ? look.min : Math.min(...real);
  const high = typeof look.max === 'number' ? look.max : Math.max(...real);
  const at = (i: number): [number, number] => {
    const share = high > low ? (samples[i]! - low) / (high - low) : 0.5;
    const slot = capacity - samples.length + i;
    const along = capacity > 1 ? slot / (capacity - 1) : 0.5;
    return [
      left + lineWidth / 2 + (width - lineWidth) * along,
      top + lineWidth / 2 + (height - lineWidth) * (1 - share),
    ];
  };
  const runs: number[][] = [];
  samples.forEach((sample, i) => {
    if (!Number.isFinite(sample)) return;
    if (i === 0 || !Number.isFinite(samples[i - 1]!)) runs.push([]);
    runs.at(-1)!.push(i);
  });
  context.lineWidth = lineWidth;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const run of areaColor ? runs : []) {
    context.beginPath();
    context.moveTo(at(run[0]!)[0], top + height);
    for (const i of run) context.lineTo(...at(i));
    context.lineTo(at(run.at(-1)!)[0], top + height);
    context.fillStyle = areaColor as string;
    context.fill();
  }
  context.beginPath();
  for (const run of runs) {
    const [x, y] = at(run[0]!);
    // Canvas 2D draws nothing of a line without a length.
    context.moveTo(x - 1e-3, y);
    for (const i of run) context.lineTo(...at(i));
  }
  context.strokeStyle = color as string;
  if (lineWidth > 0) context.stroke();
  const big = context.getImageData(0, 0, canvas.width, canvas.height).data;
  return averaged(big, WIDTH * dpr, HEIGHT * dpr, SAMPLES);
}

function wave(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i / 3) * 5 + Math.sin(i * 1.7) * 2);
}

function noise(count: number): number[] {
  const random = createRandom(7);
  return Array.from({ length: count }, () => random.int(1000));
}

/** How far the picture is from canvas 2D's: `mean` and `max` of 255, over what either draws. */
async function compare(samples: readonly number[], look: Look, dpr = 1, style: Style = {}) {
  const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, dpr);
  sparkline(app.world, { ...place, ...style, ...look, samples });
  frame();
  const seen = distance(pixelsOf(canvas), drawn(samples, look, dpr, style));
  app.dispose();
  return seen;
}

/**
 * Pixels that both leave white do not count. The line covers by its distance, canvas 2D's by area, so edges of steep pieces and sharp
 * joins differ: by 4.5 in the mean of a line of one pixel, and less the wider it is.
 */
async function expectLike(
  samples: readonly number[],
  look: Look,
  mean = 5,
  max = 64,
  dpr = 1,
  style: Style = {},
): Promise<void> {
  const seen = await compare(samples, look, dpr, style);
  const found = `${JSON.stringify(look)} ${JSON.stringify(seen)}`;
  expect(seen.mean, found).toBeLessThanOrEqual(mean);
  expect(seen.max, found).toBeLessThanOrEqual(max);
}

describe('a sparkline looks like the line of canvas 2D', () => {
  it.each([
    [1, 3],
    [1.5, 2.5],
    [2, 2],
    [3, 1.5],
  ])('at %d device pixels', async (dpr, mean) => {
    await expectLike(wave(60), { color: BLUE }, mean, 56, dpr);
    await expectLike(noise(139), { color: BLUE }, mean, 56, dpr);
  });

  it.each([
    [1, 5],
    [1.5, 4],
    [2, 3.5],
    [4, 2.5],
    [9, 1.5],
  ])('of %d px', async (lineWidth, mean) => {
    await expectLike(wave(40), { color: BLUE, lineWidth }, mean);
  });

  it('over an area, opaque or translucent, and as an area alone', async () => {
    await expectLike(wave(40), { color: BLUE, areaColor: '#ff000040' }, 1.5);
    await expectLike(
      noise(70),
      { color: '#00336680', areaColor: '#00aa00', lineWidth: 1 },
      1.5,
      30,
    );
    await expectLike(noise(70), { areaColor: '#00aa00', lineWidth: 0 }, 0.5, 30);
  });

  it('with gaps, between which single samples are dots', async () => {
    const samples = wave(40);
    for (const i of [3, 4, 8, 10, 20]) samples[i] = i === 4 ? Number.POSITIVE_INFINITY : Number.NaN;
    await expectLike(samples, { color: BLUE, areaColor: '#ff000040', lineWidth: 2 }, 1.5);
    const dots = [1, Number.NaN, 3, Number.NaN, Number.NaN, 2];
    await expectLike(dots, { color: BLUE, lineWidth: 8, areaColor: '#ff000040' }, 3);
  });

  it('at the right edge, where there is room for more', async () => {
    await expectLike(wave(10), { color: BLUE, capacity: 40 }, 3);
  });

  it('of one sample, two, equal ones and none', async () => {
    await expectLike([3, 3], { color: BLUE, lineWidth: 5, capacity: 300 }, 3);
    await expectLike([5, 5, 5], { color: BLUE }, 0.5, 20);
    await expectLike([1, 2], { color: BLUE }, 2, 20);
    expect((await compare([], { color: BLUE, areaColor: '#f00' })).max).toBe(0);
    expect((await compare([Number.NaN], { color: BLUE, areaColor: '#f00' })).max).toBe(0);
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    sparkline(app.world, { ...place, samples: [7], color: BLUE, lineWidth: 8 });
    frame();
    const dark = pixelsOf(canvas).filter((level, i) => i % 4 === 0 && level < 128).length;
    expect(Math.abs(dark - Math.PI * 16)).toBeLessThan(5);
  });

  it('between values that were given, cut off beyond them', async () => {
    await expectLike(wave(40), { color: BLUE, min: -3, max: 3, areaColor: '#ff000040' }, 1);
    await expectLike(wave(40), { color: BLUE, min: -30, max: 30 }, 5);
    await expectLike(wave(40), { color: BLUE, min: 0 }, 5);
  });

  it('turned', async () => {
    await expectLike(wave(40), { color: BLUE }, 5, 64, 1, { rotate: 10 });
    await expectLike(wave(40), { color: BLUE, areaColor: '#ff000040' }, 1, 64, 2, { rotate: 10 });
  });

  it('without a pixel left out between its pieces, turned or scaled', async () => {
    for (const turn of [
      { rotate: 12 },
      { rotate: -31 },
      { rotate: 7 },
      { rotate: 23 },
      { scale: 0.83 },
    ]) {
      const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, 2);
      const samples = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 1009);
      const inner = { ...place, top: 20, height: 24, left: 30, width: 100 };
      sparkline(app.world, { ...inner, samples, color: '#000000', ...turn });
      frame();
      const pixels = pixelsOf(canvas);
      const angle = ('rotate' in turn ? turn.rotate : 0) * (Math.PI / 180);
      const pale: string[] = [];
      let covered = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        const x = (((at >> 2) % canvas.width) + 0.5) / 2 - 80;
        const y = (Math.floor((at >> 2) / canvas.width) + 0.5) / 2 - 32;
        const along = Math.abs(x * Math.cos(angle) + y * Math.sin(angle));
        const across = Math.abs(y * Math.cos(angle) - x * Math.sin(angle));
        if (along >= 38 || across >= 8) continue;
        covered++;
        if (pixels[at]! >= 60) pale.push(`${x}, ${y}: ${pixels[at]}`);
      }
      expect(pale).toEqual([]);
      expect(covered).toBeGreaterThan(1000);
      app.dispose();
    }
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'of more samples than there are pixels, and no peak is lost',
    async () => {
      await expectLike(wave(2000), { color: BLUE }, 1.5, 110, 2);
      // Samples stand up to half a pixel from where they are drawn.
      await expectLike(noise(5000), { color: BLUE }, 4, 170);
      for (const at of [0, 777, 4321, 9999]) {
        const peak = Array.from({ length: 10_000 }, (_, i) => (i === at ? 100 : 0));
        const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
        sparkline(app.world, { ...place, samples: peak, color: '#000000' });
        frame();
        const pixels = pixelsOf(canvas);
        const column = Math.round(10.75 + (138.5 * at) / 9999);
        let darkest = 255;
        for (let x = Math.max(10, column - 2); x < Math.min(150, column + 2); x++) {
          darkest = Math.min(darkest, pixels[(20 * WIDTH + x) * 4]!);
        }
        expect(darkest, `peak at ${at}`).toBeLessThan(80);
        app.dispose();
      }
    },
  );

  it('as it moves on, sample by sample', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const samples = noise(300);
    const element = sparkline(app.world, { ...place, capacity: 50, color: BLUE });
    for (let i = 0; i < samples.length; i++) {
      pushSample(app.world, element, samples[i]!);
      if (i % 37 !== 0 && i !== 299) continue;
      frame();
      const shown = samples.slice(Math.max(0, i - 49), i + 1);
      if (shown.length < 2) continue;
      const seen = distance(pixelsOf(canvas), drawn(shown, { color: BLUE, capacity: 50 }, 1));
      expect(seen.mean, `${i}: ${JSON.stringify(seen)}`).toBeLessThan(3.5);
    }
    setSamples(app.world, element, wave(60));
    frame();
    const seen = distance(pixelsOf(canvas), drawn(wave(60), { color: BLUE }, 1));
    expect(seen.mean).toBeLessThan(3);
  });
});

describe('sparklines in a page', () => {
  it('draw in parts what they draw as a whole, cut by round clips, faded and scaled', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const { world } = app;
    const clip = box(world, {
      ...{ position: 'absolute', left: 5, top: 5, width: 100, height: 50 },
      ...{ overflow: 'hidden', borderRadius: 20, opacity: 0.7, fill: '#ddeeff' },
    });
    const shared = { position: 'absolute', areaColor: '#00aa0060', samples: noise(40) } as const;
    const elements = [
      sparkline(world, { parent: clip, ...shared, left: -10, top: 5, width: 90, height: 30 }),
      sparkline(world, { ...shared, left: 70, top: 10, width: 60, height: 30, rotate: 20 }),
      sparkline(world, { ...shared, left: 90, top: 20.3, width: 60, height: 30, scale: 0.8 }),
      sparkline(world, {
        ...shared,
        left: 20,
        top: 30,
        width: 60,
        height: 20,
        padding: 4,
        fill: '#fff',
      }),
    ];
    const random = createRandom(3);
    frame();
    for (let i = 0; i < 24; i++) {
      const element = elements[i % 4]!;
      if (i > 15) setStyle(world, element, { width: 50 + random.int(40) });
      else pushSample(world, element, random.int(900));
      frame();
      expect(app.renderer.stats().damagedPixels).toBeLessThan(WIDTH * HEIGHT);
      const kept = pixelsOf(canvas);
      app.renderer.invalidate();
      frame();
      expect(distance(pixelsOf(canvas), kept).max).toBe(0);
    }
  });

  it('leave the rest as it is: ink lies in the element', async () => {
    for (const dpr of import.meta.env.RAFTER_LONG ? [1, 1.25, 2] : [1.25]) {
      const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, dpr);
      const look = { color: BLUE, areaColor: '#f00', lineWidth: 6 };
      sparkline(app.world, { ...place, left: 10.4, samples: [0, 9, -4, 3], ...look });
      frame();
      const pixels = pixelsOf(canvas);
      const outside: string[] = [];
      let inside = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        const x = (at >> 2) % canvas.width;
        const y = Math.floor((at >> 2) / canvas.width);
        if (pixels[at] === 255 && pixels[at + 1] === 255) continue;
        const isWithin = x >= Math.round(10.4 * dpr) && x < Math.round(150.4 * dpr);
        if (isWithin && y >= Math.round(10 * dpr) && y < Math.round(50 * dpr)) inside++;
        else outside.push(`${x}, ${y}`);
      }
      expect(outside).toEqual([]);
      expect(inside).toBeGreaterThan(1000);
    }
  });

  it('come together in one draw', async () => {
    const { app, frame } = await openOffscreen(WIDTH, HEIGHT);
    for (let i = 0; i < 12; i++) {
      const left = (i % 4) * 40;
      const top = Math.floor(i / 4) * 20;
      const card = box(app.world, { position: 'absolute', left, top, width: 36, height: 18 });
      setStyle(app.world, card, { fill: '#eee', borderRadius: 3, padding: 2 });
      sparkline(app.world, { parent: card, flexGrow: 1, samples: noise(20) });
    }
    frame();
    expect(app.renderer.stats().draws).toBeLessThanOrEqual(2);
  });
});
