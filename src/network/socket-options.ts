import type { AsyncPorts } from '../async';
import { duration, ValueError, whole } from '../ecs';
import { callable, fromZero } from './checks';

/** What the pool needs of a socket: the browser's `WebSocket`, or one like it. */
export type SocketLike = {
  readonly readyState: number;
  readonly bufferedAmount: number;
  binaryType?: string;
  send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
};

/** A message of a request or an answer as it goes over the line. */
export type SocketMessage = { readonly id?: number; readonly data: unknown };

export type SocketPoolOptions = {
  /** Makes a socket that connects: `() => new WebSocket(url)`. Where it throws and no other socket is there, what waits rejects with that. */
  create: () => SocketLike;
  /** Sockets at most; another is opened when all have `perSocket` requests on their way. @default 2 */
  max?: number;
  /** @default 100 */
  perSocket?: number;
  /** @default JSON with the fields `id` and `data` */
  encode?: (message: SocketMessage) => string | Uint8Array<ArrayBuffer>;
  decode?: (data: unknown) => SocketMessage;
  /** Told of messages without the id of a request. */
  onMessage?: (data: unknown) => void;
  /** Most time for an answer, ms. @default 30,000 */
  timeoutMs?: number;
  /** A request whose socket is lost is sent again by another, so many times: only where asking twice does no harm. @default 0 */
  replays?: number;
  /** Most time that a socket may take to open; then it is lost, and another one is tried, ms. @default 10,000 */
  connectTimeoutMs?: number;
  /** Times between two attempts to connect. @default 100 ms to 30 s, random and growing */
  reconnect?: { minMs: number; maxMs: number };
  /** What is sent when nothing has come for `everyMs`; a socket on which nothing comes for `timeoutMs` after that is lost. @default none */
  heartbeat?: { data: unknown; everyMs: number; timeoutMs: number };
  /** With more bytes than that not sent yet a socket takes no further request. @default 1,048,576 */
  highWaterBytes?: number;
  /** Requests that wait for a socket at most. @default 10,000 */
  maxWaiting?: number;
  ports?: AsyncPorts;
};

/** How one request is made; what is not given is as the pool has it. */
export type SocketRequestOptions = {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** How often it is sent again when its socket is lost: 0 for what may be asked once only. */
  replays?: number;
};

export type SocketStats = {
  readonly sockets: number;
  readonly inFlight: number;
  readonly waiting: number;
  /** Sockets opened; lost, or not open in time; lost for want of a heartbeat; requests sent again. */
  readonly opened: number;
  readonly lost: number;
  readonly silent: number;
  readonly replayed: number;
};

/** Requests and answers over a few sockets, many at once over each. */
export type SocketPool = {
  /** Sends a request; resolves with the data of its answer. */
  request(data: unknown, options?: SocketRequestOptions): Promise<unknown>;
  stats(): SocketStats;
  /** Rejects all and closes the sockets. Safe to call twice. */
  dispose(): void;
};

/** Checks the options of a pool, those that are left open filled in. Throws `ValueError`. */
export function socketLimits(options: SocketPoolOptions) {
  for (const name of ['create', 'encode', 'decode', 'onMessage'] as const) {
    callable(name, options[name]);
  }
  if (options.create === undefined) throw new ValueError('create is undefined; give a function');
  const { reconnect = { minMs: 100, maxMs: 30_000 }, heartbeat } = options;
  duration('reconnect.minMs', reconnect.minMs);
  duration('reconnect.maxMs', reconnect.maxMs);
  if (heartbeat) {
    duration('heartbeat.everyMs', heartbeat.everyMs);
    duration('heartbeat.timeoutMs', heartbeat.timeoutMs);
  }
  return {
    reconnect,
    max: whole('max', options.max ?? 2, 1),
    perSocket: whole('perSocket', options.perSocket ?? 100, 1),
    maxWaiting: whole('maxWaiting', options.maxWaiting ?? 10_000, 1),
    usualReplays: whole('replays', options.replays ?? 0, 0),
    usualMs: duration('timeoutMs', options.timeoutMs ?? 30_000),
    connectTimeoutMs: duration('connectTimeoutMs', options.connectTimeoutMs ?? 10_000),
    highWaterBytes: fromZero('highWaterBytes', options.highWaterBytes ?? 2 ** 20),
  };
}
