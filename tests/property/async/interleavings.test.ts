import { describe, expect, it } from 'vitest';
import {
  createTaskManager,
  type ManagedOptions,
  type TaskContext,
  type TaskError,
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
  kind: 'plain' | 'steps' | 'async' | 'parent' | 'hangs' | 'acquires';
  /** Tries that fail before one does not. */
  failures: number;
  retries: number;
  after: number[];
  afterFailed: 'fail' | 'run';
  group: string;
  resources: string[];
  children: number;
  cancelled: boolean;
  /** Of a few: those of one are one task, or the later replaces the one before. */
  key: string | undefined;
  keep: 'first' | 'latest';
};

/** What a model knows of the tasks that plans became: of one key several are one. */
type Model = {
  /** The plan whose function runs for a plan. */
  owner: number[];
  /** How plans ended that were over before anything ran. */
  early: ('cancelled' | 'failed' | undefined)[];
};

describe('tasks in any order of events', () => {
  it('end as a model without time says, within limits, and leave nothing', async () => {
    for (let seed = 0; seed < RUNS; seed++) await check(seed);
  });

  it('do the same again with the same seed', async () => {
    const traces = [await check(79), await check(79), await check(80)];
    expect(traces[0]).toEqual(traces[1]);
    expect(traces[0]).not.toEqual(traces[2]);
    expect(traces[0]!.length).toBeGreaterThan(5);
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
  const model = modelOf(plans);
  const watch: Watch = { held: new Map<string, number>(), model, wrong: '' };
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
  const isDisposed = random() < 0.15;
  if (isDisposed) executor.setTimer(() => tasks.dispose(), 40 * random());
  await executor.run(20_000);

  const outcomes: string[] = [];
  const statuses = handles.map(({ status }) => status);
  for (const at of plans.keys()) outcomes.push(outcome(at, plans, outcomes, statuses, model));
  const label = `seed ${seed}`;
  if (!isDisposed) expect(statuses, label).toEqual(outcomes);
  else expect(statuses.join(), label).not.toMatch(/queued|running/);
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
  const kind = pick(['plain', 'steps', 'async', 'parent', 'parent', 'hangs', 'acquires'] as const);
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
    key: chance(0.3) ? pick(['k', 'l']) : undefined,
    keep: pick(['first', 'first', 'latest']),
  };
}

/** All are submitted before anything runs, so that what becomes of keys is known beforehand. */
function modelOf(plans: readonly Plan[]): Model {
  const owner: number[] = [];
  const early: Model['early'] = [];
  const current = new Map<string, number>();
  const isBad = (i: number): boolean => early[owner[i]!] !== undefined;
  const end = (at: number, how: 'cancelled' | 'failed'): void => {
    early[at] = how;
    for (const [i, { after, afterFailed }] of plans.slice(0, owner.length).entries()) {
      const waits = owner[i] === i && early[i] === undefined && afterFailed === 'fail';
      if (waits && after.some((each) => owner[each] === at)) end(i, 'failed');
    }
  };
  for (const [at, { key, keep, after, afterFailed }] of plans.entries()) {
    const known = key === undefined ? undefined : current.get(key);
    const existing = known !== undefined && early[known] === undefined ? known : undefined;
    owner.push(existing !== undefined && keep === 'first' ? existing : at);
    if (owner[at] !== at) continue;
    if (existing !== undefined) end(existing, 'cancelled');
    if (key !== undefined) current.set(key, at);
    if (afterFailed === 'fail' && after.some(isBad)) end(at, 'failed');
  }
  return { owner, early };
}

function options(each: Plan, at: number, handles: TaskHandle<unknown>[]): ManagedOptions {
  return {
    name: `task ${at}`,
    group: each.group,
    retry: { tries: each.retries, minMs: 1, maxMs: 20 },
    after: each.after.map((i) => handles[i]!),
    afterFailed: each.afterFailed,
    resources: each.resources,
    ...(each.key === undefined ? {} : { key: each.key, keep: each.keep }),
    priority: (['normal', 'low', 'user-blocking'] as const)[at % 3]!,
    ...(each.kind === 'hangs' ? { timeoutMs: 15 } : {}),
    ...(at % 4 === 0 ? { deadlineMs: 10 } : {}),
  };
}

type Watch = { held: Map<string, number>; model: Model; wrong: string };

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
    if (context.tries < each.failures && each.kind !== 'parent' && each.kind !== 'acquires')
      throw new Error('planned');
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
      case 'acquires':
        return acquires(context, each, watch);
    }
  };
}

/** What it waits for it may be refused, for a ring with parents and their children: it goes on without. */
async function acquires(context: TaskContext, each: Plan, watch: Watch): Promise<number> {
  const all = Object.keys(RESOURCES);
  const last = Math.max(-1, ...each.resources.map((name) => all.indexOf(name)));
  for (const name of all.slice(last + 1)) {
    let release: () => void;
    try {
      release = await context.acquire(name);
    } catch (error) {
      if (context.signal.aborted || (error as TaskError).code !== 'task-cycle') throw error;
      continue;
    }
    // It may have ended between having it and going on.
    if (context.signal.aborted) throw context.signal.reason;
    const letGo = hold([name], context.signal, watch);
    await context.yieldNow();
    if (each.children === 1) continue;
    letGo();
    release();
    release();
  }
  if (context.tries < each.failures) throw new Error('planned');
  return 1;
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
  watchLimits(tasks, watch);
  const { owner } = watch.model;
  if (owner[at] !== at) watch.wrong = `${at} began, which is one with ${owner[at]}`;
  for (const i of each.after) {
    // Of several one may be given up, and the task goes on for the others.
    if (owner.filter((other) => other === owner[i]).length > 1) continue;
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

/** Gives how to let go of them before the end. */
function hold(names: readonly string[], signal: AbortSignal, watch: Watch): () => void {
  const { held } = watch;
  for (const name of names) {
    const count = (held.get(name) ?? 0) + 1;
    held.set(name, count);
    if (count > RESOURCES[name as keyof typeof RESOURCES]) watch.wrong = `${count} hold ${name}`;
  }
  let isHeld = true;
  const letGo = (): void => {
    if (isHeld) for (const name of names) held.set(name, held.get(name)! - 1);
    isHeld = false;
  };
  signal.addEventListener('abort', letGo);
  return letGo;
}

function outcome(
  at: number,
  plans: readonly Plan[],
  before: readonly string[],
  statuses: readonly string[],
  { owner, early }: Model,
): string {
  const own = owner[at]!;
  const each = plans[own]!;
  if (early[own]) return early[own]!;
  // Whether a cancellation comes before the end is for the clock to say.
  if (plans[at]!.cancelled && statuses[at] === 'cancelled') return 'cancelled';
  const isCompleted = (i: number): boolean => {
    // The task goes on for those of its key that are not cancelled.
    const others = [...owner.keys()].filter((other) => owner[other] === owner[i]);
    const left = others.find((other) => statuses[other] !== 'cancelled');
    return left !== undefined && (before[left] ?? statuses[left]) === 'completed';
  };
  if (each.afterFailed === 'fail' && !each.after.every(isCompleted)) return 'failed';
  if (each.kind === 'hangs' && each.failures <= each.retries) return 'timeout';
  return each.failures > each.retries ? 'failed' : 'completed';
}
