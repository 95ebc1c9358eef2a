/** From what a user waits for now to what nobody waits for. */
export type TaskPriority = 'user-blocking' | 'user-visible' | 'normal' | 'low' | 'background';

/** All of them, the most urgent first. */
export const taskPriorities: readonly TaskPriority[] = [
  'user-blocking',
  'user-visible',
  'normal',
  'low',
  'background',
];

/** How often, and after how long, a task that failed is tried again. */
export type RetryOptions = {
  /** Tries after the first. @default 3 */
  tries?: number;
  /** Shortest and longest time before it is, ms. Between those it is random, up to three times what it was before. @default 250, 8000 */
  minMs?: number;
  maxMs?: number;
  /**
   * Longest time that an error may ask for by a `retryAfterMs` of its own, ms. It is waited for, beyond `maxMs` too; one that asks for more is not
   * tried again. @default 120,000
   */
  maxAskedMs?: number;
  /** Whether an error is worth another try. @default every error is */
  when?: (error: unknown, tries: number) => boolean;
};

/** What a managed task is handed. */
export type TaskContext = {
  readonly name: string;
  /** Aborted when this try is over: cancelled, timed out, its parent ended, or the app was disposed. */
  readonly signal: AbortSignal;
  /** Tries before this one. */
  readonly tries: number;
  /** Says how far it is, from 0 to 1. */
  progress(share: number): void;
  /** Runs a child and waits for it. Meanwhile the task lends its place in its group, and the child ends when the task does. */
  run<T>(task: ManagedTask<T>, options?: Partial<ManagedOptions>): Promise<T>;
  /** Waits for another task, or for any promise, and lends its place meanwhile. Tasks that would wait for each other reject, with the path. */
  wait<T>(what: PromiseLike<T>): Promise<T>;
  /**
   * Waits for a resource besides those that it was submitted with, and lends its place meanwhile. Gives what releases it; the end of the try
   * does too. Resources are taken in the order in which they were declared.
   */
  acquire(resource: string): Promise<() => void>;
  /** Lets others run: resolves when it is its turn again. */
  yieldNow(): Promise<void>;
};

/** Work that is handed a context. A generator runs up to its next `yield` at a time. */
export type ManagedTask<T> = (
  context: TaskContext,
) => T | PromiseLike<T> | Generator<unknown, T, void>;

/** What a task may wait for: a handle, or the name of a task that may not be there yet. */
export type TaskReference = string | { readonly id: number };

/** How a managed task is run. */
export type ManagedOptions = {
  /** Stands in errors, and tasks of one name share what was learnt of their cost. @default 'task' */
  name?: string;
  /** @default 'normal' */
  priority?: TaskPriority;
  /** Aborting rejects the promise with its reason, at once, whatever the task does. */
  signal?: AbortSignal;
  /** When it is wanted, ms from now: as that comes near the task goes before all others. Late it runs all the same, and is counted. */
  deadlineMs?: number;
  /** A try that takes longer has failed, and its place is free again. @default that of the group, or none */
  timeoutMs?: number;
  /** Tries after the first, or more of them. @default none */
  retry?: number | RetryOptions;
  /** Tasks of one key that are not over are one: later ones get its result. */
  key?: string;
  /** With `key`: whether the one that is there stays, or is cancelled for this one. @default 'first' */
  keep?: 'first' | 'latest';
  /** Runs when those have ended. A name stands for the task of that name submitted last, or first from now on. */
  after?: readonly TaskReference[];
  /** What to do if one of those fails: fail as well, or run all the same. @default 'fail' */
  afterFailed?: 'fail' | 'run';
  /** A group with a limit of its own. @default 'default' */
  group?: string;
  /** Resources that it holds while it runs, taken all at once. */
  resources?: readonly string[];
  /** Told when it says how far it is. */
  onProgress?: (share: number) => void;
};
