import { describe, expect, it } from 'vitest';
import {
  createTaskManager,
  type ManagedOptions,
  type TaskContext,
  type TaskHandle,
  type Tasks,
} from '../../../src/async';
import { createRandom } from '../../../src/statistics';
import { createSeededExecutor } from '../../../src/testing/seeded-executor';

const RUNS = process.env.RAFTER_LONG ? 10_000 : 150;
const RESOURCES = { a: 1, b: 1, c: 2 };
const LIMITS: Record<string, number> = { default: Number.POSITIVE_INFINITY, one: 1, two: 2 };

/** A task as it is planned, and what a model that knows no time says of its end. */
type Plan = {
  kind: 'plain' | 'steps' | 'async' | 'parent' | 'hangs';
  /** Tries that fail before one does not. */
  failures: number;
  retries: number;
  after: number[];
  afterFailed: 'fail' | 'run';
  group: string;
  resources: string[];
  children: number;
  cancelled: boolean;
};

describe('tasks in any order of events', () => {
  it('end as a model without time says, within limits, and leave nothing', async () => {
    for (let seed = 0; seed < RUNS; seed++) await check(seed);
  });

  it('do the same again with the same seed', async () => {
    const traces = [await check(77), await check(77), await check(78)];
    expect(traces[0]).toEqual(traces[1]);
    expect(traces[0]).not.toEqual(traces[2]);
    expect(traces[0]!.length).toBeGreaterThan(10);
  });
});

async function check(seed: number): Promise<readonly string[]> {
  const executor = createSeededExecutor(seed);
  const tasks = createTaskManager(executor, {
    groups: { one: { limit: 1 }, two: { limit: 2 } },
    resources: RESOURCES,
    budget: { reserve: 1_000_000 },
    ports: executor,
  });
  const random = createRandom(seed + 1_000_003);
  const plans = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, at) => plan(at, random));
  const watch = { held: new Map<string, number>(), started: new Set<number>(), wrong: '' };
  const handles: TaskHandle<unknown>[] = [];
  for (const [at, each] of plans.entries()) {
    const handle = tasks.submit(
      body(tasks, each, at, watch, handles, plans),
      options(each, at, handles),
    );
    handles.push(handle);
    handle.promise.catch(() => {});
  }
  for (const [at, each] of plans.entries()) {
    if (each.cancelled)
      executor.setTimer(() => handles[at]!.cancel(new Error('enough')), 30 * random());
  }
  await executor.run(20_000);

  const outcomes: string[] = [];
  for (const [at, each] of plans.entries()) outcomes.push(outcome(each, outcomes, handles[at]!));
  const label = `seed ${seed}`;
  expect(
    handles.map(({ status }) => status),
    label,
  ).toEqual(outcomes);
  expect(watch.wrong, label).toBe('');
  expect([tasks.pending, executor.posted, executor.timers], label).toEqual([0, 0, 0]);
  expect(
    [...watch.held.values()].filter((count) => count !== 0),
    label,
  ).toEqual([]);
  const { groups, completed, failed, cancelled, timeouts } = tasks.stats();
  for (const group of Object.values(groups)) {
    expect([group.active, group.queued], label).toEqual([0, 0]);
  }
  expect(tasks.history()).toHaveLength(completed + failed + cancelled + timeouts);
  return executor.trace;
}

function plan(at: number, random: () => number): Plan {
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const kind = pick(['plain', 'steps', 'async', 'parent', 'parent', 'hangs'] as const);
  return {
    kind,
    failures: chance(0.3) ? 1 + Math.floor(random() * 3) : 0,
    retries: chance(0.5) ? 2 : 0,
    after: Array.from({ length: at }, (_, i) => i).filter(() => chance(0.2)),
    afterFailed: pick(['fail', 'run']),
    group: pick(Object.keys(LIMITS)),
    resources: Object.keys(RESOURCES).filter(() => chance(0.25)),
    children: 1 + Math.floor(random() * 3),
    cancelled: chance(0.15),
  };
}

function options(each: Plan, at: number, handles: TaskHandle<unknown>[]): ManagedOptions {
  return {
    name: `task ${at}`,
    group: each.group,
    retry: { tries: each.retries, minMs: 1, maxMs: 20 },
    after: each.after.map((i) => handles[i]!),
    afterFailed: each.afterFailed,
    resources: each.resources,
    priority: (['normal', 'low', 'user-blocking'] as const)[at % 3]!,
    ...(each.kind === 'hangs' ? { timeoutMs: 15 } : {}),
    ...(at % 4 === 0 ? { deadlineMs: 10 } : {}),
  };
}

type Watch = { held: Map<string, number>; started: Set<number>; wrong: string };

function body(
  tasks: Tasks,
  each: Plan,
  at: number,
  watch: Watch,
  handles: TaskHandle<unknown>[],
  plans: Plan[],
): (context: TaskContext) => unknown {
  return (context) => {
    watchStart(tasks, each, at, watch, handles, plans);
    hold(each.resources, context.signal, watch);
    if (context.tries < each.failures && each.kind !== 'parent') throw new Error('planned');
    switch (each.kind) {
      case 'plain':
        return at;
      case 'steps':
        return (function* () {
          for (let i = 0; i < 3; i++) yield;
          return at;
        })();
      case 'hangs':
        return new Promise(() => {});
      case 'async':
        return context.yieldNow().then(() => at);
      case 'parent':
        return family(tasks, context, each, watch);
    }
  };
}

/** Children may end in any way, by cycles too: that their parent does not is what is checked. */
async function family(
  tasks: Tasks,
  context: TaskContext,
  each: Plan,
  watch: Watch,
): Promise<number> {
  const all: Promise<unknown>[] = [];
  for (let i = 0; i < each.children; i++) {
    const known = Object.keys(RESOURCES);
    const names = i === 1 ? [] : known.filter((_, k) => (i + k + each.failures) % 3 === 0);
    const child = context.run(
      ({ signal, yieldNow }) => {
        hold(names, signal, watch);
        return yieldNow();
      },
      { name: `child ${i}`, resources: names },
    );
    if (i % 2 === 0) await child.catch(() => {});
    else all.push(child.catch(() => {}));
    watchLimits(tasks, watch);
  }
  await Promise.all(all);
  watchLimits(tasks, watch);
  if (context.tries < each.failures) throw new Error('planned');
  return 1;
}

function watchStart(
  tasks: Tasks,
  each: Plan,
  at: number,
  watch: Watch,
  handles: TaskHandle<unknown>[],
  plans: Plan[],
): void {
  watch.started.add(at);
  watchLimits(tasks, watch);
  for (const i of each.after) {
    const { status } = handles[i]!;
    if (status === 'queued' || status === 'running') watch.wrong = `${at} began before ${i} ended`;
    if (status !== 'completed' && plans[at]!.afterFailed === 'fail')
      watch.wrong = `${at} began though ${i} is ${status}`;
  }
}

function watchLimits(tasks: Tasks, watch: Watch): void {
  for (const [name, { active, limit }] of Object.entries(tasks.stats().groups)) {
    if (active > limit) watch.wrong = `${active} run in group ${name} of ${limit}`;
  }
}

function hold(names: readonly string[], signal: AbortSignal, watch: Watch): void {
  const { held } = watch;
  for (const name of names) {
    const count = (held.get(name) ?? 0) + 1;
    held.set(name, count);
    if (count > RESOURCES[name as keyof typeof RESOURCES]) watch.wrong = `${count} hold ${name}`;
  }
  signal.addEventListener('abort', () => {
    for (const name of names) held.set(name, held.get(name)! - 1);
  });
}

function outcome(each: Plan, before: readonly string[], handle: TaskHandle<unknown>): string {
  // Whether a cancellation comes before the end is for the clock to say.
  if (each.cancelled && handle.status === 'cancelled') return 'cancelled';
  const bad = each.after.some((i) => before[i] !== 'completed');
  if (bad && each.afterFailed === 'fail') return 'failed';
  if (each.kind === 'hangs' && each.failures <= each.retries) return 'timeout';
  return each.failures > each.retries ? 'failed' : 'completed';
}
