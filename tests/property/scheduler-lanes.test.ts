import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lane } from '../../src/systems/scheduler/lane';
import { Waits } from '../../src/systems/scheduler/waits';

const RUNS = process.env.RAFTER_LONG ? 2_000 : 200;

/** Entries of a part of a lane, and some: steps of so many cross from part to part. */
const MANY = 700;

describe('a lane', () => {
  it('gives back in turn what was put in, and since when it waits', () => {
    const op = fc.oneof(
      { weight: 3, arbitrary: fc.constant('push' as const) },
      { weight: 2, arbitrary: fc.constant('shift' as const) },
      { weight: 1, arbitrary: fc.constant('pass' as const) },
      { weight: 1, arbitrary: fc.constant('push and pop' as const) },
      { weight: 1, arbitrary: fc.constant('push many' as const) },
      { weight: 1, arbitrary: fc.constant('shift many' as const) },
    );
    fc.assert(
      fc.property(fc.array(op, { maxLength: 100 }), (ops) => {
        const lane = new Lane();
        const clock = Float64Array.of(0.5);
        const since = new Float64Array(1);
        const model: { entry: () => void; since: number }[] = [];
        const push = (): void => {
          const entry = (): void => {};
          lane.push(entry, clock);
          model.push({ entry, since: clock[0]! });
        };
        const shift = (): void => {
          const first = model.shift();
          const entry = lane.shift(since);
          if (entry !== first?.entry || (first && since[0] !== first.since))
            throw new Error(`another entry, or since ${since[0]} in place of ${first?.since}`);
        };
        for (const each of ops) {
          const count = each.endsWith('many') ? MANY : 1;
          if (each === 'pass') clock[0]! += 7;
          else if (each.startsWith('push')) for (let i = 0; i < count; i++) push();
          else for (let i = 0; i < count; i++) shift();
          if (each === 'push and pop') {
            model.pop();
            lane.pop();
          }
          expect(lane.length).toBe(model.length);
          const isOverdue = model.length > 0 && clock[0]! - model[0]!.since > 20;
          expect(lane.isOverdue(clock, 20)).toBe(isOverdue);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('knows since when its first waits where that begins another part', () => {
    const lane = new Lane();
    for (let i = 0; i < 513; i++) lane.push(() => {}, Float64Array.of(i));
    for (let i = 0; i < 512; i++) lane.shift(new Float64Array(1));
    expect(lane.isOverdue(Float64Array.of(532), 19)).toBe(true);
    expect(lane.isOverdue(Float64Array.of(532), 20)).toBe(false);
  });

  it('keeps nothing of what was taken out, and few parts of many, which it uses again', () => {
    const lane = new Lane();
    const clock = new Float64Array(1);
    const since = new Float64Array(1);
    for (const count of [50_000, 3_000, 3_000]) {
      const before = reachable(lane);
      for (let i = 0; i < count; i++) lane.push(() => {}, clock);
      const parts = reachable(lane).filter((each) => each instanceof Float64Array);
      if (count === 3_000) for (const part of parts) expect(before).toContain(part);
      for (let i = 0; i < count; i++) lane.shift(since);
      const after = reachable(lane);
      expect(after.filter((each) => typeof each === 'function')).toEqual([]);
      expect(after.filter((each) => each instanceof Float64Array).length).toBeLessThan(11);
    }
  });
});

/** All that a lane holds, in any depth. */
function reachable(lane: Lane): readonly unknown[] {
  const found = new Set<unknown>([lane]);
  for (const each of found) {
    if (typeof each !== 'object' || ArrayBuffer.isView(each)) continue;
    for (const inner of Object.values(each as object)) {
      if (inner !== null && (typeof inner === 'object' || typeof inner === 'function'))
        found.add(inner);
    }
  }
  return [...found];
}

describe('waits', () => {
  it('tell a quantile that is at most a twelfth above the one of a sorted list', () => {
    const wait = fc.double({ min: 0.13, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(wait, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, share) => {
          const waits = new Waits();
          for (const ms of all) waits.add(Float64Array.of(5), Float64Array.of(5 + ms));
          const sorted = [...all].sort((a, b) => a - b);
          const exact = sorted[Math.ceil(sorted.length * share) - 1]!;
          expect(waits.quantile(share)).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
          expect(waits.quantile(share)).toBeLessThanOrEqual(exact * (2 ** (1 / 8) + 1e-9));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('of none are 0, and so are short ones', () => {
    const waits = new Waits();
    expect(waits.quantile(0.99)).toBe(0);
    waits.add(Float64Array.of(1), Float64Array.of(1.05));
    expect(waits.quantile(0.99)).toBe(0);
  });
});
