import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunAllocator } from '../../../src/structures';
import { createRoom } from '../../../src/structures/spare-room';
import { allocateBelow, cutRuns, RunTidier, tidyRuns } from '../../../src/structures/spare-runs';
import { RUNS } from './runs';

/** What a run does: takes so many slots, or goes by its place among those that live. */
const actions = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 40 }).map((size) => ({ size, place: 0 })),
    fc
      .double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
      .map((place) => ({ size: 0, place })),
  ),
  { maxLength: 60 },
);

describe('runs that are brought together', () => {
  it('stay whole, overlap none, and leave no more than is in use when all above was moved down and cut off', () => {
    fc.assert(
      fc.property(
        actions,
        actions,
        fc.array(actions, { maxLength: 4 }),
        (before, after, between) => {
          const runs = createRunAllocator({ capacity: 0 });
          const owners = new Map<number, number>();
          let name = 0;
          const own = (start: number): void => {
            const end = start + runs.capacityOf(start);
            for (const [other] of owners)
              expect(end <= other || start >= other + runs.capacityOf(other)).toBe(true);
            owners.set(start, name++);
          };
          const apply = (list: typeof before): void => {
            for (const { size, place } of list) {
              const starts = [...owners.keys()];
              const start = starts[Math.floor(place * starts.length)];
              if (size > 0) own(runs.allocate(size));
              else if (start !== undefined) {
                runs.release(start);
                owners.delete(start);
              }
            }
          };
          apply(before);
          // A part at a time, begun anew in the middle, with whoever takes and gives back in between.
          const tidier = new RunTidier(runs);
          tidier.begin();
          for (const [i, list] of between.entries()) {
            if (tidier.go(5 + list.length) || i % 2 === 1) tidier.begin();
            apply(list);
          }
          tidier.go(Number.POSITIVE_INFINITY);
          const used = runs.used;
          tidyRuns(runs);
          expect(runs.used).toBe(used);
          const last = Math.max(
            0,
            ...[...owners.keys()].map((start) => start + runs.capacityOf(start)),
          );
          expect(runs.highWater).toBe(last);
          const limit = Math.ceil(last / 2);
          for (const start of [...owners.keys()]) {
            const slots = runs.capacityOf(start);
            if (start + slots <= limit) continue;
            const to = allocateBelow(runs, slots, limit);
            if (to < 0) continue;
            expect(to + slots).toBeLessThanOrEqual(limit);
            own(to);
            expect(runs.capacityOf(to)).toBe(slots);
            runs.release(start);
            owners.delete(start);
          }
          expect(runs.used).toBe(used);
          tidyRuns(runs);
          expect(() => cutRuns(runs, runs.highWater - 1)).toThrow('runs reach up to slot');
          cutRuns(runs, runs.highWater);
          expect([runs.capacity, runs.used]).toEqual([runs.highWater, used]);
          // All that is free can be had.
          const holes = runs.highWater - used;
          const room = runs.highWater;
          for (let i = 0; i < holes; i++)
            expect(allocateBelow(runs, 1, room)).toBeGreaterThanOrEqual(0);
          expect(allocateBelow(runs, 1, room)).toBe(-1);
          expect(runs.used).toBe(room);
          apply(after);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('are nothing any more where all were taken back in the middle', () => {
    const runs = createRunAllocator();
    const tidier = new RunTidier(runs);
    const starts = Array.from({ length: 9 }, () => runs.allocate(4));
    for (const at of [3, 7]) runs.release(starts[at]!);
    tidier.begin();
    expect(tidier.go(7)).toBe(false);
    runs.clear();
    for (let i = 0; i < 8; i++) runs.allocate(4);
    expect(tidier.go(1000)).toBe(true);
    expect([runs.allocate(4), runs.allocate(3), runs.used]).toEqual([32, 36, 39]);
  });

  it('are all there where it was begun anew in the middle of a gap', () => {
    const runs = createRunAllocator();
    const starts = Array.from({ length: 9 }, () => runs.allocate(4));
    for (const at of [5, 6, 7]) runs.release(starts[at]!);
    const tidier = new RunTidier(runs);
    for (let slots = 1; slots < 36; slots++) {
      tidier.begin();
      tidier.go(slots);
    }
    tidier.begin();
    while (!tidier.go(1));
    expect([runs.allocate(12), runs.highWater]).toEqual([20, 36]);
  });

  it('are given out from the beginning on', () => {
    const runs = createRunAllocator();
    const starts = Array.from({ length: 9 }, () => runs.allocate(4));
    for (const at of [1, 5, 3]) runs.release(starts[at]!);
    tidyRuns(runs);
    expect([runs.allocate(4), runs.allocate(4), runs.allocate(4)]).toEqual([4, 12, 20]);
    expect(allocateBelow(runs, 1, 36)).toBe(-1);
  });
});

describe('room that is kept', () => {
  it('is half as much again as is in use, and nothing is given back for less than half', () => {
    const room = createRoom(16);
    expect([room.fit(0, 1024), room.fit(10, 1024), room.fit(11, 1024)]).toEqual([16, 16, 32]);
    expect([room.fit(170, 1024), room.fit(341, 1024), room.fit(342, 1024)]).toEqual([
      256, 512, 1024,
    ]);
    // Only what would go by half.
    expect([room.fit(5, 16), room.fit(5, 31), room.fit(5, 32)]).toEqual([16, 31, 16]);
  });

  it('is more where what was given back grew again, up to 24 times as much', () => {
    const room = createRoom(16);
    const fits: number[] = [];
    for (let i = 0; i < 5; i++) {
      fits.push(room.fit(10, 4096));
      room.shrunk(fits.at(-1)!);
      // As long as it does not grow it stays as it is.
      expect(room.fit(10, fits.at(-1)!)).toBe(fits.at(-1));
    }
    expect(fits).toEqual([16, 64, 256, 256, 256]);
  });
});
