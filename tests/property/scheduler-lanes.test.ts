import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lane } from '../../src/systems/scheduler/lane';
import { Waits } from '../../src/systems/scheduler/waits';

const RUNS = process.env.RAFTER_LONG ? 2_000 : 200;

describe('a lane', () => {
  it('gives back in turn what was put in, and since when it waits', () => {
    const op = fc.oneof(
      { weight: 3, arbitrary: fc.constant('push' as const) },
      { weight: 2, arbitrary: fc.constant('shift' as const) },
      { weight: 1, arbitrary: fc.constant('pass' as const) },
      { weight: 1, arbitrary: fc.constant('pop' as const) },
    );
    fc.assert(
      fc.property(fc.array(op, { maxLength: 300 }), (ops) => {
        const lane = new Lane();
        const clock = Float64Array.of(0.5);
        const since = new Float64Array(1);
        const model: { entry: () => void; since: number }[] = [];
        for (const each of ops) {
          if (each === 'pass') clock[0]! += 7;
          else if (each === 'push') {
            const entry = (): void => {};
            lane.push(entry, clock);
            model.push({ entry, since: clock[0]! });
          } else if (each === 'pop') {
            if (model.pop()) lane.pop();
          } else {
            const first = model.shift();
            expect(lane.shift(since)).toBe(first?.entry);
            if (first) expect(since[0]).toBe(first.since);
          }
          expect(lane.length).toBe(model.length);
          const isOverdue = model.length > 0 && clock[0]! - model[0]!.since > 20;
          expect(lane.isOverdue(clock, 20)).toBe(isOverdue);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

it('a full lane gives up its last, and no other', () => {
  const lane = new Lane();
  const entries = Array.from({ length: 16 }, () => (): void => {});
  for (const entry of entries) lane.push(entry, Float64Array.of(0));
  lane.pop();
  const since = new Float64Array(1);
  for (const entry of entries.slice(0, 15)) expect(lane.shift(since)).toBe(entry);
  expect(lane.shift(since)).toBe(undefined);
});

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
