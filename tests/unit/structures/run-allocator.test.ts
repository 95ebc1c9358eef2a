import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunAllocator, MAX_RUN } from '../../../src/structures';
import { same } from '../../same';
import { bytesPerCall, NOTHING, RUNS } from './runs';

const CLASSES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
CLASSES.push(768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384);

describe('run allocator', () => {
  it('rounds each size up to the next class', () => {
    const runs = createRunAllocator();
    for (let size = 1; size <= MAX_RUN; size++) {
      const start = runs.allocate(size);
      same(
        runs.capacityOf(start),
        CLASSES.find((slots) => slots >= size),
      );
      runs.release(start);
    }
  });

  it('never lets two live runs overlap, with and without a limit', () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: MAX_RUN }));
    const action = fc.oneof(
      size.map((value) => ({ size: value, place: 0 })),
      fc
        .double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
        .map((place) => ({ size: 0, place })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(undefined, 1, 100, 5000),
        fc.array(action, { maxLength: 60 }),
        (limit, actions) => {
          const runs = createRunAllocator(limit === undefined ? { capacity: 0 } : { limit });
          const live: { start: number; slots: number }[] = [];
          for (const { size, place } of actions) {
            if (size > 0) {
              const slots = CLASSES.find((each) => each >= size)!;
              let start: number;
              try {
                start = runs.allocate(size);
              } catch {
                // Only a limit may refuse, and only when the free slots are too few or in pieces.
                expect(limit).toBeDefined();
                continue;
              }
              same(runs.capacityOf(start), slots);
              for (const other of live) {
                expect(start + slots <= other.start || start >= other.start + other.slots).toBe(
                  true,
                );
              }
              live.push({ start, slots });
            } else if (live.length > 0) {
              const [run] = live.splice(Math.floor(place * live.length), 1);
              runs.release(run!.start);
              expect(() => runs.release(run!.start)).toThrow('no live run starts at slot');
            }
            same(
              runs.used,
              live.reduce((sum, { slots }) => sum + slots, 0),
            );
            expect(runs.highWater).toBeLessThanOrEqual(runs.capacity);
            expect(runs.capacity).toBeLessThanOrEqual(runs.limit);
            for (const { start, slots } of live) {
              expect(start + slots).toBeLessThanOrEqual(runs.highWater);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('gives a released run to the next of its class', () => {
    const runs = createRunAllocator();
    const first = runs.allocate(5);
    runs.allocate(5);
    runs.release(first);
    expect(runs.allocate(4)).not.toBe(first);
    expect(runs.allocate(6)).toBe(first);
  });

  it('splits a larger released run at the limit, and loses no slot by it', () => {
    const runs = createRunAllocator({ limit: 16 });
    runs.release(runs.allocate(16));
    const starts = [runs.allocate(3)];
    while (runs.used < 16) starts.push(runs.allocate(1));
    expect([...starts].sort((a, b) => a - b)).toEqual([
      0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]);
    expect(() => runs.allocate(1)).toThrow(
      'no room for a run of 1: 16 of 16 slots are in use; release runs or raise `limit`',
    );
  });

  it('tells the owner to grow before it gives out a run past the old capacity', () => {
    const capacities: number[] = [];
    const runs = createRunAllocator({
      capacity: 4,
      onGrow: (capacity) => capacities.push(capacity),
    });
    runs.allocate(4);
    expect(capacities).toEqual([]);
    runs.allocate(1);
    expect(capacities).toEqual([8]);
    runs.allocate(100);
    expect(capacities).toEqual([8, 133]);
    expect(runs.capacity).toBe(133);
  });

  it('stays as it was when the owner cannot grow', () => {
    let canGrow = false;
    const runs = createRunAllocator({
      capacity: 1,
      onGrow: () => {
        if (!canGrow) throw new Error('out of memory');
      },
    });
    runs.allocate(1);
    expect(() => runs.allocate(2)).toThrow('out of memory');
    expect([runs.used, runs.highWater, runs.capacity]).toEqual([1, 1, 1]);
    canGrow = true;
    expect(runs.allocate(2)).toBe(1);
  });

  it('refuses sizes outside 1..16384 and slots where no live run starts', () => {
    const runs = createRunAllocator();
    runs.allocate(4);
    for (const size of [0, -1, 16385, Number.NaN]) {
      expect(() => runs.allocate(size)).toThrow(`run size is ${size}; give 1 to 16384 slots`);
    }
    for (const start of [1, -1, 4, 1000, Number.NaN, 0.5]) {
      expect(() => runs.release(start)).toThrow(`no live run starts at slot ${start}`);
      expect(() => runs.capacityOf(start)).toThrow(RangeError);
    }
    expect(() => createRunAllocator({ limit: 0 })).toThrow('limit is 0');
    expect(() => createRunAllocator({ capacity: 9, limit: 8 })).toThrow('capacity is 9');
  });

  it('starts at slot 0 again after clear, with no run left', () => {
    const runs = createRunAllocator();
    runs.allocate(3);
    runs.release(runs.allocate(8));
    runs.clear();
    expect([runs.used, runs.highWater]).toEqual([0, 0]);
    expect(() => runs.release(0)).toThrow(RangeError);
    expect(runs.allocate(8)).toBe(0);
    expect(runs.allocate(8)).toBe(8);
  });

  it('allocates nothing once grown', () => {
    const runs = createRunAllocator();
    const bytes = bytesPerCall((call) => {
      const first = runs.allocate(1 + (call % 50));
      const second = runs.allocate(7);
      runs.release(first);
      runs.release(second);
    }, 50_000);
    if (!Number.isNaN(bytes)) expect(bytes).toBeLessThan(NOTHING);
  });
});
