import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIntList } from '../../../../src/structures';
import { sortByOrder } from '../../../../src/systems/layout/sort-by-order';

it('sorts rows by their place in the tree', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(999), { maxLength: 800, size: 'max' }), (rows) => {
      const indexOf = Int32Array.from({ length: 1000 }, (_, row) => (row * 7919) % 1000);
      const list = createIntList(4);
      for (const row of rows) list.push(row);
      sortByOrder(list, indexOf);
      expect([...list.rows.subarray(0, list.length)]).toEqual(
        [...rows].sort((a, b) => indexOf[a]! - indexOf[b]!),
      );
    }),
    { numRuns: 200 },
  );
});
