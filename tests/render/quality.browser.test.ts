import { describe, expect, it } from 'vitest';
import type { World } from '../../src/ecs';
import { box, type Style, text } from '../../src/ui';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 400;
const HEIGHT = 200;
const FRAMES = 8;
/** Side of a cell of the scene; eight lie on it. */
const CELL = 100;
const card = { width: 50, height: 44, fill: '#ffffff' } as const;

/** Shadows by cell; those from `EXACT` on are drawn by their own profile at any softness. */
const SHADOWS: readonly Style[] = [
  { ...card, boxShadow: '0 4px 16px #0008' },
  { ...card, borderRadius: 12, boxShadow: '6px 8px 12px 3px #000' },
  { width: 20, height: 16, fill: '#fff', boxShadow: '0 2px 6px #000' },
  { ...card, borderRadius: 8, boxShadow: '10px 12px 0px #f00' },
  { ...card, borderRadius: 6, boxShadow: '0 0 0px 4px #25e' },
  { ...card, translate: [0, 0], boxShadow: '-30px 0 16px #000' },
  { ...card, fill: '#ff000080', borderRadius: 9, boxShadow: '0 0 16px #000' },
  { ...card, borderRadius: 9, boxShadow: 'inset 2px 3px 16px #000' },
];
const EXACT = 6;
/** The cell that lies in a round clip. */
const CLIPPED = 5;

describe('softness of shadows', () => {
  it.runIf(import.meta.env.RAFTER_LONG)(
    'below 1 blurs by that share, and shadows of opaque boxes by no dear program',
    async () => {
      const exact = await opened((world) => furnishShadows(world, 0.5));
      const soft = await opened((world) => furnishShadows(world, 1));
      const effects = drawn(soft).effects;
      await turn(soft, 'shadowSoftness', 0.5);
      expect(drawn(soft).effects).toBeLessThan(effects);
      const [left, right] = [pixelsOf(soft.canvas), pixelsOf(exact.canvas)];
      for (let cell = 0; cell < SHADOWS.length; cell++) {
        const found = difference(left, right, cellOf(cell));
        expect(found.max, `cell ${cell}`).toBeLessThanOrEqual(cell < EXACT ? 24 : 0);
        expect(found.mean, `cell ${cell}`).toBeLessThanOrEqual(cell < EXACT ? 1.2 : 0);
      }
    },
  );
});

describe('knobs of quality', () => {
  it('show what they say, leave the rest, outlast a lost context, and go without a trace', async () => {
    const screen = await opened(furnishAll);
    const before = pixelsOf(screen.canvas);
    await turn(screen, 'shadowSoftness', 0);
    const hard = pixelsOf(screen.canvas);
    // Right of the card and below it: the shadow ends 20 px from its edges.
    const at = (x: number, y: number) => hard[(y * WIDTH + x) * 4]!;
    expect([at(88, 60), at(91, 60), at(60, 78), at(60, 81)]).toEqual([0, 255, 0, 255]);
    // The card with border and text within its shadow, and all that has none.
    expect(difference(before, hard, [21, 21, 69, 59]).max).toBe(0);
    expect(difference(before, hard, [200, 0, WIDTH, HEIGHT]).max).toBe(0);

    await turn(screen, 'gradientQuality', 0.5);
    const two = pixelsOf(screen.canvas);
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 80; x++)
        expect(pixel(two, 210 + x, 10 + y)).toBe(pixel(two, 310 + x, 10 + y));
    }
    expect(pixel(before, 230, 20)).not.toBe(pixel(before, 330, 20));

    await turn(screen, 'gradientQuality', 0);
    const mean = pixelsOf(screen.canvas);
    expect(drawn(screen).images).toBe(0);
    for (const [i, [, color]] of MEANS.entries()) {
      const found = pixel(mean, 215 + (i % 3) * 50, 65 + Math.floor(i / 3) * 50).split(' ');
      for (let channel = 0; channel < 3; channel++) {
        expect(Math.abs(Number(found[channel]) - color[channel]!)).toBeLessThanOrEqual(4);
      }
    }
    // Text stays what it is.
    expect(difference(before, mean, [10, 120, 120, 150]).max).toBe(0);
    expect(difference(before, mean, [21, 21, 69, 59]).max).toBe(0);

    await loseContext(screen);
    expect(difference(mean, pixelsOf(screen.canvas)).max).toBe(0);
    await turn(screen, 'gradientQuality', 1);
    await turn(screen, 'shadowSoftness', 1);
    expect(difference(before, pixelsOf(screen.canvas)).max).toBe(0);
  });
});

const MEANS = [
  ['linear-gradient(90deg, #ff0000, #0000ff)', [128, 0, 128]],
  ['linear-gradient(90deg, #ff0000 50%, #0000ff 50%)', [128, 0, 128]],
  ['linear-gradient(#000, #000 75%, #fff 75%)', [64, 64, 64]],
  ['linear-gradient(#ff0000, #ff000000)', [255, 128, 128]],
  ['repeating-linear-gradient(#000 0 10px, #fff 10px 40px)', [191, 191, 191]],
] as const;

function cellOf(cell: number): Rect {
  const left = (cell % 4) * CELL;
  const top = Math.floor(cell / 4) * CELL;
  return [left, top, left + CELL, top + CELL];
}

function furnishShadows(world: World, share: number): void {
  for (const [cell, style] of SHADOWS.entries()) {
    const [left, top] = cellOf(cell);
    const panel = { position: 'absolute', left, top, width: CELL, height: CELL } as const;
    const clip = cell === CLIPPED ? ({ overflow: 'hidden', borderRadius: 40 } as const) : {};
    const parent = box(world, { ...panel, fill: '#eeeeff', ...clip });
    const boxShadow = scaled(String(style.boxShadow), share);
    box(world, { parent, position: 'absolute', left: 30, top: 28, ...style, boxShadow });
  }
}

function furnishAll(world: World): void {
  const parent = box(world, {
    ...{ position: 'absolute', left: 20, top: 20, width: 50, height: 40, fill: '#fff' },
    ...{ boxShadow: '20px 20px 12px #000', borderWidth: [1, 2, 3, 4], borderColor: '#080' },
  });
  text(world, { parent, content: 'Card', fontSize: 13, color: '#000' });
  text(world, { position: 'absolute', left: 12, top: 122, content: 'Below', color: '#000' });
  const line = { position: 'absolute', top: 10, width: 80, height: 30 } as const;
  const colors = '#ff0000, #00ff00 20%, #ffffff 50%, #0000ff 80%';
  box(world, { ...line, left: 210, gradient: `linear-gradient(90deg, ${colors})` });
  box(world, { ...line, left: 310, gradient: 'linear-gradient(90deg, #ff0000, #0000ff 80%)' });
  for (const [i, [gradient]] of MEANS.entries()) {
    const place = { left: 200 + (i % 3) * 50, top: 50 + Math.floor(i / 3) * 50 };
    box(world, { position: 'absolute', ...place, width: 30, height: 40, gradient });
  }
}

/** A shadow as CSS with a share of its blur. */
function scaled(shadow: string, share: number): string {
  const parts = shadow.split(' ');
  const blur = parts.indexOf('inset') === 0 ? 3 : 2;
  parts[blur] = `${Number.parseFloat(parts[blur]!) * share}px`;
  return parts.join(' ');
}

async function opened(furnish: (world: World) => unknown): Promise<Offscreen> {
  const screen = await openOffscreen(WIDTH, HEIGHT);
  screen.app.tunables.get('rendering')!.set('baking', false);
  furnish(screen.app.world);
  for (let i = 0; i < FRAMES; i++) screen.frame();
  return screen;
}

/** Turns a knob, and waits until what it needs is loaded and drawn. */
async function turn(screen: Offscreen, name: string, value: number): Promise<void> {
  const { stats } = screen.app.renderer;
  screen.app.tunables.get('quality')!.set(name, value);
  screen.frame();
  expect(stats().damagedPixels).toBe(WIDTH * HEIGHT);
  await import('../../src/render/soft-shadows');
  await import('../../src/systems/render-batching/gradient-mean');
  await new Promise((resolve) => setTimeout(resolve));
  screen.frame();
  screen.frame();
  expect(stats().draws).toBe(0);
}

/** What all of it is drawn by. */
function drawn({ app, frame }: Offscreen) {
  app.renderer.invalidate();
  frame();
  return { ...app.renderer.stats().quadsBy };
}

async function loseContext({ canvas, frame }: Offscreen): Promise<void> {
  const gl = canvas.getContext('webgl2')!;
  const extension = gl.getExtension('WEBGL_lose_context')!;
  extension.loseContext();
  frame();
  // It may be given back once all have heard that it went.
  await new Promise((resolve) => setTimeout(resolve, 50));
  extension.restoreContext();
  while (gl.isContextLost()) await new Promise((resolve) => setTimeout(resolve, 5));
  for (let i = 0; i < FRAMES; i++) frame();
}

type Rect = readonly [left: number, top: number, right: number, bottom: number];

function pixel(pixels: Uint8ClampedArray, x: number, y: number): string {
  const at = (y * WIDTH + x) * 4;
  return pixels.subarray(at, at + 4).join(' ');
}

/** By how much channels of pixels in a rectangle differ. */
function difference(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
  rect: Rect = [0, 0, WIDTH, HEIGHT],
): { max: number; mean: number } {
  let max = 0;
  let sum = 0;
  for (let y = rect[1]; y < rect[3]; y++) {
    for (let at = (y * WIDTH + rect[0]) * 4; at < (y * WIDTH + rect[2]) * 4; at++) {
      const off = Math.abs(a[at]! - b[at]!);
      max = Math.max(max, off);
      sum += off;
    }
  }
  return { max, mean: sum / ((rect[2] - rect[0]) * (rect[3] - rect[1]) * 4) };
}
