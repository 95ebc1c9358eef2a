import { describe, expect, it } from 'vitest';
import { box, type Style, setStyle } from '../../src/ui';
import { open } from './css-app';
import { differences } from './differences';
import { at, untilGroups } from './group-parts';
import { type Offscreen, pixelsOf } from './offscreen';

type Mode = NonNullable<Style['mixBlendMode']>;

describe('a group by its blend mode alone', () => {
  it('is put together on a page that rests', async () => {
    const offscreen = await openOn('#80c0e0');
    const { world } = offscreen.app;
    const group = box(world, { ...at(20, 20, 80, 60), fill: '#d04020', mixBlendMode: 'multiply' });
    box(world, { parent: group, ...at(20, 20, 80, 30), fill: '#20a040' });
    await untilGroups(offscreen, 1);
  });
});

describe('a group whose blend mode changes', () => {
  it.each<[Mode, Mode, Style]>([
    ['normal', 'multiply', {}],
    ['multiply', 'normal', {}],
    ['screen', 'multiply', {}],
    // What has a mode of its own does not tell of that of the group.
    ['normal', 'plus-lighter', { mixBlendMode: 'screen' }],
  ])('is mixed by the new one, and drawn again: %s to %s (%j)', async (from, to, inner) => {
    const shown: Uint8ClampedArray[] = [];
    for (const first of [from, to]) {
      const offscreen = await openOn('#80c0e0');
      const { world } = offscreen.app;
      const look = { fill: '#d04020', opacity: 0.5, mixBlendMode: first } as const;
      const group = box(world, { ...at(20, 20, 80, 60), ...look });
      box(world, { parent: group, ...at(20, 20, 80, 30), fill: '#20a040', ...inner });
      await untilGroups(offscreen, 1);
      setStyle(world, group, { mixBlendMode: to });
      run(offscreen, 3);
      shown.push(pixelsOf(offscreen.canvas));
    }
    expect(differences(shown[0]!, shown[1]!).max).toBeLessThanOrEqual(1);
  });

  it('is mixed by that of a layer around it that is no group', async () => {
    const shown: Uint8ClampedArray[] = [];
    for (const [filter, first] of [
      ['none', 'multiply'],
      ['brightness(1)', 'multiply'],
      ['brightness(1)', 'normal'],
    ] as const) {
      const offscreen = await openOn('#80c0e0');
      const { world } = offscreen.app;
      const around = box(world, { ...at(20, 20, 100, 80), mixBlendMode: first });
      box(world, { parent: around, ...at(0, 0, 40, 40), fill: '#d0a020', filter });
      // What is drawn in between keeps it from being one.
      box(world, { parent: around, ...at(60, 60, 10, 10), fill: '#208040', zIndex: 1 });
      box(world, { ...at(150, 120, 10, 10), fill: '#208040' });
      if (filter === 'none') run(offscreen, 3);
      else await untilGroups(offscreen, 1);
      setStyle(world, around, { mixBlendMode: 'multiply' });
      run(offscreen, 2);
      shown.push(pixelsOf(offscreen.canvas));
    }
    expect(differences(shown[0]!, shown[1]!).max).toBeLessThanOrEqual(1);
    expect(differences(shown[0]!, shown[2]!).max).toBeLessThanOrEqual(1);
  });

  it('is mixed in the picture that it is in by that of a layer between', async () => {
    const shown: Uint8ClampedArray[] = [];
    for (const filter of ['none', 'brightness(1)'] as const) {
      const offscreen = await openOn('#80c0e0');
      const { world } = offscreen.app;
      const look = { fill: '#602010', opacity: 0.8, filter: 'brightness(1)' } as const;
      const outer = box(world, { ...at(20, 20, 100, 80), ...look });
      const between = box(world, { parent: outer, ...at(10, 10, 80, 60), mixBlendMode: 'screen' });
      box(world, { parent: between, ...at(0, 0, 40, 40), fill: '#206080', filter });
      box(world, { parent: between, ...at(60, 40, 10, 10), fill: '#208040', zIndex: 1 });
      box(world, { parent: outer, ...at(80, 60, 10, 10), fill: '#208040' });
      await untilGroups(offscreen, filter === 'none' ? 1 : 2);
      shown.push(pixelsOf(offscreen.canvas));
    }
    expect(differences(shown[0]!, shown[1]!).max).toBeLessThanOrEqual(1);
  });
});

describe('what becomes a group, or is one no more, for what is drawn in between or mixes within', () => {
  it.each<[string, Style, Style]>([
    ['an element with a level', { zIndex: 'auto' }, { zIndex: 1 }],
    [
      'a blend mode that needs what lies below',
      { mixBlendMode: 'normal' },
      { mixBlendMode: 'multiply' },
    ],
  ])('is drawn again: %s', async (_, without, within) => {
    const offscreen = await openOn('#f0e0c0');
    const { world } = offscreen.app;
    const group = box(world, { ...at(20, 20, 80, 60), fill: '#d04020', opacity: 0.5 });
    box(world, { parent: group, ...at(10, 10, 60, 30), fill: '#20a040' });
    const part = box(world, { parent: group, ...at(60, 50, 10, 8), fill: '#0000ff' });
    box(world, { ...at(150, 100, 20, 20), fill: '#444444' });
    await untilGroups(offscreen, 1);
    for (const [style, groups] of [
      [within, 0],
      [without, 1],
    ] as const) {
      setStyle(world, part, style);
      run(offscreen, 3);
      expect(offscreen.app.renderer.stats().groups).toBe(groups);
      const kept = pixelsOf(offscreen.canvas);
      offscreen.app.renderer.invalidate();
      run(offscreen, 1);
      expect(differences(kept, pixelsOf(offscreen.canvas)).max).toBeLessThanOrEqual(1);
    }
  });
});

/** An app that shows a colour. */
async function openOn(fill: string): Promise<Offscreen> {
  const offscreen = await open(1);
  box(offscreen.app.world, { ...at(0, 0, 200, 160), fill });
  return offscreen;
}

function run({ frame }: Offscreen, frames: number): void {
  for (let i = 0; i < frames; i++) frame();
}
