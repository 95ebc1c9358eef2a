import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap } from '../../../src/async/heap';

describe('a heap', () => {
  it('gives the smallest key first, equal ones in the order they came', () => {
    const op = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant('pop' as const));
    fc.assert(
      fc.property(fc.array(op, { maxLength: 200 }), (ops) => {
        const heap = createHeap<number>();
        const model: { key: number; value: number }[] = [];
        ops.forEach((each, value) => {
          if (each === 'pop') {
            model.sort((a, b) => a.key - b.key || a.value - b.value);
            expect(heap.pop()).toBe(model.shift()?.value);
          } else {
            heap.push(value, each);
            model.push({ key: each, value });
          }
          model.sort((a, b) => a.key - b.key || a.value - b.value);
          expect([heap.length, heap.peek()]).toEqual([model.length, model[0]?.value]);
          expect(heap.firstKey).toBe(model[0]?.key ?? Number.POSITIVE_INFINITY);
        });
      }),
      { numRuns: process.env.RAFTER_LONG ? 5_000 : 100 },
    );
  });

  it('refuses a key that has no place, and is empty when it is cleared', () => {
    const heap = createHeap<string>();
    expect(() => heap.push('a', Number.NaN)).toThrow(/NaN/);
    heap.push('a', Number.POSITIVE_INFINITY);
    heap.clear();
    expect([heap.length, heap.pop()]).toEqual([0, undefined]);
  });
});
