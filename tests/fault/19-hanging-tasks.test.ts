import { afterEach, describe, expect, it } from 'vitest';
import { createTasks, type TaskError } from '../../src/async';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';

const HANGING = 1_000;
const FRAME_MS = 1000 / 60;

let app: HeadlessApp;

afterEach(() => app.dispose());

describe('a thousand tasks that never resolve', () => {
  it.each([
    ['at once', HANGING, 5_000],
    ['a hundred at once', 100, 50_000],
  ])(
    '%s: each gives its place back after 5 s, what waits behind them runs',
    async (_, limit, wholeMs) => {
      app = createHeadlessApp();
      const tasks = createTasks(app, { groups: { net: { limit, timeoutMs: 5_000 } } });
      const codes: string[] = [];
      const begin = app.clock.now();
      for (let i = 0; i < HANGING; i++) {
        tasks
          .submit(() => new Promise(() => {}), { group: 'net', priority: 'user-visible' })
          .catch((error) => codes.push((error as TaskError).code));
      }
      let ran = 0;
      for (let i = 0; i < HANGING; i++) tasks.submit(() => ran++, { group: 'net' });
      await frames(2);
      expect(tasks.stats().groups.net).toMatchObject({
        active: limit,
        queued: 2 * HANGING - limit,
      });
      while (tasks.pending > 0 && app.clock.now() - begin < 2 * wholeMs) await frames(10);
      expect(codes).toEqual(new Array(HANGING).fill('task-timeout'));
      expect(ran).toBe(HANGING);
      expect(app.clock.now() - begin).toBeLessThan(wholeMs + 1_000);
      expect(tasks.stats()).toMatchObject({ timeouts: HANGING, completed: HANGING });
      expect(tasks.stats().groups.net).toMatchObject({ active: 0, queued: 0 });
      expect(app.clock.pendingTimers).toBe(0);
    },
  );
});

describe('behind a task that hogs', () => {
  it.each([
    ['in steps of 2 ms', 25, 2],
    ['in one of 50 ms', 1, 50],
  ])('%s what input asks for runs in the next frame', async (_, steps, stepMs) => {
    app = createHeadlessApp();
    const tasks = createTasks(app);
    const overruns: string[] = [];
    tasks.onOverrun(({ name }) => overruns.push(name));
    for (let i = 0; i < 5; i++) tasks.submit(hog(steps, stepMs), { name: 'hog' });
    const waits: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      await frames(1);
      const before = app.clock.now();
      let waited = Number.NaN;
      app.scheduler.post(() => {
        waited = app.clock.now() - before;
      }, 'user-blocking');
      await frames(1);
      waits.push(waited);
    }
    for (const waited of waits) expect(waited).toBeLessThanOrEqual(FRAME_MS + 1e-6);
    await frames(40);
    expect(tasks.pending).toBe(0);
    expect(overruns).toHaveLength(stepMs > 8 ? 5 : 0);
    expect(tasks.history().map((task) => task.overruns)).toEqual(
      new Array(5).fill(stepMs > 8 ? 1 : 0),
    );
  });
});

describe('beside a flood of what is more urgent', () => {
  it.each(['scheduler', 'tasks'] as const)(
    'the lowest priority of the %s runs within 500 ms',
    async (whose) => {
      app = createHeadlessApp();
      const tasks = createTasks(app);
      const submit = (task: () => void, priority: 'user-blocking' | 'background'): void => {
        if (whose === 'tasks') tasks.submit(task, { priority });
        else app.scheduler.post(task, priority);
      };
      let isOver = false;
      const flood = (): void => {
        app.clock.advance(3);
        if (!isOver) submit(flood, 'user-blocking');
      };
      for (let i = 0; i < 20; i++) submit(flood, 'user-blocking');
      await frames(5);
      const begin = app.clock.now();
      let ranAt = Number.NaN;
      submit(() => {
        ranAt = app.clock.now();
      }, 'background');
      for (let i = 0; i < 40 && Number.isNaN(ranAt); i++) await frames(1);
      isOver = true;
      expect(ranAt - begin).toBeGreaterThan(100);
      expect(ranAt - begin).toBeLessThanOrEqual(500);
    },
  );
});

function hog(steps: number, stepMs: number): () => Generator<void, void, void> {
  return function* () {
    for (let i = 0; i < steps; i++) {
      app.clock.advance(stepMs);
      yield;
    }
  };
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    app.frames(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
