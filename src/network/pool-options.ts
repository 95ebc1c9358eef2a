import type { AsyncPorts } from '../async';

/** What a pool of connections needs. */
export type ConnectionPoolOptions<T> = {
  /** Opens one. The signal is aborted when nobody waits for it any more, or after `openTimeoutMs`. */
  open: (signal: AbortSignal) => T | PromiseLike<T>;
  /** Closes one. */
  close?: (connection: T) => void | PromiseLike<void>;
  /** Whether one that was idle can still be used; one that cannot, or for which this throws, is closed. */
  check?: (connection: T) => boolean | PromiseLike<boolean>;
  /** One that was idle for less is not checked, ms. @default 0 */
  checkAfterMs?: number;
  /** Kept open always, from the beginning. @default 0 */
  min?: number;
  /** @default 8 */
  max?: number;
  /** An idle one beyond `min` is closed after so long, ms. @default 30,000 */
  idleTimeoutMs?: number;
  /** One is closed when it is so old, up to a tenth sooner, so that not all go at once, ms. @default 1,800,000 */
  maxLifetimeMs?: number;
  /** Most time to wait for one, ms. @default 10,000 */
  acquireTimeoutMs?: number;
  /** Most time that opening one may take, ms. @default 10,000 */
  openTimeoutMs?: number;
  /** How many may wait. @default 10,000 */
  maxWaiting?: number;
  /** One that is in use for so long is told to `onLeak`, ms. @default never */
  leakAfterMs?: number;
  onLeak?: (connection: T, heldMs: number) => void;
  ports?: AsyncPorts;
};

/** A connection in use. */
export type Lease<T> = {
  readonly value: T;
  /** Gives it back. Safe to call twice. */
  release(): void;
  /** Gives it back to be closed: it is broken. */
  discard(): void;
};

/** Counters of a pool; one object, updated by `stats()`. */
export type PoolStats = {
  idle: number;
  busy: number;
  opening: number;
  waiting: number;
  opened: number;
  closed: number;
  /** Idle ones that could not be used any more; attempts to open one that failed. */
  failedChecks: number;
  failedOpens: number;
  timeouts: number;
  leaks: number;
};

/** Connections that are opened once and used again. Those that wait for one get it in the order in which they asked. */
export type ConnectionPool<T> = {
  /** Waits for one; rejects after `acquireTimeoutMs`, or with the reason of the signal. */
  acquire(options?: { signal?: AbortSignal }): Promise<Lease<T>>;
  /** Uses one for a function and gives it back, also when that throws. */
  use<R>(
    work: (connection: T) => R | PromiseLike<R>,
    options?: { signal?: AbortSignal },
  ): Promise<R>;
  /** Opens so many beforehand, `max` at most; resolves when they are there. */
  warm(count: number): Promise<void>;
  stats(): Readonly<PoolStats>;
  /** Rejects those that wait and closes what is idle, the others when they are given back. Resolves when all are closed. Safe to call twice. */
  dispose(): Promise<void>;
};
