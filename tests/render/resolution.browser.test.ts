import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/ecs';
import { box, setStyle, text } from '../../src/ui';
import { loadTestFonts } from '../fonts';
import { at } from './group-parts';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 301;
const HEIGHT = 203;
const FRAMES = 6;
const EDITS = import.meta.env.RAFTER_LONG ? 40 : 8;
/** Of what the edits show at both, at random. */
const SHARES = import.meta.env.RAFTER_LONG ? [0.5, 0.75] : [0.75];

describe('resolution', () => {
  it('is lower for all but text that nothing lies over, which stays what it is to the pixel', async () => {
    const screen = await furnished();
    const sharp = pixelsOf(screen.canvas);
    for (const share of [0.5, 0.75]) {
      await turn(screen, share);
      const coarse = pixelsOf(screen.canvas);
      expect(differing(sharp, coarse, LABEL), `label at ${share}`).toBe(0);
      expect(differing(sharp, coarse, EMOJI), `emoji at ${share}`).toBe(0);
      expect(differing(sharp, coarse, DISC), `disc at ${share}`).toBeGreaterThan(20);
      expect(differing(sharp, coarse, UNDER), `covered text at ${share}`).toBeGreaterThan(20);
      expect(mean(sharp, coarse), `at ${share}`).toBeLessThan(4);
      // A hairline neither comes nor goes: as much of its colour as it had.
      for (const rect of [HAIRLINE_ACROSS, HAIRLINE_DOWN])
        expect(Math.abs(sum(sharp, rect) / sum(coarse, rect) - 1)).toBeLessThan(0.06);
    }
    await turn(screen, 1);
    expect(differing(sharp, pixelsOf(screen.canvas), ALL)).toBe(0);
  });

  it('has the line through emoji over them', async () => {
    await loadTestFonts(['Twemoji'], '😀');
    const screen = await openOffscreen(WIDTH, HEIGHT);
    text(screen.app.world, {
      ...at(10, 10, 200, 100),
      fontFamily: 'Twemoji',
      content: [{ text: '😀😀', strike: true, color: '#ff0000' }],
      fontSize: 60,
    });
    settle(screen);
    const isRed = (pixels: Uint8ClampedArray): number => {
      let count = 0;
      for (let x = 30; x < 60; x++) {
        for (let y = 10; y < 100; y++) if (pixel(pixels, x, y) === '255 0 0 255') count++;
      }
      return count;
    };
    const sharp = isRed(pixelsOf(screen.canvas));
    expect(sharp).toBeGreaterThan(60);
    await turn(screen, 0.5);
    expect(isRed(pixelsOf(screen.canvas))).toBeGreaterThan(sharp * 0.4);
  });

  it('is shown again after a lost context', async () => {
    const screen = await furnished();
    await turn(screen, 0.5);
    const coarse = pixelsOf(screen.canvas);
    const gl = screen.canvas.getContext('webgl2')!;
    const extension = gl.getExtension('WEBGL_lose_context')!;
    extension.loseContext();
    screen.frame();
    await new Promise((resolve) => setTimeout(resolve, 50));
    extension.restoreContext();
    while (gl.isContextLost()) await new Promise((resolve) => setTimeout(resolve, 5));
    settle(screen);
    expect(differing(coarse, pixelsOf(screen.canvas), ALL)).toBe(0);
    expect(gl.getError()).toBe(0);
  });

  it('has what is put over text hide it, and text come back as it was', async () => {
    const screen = await furnished();
    const { world } = screen.app;
    await turn(screen, 0.5);
    const before = pixelsOf(screen.canvas);
    const place = { position: 'absolute', left: 0, top: 0, width: 150, height: 80 } as const;
    const tooltip = box(world, { ...place, fill: '#224' });
    screen.frame();
    const hidden = pixelsOf(screen.canvas);
    for (let x = 4; x < 140; x += 4) expect(pixel(hidden, x, 30)).toBe('34 34 68 255');
    setStyle(world, tooltip, { translate: [0, 120] });
    settle(screen);
    expect(differing(before, pixelsOf(screen.canvas), LABEL)).toBe(0);
    setStyle(world, tooltip, { display: 'none' });
    settle(screen);
    expect(differing(before, pixelsOf(screen.canvas), ALL)).toBe(0);
  });

  it('draws a part again as all of it', async () => {
    for (const share of [0.5, 0.75]) {
      const screen = await openOffscreen(WIDTH, HEIGHT);
      const random = createGenerator(share * 100);
      const { world } = screen.app;
      const elements: Entity[] = [];
      for (let i = 0; i < 60; i++) elements.push(spawn(screen, random));
      await turn(screen, share);
      let parts = 0;
      for (let i = 0; i < EDITS; i++) {
        const element = elements[Math.floor(random() * elements.length)]!;
        const kind = i % 3;
        if (kind === 0) setStyle(world, element, { translate: [random() * 20, random() * 20] });
        else if (kind === 1) setStyle(world, element, { opacity: 0.3 + random() * 0.7 });
        else setStyle(world, element, { fill: i % 2 ? '#f80' : '#08f' });
        screen.frame();
        const { damagedPixels } = screen.app.renderer.stats();
        if (damagedPixels > 0 && damagedPixels < WIDTH * HEIGHT) parts++;
        const shown = pixelsOf(screen.canvas);
        screen.app.renderer.invalidate();
        screen.frame();
        expect(differing(shown, pixelsOf(screen.canvas), ALL), `edit ${i} at ${share}`).toBe(0);
      }
      expect(parts).toBeGreaterThan(EDITS / 4);
    }
  });

  it('draws a part in which nothing is left with the edges of what is beside it', async () => {
    for (const share of SHARES) {
      const screen = await openOffscreen(WIDTH, HEIGHT);
      const { app, canvas, frame } = screen;
      box(app.world, { ...at(0, 20, 40, 100), fill: '#000' });
      const lamp = box(app.world, { ...at(44, 40, 12, 12), fill: '#f00' });
      const wide = box(app.world, { ...at(41, 70, 100, 1), fill: '#080' });
      await turn(screen, share);
      for (const change of [
        () => setStyle(app.world, lamp, { visible: false }),
        () => setStyle(app.world, wide, { fill: '#00f' }),
      ]) {
        change();
        frame();
        expect(app.renderer.stats().damagedPixels).toBeLessThan((WIDTH * HEIGHT) / 2);
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        expect(differing(kept, pixelsOf(canvas), ALL), `at ${share}`).toBe(0);
      }
    }
  });

  it('keeps what fades together in one piece', async () => {
    const screen = await openOffscreen(WIDTH, HEIGHT);
    const { world } = screen.app;
    const place = { position: 'absolute', left: 20, top: 20, width: 200, height: 100 } as const;
    const card = box(world, { ...place, fill: '#246', opacity: 0.5 });
    box(world, { parent: card, width: 100, height: 50, fill: '#fff' });
    text(world, { parent: card, content: 'Together', fontSize: 16, color: '#000' });
    settle(screen);
    await expect
      .poll(() => {
        screen.frame();
        return screen.app.renderer.stats().groups;
      })
      .toBe(1);
    settle(screen);
    const sharp = pixelsOf(screen.canvas);
    await turn(screen, 0.5);
    // The group itself is as crisp as text.
    expect(differing(sharp, pixelsOf(screen.canvas), ALL)).toBe(0);
    const cover = { position: 'absolute', left: 190, top: 90, width: 100, height: 100 } as const;
    const over = box(world, { ...cover, fill: '#ff000080' });
    settle(screen);
    const coarse = pixelsOf(screen.canvas);
    // All of the card is coarse now, and none of it once the cover is gone.
    expect(differing(sharp, coarse, [20, 20, 120, 70])).toBeGreaterThan(50);
    setStyle(world, over, { visible: false });
    settle(screen);
    expect(differing(sharp, pixelsOf(screen.canvas), ALL)).toBe(0);
    setStyle(world, over, { visible: true });
    settle(screen);
    await turn(screen, 1);
    expect(mean(pixelsOf(screen.canvas), coarse)).toBeLessThan(2);
  });

  it('has what is no group any more coarse, though nothing else changes', async () => {
    const screen = await openOffscreen(WIDTH, HEIGHT);
    const { app, frame } = screen;
    const card = await fading(screen);
    await turn(screen, 0.5);
    setStyle(app.world, card, { opacity: 1 });
    for (let i = 0; i < 40; i++) frame();
    expect(app.renderer.stats().groups).toBe(0);
    expect(differingWhole(screen)).toBe(0);
  });

  it('shows what is in a picture in the same place when that reaches further', async () => {
    for (const share of SHARES) {
      const screen = await openOffscreen(WIDTH, HEIGHT);
      const { world } = screen.app;
      const card = await fading(screen);
      const speck = box(world, { parent: card, ...at(-1, 50, 4, 4), fill: '#f00' });
      box(world, { ...at(60, 60, 100, 100), fill: '#0f08' });
      await turn(screen, share);
      for (const left of [-2, -3, -4]) {
        setStyle(world, speck, { left });
        settle(screen);
        expect(differingWhole(screen), `${left} at ${share}`).toBe(0);
      }
    }
  });

  it('has the parts of a picture coarse whose slot another one takes', async () => {
    const screen = await openOffscreen(WIDTH, HEIGHT);
    const { app, frame } = screen;
    const { world } = app;
    const look = { fill: '#246', borderRadius: 30, cacheHint: 'always' } as const;
    const card = box(world, { ...at(41, 41, 120, 90), ...look });
    const inner = box(world, { parent: card, ...at(50, 50, 40, 20), fill: '#fff' });
    box(world, { parent: inner, ...at(10, 10, 20, 20), fill: '#000' });
    const cover = box(world, { ...at(20, 20, 180, 150), fill: '#0f08' });
    await turn(screen, 0.5);
    let left = 20;
    await expect
      .poll(() => {
        left = left === 20 ? 21 : 20;
        setStyle(world, cover, { left });
        frame();
        return app.renderer.stats().baked;
      })
      .toBe(1);
    settle(screen);
    setStyle(world, inner, { opacity: 0.5 });
    frame();
    expect(app.renderer.stats()).toMatchObject({ baked: 0, groups: 1 });
    expect(differingWhole(screen)).toBe(0);
  });
});

type Rect = readonly [left: number, top: number, right: number, bottom: number];
const ALL: Rect = [0, 0, WIDTH, HEIGHT];
const LABEL: Rect = [14, 14, 140, 40];
const EMOJI: Rect = [14, 50, 90, 76];
const DISC: Rect = [200, 20, 260, 80];
const UNDER: Rect = [14, 104, 140, 130];
const HAIRLINE_ACROSS: Rect = [160, 100, 290, 120];
const HAIRLINE_DOWN: Rect = [160, 130, 180, 190];

async function furnished(): Promise<Offscreen> {
  const screen = await openOffscreen(WIDTH, HEIGHT);
  const { world } = screen.app;
  const at = (left: number, top: number) => ({ position: 'absolute', left, top }) as const;
  const panel = box(world, { ...at(8, 8), width: 140, height: 80, fill: '#f0e0c0' });
  text(world, {
    parent: panel,
    ...at(8, 8),
    content: 'Crisp as ever',
    fontSize: 17,
    color: '#123',
  });
  text(world, { parent: panel, ...at(8, 44), content: '😀 fun', fontSize: 17, color: '#a00' });
  box(world, { ...at(200, 20), width: 60, height: 60, borderRadius: 30, fill: '#07c' });
  text(world, { ...at(14, 104), content: 'Under a scrim', fontSize: 17, color: '#000' });
  box(world, { ...at(8, 96), width: 140, height: 60, fill: '#40800040' });
  box(world, { ...at(163, 109), width: 120, height: 1, fill: '#c00' });
  box(world, { ...at(171, 135), width: 1, height: 50, fill: '#c00' });
  settle(screen);
  return screen;
}

/** A card that is put together before it fades, and is kept as no other picture. */
async function fading({ app, frame }: Offscreen): Promise<Entity> {
  const look = { fill: '#246', borderRadius: 20, opacity: 0.5, cacheHint: 'never' } as const;
  const card = box(app.world, { ...at(41, 41, 80, 60), ...look });
  box(app.world, { parent: card, ...at(6, 6, 31, 31), fill: '#000' });
  await expect
    .poll(() => {
      frame();
      return app.renderer.stats().groups;
    })
    .toBe(1);
  return card;
}

function spawn({ app }: Offscreen, random: () => number): Entity {
  const { world } = app;
  const place = {
    position: 'absolute',
    left: random() * WIDTH * 0.8,
    top: random() * HEIGHT * 0.8,
  } as const;
  if (random() < 0.5)
    return text(world, { ...place, content: 'Some text', color: '#000', fontSize: 12 });
  const fill = random() < 0.5 ? '#8c4' : '#c4880080';
  const round = random() < 0.5 ? 8 : 0;
  return box(world, { ...place, width: 50, height: 30, fill, borderRadius: round });
}

async function turn(screen: Offscreen, share: number): Promise<void> {
  screen.app.tunables.get('quality')!.set('resolutionScale', share);
  screen.frame();
  await import('../../src/render/coarse-picture');
  await import('../../src/systems/render-batching/resolution');
  await new Promise((resolve) => setTimeout(resolve));
  settle(screen);
  expect(screen.app.renderer.stats().draws).toBe(0);
}

function settle({ frame }: Offscreen): void {
  for (let i = 0; i < FRAMES; i++) frame();
}

function pixel(pixels: Uint8ClampedArray, x: number, y: number): string {
  const at = (y * WIDTH + x) * 4;
  return pixels.subarray(at, at + 4).join(' ');
}

/** Pixels of a rectangle that differ. */
function differing(a: Uint8ClampedArray, b: Uint8ClampedArray, rect: Rect): number {
  let count = 0;
  for (let y = rect[1]; y < rect[3]; y++) {
    for (let x = rect[0]; x < rect[2]; x++) if (pixel(a, x, y) !== pixel(b, x, y)) count++;
  }
  return count;
}

/** Pixels that are others once all is drawn anew. */
function differingWhole({ app, canvas, frame }: Offscreen): number {
  const kept = pixelsOf(canvas);
  app.renderer.invalidate();
  frame();
  return differing(kept, pixelsOf(canvas), ALL);
}

function mean(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let total = 0;
  for (let at = 0; at < a.length; at++) total += Math.abs(a[at]! - b[at]!);
  return total / a.length;
}

/** How much a rectangle takes of white. */
function sum(pixels: Uint8ClampedArray, rect: Rect): number {
  let total = 0;
  for (let y = rect[1]; y < rect[3]; y++) {
    for (let x = rect[0]; x < rect[2]; x++) total += 255 - pixels[(y * WIDTH + x) * 4 + 1]!;
  }
  return total;
}

/** Numbers from 0 to 1, the same for the same seed. */
function createGenerator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
