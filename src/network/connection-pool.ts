import { defaultPorts, retryDelay } from '../async';
import { ValueError } from '../ecs';
import { onAbort } from '../structures';
import { NetworkError } from './errors';
import type { ConnectionPool, ConnectionPoolOptions, Lease, PoolStats } from './pool-options';

type Place<T> = {
  readonly value: T;
  /** When it is too old. */
  readonly endMs: number;
  idleSince: number;
};

type Waiter<T> = {
  resolve(lease: Lease<T>): void;
  reject(reason: unknown): void;
  /** Stops its timer and listener. */
  stop(): void;
};

const REOPEN = { minMs: 100, maxMs: 10_000 };

/** Makes a pool. Throws `ValueError` for options that cannot be used. */
export function createConnectionPool<T>(options: ConnectionPoolOptions<T>): ConnectionPool<T> {
  const { open, close, check, onLeak, ports = defaultPorts() } = options;
  const min = whole('min', options.min ?? 0, 0);
  const max = whole('max', options.max ?? Math.max(8, min), Math.max(1, min));
  const maxWaiting = whole('maxWaiting', options.maxWaiting ?? 10_000, 1);
  const idleTimeoutMs = atLeast('idleTimeoutMs', options.idleTimeoutMs ?? 30_000);
  const maxLifetimeMs = atLeast('maxLifetimeMs', options.maxLifetimeMs ?? 1_800_000);
  const acquireTimeoutMs = atLeast('acquireTimeoutMs', options.acquireTimeoutMs ?? 10_000);
  const openTimeoutMs = atLeast('openTimeoutMs', options.openTimeoutMs ?? 10_000);
  const checkAfterMs = options.checkAfterMs ?? 0;
  if (typeof open !== 'function') throw new ValueError(`open is ${String(open)}; give a function`);
  /** The one used last is at the end, and is used next: the others may close. */
  const idle: Place<T>[] = [];
  let waiters: Waiter<T>[] = [];
  let warming: (() => void)[] = [];
  const opens = new Set<AbortController>();
  let closings: Promise<void>[] = [];
  /** In use, and being checked. */
  let busy = 0;
  let checking = 0;
  let wanted = 0;
  let idleTimer: unknown;
  let reopenTimer: unknown;
  let reopenMs = REOPEN.minMs;
  let disposed = false;
  let ended: (() => void) | undefined;
  const stats: PoolStats = {
    ...{ idle: 0, busy: 0, opening: 0, waiting: 0, opened: 0, closed: 0 },
    ...{ failedChecks: 0, failedOpens: 0, timeouts: 0, leaks: 0 },
  };

  function pump(): void {
    if (disposed) return;
    while (waiters.length > checking && idle.length > 0) {
      const place = idle.pop()!;
      if (place.endMs <= ports.now()) end(place);
      else void hand(place);
    }
    // What opens may be given to whoever waits by then.
    const size = (): number => idle.length + busy + checking + opens.size;
    const missing = (): number =>
      Math.max(waiters.length - checking - opens.size, Math.max(min, wanted) - size());
    while (missing() > 0 && size() < max && reopenTimer === undefined) openOne();
    if (warming.length > 0 && size() - opens.size >= Math.min(wanted, max)) {
      wanted = 0;
      for (const done of warming.splice(0)) done();
    }
    watchIdle();
  }

  /** Checks an idle one and gives it to whoever has waited longest. */
  async function hand(place: Place<T>): Promise<void> {
    if (check && ports.now() - place.idleSince >= checkAfterMs) {
      checking++;
      let isGood = false;
      try {
        isGood = await check(place.value);
      } catch {
        // One that cannot even be checked is broken.
      }
      checking--;
      if (!isGood || disposed) {
        if (!isGood) stats.failedChecks++;
        end(place);
        pump();
        return;
      }
    }
    give(place);
  }

  function give(place: Place<T>): void {
    const waiter = waiters.shift();
    if (!waiter) {
      rest(place);
      return;
    }
    waiter.stop();
    busy++;
    waiter.resolve(leaseOf(place));
  }

  function rest(place: Place<T>): void {
    place.idleSince = ports.now();
    idle.push(place);
    pump();
  }

  function leaseOf(place: Place<T>): Lease<T> {
    const since = ports.now();
    let isOver = false;
    const leak =
      options.leakAfterMs === undefined
        ? undefined
        : ports.setTimer(() => {
            stats.leaks++;
            onLeak?.(place.value, ports.now() - since);
          }, options.leakAfterMs);
    const giveBack = (isBroken: boolean): void => {
      if (isOver) return;
      isOver = true;
      if (leak !== undefined) ports.clearTimer(leak);
      busy--;
      if (isBroken || disposed || place.endMs <= ports.now()) {
        end(place);
        pump();
      } else if (waiters.length > checking) give(place);
      else rest(place);
    };
    return { value: place.value, release: () => giveBack(false), discard: () => giveBack(true) };
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
        give(place);
      }
    };
    const failed = (error: unknown): void => {
      if (!finish() || disposed) return;
      stats.failedOpens++;
      const waiter = waiters.shift();
      waiter?.stop();
      const text = error instanceof Error ? error.message : String(error);
      waiter?.reject(
        new NetworkError('pool-open', `no connection could be opened: ${text}`, { cause: error }),
      );
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
    const closing = Promise.resolve()
      .then(() => close?.(place.value))
      // It is gone either way.
      .catch(() => {})
      .then(() => {
        closings = closings.filter((each) => each !== closing);
        if (disposed) tellEnded();
      });
    closings.push(closing);
  }

  function watchIdle(): void {
    if (idleTimer !== undefined || disposed || idle.length === 0) return;
    const surplus = idle.length + busy + checking > min;
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
    for (const place of [...idle]) {
      const isSurplus = idle.length + busy + checking > min;
      const isTooLong = now - place.idleSince >= idleTimeoutMs && isSurplus;
      if (place.endMs > now && !isTooLong) continue;
      idle.splice(idle.indexOf(place), 1);
      end(place);
    }
  }

  function tellEnded(): void {
    if (busy === 0 && closings.length === 0) ended?.();
  }

  function acquire({ signal }: { signal?: AbortSignal } = {}): Promise<Lease<T>> {
    if (disposed) return Promise.reject(gone());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (waiters.length >= maxWaiting) {
      return Promise.reject(
        new NetworkError('pool-full', `${maxWaiting} wait for a connection already`),
      );
    }
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown): void => {
        waiters = waiters.filter((each) => each !== waiter);
        waiter.stop();
        reject(reason);
      };
      const timer = ports.setTimer(() => {
        stats.timeouts++;
        leave(
          new NetworkError(
            'pool-timeout',
            `no connection was free within ${acquireTimeoutMs} ms; ${busy} of ${max} are in use`,
          ),
        );
      }, acquireTimeoutMs);
      const waiter: Waiter<T> = {
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
    warm(count) {
      if (disposed) return Promise.reject(gone());
      wanted = Math.max(wanted, Math.min(max, whole('count', count, 0)));
      return new Promise((resolve) => {
        warming.push(resolve);
        pump();
      });
    },
    stats() {
      stats.idle = idle.length;
      stats.busy = busy + checking;
      stats.opening = opens.size;
      stats.waiting = waiters.length;
      return stats;
    },
    dispose() {
      const wasDisposed = disposed;
      disposed = true;
      if (!wasDisposed) {
        if (idleTimer !== undefined) ports.clearTimer(idleTimer);
        if (reopenTimer !== undefined) ports.clearTimer(reopenTimer);
        for (const waiter of waiters.splice(0)) {
          waiter.stop();
          waiter.reject(gone());
        }
        for (const done of warming.splice(0)) done();
        warming = [];
        for (const controller of [...opens]) controller.abort(gone());
        for (const place of idle.splice(0)) end(place);
      }
      if (busy === 0 && closings.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        const before = ended;
        ended = () => {
          before?.();
          resolve();
        };
      });
    },
  };
}

/** A pool of anything that is made and thrown away: buffers, decoders, canvases. */
export function createResourcePool<T>({
  create,
  destroy,
  ...options
}: Omit<ConnectionPoolOptions<T>, 'open' | 'close'> & {
  create: () => T | PromiseLike<T>;
  destroy?: (resource: T) => void | PromiseLike<void>;
}): ConnectionPool<T> {
  return createConnectionPool({
    ...options,
    open: () => create(),
    ...(destroy ? { close: destroy } : {}),
  });
}

function gone(): NetworkError {
  return new NetworkError('pool-disposed', 'the pool was disposed; make a new one');
}

function whole(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ValueError(`${name} is ${value}; give a whole number from ${least} up`);
}

function atLeast(name: string, value: number): number {
  if (value > 0 && value < 2 ** 31) return value;
  throw new ValueError(`${name} is ${value}; give ms above 0 and below 2^31`);
}
