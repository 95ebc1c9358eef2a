import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app';
import type { Entity } from '../../src/ecs';
import { box, image, setStyle, text } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 260;
const HEIGHT = 200;
const SCENES = import.meta.env.RAFTER_LONG ? 1_000 : 5;

function picture(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#3366ffa0';
  context.fillRect(0, 0, 16, 16);
  context.fillStyle = '#ff9900';
  context.fillRect(4, 4, 6, 6);
  return canvas;
}

/** Boxes of every look, some over others, some alone. */
function furnish({ world }: App, random: Random, source: OffscreenCanvas): Entity[] {
  const looks = [
    () => ({ boxShadow: { y: 2, blur: 6, color: '#000000a0' }, fill: '#ffffff' }),
    () => ({ gradient: 'linear-gradient(40deg, #f00, #00f)', borderRadius: 5 }),
    () => ({ fill: '#88cc4480', borderRadius: 4 }),
    () => ({ fill: '#334455' }),
  ];
  return Array.from({ length: 30 }, () => {
    const place = {
      position: 'absolute',
      left: random.int(240) - 10 + random.int(4) / 4,
      top: random.int(180) - 10 + random.int(4) / 4,
      width: 8 + random.int(40),
      height: 8 + random.int(30),
    } as const;
    const kind = random.int(6);
    if (kind === 0) return image(world, { ...place, source });
    if (kind === 1) return text(world, { ...place, content: 'Ab', fontSize: 12 });
    return box(world, { ...place, ...random.pick(looks)() });
  });
}

describe('a picture of which the draws were merged', () => {
  it('is the one in painter’s order, and draws less by the dearest program', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const switches = app.tunables.get('rendering')!;
    const source = picture();
    const random = createRandom(3);
    let fewer = 0;
    for (let scene = 0; scene < SCENES; scene++) {
      const elements = furnish(app, random, source);
      for (let i = 0; i < 6; i++) {
        frame();
        await new Promise((resolve) => setTimeout(resolve));
      }
      // What moves may come to lie over what it was merged with.
      for (let i = 0; i < 3; i++) {
        setStyle(app.world, random.pick(elements), { left: random.int(240), top: random.int(180) });
        frame();
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        const dear = app.renderer.stats().quadsBy.effects;
        switches.set('merging', false);
        frame();
        if (dear < app.renderer.stats().quadsBy.effects) fewer++;
        expect(dear).toBeLessThanOrEqual(app.renderer.stats().quadsBy.effects);
        const wanted = pixelsOf(canvas);
        expect(differing(kept, wanted), `scene ${scene}`).toBe(0);
        switches.set('merging', true);
        frame();
        expect(differing(pixelsOf(canvas), wanted), `scene ${scene}`).toBe(0);
      }
      for (const element of elements) setStyle(app.world, element, { display: 'none' });
    }
    expect(fewer).toBeGreaterThan(SCENES / 2);
  });

  it('of 60 cards with shadows and texts draws nothing but shadows by it', async () => {
    const { app, frame } = await openOffscreen(900, 600);
    const page = box(app.world, { width: 900, flexWrap: 'wrap', gap: 20, padding: 20 });
    for (let i = 0; i < 60; i++) {
      const parent = box(app.world, {
        parent: page,
        width: 60,
        height: 40,
        borderRadius: 6,
        fill: '#ffffff',
        boxShadow: { y: 1, blur: 6, color: '#00000060' },
      });
      text(app.world, { parent, content: `${i}`, fontSize: 12, color: '#101010' });
    }
    for (let i = 0; i < 4; i++) frame();
    app.renderer.invalidate();
    frame();
    expect(app.renderer.stats().draws).toBe(2);
    const { simple, effects } = app.renderer.stats().quadsBy;
    // Each shadow comes in four parts, which leave out what its card covers.
    expect(effects).toBe(60 * 4);
    expect(simple).toBeGreaterThanOrEqual(60 * 2);
    app.tunables.get('rendering')!.set('merging', false);
    frame();
    expect(app.renderer.stats().quadsBy.effects).toBeGreaterThan(60 * 5);
  });
});

function differing(left: Uint8ClampedArray, right: Uint8ClampedArray): number {
  let count = 0;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) count++;
  return count;
}
