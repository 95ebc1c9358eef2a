import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlexItems } from '../../../../src/systems/layout/flexible-lengths';
import { sortByStyle } from '../../../../src/systems/layout/sort-by-style';
import { RUNS } from '../../structures/runs';

describe('items with an order', () => {
  it('are sorted by it and else stay as they are, and those below them too', () => {
    const orders = fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(orders, fc.nat(9), (given, before) => {
        const rows = given.map((_, i) => i);
        const from = Math.min(before, rows.length);
        const sorted = rows.slice(from).sort((a, b) => given[a]! - given[b]!);
        expect(sort(rows, from, Int32Array.from(given))).toEqual([
          ...rows.slice(0, from),
          ...sorted,
        ]);
      }),
      { numRuns: RUNS },
    );
  });

  it.each<[string, number, (i: number, count: number) => number]>([
    ['in order', 2.1, (i) => i],
    ['all of one order', 2.1, () => 7],
    ['the other way round', 24, (i, count) => count - i],
    ['at random', 44, (i) => (i * 7919) % 1009],
    ['in order but for the last', 12, (i, count) => (i === count - 1 ? -1 : 0)],
  ])('%s are read so often at most: %s times each', (_, most, orderOf) => {
    for (const count of [1000, 4000]) {
      // Twice a comparison; a merge of 4,000 has 12 rounds.
      expect(readsOf(count, orderOf)).toBeLessThanOrEqual(most * count);
    }
  });
});

function sort(rows: readonly number[], from: number, order: Int32Array): number[] {
  const items = createFlexItems(Math.max(1, rows.length));
  items.rows.set(rows);
  items.top = rows.length;
  sortByStyle(items, from, order);
  return [...items.rows.subarray(0, rows.length)];
}

function readsOf(count: number, orderOf: (i: number, count: number) => number): number {
  let reads = 0;
  const order = new Proxy(
    Int32Array.from({ length: count }, (_, i) => orderOf(i, count)),
    {
      get(target, name) {
        reads++;
        return Reflect.get(target, name, target);
      },
    },
  );
  sort(
    Array.from({ length: count }, (_, i) => i),
    0,
    order,
  );
  return reads;
}
