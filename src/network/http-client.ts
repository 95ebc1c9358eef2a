import {
  createTaskManager,
  defaultPorts,
  type ManagedOptions,
  type RetryOptions,
  TaskError,
  type TaskExecutor,
  type TaskHandle,
} from '../async';
import { duration, ValueError } from '../ecs';
import { taskPriorities } from '../ecs/stores';
import { type Breaker, type CallResult, createBreaker } from './breaker';
import { NetworkError } from './errors';
import { exchange } from './http-exchange';
import {
  type HttpClient,
  type HttpClientOptions,
  type HttpResponse,
  type HttpStats,
  httpLimits,
  type RequestOptions,
} from './http-options';
import { createRangeReader } from './range-reader';

/** Methods that may be repeated: what the first try may have done, the second does not do again. */
const REPEATABLE = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];
const WITHOUT_BODY = ['GET', 'HEAD'];

/** A request that may take so long in all. */
type Total = {
  readonly handle: TaskHandle<unknown>;
  readonly what: string;
  readonly timer: unknown;
  readonly endMs: number;
};

/** Requests wait for the network, not for frames. */
const atOnce: TaskExecutor = { post: (task) => queueMicrotask(task) };

/**
 * Makes a client. A page has no sockets to pool: its browser keeps connections and shares them. What the client adds is how many requests an origin
 * gets at once, which go first, which are one, which are tried again, and when a server is left alone.
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { ports = defaultPorts(), limit = 6 } = options;
  const { maxBytes, maxQueued, gapBytes, maxRangeBytes, windowMs } = httpLimits(options);
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  // Told now that its options cannot be used, not with the first request.
  if (options.breaker) createBreaker(options.breaker, ports);
  const tasks = createTaskManager(atOnce, {
    ports,
    history: 0,
    ...(options.budget ? { budget: options.budget } : {}),
  });
  const breakers = new Map<string, Breaker | undefined>();
  const counts = { requests: 0, sent: 0, bytes: 0 };
  /** What may take only so long in all. */
  const totals = new Set<Total>();

  function openOrigin(origin: string): Breaker | undefined {
    if (!breakers.has(origin)) {
      tasks.addGroup(origin, { limit, maxQueued });
      const breaker = options.breaker === false ? undefined : (options.breaker ?? {});
      breakers.set(origin, breaker && createBreaker(breaker, ports));
    }
    return breakers.get(origin);
  }

  function request(address: string | URL, given: RequestOptions = {}): Promise<HttpResponse> {
    const url = urlOf(address);
    const method = (given.method ?? 'GET').toUpperCase();
    const totalMs = given.totalMs ?? options.totalMs;
    if (totalMs !== undefined) duration('totalMs', totalMs);
    const breaker = openOrigin(url.origin);
    counts.requests++;
    const handle: TaskHandle<HttpResponse> = tasks.submit(
      async ({ signal }) => {
        const end = breaker ? breaker.begin() : () => {};
        if (!end) {
          const waitMs = Math.ceil(breaker!.waitMs());
          const text = `${url.origin} has failed too often and is left alone for ${waitMs} ms more`;
          throw new NetworkError('http-unavailable', text);
        }
        counts.sent++;
        try {
          // That of the most urgent who asked for the same meanwhile.
          const priority = taskPriorities[handle.entry.lane]!;
          const sent = { ...given, method, priority };
          const response = await exchange(url, sent, { signal, maxBytes, fetch });
          counts.bytes += response.body.length;
          end('success');
          return response;
        } catch (error) {
          end(resultOf(error, signal));
          throw error;
        }
      },
      taskOptions(url, method, given, (error) => endTooShort(handle.id, error)),
    );
    const stop = limitTotal(handle, `${method} ${url}`, totalMs);
    return handle.promise
      .catch((error: unknown) => {
        throw plain(error, method, url);
      })
      .finally(stop);
  }

  /** Cancels what is not over in time: others of its key go on. Returns how to stop. */
  function limitTotal(
    handle: TaskHandle<unknown>,
    what: string,
    totalMs: number | undefined,
  ): () => void {
    if (totalMs === undefined) return () => {};
    const timer = ports.setTimer(() => {
      handle.cancel(new NetworkError('http-timeout', `${what}: it was not over in ${totalMs} ms`));
    }, totalMs);
    const total: Total = { handle, what, timer, endMs: ports.now() + totalMs };
    totals.add(total);
    return () => {
      ports.clearTimer(timer);
      totals.delete(total);
    };
  }

  /** Ends at once what has less time left than the server asks to wait before the next try. Others of its key wait. */
  function endTooShort(id: number, error: unknown): void {
    if (!(error instanceof NetworkError) || error.retryAfterMs === 0) return;
    const { status, retryAfterMs } = error;
    for (const { handle, what, endMs } of [...totals]) {
      const leftMs = Math.max(0, Math.round(endMs - ports.now()));
      if (handle.id !== id || retryAfterMs <= leftMs) continue;
      const text = `${what}: the server answered ${status} and asks to wait ${retryAfterMs} ms, and ${leftMs} ms of totalMs are left`;
      handle.cancel(new NetworkError('http-timeout', text, { cause: error, status, retryAfterMs }));
    }
  }

  function taskOptions(
    url: URL,
    method: string,
    given: RequestOptions,
    onRetry: (error: unknown) => void,
  ): ManagedOptions {
    const { key, priority, signal, deadlineMs } = given;
    const isRepeatable = REPEATABLE.includes(method);
    const isShared = key === undefined && given.body === undefined && WITHOUT_BODY.includes(method);
    const shared = isShared
      ? `${method} ${url} ${JSON.stringify(Object.entries(given.headers ?? {}).sort())}`
      : key;
    return {
      name: `${method} ${url.origin}${url.pathname}`,
      group: url.origin,
      timeoutMs: given.timeoutMs ?? options.timeoutMs ?? 30_000,
      ...(shared ? { key: shared } : {}),
      ...(priority ? { priority } : {}),
      ...(signal ? { signal } : {}),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      ...(isRepeatable || given.retry !== undefined
        ? { retry: retryOf(given.retry ?? options.retry ?? 3, onRetry) }
        : {}),
    };
  }

  const ranges = createRangeReader(request, {
    ...{ gapBytes, maxBytes: maxRangeBytes, windowMs, ports },
  });

  return {
    request,
    range(address, from, to, given = {}) {
      return ranges.read(urlOf(address), from, to, given);
    },
    get pending() {
      return tasks.pending;
    },
    stats(): HttpStats {
      const { retries, coalesced, groups } = tasks.stats();
      const origins: Record<string, HttpStats['origins'][string]> = {};
      for (const [origin, breaker] of breakers) {
        const { limit: now, active, queued } = groups[origin]!;
        origins[origin] = { limit: now, active, queued, breaker: breaker?.state ?? 'closed' };
      }
      return { ...counts, retries, coalesced, ...ranges.counts, origins };
    },
    dispose() {
      ranges.dispose();
      tasks.dispose();
      for (const { timer } of totals) ports.clearTimer(timer);
      totals.clear();
    },
  };
}

function urlOf(address: string | URL): URL {
  try {
    return new URL(address, globalThis.location?.href);
  } catch {
    throw new ValueError(`url is '${address}'; give an address, whole where there is no page`);
  }
}

/** Only what may be another time is tried again; `onRetry` is told before it is. */
function retryOf(retry: number | RetryOptions, onRetry: (error: unknown) => void): RetryOptions {
  const options = typeof retry === 'number' ? { tries: retry } : retry;
  return {
    ...options,
    when(error, tries) {
      if (!isPassing(error) || options.when?.(error, tries) === false) return false;
      onRetry(error);
      return true;
    },
  };
}

function isPassing(error: unknown): boolean {
  if (error instanceof TaskError) return error.code === 'task-timeout';
  if (!(error instanceof NetworkError)) return false;
  const { code, status } = error;
  if (code === 'http-status') return status >= 500 || status === 429 || status === 408;
  return code === 'http-failed' || code === 'http-truncated';
}

/** What an error says of the server: one that says no is well. */
function resultOf(error: unknown, { aborted, reason }: AbortSignal): CallResult {
  if (aborted) {
    return reason instanceof TaskError && reason.code === 'task-timeout' ? 'failure' : 'ignore';
  }
  if (!(error instanceof NetworkError)) return 'ignore';
  return isPassing(error) && error.status !== 429 ? 'failure' : 'success';
}

/** The error without the task around it: who asks for a file has not submitted one. */
function plain(error: unknown, method: string, url: URL): unknown {
  if (!(error instanceof TaskError)) return error;
  if (error.cause instanceof NetworkError || error.cause instanceof ValueError) return error.cause;
  const options = { cause: error };
  if (error.code === 'task-timeout' || (error.cause as TaskError)?.code === 'task-timeout') {
    return new NetworkError(
      'http-timeout',
      `${method} ${url}: there was no whole answer in time`,
      options,
    );
  }
  return new NetworkError('http-failed', `${method} ${url}: ${error.message}`, options);
}
