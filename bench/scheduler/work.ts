import type { Counters, FunctionContender } from 'rafter-ui/benchmark';
import { createLimiter, createTaskManager, type ManagedOptions } from '../../src/async';
import { taskPriorities } from '../../src/ecs/stores';
import { createRandom } from '../../src/statistics';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { createSeededExecutor } from '../../src/testing/seeded-executor';
import { type Phase, simulate } from './simulated-server';

/** Counts what some work takes, by clocks of its own: it is made anew for each run and does the same in each. */
export function counting(
  work: () => Counters | Promise<Counters>,
): FunctionContender<{ totals: Record<string, number> }> {
  return {
    setup: () => ({ totals: {} }),
    async run({ totals }) {
      for (const [name, count] of Object.entries(await work())) {
        totals[name] = (totals[name] ?? 0) + count;
      }
    },
    counters: ({ totals }) => ({ ...totals }),
  };
}

/** Posted functions of five priorities and generators, of which one takes too long, in frames. */
export const frames = counting(() => {
  const app = createHeadlessApp();
  const spend = (ms: number): void => app.clock.advance(ms);
  function* stepped(steps: number, ms: number) {
    for (let i = 0; i < steps; i++) {
      spend(ms);
      yield;
    }
  }
  for (let i = 0; i < 1_000; i++) app.scheduler.post(() => spend(0.25), taskPriorities[i % 5]!);
  for (let i = 0; i < 10; i++) void app.scheduler.submit(() => stepped(20, i === 0 ? 20 : 0.5));
  let count = 0;
  for (; app.scheduler.pending > 0; count++) app.frames(1);
  const { steps, slices, overruns } = app.scheduler.stats();
  app.dispose();
  return { frames: count, steps, slices, overruns };
});

/** Managed tasks: children, keys, what comes after others, resources, and one in ten that fails twice. */
export const managed = counting(async () => {
  const executor = createSeededExecutor(1, { inOrder: true });
  let posts = 0;
  let timers = 0;
  const post: typeof executor.post = (task, priority) => {
    posts++;
    executor.post(task, priority);
  };
  const setTimer: typeof executor.setTimer = (callback, ms) => {
    timers++;
    return executor.setTimer(callback, ms);
  };
  const tasks = createTaskManager(
    { post },
    {
      ports: { ...executor, setTimer },
      groups: { few: { limit: 4 } },
      resources: { a: 1, b: 2 },
      budget: { share: 1, reserve: 100 },
    },
  );
  const all = Array.from({ length: 300 }, (_, i) => {
    const options: ManagedOptions = {
      ...{ name: `task ${i}`, group: i % 2 === 0 ? 'few' : 'default', retry: 2 },
      ...(i % 5 === 1 ? { after: [`task ${i - 1}`] } : {}),
      ...(i % 7 === 0 ? { resources: i % 2 === 0 ? ['a'] : ['b', 'a'] } : {}),
      ...(i % 11 === 0 ? { key: `key ${i % 3}` } : {}),
    };
    return tasks.submit(async ({ run, tries }) => {
      if (i % 10 === 0 && tries < 2) throw new Error('not yet');
      return i % 3 === 0 ? run(async () => i) : i;
    }, options);
  });
  await executor.run();
  await Promise.all(all);
  const { steps, retries, retriesRefused, lends } = tasks.stats();
  tasks.dispose();
  return { posts, timers, steps, retries, retriesRefused, lends };
});

const PHASES: readonly Phase[] = [
  { knee: 20, baseMs: 50, spread: 0.3, seconds: 30 },
  { knee: 6, baseMs: 50, spread: 0.3, seconds: 30 },
];

/** A limit that is learnt, beside one who knows what the server can do: answers that it got fewer, and how much slower one in a hundred was. */
export const limit = counting(() => {
  const limiter = createLimiter({ max: 200 }, createRandom(4));
  const ended = (ms: number, running: number): void => limiter.sample(ms, running);
  const learnt = simulate({ limit: () => limiter.limit, ended }, PHASES, 2, () => 0);
  let fewer = 0;
  let slowerMs = 0;
  PHASES.forEach((phase, at) => {
    const [best] = simulate({ limit: () => phase.knee, ended() {} }, [phase], 2, () => 0);
    fewer += Math.max(0, best!.perSecond - learnt[at]!.perSecond) * phase.seconds;
    slowerMs += Math.max(0, learnt[at]!.p99Ms - best!.p99Ms);
  });
  return { fewer: Math.round(fewer), slowerMs: Math.round(slowerMs), probes: limiter.stats.probes };
});
