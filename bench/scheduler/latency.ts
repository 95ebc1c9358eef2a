import PQueue from 'p-queue';
import type { MeasureContender } from 'rafter-ui/benchmark';
import * as react from 'scheduler';
import { tasksOf } from '../../src/async';
import type { App } from '../../src/index';
import { openRafter } from '../pages/rafter-app';
import { BACKGROUND } from '../pages/rows';

const BEFORE = 10_000;
/** What each of the tasks before takes, ms. */
const STEP_MS = 0.05;

/** Hands over tasks that nobody waits for. */
type Put = (task: () => void, isUrgent: boolean) => void;

/** Milliseconds from an urgent task handed over, behind ten thousand that are not, until it runs. */
function latency<State>(
  open: () => State | Promise<State>,
  put: (state: State) => Put,
  close: (state: State) => void = () => {},
): MeasureContender<{ state: State }> {
  return {
    setup: async () => ({ state: await open() }),
    async measure({ state }, { now }) {
      const hand = put(state);
      let left = BEFORE;
      const done = new Promise<void>((resolve) => {
        for (let i = 0; i < BEFORE; i++) {
          hand(() => {
            const end = now() + STEP_MS;
            while (now() < end);
            if (--left === 0) resolve();
          }, false);
        }
      });
      // When all of them are on their way.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const start = now();
      const time = await new Promise<number>((resolve) => hand(() => resolve(now() - start), true));
      await done;
      return { time };
    },
    teardown: ({ state }) => close(state),
  };
}

async function running(): Promise<App> {
  const app = await openRafter(BACKGROUND);
  app.start();
  return app;
}

const dispose = (app: App): void => app.dispose();

export const post = latency(
  running,
  (app) => (task, isUrgent) => app.scheduler.post(task, isUrgent ? 'user-blocking' : 'background'),
  dispose,
);

export const managed = latency(
  running,
  (app) => {
    const tasks = tasksOf(app);
    return (task, isUrgent) => {
      tasks.submit(task, { priority: isUrgent ? 'user-blocking' : 'background' });
    };
  },
  dispose,
);

export const reactScheduler = latency(
  () => undefined,
  () => (task, isUrgent) => {
    const priority = isUrgent ? react.unstable_ImmediatePriority : react.unstable_IdlePriority;
    react.unstable_scheduleCallback(priority, task);
  },
);

export const pQueue = latency(
  () => new PQueue({ concurrency: 1 }),
  (queue) => (task, isUrgent) => {
    void queue.add(async () => task(), { priority: isUrgent ? 1 : 0 });
  },
);

type PostTask = { postTask(task: () => void, options: { priority: string }): Promise<void> };

export const browserScheduler = latency(
  () => (globalThis as unknown as { scheduler: PostTask }).scheduler,
  (scheduler) => (task, isUrgent) => {
    void scheduler.postTask(task, { priority: isUrgent ? 'user-blocking' : 'background' });
  },
);
