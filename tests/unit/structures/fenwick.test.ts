import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFenwick } from '../../../src/structures';
import { RUNS } from './runs';

describe('Fenwick sums', () => {
  it('agree with a plain array after any edits', () => {
    const value = fc.integer({ min: 0, max: 2 ** 40 });
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const count = fc.integer({ min: 0, max: 40 });
    const edit = fc.record({
      kind: fc.constantFrom('add', 'add', 'insert', 'remove'),
      place,
      count,
      value,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), fc.array(edit), (length, edits) => {
        const fenwick = createFenwick(length);
        const values: number[] = new Array(length).fill(0);
        for (const { kind, place, count, value } of edits) {
          const at = Math.floor(place * (values.length + (kind === 'insert' ? 1 : 0)));
          if (kind === 'insert') {
            fenwick.insert(at, count);
            for (let index = at; index < at + count; index++) fenwick.values[index] = value + index;
            fenwick.rebuild(at);
            values.splice(at, 0, ...Array.from({ length: count }, (_, each) => value + at + each));
          } else if (kind === 'remove') {
            const removed = Math.min(count, values.length - at);
            fenwick.remove(at, removed);
            fenwick.rebuild(at);
            values.splice(at, removed);
          } else if (values.length > 0) {
            fenwick.add(at, value - values[at]!);
            values[at] = value;
          }
        }
        expect(fenwick.length).toBe(values.length);
        expect([...fenwick.values.subarray(0, values.length)]).toEqual(values);
        let sum = 0;
        for (let index = 0; index <= values.length; index++) {
          // Plain comparisons: thousands of `expect` are what would take the time.
          if (fenwick.sumBefore(index) !== sum) expect.fail(`sumBefore(${index}) is not ${sum}`);
          for (const target of [sum - 1, sum, sum + 0.5]) {
            if (target < 0) continue;
            const found = linearFind(values, target);
            if (fenwick.find(target) !== found.index || fenwick.before !== found.before) {
              expect.fail(`find(${target}) is not ${found.index} after ${found.before}`);
            }
          }
          sum += values[index] ?? 0;
        }
        expect(fenwick.total).toBe(sum);
      }),
      { numRuns: RUNS },
    );
  });

  it('stay exact for integers up to 2^53', () => {
    const fenwick = createFenwick(3);
    fenwick.add(0, 2 ** 53 - 3);
    fenwick.add(2, 2);
    expect(fenwick.total).toBe(2 ** 53 - 1);
    expect(fenwick.sumBefore(2)).toBe(2 ** 53 - 3);
    expect(fenwick.find(2 ** 53 - 4)).toBe(0);
    expect(fenwick.find(2 ** 53 - 3)).toBe(2);
  });

  it('refuse what is outside the list or no number', () => {
    const fenwick = createFenwick(3);
    expect(() => fenwick.add(3, 1)).toThrow(
      'index 3 is outside the list; give an integer from 0 to 2',
    );
    expect(() => fenwick.add(-1, 1)).toThrow(RangeError);
    expect(() => fenwick.add(0, Number.NaN)).toThrow(
      'delta of value 0 is NaN; give a finite number',
    );
    expect(() => fenwick.sumBefore(4)).toThrow('count 4 is outside the list');
    expect(() => createFenwick(-1)).toThrow('length is -1');
    expect(fenwick.total).toBe(0);
  });
});

function linearFind(values: number[], target: number): { index: number; before: number } {
  let before = 0;
  for (let index = 0; index < values.length; index++) {
    if (before + values[index]! > target) return { index, before };
    before += values[index]!;
  }
  return { index: values.length, before };
}
