import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRectSet, MAX_RECTS } from '../../src/systems/render-batching/rect-set';
import { same } from '../same';

const SIDE = 64;
const RUNS = process.env.RAFTER_LONG === '1' ? 20_000 : 400;

const rect = fc
  .tuple(...Array.from({ length: 4 }, () => fc.nat({ max: SIDE })))
  .map(([a, b, c, d]) =>
    Int32Array.of(a!, b!, Math.min(SIDE, a! + (c! >> 1)), Math.min(SIDE, b! + (d! >> 2))),
  );
const passPixels = fc.constantFrom(0, 1, 10, 60, 400, 4096);

describe('a set of rectangles', () => {
  it('covers all that was added, overlaps nowhere, has at most 8 and costs no more than one around all', () => {
    fc.assert(
      fc.property(passPixels, fc.array(rect, { maxLength: 40 }), (pass, added) => {
        const set = createRectSet({ passPixels: pass });
        const wanted = new Uint8Array(SIDE * SIDE);
        const box = [SIDE, SIDE, 0, 0];
        for (const each of added) {
          const before = set.pixels();
          const grew = set.add(each, 0);
          paint(wanted, each, 0);
          if (isEmpty(each)) expect(grew).toBe(false);
          else growBox(box, each);
          check(set, wanted, before, box);
        }
        set.settle();
        check(set, wanted, set.pixels(), box);
        const around = Math.max(0, box[2]! - box[0]!) * Math.max(0, box[3]! - box[1]!);
        expect(set.pixels() + set.count() * pass).toBeLessThanOrEqual(
          around + (around > 0 ? pass : 0),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('covers exactly what was added while there is room and passes are free', () => {
    fc.assert(
      fc.property(rect, rect, (a, b) => {
        const set = createRectSet({ passPixels: 0 });
        const wanted = new Uint8Array(SIDE * SIDE);
        for (const each of [a, b]) {
          set.add(each, 0);
          paint(wanted, each, 0);
        }
        expect(set.pixels()).toBe(wanted.reduce((sum, value) => sum + value, 0));
      }),
      { numRuns: RUNS },
    );
  });
});

type RectSet = ReturnType<typeof createRectSet>;

function check(set: RectSet, wanted: Uint8Array, before: number, box: number[]): void {
  expect(set.count()).toBeLessThanOrEqual(MAX_RECTS);
  expect(set.pixels()).toBeGreaterThanOrEqual(before);
  const covered = new Uint8Array(SIDE * SIDE);
  for (let at = 0; at < set.count() * 4; at += 4) {
    const [left, top, right, bottom] = set.rects.subarray(at, at + 4);
    expect(left! >= box[0]! && top! >= box[1]! && right! <= box[2]! && bottom! <= box[3]!).toBe(
      true,
    );
    same(paint(covered, set.rects, at), 0, 'pixels covered twice');
  }
  let missing = 0;
  for (let i = 0; i < wanted.length; i++) if (wanted[i] === 1 && covered[i] === 0) missing++;
  same(missing, 0, 'pixels not covered');
}

/** Returns how many pixels were painted before. */
function paint(pixels: Uint8Array, rects: Int32Array, at: number): number {
  let twice = 0;
  for (let y = rects[at + 1]!; y < rects[at + 3]!; y++) {
    for (let x = rects[at]!; x < rects[at + 2]!; x++) {
      twice += pixels[y * SIDE + x]!;
      pixels[y * SIDE + x] = 1;
    }
  }
  return twice;
}

function isEmpty(rect: Int32Array): boolean {
  return rect[0]! >= rect[2]! || rect[1]! >= rect[3]!;
}

function growBox(box: number[], rect: Int32Array): void {
  box[0] = Math.min(box[0]!, rect[0]!);
  box[1] = Math.min(box[1]!, rect[1]!);
  box[2] = Math.max(box[2]!, rect[2]!);
  box[3] = Math.max(box[3]!, rect[3]!);
}
