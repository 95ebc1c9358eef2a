import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFreeList } from '../../../src/structures';
import { bytesPerCall, NOTHING, RUNS } from './runs';

describe('free list', () => {
  it('hands out each id to one holder at a time, the one released last first', () => {
    const action = fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
      freq: 2,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.array(action, { maxLength: 80 }),
        (capacity, actions) => {
          const ids = createFreeList({ capacity });
          const held: number[] = [];
          const released: number[] = [];
          let highWater = 0;
          for (const place of actions) {
            if (place === null || held.length === 0) {
              const id = ids.acquire();
              expect(id).toBe(released.pop() ?? highWater++);
              held.push(id);
            } else {
              const [id] = held.splice(Math.floor(place * held.length), 1);
              ids.release(id!);
              released.push(id!);
            }
            expect(ids.used).toBe(held.length);
            expect(ids.highWater).toBe(highWater);
            expect(ids.capacity).toBeGreaterThanOrEqual(highWater);
          }
          for (let id = -1; id < highWater + 2; id++)
            expect(ids.isUsed(id)).toBe(held.includes(id));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('refuses an id released twice, never acquired or no id', () => {
    const ids = createFreeList();
    const id = ids.acquire();
    ids.acquire();
    ids.release(id);
    expect(() => ids.release(id)).toThrow('id 0 is not in use; release each acquired id once');
    for (const wrong of [-1, 2, 0.5, Number.NaN, 2 ** 32 + 1]) {
      expect(() => ids.release(wrong)).toThrow(RangeError);
    }
    expect(ids.used).toBe(1);
    expect([ids.acquire(), ids.acquire()]).toEqual([0, 2]);
  });

  it('stops at its limit and goes on after a release', () => {
    const ids = createFreeList({ capacity: 2, limit: 3 });
    for (let id = 0; id < 3; id++) expect(ids.acquire()).toBe(id);
    expect(() => ids.acquire()).toThrow('all 3 ids are in use; release some or raise `limit`');
    expect(ids.used).toBe(3);
    ids.release(1);
    expect(ids.acquire()).toBe(1);
  });

  it('starts at 0 again after clear, with nothing in use', () => {
    const ids = createFreeList();
    ids.acquire();
    ids.release(ids.acquire());
    ids.clear();
    expect(ids.isUsed(0)).toBe(false);
    expect([ids.used, ids.highWater]).toEqual([0, 0]);
    expect([ids.acquire(), ids.acquire()]).toEqual([0, 1]);
  });

  it('refuses a capacity or limit that is none', () => {
    expect(() => createFreeList({ capacity: -1 })).toThrow('capacity is -1');
    expect(() => createFreeList({ capacity: 5, limit: 4 })).toThrow('capacity is 5');
    expect(() => createFreeList({ limit: 0 })).toThrow('limit is 0');
    expect(() => createFreeList({ capacity: 0, limit: Number.NaN })).toThrow('limit is NaN');
  });

  it('allocates nothing once grown', () => {
    const ids = createFreeList();
    const bytes = bytesPerCall(() => {
      const first = ids.acquire();
      const second = ids.acquire();
      ids.release(first);
      ids.release(second);
    }, 50_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});
