import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntList } from '../../../src/structures';
import { bytesPerCall, NOTHING, RUNS } from './runs';

describe('int list', () => {
  it('agrees with a plain array after any edits', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.integer().map((value) => ({ kind: 'push', value })) },
      {
        weight: 3,
        arbitrary: fc
          .double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
          .map((value) => ({ kind: 'swapRemove', value })),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'clear', value: 0 }) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.array(action), (capacity, actions) => {
        const list = createIntList(capacity);
        let plain: number[] = [];
        for (const { kind, value } of actions) {
          if (kind === 'push') {
            list.push(value);
            plain.push(value);
          } else if (kind === 'clear') {
            list.clear();
            plain = [];
          } else if (plain.length > 0) {
            const index = Math.floor(value * plain.length);
            const last = plain.pop()!;
            expect(list.swapRemove(index)).toBe(index === plain.length ? -1 : last);
            if (index < plain.length) plain[index] = last;
          }
          expect([...list.rows.subarray(0, list.length)]).toEqual(plain);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('refuses to remove what it does not hold', () => {
    const list = createIntList();
    list.push(5);
    for (const index of [-1, 1, Number.NaN]) {
      expect(() => list.swapRemove(index)).toThrow(
        `index ${index} is outside the list; give an integer from 0 to 0`,
      );
    }
    expect(list.length).toBe(1);
    expect(() => createIntList(-1)).toThrow('capacity is -1');
  });

  it('allocates nothing once grown', () => {
    const list = createIntList();
    const bytes = bytesPerCall((call) => {
      if (list.length === 1000) list.clear();
      list.push(call);
      list.push(call);
      list.swapRemove(0);
    }, 100_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});
