import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app/app-types';
import { type Row, resolve } from '../../src/ecs';
import {
  KIND_GLYPH,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../src/systems/render-batching';
import { box, button, text, type VirtualList, virtualList } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { checkFinite, picture, screen } from './null-screen';

const SIZES = process.env.RAFTER_LONG ? 1000 : 40;
const WRONG = [0, -0, -5, Number.NaN, Infinity, -Infinity, 1e-9, 0.5, 1e6, 1e9, 1e39, 1e300];

describe('a surface', () => {
  it(`survives ${SIZES} sizes, none of which are any, and shows its picture again`, () => {
    let list: VirtualList | undefined;
    const elements: Row[] = [];
    const { app, backend, frame, resize } = screen(1, ({ world }) => {
      list = fill(world, elements);
      return elements[0]!;
    });
    const shown = (): string[] => [
      ...picture(app, backend, elements).map(withoutPlaces),
      `${list!.firstVisible} to ${list!.lastVisible}`,
    ];
    resize(800, 600, 1);
    for (let i = 0; i < 3; i++) frame();
    const before = shown();
    expect(before.filter((records) => records === '')).toEqual([]);
    const told: number[] = [];
    app.on('resize', ({ width, height, dpr }) => told.push(width, height, dpr));
    const random = createRandom(7);
    for (let i = 0; i < SIZES; i++) {
      const width = anySide(random);
      const height = anySide(random);
      const dpr = random.chance(50) ? 1 : random.pick([1.25, 2, 3, 1e9, 0, -1, Number.NaN]);
      const { frames } = backend.counters;
      resize(width, height, dpr);
      frame();
      checkFinite(app, backend);
      const { deviceWidth, deviceHeight, maxTextureSize } = backend;
      expect(deviceWidth).toBeLessThanOrEqual(maxTextureSize);
      expect(deviceHeight).toBeLessThanOrEqual(maxTextureSize);
      expect(Number.isInteger(deviceWidth) && deviceWidth >= 0).toBe(true);
      expect(Number.isInteger(deviceHeight) && deviceHeight >= 0).toBe(true);
      const isNothing = deviceWidth === 0 || deviceHeight === 0;
      if (isNothing) expect(backend.counters.frames).toBe(frames);
    }
    resize(800, 600, 1);
    for (let i = 0; i < 3; i++) frame();
    expect(shown()).toEqual(before);
    expect(told.filter((each) => !(Number.isFinite(each) && each >= 0))).toEqual([]);
    expect(told.length).toBeGreaterThan(SIZES);
  });
});

/** One of everything; gives the list, whose rows are others at every size. */
function fill(world: App['world'], elements: Row[]): VirtualList {
  const page = box(world, { flexDirection: 'column', padding: '2%', gap: 3.5, fill: '#203040' });
  const look = { parent: page, rotate: 5, boxShadow: '0 1px 3px #000', fill: '#fff' } as const;
  for (const entity of [
    page,
    text(world, { parent: page, content: 'A picture with words', whiteSpace: 'normal' }),
    button(world, { parent: page, label: 'Press', borderRadius: 9, width: '50%' }),
    box(world, { ...look, width: '50vw', height: '10vh' }),
  ]) {
    elements.push(resolve(world, entity));
  }
  return virtualList(world, {
    parent: page,
    flexGrow: 1,
    count: 100,
    estimatedSize: 20,
    template: (row) => [text(world, { parent: row, content: 'row' })] as const,
    bind: () => {},
  });
}

/** Glyphs may have come to lie elsewhere in the atlas. */
function withoutPlaces(records: string): string {
  const words = records.split(',');
  for (let at = 0; at < words.length; at += RECORD_WORDS) {
    if ((Number(words[at + RECORD_KIND_LAYER]) & 255) !== KIND_GLYPH) continue;
    words[at + RECORD_GLYPH_ORIGIN] = '';
    words[at + RECORD_GLYPH_PAGE] = '';
  }
  return words.join();
}

function anySide(random: Random): number {
  return random.chance(40) ? random.pick(WRONG) : random.int(12_000) / 4;
}
