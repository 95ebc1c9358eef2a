import type { AsyncPorts } from '../async';
import { duration, ValueError, whole } from '../ecs';
import { callable, fromZero } from './checks';

/** What a pool of connections needs. */
export type ConnectionPoolOptions<T> = {
  /** Opens one. The signal is aborted after `openTimeoutMs`, or when the pool is disposed. */
  open: (signal: AbortSignal) => T | PromiseLike<T>;
  /** Closes one. */
  close?: (connection: T) => void | PromiseLike<void>;
  /** One that takes longer to close is taken for closed, ms. @default 10,000 */
  closeTimeoutMs?: number;
  /** Whether one that was idle can still be used; one that cannot, or for which this throws, is closed. */
  check?: (connection: T) => boolean | PromiseLike<boolean>;
  /** One that was idle for less is not checked, ms. @default 0 */
  checkAfterMs?: number;
  /** A check that takes longer has failed: the connection is closed and another one taken, ms. @default 5,000 */
  checkTimeoutMs?: number;
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
  /** Told of one that was not given back, for how long it has been in use and by whom. */
  onLeak?: (connection: T, heldMs: number, name: string) => void;
  /** How long `dispose` waits for what is in use, ms; then that is closed all the same. Infinity: for ever. @default 10,000 */
  disposeTimeoutMs?: number;
  ports?: AsyncPorts;
};

/** How one is asked for. */
export type AcquireOptions = {
  signal?: AbortSignal;
  /** Who uses it, for errors and `onLeak`. */
  name?: string;
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
  acquire(options?: AcquireOptions): Promise<Lease<T>>;
  /** Uses one for a function and gives it back, also when that throws. */
  use<R>(work: (connection: T) => R | PromiseLike<R>, options?: AcquireOptions): Promise<R>;
  /**
   * Opens so many beforehand, `max` at most; resolves when they are there, rejects when they are not after `acquireTimeoutMs`, with why the last could
   * not be opened. Nobody has to be there to catch that.
   */
  warm(count: number): Promise<void>;
  stats(): Readonly<PoolStats>;
  /**
   * Rejects those that wait and closes what is idle or being checked, the others when they are given back. Resolves when all are closed; where some were
   * not given back within `disposeTimeoutMs` those are closed too, and it rejects (`pool-held`) and says who has them. Nobody has to be there to catch
   * that. Safe to call twice.
   */
  dispose(): Promise<void>;
};

/** Checks the numbers of a pool, those that are left open filled in. Throws `ValueError`. */
export function poolLimits<T>(options: ConnectionPoolOptions<T>) {
  for (const name of ['close', 'check', 'onLeak'] as const) callable(name, options[name]);
  if (options.open === undefined) throw new ValueError('open is undefined; give a function');
  callable('open', options.open);
  const min = whole('min', options.min ?? 0, 0);
  const ms = (name: DurationName, usual: number): number => duration(name, options[name] ?? usual);
  const { leakAfterMs, disposeTimeoutMs = 10_000 } = options;
  return {
    min,
    max: whole('max', options.max ?? Math.max(8, min), Math.max(1, min)),
    maxWaiting: whole('maxWaiting', options.maxWaiting ?? 10_000, 1),
    checkAfterMs: fromZero('checkAfterMs', options.checkAfterMs ?? 0),
    idleTimeoutMs: ms('idleTimeoutMs', 30_000),
    maxLifetimeMs: ms('maxLifetimeMs', 1_800_000),
    acquireTimeoutMs: ms('acquireTimeoutMs', 10_000),
    openTimeoutMs: ms('openTimeoutMs', 10_000),
    checkTimeoutMs: ms('checkTimeoutMs', 5_000),
    closeTimeoutMs: ms('closeTimeoutMs', 10_000),
    disposeTimeoutMs:
      disposeTimeoutMs === Number.POSITIVE_INFINITY
        ? disposeTimeoutMs
        : duration('disposeTimeoutMs', disposeTimeoutMs),
    leakAfterMs: leakAfterMs === undefined ? undefined : duration('leakAfterMs', leakAfterMs),
  };
}

type DurationName =
  | 'idleTimeoutMs'
  | 'maxLifetimeMs'
  | 'acquireTimeoutMs'
  | 'openTimeoutMs'
  | 'checkTimeoutMs'
  | 'closeTimeoutMs';
