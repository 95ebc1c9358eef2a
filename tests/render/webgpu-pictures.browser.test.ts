import { expect, it } from 'vitest';
import { box, setStyle, text } from '../../src/ui';
import { importsSettled } from '../imports';
import { differences } from './differences';
import { type Bench, onBoth } from './two-backends';

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
