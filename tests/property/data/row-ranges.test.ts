import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowRanges } from '../../../src/data/row-ranges';

const RUNS = process.env.RAFTER_LONG ? 10_000 : 300;

type Step =
  | { kind: 'set'; from: number; length: number; isIn: boolean }
  | { kind: 'insert' | 'remove'; at: number; count: number }
  | { kind: 'move'; at: number; count: number; to: number }
  | { kind: 'rearrange'; from: readonly number[] }
  | { kind: 'clear' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    from: fc.nat(60),
    length: fc.nat(20),
    isIn: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('insert' as const, 'remove' as const),
    at: fc.nat(70),
    count: fc.nat(10),
  }),
  fc.record({
    kind: fc.constant('move' as const),
    at: fc.nat(70),
    count: fc.nat(10),
    to: fc.nat(70),
  }),
  fc.record({
    kind: fc.constant('rearrange' as const),
    from: fc.uniqueArray(fc.integer({ min: -1, max: 399 }), {
      maxLength: 80,
      selector: (row) => row,
    }),
  }),
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
) as fc.Arbitrary<Step>;

describe('a set of rows', () => {
  it('holds what a list of yes and no holds, after any steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const ranges = createRowRanges();
        let naive: boolean[] = new Array(400).fill(false);
        for (const next of steps) {
          if (next.kind === 'set') {
            ranges.set(next.from, next.from + next.length, next.isIn);
            naive.fill(next.isIn, next.from, next.from + next.length);
          } else if (next.kind === 'insert') {
            ranges.insertRows(next.at, next.count);
            naive.splice(next.at, 0, ...new Array(next.count).fill(false));
          } else if (next.kind === 'remove') {
            ranges.removeRows(next.at, next.count);
            naive.splice(next.at, next.count);
          } else if (next.kind === 'move') {
            ranges.moveRows(next.at, next.count, next.to);
            naive.splice(next.to, 0, ...naive.splice(next.at, next.count));
          } else if (next.kind === 'rearrange') {
            const { from } = next;
            const after = Int32Array.from(naive, (_, row) => from.indexOf(row));
            ranges.rearrangeRows({
              after,
              count: from.length,
              moved: new Uint8Array(naive.length),
            });
            naive = from.map((row) => naive[row] ?? false);
            while (naive.length < 400) naive.push(false);
          } else {
            ranges.clear();
            naive = naive.map(() => false);
          }
          check(ranges, naive);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('takes tens of thousands of rows that lie apart, and a thousand million neighbours', () => {
    const ranges = createRowRanges();
    for (let i = 0; i < 50_000; i++) ranges.set(i * 2, i * 2 + 1, true);
    expect(ranges.count).toBe(50_000);
    ranges.insertRows(1, 1);
    expect(ranges.next(1)).toBe(3);
    expect(ranges.at(49_999)).toBe(99_999);
    ranges.set(0, 2 ** 30, true);
    expect(ranges.count).toBe(2 ** 30);
    expect(ranges.nextGap(5)).toBe(2 ** 30);
  });
});

function check(ranges: ReturnType<typeof createRowRanges>, naive: readonly boolean[]): void {
  const rows = naive.flatMap((isIn, row) => (isIn ? [row] : []));
  const wrong: string[] = [];
  for (let i = 0; i < 120; i++) {
    if (ranges.has(i) !== (naive[i] === true)) wrong.push(`has(${i})`);
    if (ranges.before(i) !== rows.filter((row) => row < i).length) wrong.push(`before(${i})`);
    if (ranges.next(i) !== (rows.find((row) => row >= i) ?? -1)) wrong.push(`next(${i})`);
    const gap = naive.indexOf(false, i);
    if (ranges.nextGap(i) !== gap) wrong.push(`nextGap(${i})`);
    if (ranges.at(i) !== (rows[i] ?? -1)) wrong.push(`at(${i})`);
  }
  expect(wrong).toEqual([]);
  expect(ranges.count).toBe(rows.length);
  // Neighbours are one run.
  const last = naive.lastIndexOf(true);
  const runs = naive.slice(0, last + 1).filter((isIn, i) => i === 0 || isIn !== naive[i - 1]);
  expect(ranges.runs).toBe(runs.length);
  expect(ranges.has(-1)).toBe(false);
  expect(ranges.at(-1)).toBe(-1);
}
