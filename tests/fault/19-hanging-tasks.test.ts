import { afterEach, describe, expect, it } from 'vitest';
import { createTasks, type TaskError } from '../../src/async';
import { type TaskPriority, taskPriorities } from '../../src/ecs/stores';
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

const MASKS = process.env.RAFTER_LONG ? 31 : 6;

describe('beside floods of any priorities, in frames with time for one task', () => {
  it('each priority goes on within 500 ms', async () => {
    for (const whose of ['scheduler', 'a group', 'a group of one'] as const) {
      // All of them, and whatever comes by: bit by bit in the long tests.
      for (let i = 1; i <= MASKS; i++) {
        const mask = MASKS === 31 ? i : (i * 20) % 31 || 31;
        expect(await longestGap(whose, mask), `${whose} ${mask.toString(2)}`).toBeLessThan(500);
      }
    }
  });

  it('each goes on beside tasks with deadlines that are near, too', async () => {
    for (const whose of ['a group', 'a group of one'] as const) {
      for (const due of ['user-blocking', 'normal', 'background'] as const) {
        expect(await longestGap(whose, 31, due), `${whose} ${due}`).toBeLessThan(500);
        // One that waits alone is helped as often.
        expect(await longestGap(whose, 16, due), `${whose} ${due}`).toBeLessThan(500);
      }
    }
  });
});

/** The longest time, ms, in which a priority that has tasks waiting got nowhere. */
async function longestGap(
  whose: 'scheduler' | 'a group' | 'a group of one',
  mask: number,
  due?: TaskPriority,
): Promise<number> {
  app = createHeadlessApp();
  app.tunables.get('scheduler')!.set('sliceMs', 0.5);
  const tasks = createTasks(app, { groups: { one: { limit: 1 } } });
  const last = taskPriorities.map(() => app.clock.now());
  let longest = 0;
  const run = (lane: number) => (): void => {
    longest = Math.max(longest, app.clock.now() - last[lane]!);
    last[lane] = app.clock.now();
    app.clock.advance(1);
  };
  const group = whose === 'a group of one' ? { group: 'one' } : {};
  for (let i = 0; i < 90; i++) {
    for (const [lane, priority] of taskPriorities.entries()) {
      if ((mask & (1 << lane)) === 0) continue;
      if (whose === 'scheduler') app.scheduler.post(run(lane), priority);
      else tasks.submit(run(lane), { priority, ...group }).catch(() => {});
    }
  }
  let dueRan = 0;
  for (let frame = 0; frame < 80; frame++) {
    // New ones in every frame.
    for (let i = 0; due && i < 2; i++) {
      const late = { priority: due, deadlineMs: 30, ...group };
      const near = (): void => {
        dueRan++;
        app.clock.advance(1);
      };
      tasks.submit(near, late).catch(() => {});
    }
    app.frames(1);
  }
  if (due) expect(dueRan).toBeGreaterThan(40);
  for (const [lane, at] of last.entries()) {
    if ((mask & (1 << lane)) !== 0) longest = Math.max(longest, app.clock.now() - at);
  }
  app.dispose();
  return longest;
}

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
