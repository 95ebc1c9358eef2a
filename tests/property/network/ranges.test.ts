import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRanges } from '../../../src/network';

describe('merged ranges', () => {
  it('have each range in one of them, in order, apart by more than the gap or for their length', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 60 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 40 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 1, max: 200 }),
        (ranges, gapBytes, maxBytes) => {
          const merged = mergeRanges(ranges, { gapBytes, maxBytes });
          expect(merged.flatMap(({ parts }) => parts).sort((a, b) => a - b)).toEqual(
            ranges.map((_, at) => at),
          );
          for (const { from, to, parts } of merged) {
            expect(from).toBe(Math.min(...parts.map((at) => ranges[at]!.from)));
            expect(to).toBe(Math.max(...parts.map((at) => ranges[at]!.to)));
            const longest = Math.max(...parts.map((at) => ranges[at]!.to - ranges[at]!.from));
            expect(to - from).toBeLessThanOrEqual(Math.max(maxBytes, longest));
          }
          for (let i = 1; i < merged.length; i++) {
            const [before, next] = [merged[i - 1]!, merged[i]!];
            const first = ranges[next.parts[0]!]!;
            const isFar = next.from - before.to > gapBytes;
            expect(isFar || first.to - before.from > maxBytes).toBe(true);
          }
        },
      ),
      { numRuns: process.env.RAFTER_LONG ? 5_000 : 100 },
    );
  });

  it('are of bytes: others are refused by their numbers, and so are limits that are none', () => {
    const limits = { gapBytes: 10, maxBytes: 100 };
    for (const [from, to] of [
      ...[
        [Number.NaN, 3],
        [-1, 3],
        [5, 3],
        [0, 0],
        [0, 1.5],
        [0, 2 ** 53],
        [0.5, 3],
      ],
    ] as [number, number][]) {
      const merge = () =>
        mergeRanges(
          [
            { from: 0, to: 4 },
            { from, to },
          ],
          limits,
        );
      expect(merge).toThrow(`range is ${from} to ${to}; give whole numbers`);
    }
    for (const bad of [Number.NaN, -1]) {
      const all = [{ from: 0, to: 4 }];
      expect(() => mergeRanges(all, { ...limits, gapBytes: bad })).toThrow(
        `gapBytes is ${bad}; give`,
      );
      expect(() => mergeRanges(all, { ...limits, maxBytes: bad })).toThrow(
        `maxBytes is ${bad}; give`,
      );
    }
    const whole = { gapBytes: Number.POSITIVE_INFINITY, maxBytes: Number.POSITIVE_INFINITY };
    expect(
      mergeRanges(
        [
          { from: 0, to: 1 },
          { from: 2 ** 52, to: 2 ** 53 - 1 },
        ],
        whole,
      ),
    ).toEqual([{ from: 0, to: 2 ** 53 - 1, parts: [0, 1] }]);
  });
});
