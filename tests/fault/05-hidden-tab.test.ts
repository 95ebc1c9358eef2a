import { describe, expect, it } from 'vitest';
import { createFrameRunner, createLoop, createWorld, keepAwake } from '../../src/ecs';
import { createFakeClock } from '../../src/testing';

const HOUR_MS = 3_600_000;

describe('a tab that was hidden for an hour', () => {
  it('gets one step of at most 100 ms on return, and no tick that was queued', () => {
    const clock = createFakeClock();
    const world = createWorld();
    const steps: number[] = [];
    const runner = createFrameRunner({
      world,
      phases: ['update'],
      clock,
      onFailure({ error }) {
        throw error;
      },
    });
    runner.add({
      name: 'recorder',
      phase: 'update',
      reads: [],
      writes: [],
      update({ deltaMs }) {
        steps.push(deltaMs);
        keepAwake(world);
      },
      dispose() {},
    });
    const loop = createLoop({
      world,
      requestFrame: clock.requestFrame,
      cancelFrame: clock.cancelFrame,
      step(now) {
        runner.step(now);
        return runner.wasActive;
      },
    });
    loop.start();
    clock.advance(1000);
    const before = steps.length;
    expect(before).toBeGreaterThan(50);

    clock.hidden = true;
    clock.advance(HOUR_MS);
    expect(steps.length - before).toBe(0);
    expect(clock.pendingTimers).toBe(0);

    clock.hidden = false;
    clock.frame();
    expect(steps.length - before).toBe(1);
    expect(steps.at(-1)).toBe(100);
    expect(clock.pendingFrames).toBe(1);
    clock.advance(100);
    expect(steps.slice(before + 1)).toHaveLength(6);
    expect(Math.max(...steps.slice(before + 1))).toBeCloseTo(1000 / 60, 6);
    loop.dispose();
    runner.dispose();
  });
});
