import type { Entry, TaskStatus } from './entry';

/** A submitted task: its promise, how far it is, and how to stop it. Awaiting it awaits the result. */
export class TaskHandle<T> implements PromiseLike<T> {
  /** The result; rejects with a `TaskError`, or with the reason of the signal that aborted. */
  readonly promise: Promise<T>;
  /** For the tasks it belongs to. */
  readonly entry: Entry;
  private readonly give: (handle: TaskHandle<unknown>, reason: unknown) => void;
  /** For the tasks it belongs to: stops listening for an abort. */
  unlisten: (() => void) | undefined;
  /** For the tasks it belongs to: told how far the task says it is, until this is settled. */
  onProgress: ((share: number) => void) | undefined;
  private own: TaskStatus | undefined;
  // Not of a `T`: a handle of anything would not be one of `unknown`.
  private resolve!: (value: unknown) => void;
  private reject!: (reason: unknown) => void;

  /** Made by `submit`. */
  constructor(entry: Entry, give: (handle: TaskHandle<unknown>, reason: unknown) => void) {
    this.entry = entry;
    this.give = give;
    this.promise = new Promise<T>((resolve, reject) => {
      this.resolve = resolve as (value: unknown) => void;
      this.reject = reject;
    });
  }

  /** The task's number; handles of one key share it. */
  get id(): number {
    return this.entry.id;
  }

  /** Whether the promise is settled. */
  get isSettled(): boolean {
    return this.own !== undefined;
  }

  get name(): string {
    return this.entry.name;
  }

  get status(): TaskStatus {
    return this.own ?? this.entry.status;
  }

  /** How far it says it is, from 0 to 1. */
  get progress(): number {
    return this.entry.progress;
  }

  /** Tries begun. */
  get tries(): number {
    return this.entry.tries;
  }

  /** Rejects the promise at once. The task is stopped when no other handle of its key wants its result. */
  cancel(reason?: unknown): void {
    this.give(this, reason);
  }

  // biome-ignore lint/suspicious/noThenProperty: a handle is awaited like the promise it holds
  then<A = T, B = never>(
    onResult?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.promise.then(onResult, onError);
  }

  /** As of a promise. */
  catch<B>(onError: (reason: unknown) => B | PromiseLike<B>): Promise<T | B> {
    return this.promise.catch(onError);
  }

  /** For the tasks it belongs to. */
  settle(status: TaskStatus, value: unknown): void {
    if (this.own) return;
    this.own = status;
    this.unlisten?.();
    this.unlisten = undefined;
    this.onProgress = undefined;
    if (status === 'completed') this.resolve(value);
    else this.reject(value);
  }
}
