import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameRunner, createWorld, type FrameRunner, MAX_DELTA_MS } from '../../src/ecs';

describe('time steps', () => {
  it('of 3.6e6, -50, NaN and Infinity ms are taken as 100, 0, 0 and 100', () => {
    const runner = createStandingRunner();
    let now = 1000;
    runner.step(now);
    const steps = [3.6e6, -50, Number.NaN, Number.POSITIVE_INFINITY].map((delta) => {
      if (Number.isFinite(delta)) now += delta;
      runner.step(Number.isFinite(delta) ? now : now + delta);
      return runner.frame.deltaMs;
    });
    expect(steps).toEqual([100, 0, 0, 100]);
  });

  it('lie between 0 and 100 whatever the host says the time is, and its time stays a number', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (times) => {
        const runner = createStandingRunner();
        for (const now of times) {
          runner.step(now);
          expect(runner.frame.deltaMs).toBeGreaterThanOrEqual(0);
          expect(runner.frame.deltaMs).toBeLessThanOrEqual(MAX_DELTA_MS);
          expect(Number.isFinite(runner.frame.now)).toBe(true);
        }
      }),
      { numRuns: process.env.RAFTER_LONG ? 100_000 : 1_000 },
    );
  });

  it('are 0 in the first frame and those of the host after it', () => {
    const runner = createStandingRunner();
    const steps = [5000, 5016, 5033, 5033].map((now) => {
      runner.step(now);
      return runner.frame.deltaMs;
    });
    expect(steps).toEqual([0, 16, 17, 0]);
  });
});

function createStandingRunner(): FrameRunner {
  return createFrameRunner({
    world: createWorld(),
    phases: ['update'],
    clock: { now: () => 0 },
    onFailure() {},
  });
}
