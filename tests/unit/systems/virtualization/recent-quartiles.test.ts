import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecentQuartiles } from '../../../../src/systems/virtualization/recent-quartiles';

describe('recent quartiles', () => {
  it('are those of the last values, sorted, after any values', () => {
    const int32 = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(int32, { maxLength: 40 }),
        (room, values) => {
          const recent = createRecentQuartiles(room);
          for (const [i, value] of values.entries()) {
            recent.add(value);
            const last = values.slice(0, i + 1).slice(-room);
            const sorted = [...last].sort((a, b) => a - b);
            const quarter = Math.floor((sorted.length - 1) / 4);
            expect(recent.count).toBe(last.length);
            expect(recent.median).toBe(sorted[Math.floor((sorted.length - 1) / 2)]);
            expect(recent.spread).toBe(sorted.at(-1 - quarter)! - sorted[quarter]!);
          }
        },
      ),
    );
  });

  it('of no values are 0', () => {
    const recent = createRecentQuartiles(3);
    expect([recent.count, recent.median, recent.spread]).toEqual([0, 0, 0]);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 21])('refuse room for %d', (room) => {
    expect(() => createRecentQuartiles(room)).toThrow(`room is ${room}; give an integer`);
  });
});
