import { expect, it, vi } from 'vitest';
import { box, setStyle, text } from '../../src/ui';
import { atEnd } from '../endings';
import { importsSettled } from '../imports';
import { differences } from './differences';
import { giveBackGpu, lent, takeGpuBackend } from './shared-backend';
import { type Bench, onBoth, openBench } from './two-backends';

/** Of both, the most there is on any machine of this kind. */
const WIDEST = 8192;

it('pictures of layers are drawn by WebGPU as by WebGL 2, while they glide and fade', async () => {
  const pair = await onBoth({ width: 110, height: 120, dpr: 1.5 });
  const cards = pair.map(({ app }) => {
    const { world } = app;
    box(world, {
      position: 'absolute',
      width: 160,
      height: 60,
      gradient: 'linear-gradient(#fc8, #48c)',
    });
    const looks = [
      { top: 8, cacheHint: 'always', boxShadow: '0 3px 8px #0008' },
      { top: 44, opacity: 0.8 },
      { top: 80, filter: 'blur(1px) drop-shadow(3px 3px 2px #000)' },
    ] as const;
    return looks.map((look) => {
      const card = box(world, {
        position: 'absolute',
        left: 8,
        width: 90,
        height: 28,
        fill: '#fff',
        ...look,
        translate: [0, 0],
      });
      text(world, { parent: card, content: 'Card', color: '#b00' });
      return card;
    });
  });
  for (const { app, frame, settle } of pair) {
    // What draws groups is loaded with the first of them, on each side in its own time.
    await expect
      .poll(() => {
        frame();
        return app.renderer.stats().groups;
      })
      .toBe(2);
    await settle();
  }
  for (let i = 0; i < 8; i++) {
    for (const [side, { app, frame }] of pair.entries()) {
      for (const card of cards[side]!) setStyle(app.world, card, { translate: [i * 2.3, i % 3] });
      setStyle(app.world, cards[side]![1]!, { opacity: 0.9 - i / 20 });
      frame();
    }
    // A picture is taken of what stayed the same for a while.
    if (i < 5) continue;
    const [gl, gpu] = await Promise.all(pair.map(({ pixels }) => pixels()));
    const found = differences(gl!, gpu!);
    expect(found.max, `frame ${i}`).toBeLessThanOrEqual(2);
  }
  for (const { app } of pair) {
    const { baked, groups, groupsTaken, quadsBy } = app.renderer.stats();
    expect({ baked, groups, groupsTaken }).toEqual({ baked: 1, groups: 2, groupsTaken: 0 });
    expect(quadsBy.pictures).toBeGreaterThanOrEqual(3);
    // Textures of filters are kept for the next picture.
    expect(held(app) - shown(app)).toBeGreaterThan(0);
    expect(held(app) - shown(app)).toBeLessThan(4 * shown(app));
    expect(app.renderer.stats().totalOffscreenDraws).toBeGreaterThan(3);
  }
  for (const { app, settle } of pair) {
    const before = held(app) - shown(app);
    const cover = { position: 'absolute', left: 60, top: 10, width: 40, height: 60 } as const;
    box(app.world, { ...cover, fill: '#0a08' });
    app.tunables.get('quality')!.set('resolutionScale', 0.75);
    await importsSettled();
    await settle();
    // Of 168 x 180 pixels three fourths, 4 bytes each.
    expect(held(app) - shown(app) - before).toBe(126 * 135 * 4);
  }
  const [gl, gpu] = await Promise.all(pair.map(({ pixels }) => pixels()));
  expect(differences(gl!, gpu!).max).toBeLessThanOrEqual(3);
  for (const { app } of pair) app.dispose();
});

it('a filter of a surface as wide as a texture may be is drawn, by both', async () => {
  const pair = await onBoth({ width: WIDEST, height: 12, dpr: 1 }, ({ world }) => {
    box(world, {
      ...{ position: 'absolute', left: -500, top: 0, width: WIDEST + 1000, height: 12 },
      fill: '#e02020',
      filter: 'blur(12px)',
    });
  });
  for (const bench of pair) {
    await expect.poll(() => groupsOf(bench)).toBe(1);
    await bench.settle();
    expect(bench.app.renderer.stats().groupsRefused).toBe(0);
  }
  const [gl, gpu] = await Promise.all(pair.map(({ pixels }) => pixels()));
  const at = (WIDEST * 6 + WIDEST / 2) * 4;
  // Unfiltered, green would be 32, and without anything 255: about half of the blur lies beyond the edges.
  for (const pixels of [gl!, gpu!]) {
    expect(pixels[at + 1]).toBeGreaterThan(80);
    expect(pixels[at + 1]).toBeLessThan(220);
  }
  expect(differences(gl!, gpu!).max).toBeLessThanOrEqual(2);
  for (const { app } of pair) app.dispose();
});

it('hard edges in the middle of pixels take the same ones by both, and in pictures', async () => {
  const at = { position: 'absolute', width: 21, height: 15, scale: 1.5 } as const;
  const shown: Uint8ClampedArray[] = [];
  for (const filter of ['none', 'saturate(1)']) {
    const pair = await onBoth({ width: 160, height: 60, dpr: 1 }, ({ world }) => {
      const all = box(world, { position: 'absolute', width: 160, height: 60, filter });
      // From 4.75 to 36.25 and from 4.25 to 26.75; from 55.5 to 87 and from 6.5 to 29.
      box(world, { ...at, parent: all, left: 10, top: 8, fill: '#d02020' });
      box(world, { ...at, parent: all, left: 60.75, top: 10.25, fill: '#20c020' });
      const clip = { ...at, parent: all, left: 109.75, top: 9.25, overflow: 'hidden' } as const;
      const inner = box(world, { ...clip, fill: '#fff' });
      const round = { left: -5, top: -5, width: 60, height: 60, borderRadius: 3 };
      box(world, { position: 'absolute', parent: inner, ...round, fill: '#2020d0' });
    });
    for (const bench of pair) {
      await expect.poll(() => groupsOf(bench)).toBe(filter === 'none' ? 0 : 1);
      await bench.settle();
      shown.push(await bench.pixels());
      bench.app.dispose();
    }
  }
  for (const pixels of shown) expect(differences(pixels, shown[0]!).max).toBeLessThanOrEqual(1);
  const isWhite = (x: number, y: number): boolean => shown[0]![(y * 160 + x) * 4 + 1]! > 230;
  const firsts = [
    [55, 20, 1, 0],
    [70, 7, 0, 1],
    [105, 20, 1, 0],
    [120, 6, 0, 1],
  ] as const;
  for (const [x, y, dx, dy] of firsts) {
    expect([isWhite(x, y), isWhite(x - dx, y - dy)], `${x}, ${y}`).toEqual([false, true]);
  }
});

it.each([
  ['a group', 'opacity'],
  ['what a filter takes', 'filter'],
])('a device without room for %s shows all of it again in the next frames', async (_, name) => {
  const faded = name === 'opacity' ? { opacity: 0.5 } : { filter: 'blur(2px)' };
  const size = { width: 60, height: 50, dpr: 1 };
  const gpu = lent(await takeGpuBackend(60, 50, 1), giveBackGpu);
  const { device } = gpu;
  const errors: string[] = [];
  device.onuncapturederror = ({ error }) => void errors.push(error.message);
  const bench = openBench(
    gpu,
    size,
    () => {},
    () => gpu.readPixels(0, 0, 60, 50),
  );
  const { app } = bench;
  const told: unknown[] = [];
  app.on('error', ({ error }) => told.push(error));
  const at = { position: 'absolute', width: 30, height: 20 } as const;
  const card = box(app.world, { ...at, left: 4, top: 4, fill: '#d02020', ...faded });
  const inner = box(app.world, { ...at, parent: card, left: 10, top: 10, fill: '#2020d0' });
  await expect.poll(() => groupsOf(bench)).toBe(1);
  await bench.settle();
  // The next one is none, as where memory is out: all that is drawn with it is an error.
  const { createTexture, popErrorScope } = device;
  let made = 0;
  const skipped = name === 'opacity' ? 0 : 1;
  device.createTexture = (described) => {
    if (made++ !== skipped) return createTexture.call(device, described);
    device.popErrorScope = async () => {
      device.popErrorScope = popErrorScope;
      await popErrorScope.call(device);
      return { message: 'out of memory' };
    };
    return createTexture.call(device, { ...described, usage: 0 });
  };
  atEnd(() => {
    Reflect.deleteProperty(device, 'createTexture');
    Reflect.deleteProperty(device, 'popErrorScope');
  });
  const beside = box(app.world, { ...at, left: 30, top: 30, fill: '#20c020' });
  setStyle(app.world, inner, { width: 31 });
  bench.frame();
  expect(app.renderer.stats().groups).toBe(1);
  await expect.poll(() => groupsOf(bench)).toBe(0);
  await bench.settle();
  expect(made).toBeGreaterThan(skipped);
  expect(errors.length).toBeGreaterThan(0);
  expect(told.map(String)).toEqual([expect.stringContaining('the device gave no texture')]);
  // Parts show one by one, and what is beside them, which was drawn in the frame that was lost.
  const pixels = await bench.pixels();
  const colorAt = (x: number, y: number): number[] =>
    Array.from(pixels.slice((y * 60 + x) * 4, (y * 60 + x) * 4 + 3));
  expect(colorAt(50, 45)).toEqual([32, 192, 32]);
  expect(colorAt(6, 6)).toEqual(name === 'opacity' ? [232, 144, 144] : [208, 32, 32]);
  // For a while nothing as large is tried again.
  const after = made;
  setStyle(app.world, inner, { fill: '#2020c8' });
  await bench.settle();
  expect([made, app.renderer.stats().groupsRefused]).toEqual([after, 1]);
  setStyle(app.world, beside, { fill: '#2020c0' });
  const now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now + 60_000);
  setStyle(app.world, inner, { width: 33 });
  await bench.settle();
  expect(app.renderer.stats()).toMatchObject({ groups: 1, groupsRefused: 0 });
  vi.restoreAllMocks();
  app.dispose();
});

function groupsOf({ app, frame }: Bench): number {
  frame();
  return app.renderer.stats().groups;
}

function held({ memory }: Bench['app']): number {
  return memory.report().find(({ name }) => name === 'pictures of layers')!.bytes;
}

function shown({ renderer }: Bench['app']): number {
  return renderer.stats().bakedBytes + renderer.stats().groupBytes;
}
