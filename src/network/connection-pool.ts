import { defaultPorts, retryDelay } from '../async';
import { whole } from '../ecs';
import { onAbort } from '../structures';
import { textOf } from './checks';
import { NetworkError } from './errors';
import { Closings } from './pool-closings';
import { Leases } from './pool-leases';
import {
  type AcquireOptions,
  type ConnectionPool,
  type ConnectionPoolOptions,
  type Lease,
  type PoolStats,
  poolLimits,
} from './pool-options';
import { WaitLine } from './wait-line';

type Place<T> = {
  readonly value: T;
  /** When it is too old. */
  readonly endMs: number;
  idleSince: number;
};

type Waiter<T> = {
  readonly name: string | undefined;
  isOver: boolean;
  resolve(lease: Lease<T>): void;
  reject(reason: unknown): void;
  /** Stops its timer and listener. */
  stop(): void;
};

/** One that waits for so many to be open. */
type Warming = { readonly count: number; settle(error?: unknown): void };

const REOPEN = { minMs: 100, maxMs: 10_000 };

/** Makes a pool. Throws `ValueError` for options that cannot be used. */
export function createConnectionPool<T>(options: ConnectionPoolOptions<T>): ConnectionPool<T> {
  const { open, check, onLeak, ports = defaultPorts() } = options;
  const { min, max, maxWaiting, checkAfterMs, checkTimeoutMs, leakAfterMs, ...limits } =
    poolLimits(options);
  const { idleTimeoutMs, maxLifetimeMs, acquireTimeoutMs, openTimeoutMs, closeTimeoutMs } = limits;
  const { disposeTimeoutMs } = limits;
  /** The one used last is at the end, and is used next: the others may close. */
  let idle: Place<T>[] = [];
  const waiters = new WaitLine<Waiter<T>>();
  const warmings = new Set<Warming>();
  const opens = new Set<AbortController>();
  /** What ends a check, for each that goes on. */
  const checks = new Set<(isGood: boolean) => void>();
  const closings = new Closings(options.close, closeTimeoutMs, ports, () => {
    if (disposed) tellEnded();
  });
  let idleTimer: unknown;
  let reopenTimer: unknown;
  let reopenMs = REOPEN.minMs;
  /** Why the last that was tried could not be opened. */
  let failure: { error: unknown } | undefined;
  let disposed = false;
  /** Of `dispose`: its promise, what settles it, what ends its wait for those in use, and why it took them back. */
  let ending: Promise<void> | undefined;
  let ended: ((error?: unknown) => void) | undefined;
  let endTimer: unknown;
  let held: NetworkError | undefined;
  const stats: PoolStats = {
    ...{ idle: 0, busy: 0, opening: 0, waiting: 0, opened: 0, closed: 0 },
    ...{ failedChecks: 0, failedOpens: 0, timeouts: 0, leaks: 0 },
  };
  const leases = new Leases<T, Place<T>>({
    ...{ ports, stats, leakAfterMs, onLeak },
    giveBack(place, isBroken) {
      if (leases.count === 0 && endTimer !== undefined) ports.clearTimer(endTimer);
      if (isBroken || disposed || place.endMs <= ports.now()) {
        end(place);
        pump();
      } else if (waiters.length > checks.size) give(place);
      else rest(place);
    },
  });

  function pump(): void {
    if (disposed) return;
    while (waiters.length > checks.size && idle.length > 0) {
      const place = idle.pop()!;
      if (place.endMs <= ports.now()) end(place);
      else hand(place);
    }
    let wanted = min;
    for (const warming of [...warmings]) {
      if (isOpen() >= warming.count) warming.settle();
      else wanted = Math.max(wanted, warming.count);
    }
    // What opens may be given to whoever waits by then.
    const size = (): number => isOpen() + opens.size;
    const missing = (): number =>
      Math.max(waiters.length - checks.size - opens.size, wanted - size());
    while (missing() > 0 && size() < max && reopenTimer === undefined) openOne();
    watchIdle();
  }

  function isOpen(): number {
    return idle.length + leases.count + checks.size;
  }

  /** Checks an idle one and gives it to whoever has waited longest. */
  function hand(place: Place<T>): void {
    if (!check || ports.now() - place.idleSince < checkAfterMs) {
      give(place);
      return;
    }
    let timer: unknown;
    const settle = (isGood: boolean): void => {
      if (!checks.delete(settle)) return;
      if (timer !== undefined) ports.clearTimer(timer);
      if (isGood && !disposed) {
        give(place);
        return;
      }
      if (!disposed) stats.failedChecks++;
      end(place);
      pump();
    };
    // One that cannot even be checked is broken.
    const fail = (): void => settle(false);
    checks.add(settle);
    try {
      const isGood = check(place.value);
      if (typeof isGood !== 'object') settle(isGood);
      else {
        timer = ports.setTimer(fail, checkTimeoutMs);
        isGood.then(settle, fail);
      }
    } catch {
      fail();
    }
  }

  function give(place: Place<T>): void {
    const waiter = waiters.shift();
    if (!waiter) {
      rest(place);
      return;
    }
    waiter.stop();
    waiter.resolve(leases.make(place, waiter.name));
  }

  function rest(place: Place<T>): void {
    place.idleSince = ports.now();
    idle.push(place);
    pump();
  }

  function openOne(): void {
    const controller = new AbortController();
    opens.add(controller);
    const timer = ports.setTimer(
      () =>
        controller.abort(
          new NetworkError('pool-open', `no connection was open after ${openTimeoutMs} ms`),
        ),
      openTimeoutMs,
    );
    const finish = (): boolean => {
      ports.clearTimer(timer);
      return opens.delete(controller);
    };
    const opened = (value: T): void => {
      const age = maxLifetimeMs * (1 - ports.random() * 0.1);
      const place = { value, endMs: ports.now() + age, idleSince: ports.now() };
      stats.opened++;
      // It came too late, or nobody wants it any more.
      if (!finish() || disposed) end(place);
      else {
        reopenMs = REOPEN.minMs;
        failure = undefined;
        give(place);
      }
    };
    const failed = (error: unknown): void => {
      if (!finish() || disposed) return;
      stats.failedOpens++;
      failure = { error };
      const waiter = waiters.shift();
      waiter?.stop();
      const text = `no connection could be opened: ${textOf(error)}`;
      waiter?.reject(new NetworkError('pool-open', text, { cause: error }));
      // Those that are kept open beforehand must not be asked for in a circle.
      if (!waiter) reopenLater();
      pump();
    };
    controller.signal.addEventListener('abort', () => failed(controller.signal.reason));
    try {
      Promise.resolve(open(controller.signal)).then(opened, failed);
    } catch (error) {
      queueMicrotask(() => failed(error));
    }
  }

  function reopenLater(): void {
    if (reopenTimer !== undefined) return;
    reopenMs = retryDelay(REOPEN, reopenMs, ports.random);
    reopenTimer = ports.setTimer(() => {
      reopenTimer = undefined;
      pump();
    }, reopenMs);
  }

  function end(place: Place<T>): void {
    stats.closed++;
    closings.add(place.value);
  }

  function watchIdle(): void {
    if (idleTimer !== undefined || disposed || idle.length === 0) return;
    const surplus = isOpen() > min;
    const [oldest] = idle;
    const due = surplus ? Math.min(oldest!.idleSince + idleTimeoutMs, firstEnd()) : firstEnd();
    idleTimer = ports.setTimer(
      () => {
        idleTimer = undefined;
        dropIdle();
        pump();
      },
      Math.max(1, due - ports.now()),
    );
  }

  function firstEnd(): number {
    return idle.reduce((least, { endMs }) => Math.min(least, endMs), Number.POSITIVE_INFINITY);
  }

  function dropIdle(): void {
    const now = ports.now();
    let surplus = isOpen() - min;
    idle = idle.filter((place) => {
      const isTooLong = now - place.idleSince >= idleTimeoutMs && surplus > 0;
      if (place.endMs > now && !isTooLong) return true;
      surplus--;
      end(place);
      return false;
    });
  }

  function tellEnded(): void {
    if (leases.count === 0 && closings.count === 0) ended?.(held);
  }

  /** Closes what nobody has given back: whoever has it may be gone. */
  function takeBack(): void {
    endTimer = undefined;
    const text = `${leases.count} connections were not given back within ${disposeTimeoutMs} ms of dispose, and are closed: in use by ${leases.holders()}; release them, or raise disposeTimeoutMs`;
    held = new NetworkError('pool-held', text);
    leases.takeBack();
  }

  function acquire({ signal, name }: AcquireOptions = {}): Promise<Lease<T>> {
    if (disposed) return Promise.reject(gone());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (waiters.length >= maxWaiting) {
      return Promise.reject(
        new NetworkError('pool-full', `${maxWaiting} wait for a connection already`),
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown): void => {
        waiters.remove(waiter);
        waiter.stop();
        reject(reason);
      };
      const timer = ports.setTimer(() => {
        stats.timeouts++;
        const by = leases.count > 0 ? `, by ${leases.holders()}` : '';
        const text = `no connection was free within ${acquireTimeoutMs} ms; ${leases.count} of ${max} are in use${by}`;
        leave(timeoutError(text));
      }, acquireTimeoutMs);
      const waiter: Waiter<T> = {
        name,
        isOver: false,
        resolve,
        reject,
        stop() {
          ports.clearTimer(timer);
          unlisten?.();
        },
      };
      const unlisten = signal && onAbort(signal, () => leave(signal.reason));
      waiters.push(waiter);
      pump();
    });
  }

  /** With why the last that was tried could not be opened, if none has been since. */
  function timeoutError(text: string): NetworkError {
    if (!failure) return new NetworkError('pool-timeout', text);
    const { error } = failure;
    return new NetworkError('pool-timeout', `${text}; the last try: ${textOf(error)}`, {
      cause: error,
    });
  }

  function warm(count: number): Promise<void> {
    if (disposed) return Promise.reject(gone());
    const wanted = Math.min(max, whole('count', count, 0));
    const promise = new Promise<void>((resolve, reject) => {
      const timer = ports.setTimer(() => {
        stats.timeouts++;
        const text = `${isOpen()} of ${wanted} connections were open within ${acquireTimeoutMs} ms`;
        warming.settle(timeoutError(text));
      }, acquireTimeoutMs);
      const warming: Warming = {
        count: wanted,
        settle(error) {
          ports.clearTimer(timer);
          warmings.delete(warming);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      warmings.add(warming);
      pump();
    });
    // Who warms it beforehand and does not wait for that is told by `acquire`.
    promise.catch(() => {});
    return promise;
  }

  pump();
  return {
    acquire,
    async use(work, given) {
      const lease = await acquire(given);
      try {
        return await work(lease.value);
      } finally {
        lease.release();
      }
    },
    warm,
    stats() {
      stats.idle = idle.length;
      stats.busy = leases.count + checks.size;
      stats.opening = opens.size;
      stats.waiting = waiters.length;
      return stats;
    },
    dispose() {
      if (ending) return ending;
      disposed = true;
      ending = new Promise((resolve, reject) => {
        ended = (error) => (error === undefined ? resolve() : reject(error));
      });
      // Who does not wait for it is told by `onLeak`.
      ending.catch(() => {});
      if (idleTimer !== undefined) ports.clearTimer(idleTimer);
      if (reopenTimer !== undefined) ports.clearTimer(reopenTimer);
      const error = gone();
      for (let waiter = waiters.shift(); waiter; waiter = waiters.shift()) {
        waiter.stop();
        waiter.reject(error);
      }
      for (const warming of [...warmings]) warming.settle(error);
      for (const settle of [...checks]) settle(false);
      for (const controller of [...opens]) controller.abort(error);
      for (const place of idle.splice(0)) end(place);
      if (leases.count > 0 && disposeTimeoutMs < Number.POSITIVE_INFINITY)
        endTimer = ports.setTimer(takeBack, disposeTimeoutMs);
      tellEnded();
      return ending;
    },
  };
}

function gone(): NetworkError {
  return new NetworkError('pool-disposed', 'the pool was disposed; make a new one');
}
