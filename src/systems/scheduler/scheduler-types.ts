import type { System, World } from '../../ecs';
import type { ManagedOptions, ManagedTask, TaskPriority } from '../../ecs/stores';

export type SubmitOptions = {
  /** @default 'normal' */
  priority?: TaskPriority;
  /**
   * Aborting drops the task: its promise rejects with the signal's reason, and a generator runs its `finally` blocks, up to
   * the first `yield` in them.
   */
  signal?: AbortSignal;
};

/**
 * Work for the time frames leave over. A generator runs up to its next `yield` at a time, so that long work spreads over
 * frames; a plain or async function runs in one go.
 */
export type Task<T> = () => T | Promise<T> | Generator<unknown, T, void>;

/** Counters of the scheduler since it was made; one object, updated by `stats()`. */
export type SchedulerStats = {
  /** Steps run: of a generator each is one. */
  steps: number;
  /** Frames that ran any. */
  slices: number;
  /** Slices that took a millisecond longer than there was time, for a step is never interrupted. */
  overruns: number;
  /** Steps that came before others of a higher priority because they had waited for so long. */
  aged: number;
  /** How long tasks waited for a turn, by priority: the middle, and what 1 in 100 exceeds. Time asleep does not count. */
  readonly waitMs: Readonly<Record<TaskPriority, { p50: number; p99: number }>>;
};

/** Runs tasks inside frames, highest priority first, tasks of one priority taking turns. */
export type Scheduler = {
  /** Queues a task; the promise settles with its result, its error, or the reason of the abort. */
  submit<T>(task: Task<T>, options?: SubmitOptions): Promise<T>;
  /**
   * With any other option the task is one of `tasksOf(app)`, of `rafter-ui/async`, which is loaded first: a name, a deadline, a time limit,
   * retries, a key, tasks that it comes after.
   */
  submit<T>(task: ManagedTask<T>, options: ManagedOptions): Promise<T>;
  /**
   * Queues a function that nobody waits for, without a promise: for many small ones. What it throws is an `error` of the app, and what it
   * returns is dropped.
   */
  post(task: () => void, priority?: TaskPriority): void;
  /** Lets others run: resolves when it is this one's turn again, for async functions. A generator just yields. */
  yieldNow(priority?: TaskPriority): Promise<void>;
  /** Tasks not finished, those included that wait for a promise of their own. */
  readonly pending: number;
  stats(): Readonly<SchedulerStats>;
  readonly system: System;
};

/** Takes tasks with more than a priority and a signal. */
export type TaskManager = {
  submit<T>(task: ManagedTask<T>, options: ManagedOptions): PromiseLike<T>;
};

export type SchedulerOptions = {
  world: World;
  /** Loads what takes them; without it those options are dropped. */
  loadManager?: () => Promise<TaskManager>;
};
