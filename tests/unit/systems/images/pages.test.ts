import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageEntry } from '../../../../src/ecs/stores';
import {
  ImagePages,
  LEVEL_SHOWN,
  type Level,
  tileStart,
} from '../../../../src/systems/images/pages';

const RUNS = process.env.RAFTER_LONG ? 3_000 : 60;
const SIZE = 2048;

/** Pages in which every tile is a rectangle with the number of its bitmap. */
function createDevice() {
  const tiles: { page: number; x: number; y: number; right: number; bottom: number; of: object }[] =
    [];
  let pages = 0;
  let resizes = 0;
  return {
    resizeImages(_size: number, count: number) {
      pages = count;
      resizes++;
      tiles.length = 0;
    },
    uploadImage(
      page: number,
      x: number,
      y: number,
      bitmap: object,
      _left: number,
      _top: number,
      width: number,
      height: number,
    ) {
      expect(page).toBeLessThan(pages);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(SIZE);
      const right = x + width;
      const bottom = y + height;
      // What was there is gone.
      for (let i = tiles.length - 1; i >= 0; i--) {
        const other = tiles[i]!;
        const apart =
          other.right <= x || other.x >= right || other.bottom <= y || other.y >= bottom;
        if (other.page === page && !apart) tiles.splice(i, 1);
      }
      tiles.push({ page, x, y, right, bottom, of: bitmap });
      return width * height * 4;
    },
    holds(bitmap: object): number {
      return tiles.filter(({ of }) => of === bitmap).length;
    },
    get resizes() {
      return resizes;
    },
  };
}

describe('pages', () => {
  it('keep every bitmap that is shown whole, whatever comes and goes', () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(
          fc.constant('show'),
          fc.integer({ min: 1, max: 2600 }),
          fc.integer({ min: 1, max: 2600 }),
        ),
      },
      { weight: 2, arbitrary: fc.tuple(fc.constant('forget'), fc.nat(200), fc.constant(0)) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('use'), fc.nat(200), fc.constant(0)) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('lose'), fc.constant(0), fc.constant(0)) },
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        (steps, most) => {
          const device = createDevice();
          const pages = new ImagePages(SIZE, most);
          pages.attach(device);
          const open = new Set<object>();
          const levels: Level[] = [];
          let shown: Level | undefined;
          // What a record shows is spared.
          pages.marker = (report) => {
            for (const { page, y } of shown?.tiles ?? []) report(page, y);
          };
          for (const [what, a, b] of steps) {
            pages.frame++;
            if (what === 'show') {
              const level = pages.add(entry(levels.length + 1, a, b), 96);
              const bitmap = { width: a, height: b, close: () => void open.delete(bitmap) };
              open.add(bitmap);
              levels.push(level);
              const keeps = shown?.state === LEVEL_SHOWN && shown.bitmap !== undefined;
              pages.show(level, bitmap);
              if (keeps) expect(shown!.bitmap).toBeDefined();
              shown = level.bitmap ? level : shown;
            } else if (what === 'forget') {
              const level = levels[a % Math.max(1, levels.length)];
              if (level && level !== shown) pages.forget(level.image);
            } else if (what === 'use') {
              const level = levels[a % Math.max(1, levels.length)];
              if (level) pages.use(level);
            } else {
              pages.restore();
            }
            let bytes = 0;
            for (const level of levels) {
              if (!level.bitmap) continue;
              expect(level.tiles).toHaveLength(level.columns * level.rows);
              expect(device.holds(level.bitmap)).toBe(level.tiles.length);
              bytes += level.width * level.height * 4;
            }
            expect(pages.bytes).toBe(bytes);
            // No bitmap is left open that is not shown.
            expect(open.size).toBe(levels.filter(({ bitmap }) => bitmap).length);
          }
          pages.dispose();
          expect(open.size).toBe(0);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('cut sides into equal tiles that meet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8000 }),
        fc.integer({ min: 1, max: 8 }),
        (size, tiles) => {
          fc.pre(tiles <= size);
          expect(tileStart(size, tiles, 0)).toBe(0);
          expect(tileStart(size, tiles, tiles)).toBe(size);
          for (let tile = 0; tile < tiles; tile++) {
            const length = tileStart(size, tiles, tile + 1) - tileStart(size, tiles, tile);
            expect(Math.abs(length - size / tiles)).toBeLessThan(1);
          }
        },
      ),
    );
  });
});

function entry(id: number, width: number, height: number): ImageEntry {
  return { id, source: {}, users: 1, status: 2, scalable: false, width, height, measure() {} };
}
