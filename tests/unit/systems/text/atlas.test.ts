import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GlyphBitmap } from '../../../../src/ecs/stores';
import { createAtlas } from '../../../../src/systems/text/atlas';
import { same } from '../../../same';
import { LONG } from './fixture';

const SIZE = 64;
const PAGES = 2;

describe('the atlas', () => {
  it('keeps every bitmap apart and as it was drawn, whatever comes and goes', () => {
    fc.assert(
      fc.property(steps(), (stepList) => {
        const model = createModel();
        for (const step of stepList) {
          if (step.kind === 'add') model.add(step);
          else model.nextFrame(step.restore);
          model.check();
        }
      }),
      { numRuns: LONG ? 5_000 : 12, endOnFailure: true },
    );
  });

  it('evicts nothing that was asked for or marked in the frame', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(29), { maxLength: 10 }), fc.nat(40), (marked, height) => {
        const model = createModel();
        for (let i = 0; i < 30; i++) model.add({ width: 19, height: 7, shown: false, seed: i });
        model.nextFrame(false);
        for (const i of marked) model.mark(i);
        model.add({ width: 10, height: 1 + height, shown: true, seed: 99 });
        model.check();
        for (const i of marked) same(model.isKept(i), true);
      }),
    );
  });

  it('has room for a bitmap as large as a page, whatever it held', () => {
    const model = createModel();
    for (let i = 0; i < 200; i++) {
      model.add({ width: 1 + (i % 30), height: 1 + ((i * 7) % 30), shown: false, seed: i });
    }
    model.nextFrame(false);
    expect(model.add({ width: 63, height: 63, shown: false, seed: 1 })).toBe(true);
    expect(model.add({ width: 63, height: 63, shown: false, seed: 2 })).toBe(true);
    expect(model.add({ width: 1, height: 1, shown: false, seed: 3 })).toBe(false);
    model.check();
  });
});

type Add = { width: number; height: number; shown: boolean; seed: number };
type Entry = {
  x: number;
  y: number;
  page: number;
  shelf: number;
  bitmap: GlyphBitmap;
  shown: boolean;
  gone: boolean;
};

/** An atlas beside a plain list of what should be in it. */
function createModel() {
  const atlas = createAtlas(SIZE, PAGES);
  const { shelves } = atlas;
  const pages: Uint8ClampedArray[] = [];
  const entries: Entry[] = [];
  let frame = 0;
  let marked = false;
  atlas.attach({
    resizeAtlas(_size, count) {
      pages.length = 0;
      for (let i = 0; i < count; i++) pages.push(new Uint8ClampedArray(SIZE * SIZE * 4).fill(77));
    },
    uploadGlyphs(page, x, y, width, height, pixels) {
      for (let row = 0; row < height; row++) {
        const from = row * width * 4;
        pages[page]!.set(pixels.subarray(from, from + width * 4), ((y + row) * SIZE + x) * 4);
      }
    },
  });

  function drop(shelf: number): void {
    for (const entry of entries) {
      if (entry.gone || entry.shelf !== shelf) continue;
      // Shown records are marked before anything goes.
      expect(entry.shown).toBe(false);
      entry.gone = true;
    }
  }

  const model = {
    add({ width, height, shown, seed }: Add): boolean {
      const bitmap = drawing(width, height, seed);
      let shelf = atlas.add(bitmap);
      if (shelf < 0) {
        if (!marked) for (const each of entries) if (each.shown) model.markEntry(each);
        marked = true;
        const fits = atlas.makeRoom(height, frame, drop);
        shelf = fits ? atlas.add(bitmap) : -1;
        if (fits) expect(shelf).toBeGreaterThanOrEqual(0);
      }
      if (shelf < 0) return false;
      shelves.used[shelf] = frame;
      entries.push({
        x: shelves.end[shelf]! - width - 1,
        y: shelves.y[shelf]!,
        page: shelves.page[shelf]!,
        shelf,
        bitmap,
        shown,
        gone: false,
      });
      return true;
    },
    markEntry({ page, y, gone }: Entry) {
      if (!gone) shelves.mark(page, y, frame);
    },
    mark(index: number) {
      model.markEntry(entries[index]!);
    },
    isKept: (index: number) => !entries[index]!.gone,
    nextFrame(restore: boolean) {
      frame++;
      marked = false;
      // What was shown for three frames is not any more.
      for (const entry of entries.slice(0, -12)) entry.shown = false;
      if (restore) atlas.resend();
      else atlas.flush();
    },
    check() {
      atlas.flush();
      const taken = new Set<number>();
      for (const { page, x, y, bitmap, gone } of entries) {
        if (gone) continue;
        const { width, height, pixels, offset, stride } = bitmap;
        same(x >= 0 && y >= 0 && x + width < SIZE + 1 && y + height < SIZE + 1, true);
        for (let row = 0; row <= height; row++) {
          for (let column = 0; column <= width; column++) {
            if (x + column >= SIZE || y + row >= SIZE) continue;
            const at = (y + row) * SIZE + x + column;
            const isPadding = row === height || column === width;
            const place = page * SIZE * SIZE + at;
            if (!isPadding && taken.has(place)) throw new Error('two bitmaps overlap');
            if (!isPadding) taken.add(place);
            const from = offset + row * stride + column * 4;
            const alpha = isPadding ? 0 : pixels[from + 3]!;
            if (pages[page]![at * 4 + 3] !== alpha) throw new Error('texels differ');
            if (bitmap.colored && !isPadding && pages[page]![at * 4] !== pixels[from]) {
              throw new Error('colours differ');
            }
          }
        }
      }
    },
  };
  return model;
}

function drawing(width: number, height: number, seed: number): GlyphBitmap {
  const stride = width * 4 + 12;
  const pixels = new Uint8ClampedArray(8 + stride * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 1 + ((seed * 31 + i * 7) % 254);
  const base = { width, height, bearingX: 0, bearingY: 0, pixels, offset: 8, stride, stretch: 1 };
  return { ...base, colored: seed % 16 === 5 };
}

function steps() {
  const add = fc.record({
    kind: fc.constant('add' as const),
    width: fc.integer({ min: 1, max: 30 }),
    height: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 63 })),
    shown: fc.boolean(),
    seed: fc.nat(1000),
  });
  const next = fc.record({
    kind: fc.constant('frame' as const),
    restore: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0),
  });
  return fc.array(fc.oneof({ arbitrary: add, weight: 6 }, { arbitrary: next, weight: 1 }), {
    maxLength: 150,
    size: 'max',
  });
}
