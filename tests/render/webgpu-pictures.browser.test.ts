import { expect, it } from 'vitest';
import { box, setStyle, text } from '../../src/ui';
import { importsSettled } from '../imports';
import { differences } from './differences';
import { onBoth } from './two-backends';

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
  }
  for (const { app, settle } of pair) {
    const cover = { position: 'absolute', left: 60, top: 10, width: 40, height: 60 } as const;
    box(app.world, { ...cover, fill: '#0a08' });
    app.tunables.get('quality')!.set('resolutionScale', 0.75);
    await importsSettled();
    await settle();
  }
  const [gl, gpu] = await Promise.all(pair.map(({ pixels }) => pixels()));
  expect(differences(gl!, gpu!).max).toBeLessThanOrEqual(3);
  for (const { app } of pair) app.dispose();
});
