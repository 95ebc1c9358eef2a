import { duration, whole } from '../ecs';
import { type ManagedOptions, type ManagedTask, taskPriorities } from '../ecs/stores';
import { onAbort, tell } from '../structures';
import { createBegin } from './begin';
import { callable, oneOf } from './checks';
import { Costs } from './costs';
import { dueTime, urgentFrom } from './deadline';
import { checkReferences, Dependencies } from './dependencies';
import { Entry, type TaskStatus } from './entry';
import { cycleError, dependencyError, TaskError } from './errors';
import { Fifo } from './fifo';
import { type GroupSettings, TaskGroup } from './group';
import { groupSettings } from './group-settings';
import { TaskHandle } from './handle';
import {
  type GroupStats,
  type Overrun,
  ownOf,
  type TaskRecord,
  type TasksOptions,
} from './options';
import { asksLess } from './overload';
import { defaultPorts, type TaskExecutor } from './ports';
import { raise, raiseAwaited } from './raise';
import { errorOf, groupStats, recordOf } from './records';
import { Resources } from './resources';
import { askedMs, createRetryBudget, isWanted, retryDelay, retryPlan } from './retry';
import { Rooms } from './rooms';
import { Runner } from './runner';
import type { Tasks } from './tasks-type';
import { Throughput } from './throughput';

/** Makes a place for managed tasks; `createTasks` makes one for an app. Throws `ValueError` for options that cannot be used. */
export function createTaskManager(executor: TaskExecutor, options: TasksOptions = {}): Tasks {
  return createManager(executor, options);
}

/** The same, with what takes options later. */
export function createManager(
  executor: TaskExecutor,
  options: TasksOptions,
): Tasks & { configure(later: TasksOptions): void } {
  const ports = options.ports ?? defaultPorts();
  let overrunMs = duration('overrunMs', options.overrunMs ?? 8);
  let kept = whole('history', options.history ?? 256, 0);
  let budget = createRetryBudget(options.budget);
  const counts = {
    ...{ submitted: 0, completed: 0, failed: 0, cancelled: 0, timeouts: 0, coalesced: 0 },
    ...{ retries: 0, retriesRefused: 0, steps: 0, overruns: 0, late: 0, lends: 0, cycles: 0 },
  };
  const costs = new Costs();
  const ended = new Throughput(ports.now());
  const resources = new Resources(options.resources ?? {}, () => counts.cycles++);
  const dependencies = new Dependencies(resources, ports, failForName);
  dependencies.limit(options.nameTimeoutMs);
  const live = new Set<Entry>();
  const keys = new Map<string, Entry>();
  const past = new Fifo<TaskRecord>();
  const overrunListeners = new Set<(overrun: Overrun) => void>();
  const rooms = new Rooms(ports);
  let idle: (() => void)[] = [];
  let nextId = 1;
  let disposed = false;

  const runner = new Runner({
    ports,
    executor,
    resources,
    submit,
    end,
    failed,
    stepped,
    lent: () => counts.lends++,
    refused: () => counts.cycles++,
  });
  const begin = createBegin({ executor, resources, runner, end });
  const groups = new Map<string, TaskGroup>();
  for (const [name, given] of Object.entries({ default: {}, ...options.groups })) {
    setGroup(name, groupSettings(name, given, ports));
  }

  function setGroup(name: string, settings: GroupSettings): void {
    const group = groups.get(name);
    if (group) group.settings = settings;
    else groups.set(name, new TaskGroup(name, settings, ports, executor, begin));
  }

  function submit<T>(
    task: ManagedTask<T>,
    given: ManagedOptions = {},
    parent?: Entry,
  ): TaskHandle<T> {
    callable('task', task);
    const { name, signal, key, keep = 'first', timeoutMs, deadlineMs } = given;
    const group = ownOf(groups, 'group', given.group ?? parent?.group.name ?? 'default');
    const priority = given.priority ?? (parent ? taskPriorities[parent.lane]! : 'normal');
    const lane = taskPriorities.indexOf(oneOf('priority', priority, taskPriorities));
    const plan = retryPlan(given.retry);
    const now = ports.now();
    const fixed = {
      ...{ task: task as ManagedTask<unknown>, lane, now },
      timeoutMs:
        timeoutMs === undefined ? group.settings.timeoutMs : duration('timeoutMs', timeoutMs),
    };
    oneOf('keep', keep, ['first', 'latest']);
    oneOf('afterFailed', given.afterFailed ?? 'fail', ['fail', 'run']);
    const wanted = resources.inOrder(given.resources ?? []);
    const after = given.after ?? [];
    checkReferences(after);
    counts.submitted++;

    const existing = key === undefined || disposed ? undefined : keys.get(key);
    const dueMs = dueTime(now, deadlineMs, parent?.deadlineMs);
    if (existing && keep === 'first') {
      counts.coalesced++;
      existing.deadlineMs = Math.min(existing.deadlineMs, dueMs);
      raise(existing, lane, urgentFrom(existing, dueMs, costs), resources);
      if (name !== undefined && name !== existing.name) dependencies.bear(existing, name);
      return handleOf(existing, signal, given.onProgress);
    }
    const entry = new Entry(nextId++, name, group, plan, fixed);
    entry.key = key;
    entry.resources = wanted;
    entry.afterFailed = given.afterFailed ?? 'fail';
    entry.deadlineMs = dueMs;
    entry.urgentMs = urgentFrom(entry, dueMs, costs);
    if (name !== undefined && costs.of(name)?.demoted)
      entry.lane = Math.min(taskPriorities.length - 1, lane + 1);
    live.add(entry);
    const handle = handleOf<T>(entry, signal, given.onProgress);
    if (disposed) {
      endAll([entry]);
      return handle;
    }
    if (handle.isSettled) return handle;
    if (existing) {
      const text = `task '${existing.name}' was cancelled for a later one with the key '${key}'`;
      end(existing, 'cancelled', new TaskError('task-replaced', existing.name, text));
    }
    if (key !== undefined) keys.set(key, entry);
    budget.earn();
    const { path, failed: bad } = dependencies.add(entry, after);
    if (path) {
      counts.cycles++;
      end(entry, 'failed', cycleError(entry.name, path));
    } else if (bad && entry.afterFailed === 'fail') failFor(entry, bad);
    else {
      raiseAwaited(entry, resources);
      advance(entry);
    }
    return handle;
  }

  function handleOf<T>(
    entry: Entry,
    signal: AbortSignal | undefined,
    onProgress: ((share: number) => void) | undefined,
  ): TaskHandle<T> {
    const handle = new TaskHandle<T>(entry, cancel);
    handle.onProgress = onProgress;
    entry.join(handle);
    if (signal?.aborted) handle.cancel(signal.reason);
    else if (signal) handle.unlisten = onAbort(signal, () => handle.cancel(signal.reason));
    return handle;
  }

  function cancel(handle: TaskHandle<unknown>, reason: unknown): void {
    if (handle.isSettled) return;
    const { entry } = handle;
    const why =
      reason ?? new TaskError('task-cancelled', entry.name, `task '${entry.name}' was cancelled`);
    handle.settle('cancelled', why);
    if (!entry.leave()) end(entry, 'cancelled', why);
  }

  /** Lets a task that waits for no other go on: for its turn, then for its resources. */
  function advance(entry: Entry): void {
    if (entry.stage === 'after' && entry.waitsFor.size === 0 && entry.names.size === 0)
      queue(entry);
  }

  function queue(entry: Entry): void {
    const { group } = entry;
    const { maxQueued, whenFull } = group.settings;
    if (entry.tries === 0) rooms.use(group);
    if (group.queued >= maxQueued && entry.tries === 0) {
      const text = `${maxQueued} tasks wait in group '${group.name}' already`;
      if (whenFull === 'wait') {
        entry.stage = 'backlog';
        group.backlog.push(entry);
        return;
      }
      const dropped = whenFull === 'reject' ? entry : group.oldest()!;
      const code = whenFull === 'reject' ? 'task-queue-full' : 'task-dropped';
      const why = `task '${dropped.name}' was dropped: ${text}`;
      const status = whenFull === 'reject' ? 'failed' : 'cancelled';
      end(dropped, status, new TaskError(code, dropped.name, why));
      if (dropped === entry) return;
    }
    group.enqueue(entry);
  }

  function stepped(entry: Entry, ms: number): void {
    counts.steps++;
    const isOverrun = ms > overrunMs;
    if (entry.isNamed) costs.addStep(entry.name, ms, isOverrun);
    rooms.tell(entry.group);
    if (!isOverrun) return;
    counts.overruns++;
    entry.overruns++;
    if (entry.lane < taskPriorities.length - 1) entry.lane++;
    const demoted = entry.isNamed && costs.of(entry.name)!.demoted;
    const overrun = { name: entry.name, ms, demoted };
    for (const listener of [...overrunListeners]) tell(listener, overrun, 'onOverrun');
  }

  function failed(entry: Entry, status: TaskStatus, error: unknown): void {
    const { limit, isOverload } = entry.group.settings;
    if (typeof limit === 'object' && asksLess(isOverload, error)) limit.drop();
    if (mayRetry(entry, error)) {
      runner.finish(entry, error);
      resources.drop(entry);
      counts.retries++;
      entry.status = 'queued';
      entry.stage = 'retry';
      entry.retryMs = retryDelay(entry.plan, entry.retryMs, ports.random);
      entry.retryTimer = ports.setTimer(
        () => {
          entry.retryTimer = undefined;
          queue(entry);
        },
        Math.max(entry.retryMs, askedMs(error)),
      );
      return;
    }
    end(entry, status, errorOf(entry, error));
  }

  function mayRetry(entry: Entry, error: unknown): boolean {
    const { tries, maxAskedMs } = entry.plan;
    if (entry.tries > tries || askedMs(error) > maxAskedMs || !isWanted(entry, error)) return false;
    // What was asked may have cancelled it.
    if (entry.isOver) return false;
    if (budget.spend()) return true;
    counts.retriesRefused++;
    return false;
  }

  function failFor(entry: Entry, { name, status, error }: Entry): void {
    end(
      entry,
      'failed',
      dependencyError(entry.name, `'${name}', which it comes after, has ${status}`, error),
    );
  }

  function failForName(entry: Entry, name: string, waitedMs: number): void {
    const why = `no task named '${name}' was submitted within ${waitedMs} ms; give a handle, submit it sooner, or raise nameTimeoutMs`;
    end(entry, 'failed', dependencyError(entry.name, why));
  }

  /** Ends a task, whatever it does. */
  function end(entry: Entry, status: TaskStatus, value: unknown): void {
    if (entry.isOver) return;
    const { group, run } = entry;
    const now = ports.now();
    if (entry.stage === 'ready') group.remove(entry);
    entry.stage = 'over';
    entry.status = status;
    if (status !== 'completed') entry.error = value;
    if (entry.retryTimer !== undefined) ports.clearTimer(entry.retryTimer);
    live.delete(entry);
    if (entry.key !== undefined && keys.get(entry.key) === entry) keys.delete(entry.key);
    if (status === 'completed' && run) learn(entry, now - run.startedMs - run.lentMs, run.running);
    count(entry, status, now);
    ended.add(now);
    past.push(recordOf(entry, now));
    while (past.length > kept) past.shift();
    for (const handle of entry.handles) handle.settle(status, value);
    entry.handles = [];
    entry.task = undefined;
    const released = dependencies.release(entry);
    dependencies.forget(entry);
    runner.finish(entry, value);
    // All others end too: none goes on.
    if (!disposed) goOn(entry, released);
    if (live.size > 0) return;
    const waiting = idle;
    idle = [];
    for (const resolve of waiting) resolve();
  }

  /** Lets others have what one that ended had, and what waited for it. */
  function goOn(entry: Entry, released: readonly Entry[]): void {
    const { group, status } = entry;
    resources.drop(entry);
    for (const other of released) {
      if (status !== 'completed' && other.afterFailed === 'fail') failFor(other, entry);
      else advance(other);
    }
    group.pump();
    rooms.tell(group);
  }

  function learn(entry: Entry, ms: number, running: number): void {
    if (entry.isNamed) costs.addRun(entry.name, ms);
    const { limit } = entry.group.settings;
    if (typeof limit === 'object') limit.sample(ms, running);
  }

  function count(entry: Entry, status: TaskStatus, now: number): void {
    if (status === 'completed') counts.completed++;
    else if (status === 'cancelled') counts.cancelled++;
    else if (status === 'timeout') counts.timeouts++;
    else counts.failed++;
    if (now > entry.deadlineMs) counts.late++;
  }

  function endAll(entries: Iterable<Entry>): void {
    // One for each name: with where it was made, an error takes longer than all else here.
    const errors = new Map<string, TaskError>();
    for (const entry of [...entries]) {
      const { name } = entry;
      // Nobody has to be there to catch this: it all ends on purpose.
      for (const handle of entry.handles) handle.promise.catch(() => {});
      const text = `task '${name}' was not finished: all tasks were disposed`;
      const error = errors.get(name) ?? new TaskError('task-disposed', name, text);
      errors.set(name, error);
      end(entry, 'cancelled', error);
    }
  }

  return {
    submit: (task, given) => submit(task, given),
    configure(later) {
      // All is checked before anything is changed.
      const settings = Object.entries(later.groups ?? {}).map(
        ([name, given]) => [name, groupSettings(name, given, ports)] as const,
      );
      if (later.overrunMs !== undefined) duration('overrunMs', later.overrunMs);
      if (later.history !== undefined) whole('history', later.history, 0);
      dependencies.limit(later.nameTimeoutMs);
      if (later.budget) budget = createRetryBudget(later.budget);
      resources.declare(later.resources ?? {});
      overrunMs = later.overrunMs ?? overrunMs;
      kept = later.history ?? kept;
      for (const [name, given] of settings) setGroup(name, given);
    },
    addGroup(name, settings = {}) {
      if (!groups.has(name)) setGroup(name, groupSettings(name, settings, ports));
    },
    get pending() {
      return live.size;
    },
    list: () => [...live].map((entry) => recordOf(entry, Number.NaN)),
    history: () => past.toArray(),
    costOf: (name) => costs.of(name),
    stats() {
      const shown: Record<string, GroupStats> = {};
      for (const [name, group] of groups) shown[name] = groupStats(group);
      return { ...counts, perSecond: ended.perSecond(ports.now()), groups: shown };
    },
    onOverrun(listener) {
      overrunListeners.add(callable('listener', listener));
      return () => overrunListeners.delete(listener);
    },
    whenRoom(name = 'default') {
      const group = ownOf(groups, 'group', name);
      return disposed ? Promise.resolve() : rooms.when(group);
    },
    whenIdle() {
      if (live.size === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    missedFrame() {
      for (const { active, settings } of groups.values()) {
        if (settings.countMissedFrames && active > 0 && typeof settings.limit === 'object')
          settings.limit.drop();
      }
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      endAll(live);
      for (const group of groups.values()) group.dispose();
      rooms.dispose();
      overrunListeners.clear();
    },
  };
}
