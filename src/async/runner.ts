import {
  type ManagedOptions,
  type ManagedTask,
  type TaskContext,
  taskPriorities,
} from '../ecs/stores';
import { onAbort, tell } from '../structures';
import { share } from './checks';
import type { Entry, Run, TaskStatus } from './entry';
import { cycleError, TaskError } from './errors';
import { TaskHandle } from './handle';
import type { AsyncPorts, TaskExecutor } from './ports';
import { raiseAwaited } from './raise';
import type { Resources } from './resources';
import { addWait, dropWait, waitPath } from './wait-graph';

/** What running tasks need of those who keep them. */
export type Keeper = {
  readonly ports: AsyncPorts;
  readonly executor: TaskExecutor;
  readonly resources: Resources;
  submit<T>(task: ManagedTask<T>, options: ManagedOptions, parent: Entry): TaskHandle<T>;
  end(entry: Entry, status: TaskStatus, value: unknown): void;
  /** A try failed; there may be another. */
  failed(entry: Entry, status: TaskStatus, error: unknown): void;
  /** A step took so long. */
  stepped(entry: Entry, ms: number): void;
  lent(): void;
  refused(): void;
};

/** Runs tasks that have a place: steps, contexts, places lent while a task waits. */
export class Runner {
  private readonly keeper: Keeper;

  constructor(keeper: Keeper) {
    this.keeper = keeper;
  }

  /** Begins a try. */
  begin(entry: Entry): void {
    const { ports } = this.keeper;
    const now = ports.now();
    if (entry.tries === 0) entry.startedMs = now;
    entry.status = 'running';
    const controller = new AbortController();
    const run: Run = {
      controller,
      context: undefined as unknown as TaskContext,
      steps: undefined,
      timer: undefined,
      startedMs: now,
      running: entry.group.active,
      hasPlace: true,
      isStepping: false,
      isPosted: false,
      children: new Set(),
      next: () => {
        if (run.isPosted) this.step(entry, run);
      },
      ...{ lends: 0, lentSince: 0, lentMs: 0 },
    };
    (run as { context: TaskContext }).context = this.contextOf(entry, run);
    entry.run = run;
    entry.tries++;
    if (entry.timeoutMs > 0) {
      run.timer = ports.setTimer(() => {
        run.timer = undefined;
        const text = `task '${entry.name}' took longer than ${entry.timeoutMs} ms`;
        this.keeper.failed(entry, 'timeout', new TaskError('task-timeout', entry.name, text));
      }, entry.timeoutMs);
    }
    this.step(entry, run);
  }

  /** Ends a try, whatever it does: its signal is aborted, its children end, its place is free. */
  finish(entry: Entry, reason: unknown): void {
    const { run } = entry;
    if (!run) return;
    entry.run = undefined;
    if (run.timer !== undefined) this.keeper.ports.clearTimer(run.timer);
    for (const child of run.children) {
      const text = `task '${child.name}' was cancelled: '${entry.name}', which ran it, has ended`;
      child.cancel(new TaskError('task-cancelled', child.name, text));
      // Whoever waited for it has ended.
      child.promise.catch(() => {});
    }
    run.controller.abort(reason);
    if (!run.isStepping) close(run);
    if (run.hasPlace) {
      run.hasPlace = false;
      entry.group.leave();
    }
  }

  private step(entry: Entry, run: Run): void {
    if (entry.run !== run) return;
    const { ports } = this.keeper;
    const begin = ports.now();
    let failure: { error: unknown } | undefined;
    let result: { value: unknown } | undefined;
    run.isPosted = false;
    run.isStepping = true;
    try {
      if (!run.steps) {
        const value = entry.task!(run.context);
        if (isGenerator(value)) run.steps = value;
        else result = { value };
      }
      if (run.steps && entry.run === run) {
        const { done, value } = run.steps.next();
        if (done) {
          run.steps = undefined;
          result = { value };
        }
      }
    } catch (error) {
      run.steps = undefined;
      failure = { error };
    }
    run.isStepping = false;
    this.keeper.stepped(entry, ports.now() - begin);
    if (entry.run !== run) close(run);
    else if (failure) this.keeper.failed(entry, 'failed', failure.error);
    else if (result) this.complete(entry, run, result.value);
    else {
      run.isPosted = true;
      this.keeper.executor.post(run.next, taskPriorities[this.laneOf(entry)]!);
    }
  }

  /** Urgent ones go before all others. */
  private laneOf(entry: Entry): number {
    return entry.urgentMs <= this.keeper.ports.now() ? 0 : entry.lane;
  }

  private complete(entry: Entry, run: Run, value: unknown): void {
    const { keeper } = this;
    if (!isThenable(value)) {
      keeper.end(entry, 'completed', value);
      return;
    }
    value.then(
      (result) => {
        if (entry.run === run) keeper.end(entry, 'completed', result);
      },
      (error: unknown) => {
        if (entry.run === run) keeper.failed(entry, 'failed', error);
      },
    );
  }

  private contextOf(entry: Entry, run: Run): TaskContext {
    const { keeper } = this;
    return {
      name: entry.name,
      signal: run.controller.signal,
      tries: entry.tries,
      progress(value) {
        if (entry.run !== run) return;
        entry.progress = share('progress', value);
        // Those that join meanwhile are told the next time.
        const { handles } = entry;
        for (let i = 0, end = handles.length; i < end; i++) {
          const { onProgress } = handles[i]!;
          if (onProgress) tell(onProgress, value, `onProgress of task '${entry.name}'`);
        }
      },
      run: (task, options = {}) => {
        if (entry.run !== run) return Promise.reject(run.controller.signal.reason);
        const handle = keeper.submit(task, options, entry);
        const child: TaskHandle<unknown> = handle;
        run.children.add(child);
        return this.wait(entry, run, handle, child.entry).finally(() => run.children.delete(child));
      },
      wait: (what) => {
        if (entry.run !== run) return Promise.reject(run.controller.signal.reason);
        const other = what instanceof TaskHandle ? what.entry : undefined;
        return this.wait(entry, run, what, other);
      },
      acquire: (name) => this.acquire(entry, run, name),
      yieldNow: () =>
        new Promise((resolve, reject) => {
          keeper.executor.post(() => {
            if (entry.run === run) resolve();
            else reject(run.controller.signal.reason);
          }, taskPriorities[this.laneOf(entry)]!);
        }),
    };
  }

  private async wait<T>(
    entry: Entry,
    run: Run,
    what: PromiseLike<T>,
    other: Entry | undefined,
  ): Promise<T> {
    if (other && !other.isOver) {
      const { resources } = this.keeper;
      // Without a look where nobody waits for it: chains of what waits may be long.
      const path =
        other === entry || entry.waiters > 0 || entry.holds.size > 0
          ? waitPath(other, (each) => each === entry, resources)
          : undefined;
      if (path) {
        this.keeper.refused();
        const names = [entry, ...path].map(({ name }) => name);
        const error = cycleError(entry.name, names);
        const child = what as TaskHandle<unknown>;
        if (run.children.has(child)) {
          // Nobody takes its result.
          child.promise.catch(() => {});
          child.cancel(error);
        }
        throw error;
      }
      addWait(entry, other);
      raiseAwaited(entry, resources);
      // What a holder waits for goes before what came first.
      resources.serve();
    }
    this.lend(entry, run);
    try {
      return await what;
    } finally {
      if (other) dropWait(entry, other);
      await this.takeBack(entry, run);
    }
  }

  private async acquire(entry: Entry, run: Run, name: string): Promise<() => void> {
    const { keeper } = this;
    if (entry.run !== run) throw run.controller.signal.reason;
    const order = keeper.resources.orderOf(name);
    const later = [...entry.holds].find((held) => keeper.resources.orderOf(held) >= order);
    if (later !== undefined || entry.wants) {
      const held = later ?? entry.wants!.join(', ');
      const text = `task '${entry.name}' wants '${name}' after '${held}'; take resources in the order of declaring them, or all at once when submitting`;
      throw new TaskError('task-order', entry.name, text);
    }
    this.lend(entry, run);
    const { signal } = run.controller;
    let unlisten = (): void => {};
    try {
      await new Promise<void>((resolve, reject) => {
        unlisten = onAbort(signal, () => reject(signal.reason));
        keeper.resources.claim({ entry, names: [name], give: resolve, refuse: reject });
        raiseAwaited(entry, keeper.resources);
      });
    } finally {
      unlisten();
      await this.takeBack(entry, run);
    }
    return () => {
      if (entry.run === run) keeper.resources.release(entry, name);
    };
  }

  private lend(entry: Entry, run: Run): void {
    if (run.lends++ > 0 || !run.hasPlace) return;
    this.keeper.lent();
    run.lentSince = this.keeper.ports.now();
    run.hasPlace = false;
    entry.group.leave();
  }

  private async takeBack(entry: Entry, run: Run): Promise<void> {
    run.lends--;
    if (entry.run === run && run.lends === 0 && !run.hasPlace) {
      await new Promise<void>((resolve) => {
        entry.group.comeBack({
          isGone: () => entry.run !== run || run.hasPlace,
          resume: () => {
            resolve();
            if (entry.run !== run || run.hasPlace) return;
            run.lentMs += this.keeper.ports.now() - run.lentSince;
            run.hasPlace = true;
            // It waits for something else by now.
            if (run.lends > 0) {
              run.hasPlace = false;
              run.lentSince = this.keeper.ports.now();
              entry.group.leave();
            }
          },
        });
      });
    }
    if (entry.run !== run) throw run.controller.signal.reason;
  }
}

/** Lets a generator that was cut short run its `finally` blocks. */
function close(run: Run): void {
  const { steps } = run;
  run.steps = undefined;
  try {
    steps?.return(undefined);
  } catch {
    // The task has its end already, and nobody waits for another.
  }
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
