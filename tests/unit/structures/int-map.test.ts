import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntMap, type IntMap } from '../../../src/structures';
import { bytesPerCall, NOTHING, RUNS } from './runs';

describe('int map', () => {
  it('agrees with Map after any sets and deletes', () => {
    // Few keys, so that they meet again, and multiples of 2^28, whose places depend on few bits.
    const key = fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 15 }).map((times) => times * 2 ** 28),
      fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    );
    const value = fc.oneof(fc.constantFrom(-1, 0, -(2 ** 31), 2 ** 31 - 1), fc.integer());
    const action = fc.record({ kind: fc.constantFrom('set', 'set', 'delete'), key, value });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.array(action, { maxLength: 120 }),
        (expected, actions) => {
          const map = createIntMap(expected);
          const plain = new Map<number, number>();
          for (const { kind, key, value } of actions) {
            if (kind === 'set') {
              map.set(key, value);
              plain.set(key, value);
            } else expect(map.delete(key)).toBe(plain.delete(key));
          }
          expect(map.size).toBe(plain.size);
          expect(entriesOf(map)).toEqual([...plain].sort(([a], [b]) => a - b));
          for (const { key } of actions) {
            expect(map.get(key)).toBe(plain.get(key) ?? -1);
            expect(map.has(key)).toBe(plain.has(key));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('holds a hundred thousand consecutive keys, half of them removed', () => {
    const map = createIntMap();
    for (let key = 0; key < 100_000; key++) map.set(key, key * 3);
    for (let key = 0; key < 100_000; key += 2) map.delete(key);
    expect(map.size).toBe(50_000);
    for (let key = 0; key < 100_001; key++) {
      const expected = key % 2 === 1 && key < 100_000 ? key * 3 : -1;
      if (map.get(key) !== expected) expect.fail(`key ${key} has ${map.get(key)}`);
    }
  });

  it('does not grow within the keys it was told to expect, nor by replacing them', () => {
    const map = createIntMap(1000);
    const { bytes } = map;
    for (let round = 0; round < 3; round++) {
      for (let key = 1; key <= 1000; key++) map.set(key, round);
    }
    expect(map.bytes).toBe(bytes);
  });

  it('holds nothing after clear', () => {
    const map = createIntMap();
    map.set(0, 5);
    map.set(7, 5);
    map.clear();
    expect([map.size, map.get(0), map.get(7), map.has(0)]).toEqual([0, -1, -1, false]);
    expect(map.nextSlot(0)).toBe(-1);
    map.set(0, 6);
    expect([map.size, map.get(0)]).toEqual([1, 6]);
  });

  it('refuses keys and values that do not fit, and does not find such keys', () => {
    const map = createIntMap();
    map.set(1, 1);
    map.set(2 ** 32 - 1, 2);
    for (const key of [-1, 1.5, 2 ** 32, 2 ** 32 + 1, Number.NaN]) {
      expect(() => map.set(key, 0)).toThrow(`key ${key} is no uint32`);
      expect([map.get(key), map.has(key), map.delete(key)]).toEqual([-1, false, false]);
    }
    for (const value of [0.5, 2 ** 31, Number.NaN]) {
      expect(() => map.set(3, value)).toThrow(`value of key 3 is ${value}; give an int32`);
    }
    expect(map.size).toBe(2);
    expect(() => createIntMap(-1)).toThrow('expected is -1');
  });

  it('allocates nothing while keys come and go at one size', () => {
    const map = createIntMap(2000);
    for (let key = 0; key < 1000; key++) map.set(key, key);
    const bytes = bytesPerCall((call) => {
      map.delete(call % 1000);
      map.set((call % 1000) + 5_000_000, call);
      map.get(call % 1000);
      map.delete((call % 1000) + 5_000_000);
      map.set(call % 1000, call);
    }, 50_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});

function entriesOf(map: IntMap): [number, number][] {
  const entries: [number, number][] = [];
  for (let slot = map.nextSlot(0); slot >= 0; slot = map.nextSlot(slot + 1)) {
    entries.push([map.keyAt(slot), map.valueAt(slot)]);
  }
  return entries.sort(([a], [b]) => a - b);
}
