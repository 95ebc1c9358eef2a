import type {
  AsyncPorts,
  LimiterOptions,
  RetryBudgetOptions,
  RetryOptions,
  TaskPriority,
} from '../async';
import { duration, whole } from '../ecs';
import type { BreakerOptions, BreakerState } from './breaker';
import { callable, fromZero } from './checks';

/** What a client of HTTP servers needs. */
export type HttpClientOptions = {
  /** @default the host's */
  fetch?: typeof fetch;
  /** Requests at once for each origin: a number, or learnt from how long they take. @default 6, as browsers have it for HTTP/1.1 */
  limit?: number | LimiterOptions;
  /** Requests of an origin that wait at most. @default 10,000 */
  maxQueued?: number;
  /** What a try may take, its body included, ms. @default 30,000 */
  timeoutMs?: number;
  /** What a request may take in all: its wait for a turn, its tries and the pauses between them, ms. @default none */
  totalMs?: number;
  /** Of requests that may be repeated: GET, HEAD, OPTIONS, PUT, DELETE. @default 3 tries more, after 250 ms to 8 s, or when the server asks for it */
  retry?: number | RetryOptions;
  /** Of all origins together. @default one retry for ten requests, ten saved up */
  budget?: RetryBudgetOptions;
  /** For each origin; false for none. */
  breaker?: BreakerOptions | false;
  /** A longer body is given up. @default 67,108,864 */
  maxBytes?: number;
  /** Ranges of one file with no more bytes between them are one request. @default 16,384, about what a server sends before it waits for an answer */
  gapBytes?: number;
  /** One such request is no longer than that. @default 1,048,576 */
  maxRangeBytes?: number;
  /** How long a range waits for others, ms; 0 for what is asked for in the same turn. @default 0 */
  windowMs?: number;
  ports?: AsyncPorts;
};

/** How one request is made. */
export type RequestOptions = {
  /** @default 'GET' */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | ArrayBuffer | ArrayBufferView<ArrayBuffer> | Blob | FormData | URLSearchParams;
  /** Also a hint to the browser. @default 'normal' */
  priority?: TaskPriority;
  signal?: AbortSignal;
  timeoutMs?: number;
  totalMs?: number;
  /** When the answer is wanted, from now, ms. It orders, and ends nothing. */
  deadlineMs?: number;
  retry?: number | RetryOptions;
  /** Requests of one key that are on their way are one. @default for GET and HEAD without a body: method, address and headers */
  key?: string | false;
};

/** An answer, read to its end. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: Headers;
  /** Shared by all requests of one key: not to be written to. */
  readonly body: Uint8Array<ArrayBuffer>;
  text(): string;
  json(): unknown;
};

export type HttpStats = {
  /** Requests asked for, and sent; retries among them. */
  requests: number;
  sent: number;
  retries: number;
  /** Requests that were on their way already; ranges asked for, and the requests they became. */
  coalesced: number;
  ranges: number;
  rangeRequests: number;
  bytes: number;
  readonly origins: Readonly<
    Record<string, { limit: number; active: number; queued: number; breaker: BreakerState }>
  >;
};

/** Asks servers for things, and no more than they stand. */
export type HttpClient = {
  /** Sends a request; resolves with an answer below 400, rejects with a `NetworkError` otherwise, or with the reason of the signal; with a `ValueError` for what can never be sent. */
  request(url: string | URL, options?: RequestOptions): Promise<HttpResponse>;
  /** Bytes of a file from `from` up to `to`, not `to` itself. Ranges asked for at once that lie near each other are one request. */
  range(
    url: string | URL,
    from: number,
    to: number,
    options?: { signal?: AbortSignal; priority?: TaskPriority },
  ): Promise<Uint8Array<ArrayBuffer>>;
  readonly pending: number;
  stats(): HttpStats;
  /** Aborts all requests; later ones reject. Safe to call twice. */
  dispose(): void;
};

/** Checks the numbers of a client, those that are left open filled in. Throws `ValueError`. */
export function httpLimits(options: HttpClientOptions) {
  const { limit, timeoutMs, totalMs, windowMs = 0 } = options;
  callable('fetch', options.fetch);
  if (typeof limit === 'number' && limit !== Number.POSITIVE_INFINITY) whole('limit', limit, 1);
  if (timeoutMs !== undefined) duration('timeoutMs', timeoutMs);
  if (totalMs !== undefined) duration('totalMs', totalMs);
  return {
    maxBytes: fromZero('maxBytes', options.maxBytes ?? 2 ** 26),
    maxQueued: whole('maxQueued', options.maxQueued ?? 10_000, 1),
    // Bytes too many cost less than another request: bench/scheduler/network.ts takes 4 times as long by 4,096.
    gapBytes: fromZero('gapBytes', options.gapBytes ?? 16_384),
    maxRangeBytes: fromZero('maxRangeBytes', options.maxRangeBytes ?? 2 ** 20),
    windowMs: windowMs === 0 ? 0 : duration('windowMs', windowMs),
  };
}
