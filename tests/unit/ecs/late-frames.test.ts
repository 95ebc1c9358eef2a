import { describe, expect, it } from 'vitest';
import { createFrameRunner, createWorld, type FrameRunner } from '../../../src/ecs';
import { createFakeClock, type FakeClock } from '../../../src/testing';
import { PHASES, systemOf } from './frames';

const BUDGET = 10;

describe('a frame that takes too long', () => {
  it('leaves what may be skipped out of every second one, and nothing else', () => {
    const { runner, ran, cost } = stage();
    cost.app = 12;
    frames(runner, 20);
    expect(runner.late).toBe(true);
    const { input, extra } = ran;
    const before = [input.length, extra.length];
    frames(runner, 100);
    expect(input.length - before[0]!).toBe(100);
    expect(extra.length - before[1]!).toBe(50);
    // Every second one exactly.
    const last = extra.slice(-50);
    for (let i = 1; i < last.length; i++) expect(last[i]! - last[i - 1]!).toBe(2);
    expect(runner.skippedUpdates).toBeGreaterThanOrEqual(50);
  });

  it('is noticed within four frames, and its end too', () => {
    const { runner, cost } = stage();
    frames(runner, 50);
    expect(runner.late).toBe(false);
    cost.app = 20;
    expect(framesUntil(runner, () => runner.late)).toBeLessThanOrEqual(4);
    cost.app = 1;
    expect(framesUntil(runner, () => !runner.late)).toBeLessThanOrEqual(8);
  });

  it('is not one because of a single slow frame before it', () => {
    const { runner, ran, cost } = stage();
    frames(runner, 50);
    cost.app = 30;
    frames(runner, 1);
    cost.app = 1;
    const before = ran.extra.length;
    frames(runner, 100);
    expect(ran.extra.length - before).toBe(100);
    expect(runner.late).toBe(false);
  });

  it('stays late while it would be with everything, though it is not with what is left', () => {
    const { runner, cost } = stage();
    cost.extra = 8;
    cost.app = 6;
    frames(runner, 50);
    const seen = new Set<boolean>();
    for (let i = 0; i < 50; i++) {
      frames(runner, 1);
      seen.add(runner.late);
    }
    expect([...seen]).toEqual([true]);
    expect(runner.predictedMs).toBeCloseTo(14, 1);
  });

  it('stays late until there is room to spare, so that it is not late again at once', () => {
    const { runner, cost } = stage();
    cost.app = 12;
    frames(runner, 50);
    cost.app = 9;
    frames(runner, 100);
    expect([runner.late, runner.predictedMs < BUDGET]).toEqual([true, true]);
    cost.app = 8;
    frames(runner, 100);
    expect(runner.late).toBe(false);
    cost.app = 9;
    frames(runner, 100);
    expect(runner.late).toBe(false);
  });

  it('runs everything where the app says so', () => {
    const { runner, ran, cost } = stage();
    runner.skipWhenLate = false;
    cost.app = 30;
    frames(runner, 40);
    expect(runner.late).toBe(true);
    expect(ran.extra.length).toBe(40);
    expect(runner.skippedUpdates).toBe(0);
  });

  it('leaves out no more of what has a rate of its own than that says, and no less than half', () => {
    const { runner, ran, cost } = stage();
    cost.app = 12;
    frames(runner, 20);
    for (const [rate, every] of [
      [0.25, 4],
      [0.5, 2],
      [1, 2],
    ] as const) {
      runner.skippableRate = rate;
      frames(runner, 4);
      const before = ran.extra.length;
      frames(runner, 80);
      expect(ran.extra.length - before).toBe(80 / every);
    }
  });

  it('is foretold by what stays when systems come and go', () => {
    const { runner, cost } = stage();
    cost.app = 12;
    frames(runner, 60);
    const before = runner.predictedMs;
    const remove = runner.add(systemOf('more', () => {}));
    frames(runner, 1);
    expect(runner.predictedMs).toBeCloseTo(before, 1);
    remove();
    frames(runner, 1);
    expect(runner.predictedMs).toBeCloseTo(before, 1);
  });
});

describe('the rate of what may be skipped', () => {
  it('is kept evenly, while everything else runs in each frame', () => {
    const { runner, ran } = stage();
    for (const [rate, gaps] of [
      [0.75, [1, 2]],
      [0.5, [2]],
      [0.25, [4]],
      [1, [1]],
    ] as const) {
      runner.skippableRate = rate;
      frames(runner, 4);
      const before = [ran.input.length, ran.extra.length];
      frames(runner, 40);
      expect(ran.input.length - before[0]!).toBe(40);
      expect(ran.extra.length - before[1]!).toBe(40 * rate);
      const last = ran.extra.slice(-40 * rate);
      const found = new Set(last.slice(1).map((at, i) => at - last[i]!));
      expect([...found].sort()).toEqual(gaps);
    }
  });
});

type Stage = {
  runner: FrameRunner;
  /** Frames in which a system ran. */
  ran: { input: number[]; extra: number[] };
  /** What systems take, ms. */
  cost: { app: number; extra: number };
};

function stage(): Stage {
  const clock: FakeClock = createFakeClock();
  const runner = createFrameRunner({
    world: createWorld(),
    phases: PHASES,
    clock,
    budgetMs: BUDGET,
    onFailure({ error }) {
      throw error;
    },
  });
  const ran: Stage['ran'] = { input: [], extra: [] };
  const cost = { app: 1, extra: 0.5 };
  runner.add(systemOf('input', ({ index }) => void ran.input.push(index), { phase: 'input' }));
  runner.add(systemOf('app', () => clock.advance(cost.app)));
  runner.add(
    systemOf(
      'extra',
      ({ index }) => {
        ran.extra.push(index);
        clock.advance(cost.extra);
      },
      { phase: 'report', skippable: true },
    ),
  );
  return { runner, ran, cost };
}

function frames(runner: FrameRunner, count: number): void {
  for (let i = 0; i < count; i++) runner.step(runner.frame.index * 16);
}

function framesUntil(runner: FrameRunner, done: () => boolean): number {
  for (let count = 1; count <= 100; count++) {
    frames(runner, 1);
    if (done()) return count;
  }
  return Number.POSITIVE_INFINITY;
}
