import PQueue from 'p-queue';
import type { MeasureContender } from 'rafter-ui/benchmark';
import * as react from 'scheduler';
import type { App, TaskPriority } from '../../src/index';
import { openRafter } from '../pages/rafter-app';
import { BACKGROUND } from '../pages/rows';

const PRIORITIES: readonly TaskPriority[] = [
  'user-blocking',
  'user-visible',
  'normal',
  'low',
  'background',
];

/** Hands over so many tasks, each of which calls `done`; resolves when all have run. */
type Run = (tasks: number, task: () => void) => void | Promise<void>;

/** Milliseconds from the first of many tiny tasks handed over, in five priorities by turns, until the last has run. */
function throughput<State>(
  open: () => State | Promise<State>,
  run: (state: State) => Run,
): MeasureContender<State> {
  return {
    setup: () => open(),
    async measure(state, { now, parameters }) {
      const tasks = parameters.tasks!;
      let ran = 0;
      const start = now();
      await run(state)(tasks, () => {
        ran++;
      });
      const time = now() - start;
      if (ran !== tasks) throw new Error(`${ran} of ${tasks} tasks have run`);
      return { time };
    },
  };
}

const openApp = (): Promise<App> => openRafter(BACKGROUND);

/** Runs frames one after the other: that they come at the pace of a display is not what is measured. */
function finish(app: App): void {
  while (app.scheduler.pending > 0) app.step(performance.now());
}

export const post = throughput(openApp, (app) => (tasks, task) => {
  for (let i = 0; i < tasks; i++) app.scheduler.post(task, PRIORITIES[i % 5]);
  finish(app);
});

export const submit = throughput(openApp, (app) => async (tasks, task) => {
  let last: Promise<void> = Promise.resolve();
  for (let i = 0; i < tasks; i++) {
    last = app.scheduler.submit(task, { priority: PRIORITIES[i % 5]! });
  }
  finish(app);
  await last;
});

/** What React runs its own work by. */
export const reactScheduler = throughput(
  () => [
    react.unstable_ImmediatePriority,
    react.unstable_UserBlockingPriority,
    react.unstable_NormalPriority,
    react.unstable_LowPriority,
    react.unstable_IdlePriority,
  ],
  (priorities) => (tasks, task) =>
    new Promise((resolve) => {
      for (let i = 0; i < tasks; i++) react.unstable_scheduleCallback(priorities[i % 5]!, task);
      react.unstable_scheduleCallback(react.unstable_IdlePriority, () => resolve());
    }),
);

export const pQueue = throughput(
  () => new PQueue({ concurrency: 1 }),
  (queue) => async (tasks, task) => {
    for (let i = 0; i < tasks; i++) void queue.add(task, { priority: 4 - (i % 5) });
    await queue.onIdle();
  },
);

type PostTask = { postTask(task: () => void, options: { priority: string }): Promise<void> };

/** The browser's own, which knows three priorities. */
export const browserScheduler = throughput(
  () => (globalThis as unknown as { scheduler: PostTask }).scheduler,
  (scheduler) => async (tasks, task) => {
    const priorities = [
      'user-blocking',
      'user-blocking',
      'user-visible',
      'background',
      'background',
    ];
    const all: Promise<void>[] = [];
    for (let i = 0; i < tasks; i++) {
      all.push(scheduler.postTask(task, { priority: priorities[i % 5]! }));
    }
    await Promise.all(all);
  },
);

/** No scheduling at all: what a promise for each costs. */
export const promises = throughput(
  () => undefined,
  () => async (tasks, task) => {
    let last: Promise<void> = Promise.resolve();
    for (let i = 0; i < tasks; i++) last = Promise.resolve().then(task);
    await last;
  },
);
