import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRing } from '../../../src/structures';
import { bytesPerCall, NOTHING, RUNS } from './runs';

describe('ring', () => {
  it('holds the last values pushed, oldest first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.option(fc.double(), { freq: 20 }), { maxLength: 60 }),
        (capacity, values) => {
          const ring = createRing(capacity);
          let plain: number[] = [];
          for (const value of values) {
            if (value === null) {
              ring.clear();
              plain = [];
            } else {
              ring.push(value);
              plain = [...plain, value].slice(-capacity);
            }
            expect(Array.from({ length: ring.length }, (_, index) => ring.at(index))).toEqual(
              plain,
            );
            const copy = new Float64Array(capacity).fill(-7);
            expect(ring.copyInto(copy)).toBe(plain.length);
            expect([...copy.subarray(0, plain.length)]).toEqual(plain);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('refuses places outside it, too short a target, and no capacity', () => {
    const ring = createRing(3);
    expect(() => ring.at(0)).toThrow('index 0 is outside the ring');
    for (let value = 0; value < 5; value++) ring.push(value);
    for (const index of [-1, 3, Number.NaN]) expect(() => ring.at(index)).toThrow(RangeError);
    expect(() => ring.copyInto(new Float64Array(2))).toThrow(
      'target holds 2 values; make room for 3',
    );
    for (const capacity of [0, -1, 1.5, Number.NaN]) {
      expect(() => createRing(capacity)).toThrow(`capacity is ${capacity}`);
    }
  });

  it('allocates nothing when pushed to', () => {
    const ring = createRing(100);
    const bytes = bytesPerCall((call) => ring.push(call), 100_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});
