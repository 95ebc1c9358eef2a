import { type App, box, button, text, virtualList } from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../property/random';
import {
  atEnd,
  colorCount,
  difference,
  frames,
  type Mounted,
  mount,
  pixelsOf,
  until,
} from './page';
import { boxesOf, fakeRatio } from './ratio';

/** A software rasteriser takes its time for 16 million pixels. */
const MAX_SIZE = import.meta.env.RAFTER_LONG ? 4096 : 2048;
const SIZES = import.meta.env.RAFTER_LONG ? 50 : 3;
const RATIO_CYCLES = import.meta.env.RAFTER_LONG ? 50 : 1;

describe('the size of the canvas', () => {
  it('is followed, and 0 and back gives the same picture', async () => {
    const { app, canvas, errors } = await screen();
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(8);
    const sizes: string[] = [];
    app.on('resize', ({ width, height }) => sizes.push(`${width} x ${height}`));
    for (const [width, height] of [
      [0, 150],
      [200, 0],
      [0, 0],
      [1, 1],
      [333.4, 77],
      [700, 500],
    ] as const) {
      const { framesDrawn } = app.renderer.stats();
      await resize(app, canvas, width, height);
      if (width * height === 0) expect(app.renderer.stats().framesDrawn).toBe(framesDrawn);
      else expect(app.renderer.stats().framesDrawn).toBeGreaterThan(framesDrawn);
    }
    expect(canvas.width).toBe(700);
    expect(colorCount(pixelsOf(canvas))).toBeGreaterThan(8);
    await resize(app, canvas, 200, 150);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(sizes).toHaveLength(7);
    expect(errors).toEqual([]);
  });

  it(`is followed through ${SIZES} sizes up to ${MAX_SIZE} x ${MAX_SIZE} without a GL error, and back`, async () => {
    const { app, canvas, errors } = await squares();
    const gl = canvas.getContext('webgl2')!;
    const before = pixelsOf(canvas);
    expect(colorCount(before)).toBeGreaterThan(1);
    const random = createRandom(11);
    for (let i = 0; i < SIZES; i++) {
      // One of the greatest; elsewhere one side may be, or be nothing.
      const width = i === SIZES / 2 ? MAX_SIZE : anySide(random);
      const height = i === SIZES / 2 ? MAX_SIZE : anySide(random);
      const { framesDrawn } = app.renderer.stats();
      await resize(app, canvas, width, height);
      expect([canvas.width, canvas.height]).toEqual([Math.max(1, width), Math.max(1, height)]);
      const drawn = app.renderer.stats().framesDrawn - framesDrawn;
      if (width * height === 0) expect(drawn).toBe(0);
      else expect(drawn).toBeGreaterThan(0);
      expect(gl.getError()).toBe(gl.NO_ERROR);
    }
    await resize(app, canvas, 200, 150);
    expect(difference(pixelsOf(canvas), before)).toBe(0);
    expect(gl.getError()).toBe(gl.NO_ERROR);
    expect(errors).toEqual([]);
  });

  it('changes without a frame that shows an empty canvas', async () => {
    const { app, canvas } = await screen();
    const shown: number[] = [];
    // Observers are called in the order they were made: this one sees what the page will show.
    const observer = new ResizeObserver(() => shown.push(colorCount(pixelsOf(canvas))));
    observer.observe(canvas);
    atEnd(() => observer.disconnect());
    await resize(app, canvas, 260, 170);
    await resize(app, canvas, 150, 120);
    expect(shown.length).toBeGreaterThanOrEqual(2);
    expect(Math.min(...shown)).toBeGreaterThan(8);
  });

  it('changes between the beginning of a frame and its drawing, and is drawn all the same', async () => {
    const { app, canvas, errors } = await mount({ background: '#ffffff' });
    box(app.world, { width: '100%', height: 100, fill: '#ff0000' });
    app.step(16);
    app.beginFrame(32);
    canvas.style.width = '260px';
    await until(() => canvas.width === 260);
    app.complete();
    const shown = pixelsOf(canvas);
    expect(colorCount(shown)).toBe(2);
    app.step(48);
    expect(difference(shown, pixelsOf(canvas))).toBe(0);
    expect(errors).toEqual([]);
  });

  it('may be that of a canvas nobody sees yet', async () => {
    const { app, canvas, errors } = await mount({ cssWidth: 0, cssHeight: 0 });
    box(app.world, { padding: 10, fill: '#204060' });
    app.start();
    await until(() => app.asleep);
    expect(app.renderer.stats().framesDrawn).toBe(0);
    canvas.style.width = '100px';
    canvas.style.height = '80px';
    await until(() => app.renderer.stats().framesDrawn > 0);
    await frames(2);
    expect([canvas.width, canvas.height]).toEqual([100, 80]);
    expect(pixelsOf(canvas)[50 * 100 + 50]! >>> 0).toBe(0xff604020);
    expect(errors).toEqual([]);
  });
});

describe('the device pixel ratio', () => {
  it('is followed with one listener; layout stays, byte for byte, and the picture comes back', async () => {
    const { change, listeners } = fakeRatio();
    const { app, canvas, errors } = await screen();
    expect(listeners()).toBe(1);
    const boxes = boxesOf(app);
    const before = pixelsOf(canvas);
    for (let cycle = 0; cycle < RATIO_CYCLES; cycle++) {
      for (const ratio of [1.25, 2, 3, 1]) {
        change(ratio);
        await until(() => app.asleep);
        expect(listeners()).toBe(1);
        expect(canvas.width).toBe(200 * ratio);
        expect(boxesOf(app)).toEqual(boxes);
      }
      expect(difference(pixelsOf(canvas), before)).toBe(0);
    }
    app.dispose();
    expect(listeners()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('makes sharper glyphs, not bigger ones', async () => {
    const { change } = fakeRatio();
    const { app, canvas } = await screen();
    const plain = coverage(pixelsOf(canvas));
    change(3);
    await until(() => app.asleep);
    const sharp = pixelsOf(canvas);
    expect(sharp).toHaveLength(200 * 150 * 9);
    expect(Math.abs(coverage(sharp) - plain)).toBeLessThan(0.02);
    expect(difference(sharp, enlarged(canvas, sharp))).toBeGreaterThan(200);
  });

  it('that is given is kept', async () => {
    const { change, listeners } = fakeRatio();
    const { app, canvas } = await mount({ dpr: 2 });
    app.start();
    expect(listeners()).toBe(0);
    change(3);
    await frames(2);
    expect(canvas.width).toBe(400);
  });
});

/** An app with a bit of everything, at rest. */
async function screen(): Promise<Mounted> {
  const mounted = await mount();
  const { world } = mounted.app;
  const page = box(world, { flexDirection: 'column', padding: 7, gap: 3.5, fill: '#203040' });
  text(world, { parent: page, content: 'A picture with words' });
  button(world, { parent: page, label: 'Press', borderRadius: 9 });
  virtualList(world, {
    parent: page,
    flexGrow: 1,
    count: 100,
    estimatedSize: 20,
    template: (row) => [text(world, { parent: row, content: 'row', color: '#88ccff' })] as const,
    bind: () => {},
  });
  mounted.app.start();
  await until(() => mounted.app.asleep);
  return mounted;
}

/** An app of a few plain boxes, cheap to draw at any size. */
async function squares(): Promise<Mounted> {
  const mounted = await mount();
  const { world } = mounted.app;
  const page = box(world, { padding: 10, gap: 10, fill: '#203040' });
  box(world, { parent: page, flexGrow: 1, fill: '#c04020' });
  box(world, { parent: page, width: '30%', fill: '#40a060', borderRadius: 12 });
  mounted.app.start();
  await until(() => mounted.app.asleep);
  return mounted;
}

function anySide(random: Random): number {
  if (random.chance(10)) return 0;
  // Mostly small.
  return random.chance(10) ? random.int(MAX_SIZE) + 1 : random.int(600) + 1;
}

async function resize(app: App, canvas: HTMLElement, width: number, height: number): Promise<void> {
  let resized = false;
  const stop = app.on('resize', () => {
    resized = true;
  });
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  await until(() => resized && app.asleep);
  stop();
}

/** Mean brightness, 0..1: what share of the picture is text and the like. */
function coverage(pixels: Uint32Array): number {
  return pixels.reduce((sum, pixel) => sum + ((pixel >>> 8) & 255), 0) / pixels.length / 255;
}

/** The picture at a third of its size and back: what it would be with glyphs of one third. */
function enlarged(canvas: HTMLCanvasElement, { length }: Uint32Array): Uint32Array {
  const { width, height } = canvas;
  const small = new OffscreenCanvas(width / 3, height / 3);
  small.getContext('2d')!.drawImage(canvas, 0, 0, width / 3, height / 3);
  const large = new OffscreenCanvas(width, height).getContext('2d')!;
  large.drawImage(small, 0, 0, width, height);
  const pixels = new Uint32Array(large.getImageData(0, 0, width, height).data.buffer);
  expect(pixels).toHaveLength(length);
  return pixels;
}
