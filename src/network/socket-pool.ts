import { type AsyncPorts, defaultPorts, retryDelay } from '../async';
import { ValueError } from '../ecs';
import { onAbort } from '../structures';
import { NetworkError } from './errors';

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
  /** Makes a socket that connects: `() => new WebSocket(url)`. */
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
  /** Sockets opened, lost, and lost for want of a heartbeat; requests sent again. */
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

type Call = {
  readonly id: number;
  readonly data: unknown;
  replays: number;
  socket: Line | undefined;
  settle(error: unknown, data?: unknown): void;
};

/** A socket of the pool. */
type Line = {
  readonly socket: SocketLike;
  isOpen: boolean;
  readonly calls: Set<Call>;
  timer: unknown;
  /** Whether a heartbeat was sent and nothing came since. */
  isAsked: boolean;
  heardMs: number;
};

const OPEN = 1;
/** Browsers do not tell when what waits was sent. */
const LOOK_MS = 10;

/** Makes a pool; the first socket is opened with the first request. Throws `ValueError` for options that cannot be used. */
export function createSocketPool(options: SocketPoolOptions): SocketPool {
  const { create, onMessage, heartbeat, ports = defaultPorts() } = options;
  if (typeof create !== 'function')
    throw new ValueError(`create is ${String(create)}; give a function`);
  const { max = 2, perSocket = 100, replays: usualReplays = 0, maxWaiting = 10_000 } = options;
  const { highWaterBytes = 2 ** 20, timeoutMs: usualMs = 30_000 } = options;
  const reconnect = options.reconnect ?? { minMs: 100, maxMs: 30_000 };
  const encode = options.encode ?? ((message) => JSON.stringify(message));
  const decode = options.decode ?? ((data) => JSON.parse(String(data)) as SocketMessage);
  const lines = new Set<Line>();
  const byId = new Map<number, Call>();
  let waiting: Call[] = [];
  let nextId = 1;
  let delayMs = reconnect.minMs;
  let reopenTimer: unknown;
  let lookTimer: unknown;
  let disposed = false;
  const counts = { opened: 0, lost: 0, silent: 0, replayed: 0 };

  function pump(): void {
    if (disposed) return;
    while (waiting.length > 0) {
      const line = freeLine();
      if (!line) break;
      const call = waiting.shift()!;
      call.socket = line;
      line.calls.add(call);
      try {
        line.socket.send(encode({ id: call.id, data: call.data }));
      } catch (error) {
        call.settle(error);
      }
    }
    if (waiting.length === 0) return;
    const connecting = [...lines].some(({ isOpen }) => !isOpen);
    if (lines.size < max && !connecting && reopenTimer === undefined) connect();
    if (lookTimer === undefined && [...lines].some(isFull)) {
      lookTimer = ports.setTimer(() => {
        lookTimer = undefined;
        pump();
      }, LOOK_MS);
    }
  }

  function isFull({ socket, isOpen }: Line): boolean {
    return isOpen && socket.bufferedAmount > highWaterBytes;
  }

  /** The one with the fewest requests on their way. */
  function freeLine(): Line | undefined {
    let best: Line | undefined;
    for (const line of lines) {
      if (!line.isOpen || line.socket.readyState !== OPEN) continue;
      if (line.calls.size >= perSocket || isFull(line)) continue;
      if (!best || line.calls.size < best.calls.size) best = line;
    }
    return best;
  }

  function connect(): void {
    let socket: SocketLike;
    try {
      socket = create();
    } catch {
      connectLater();
      return;
    }
    const line: Line = {
      ...{ socket, isOpen: false, calls: new Set<Call>(), timer: undefined },
      ...{ isAsked: false, heardMs: ports.now() },
    };
    lines.add(line);
    socket.onopen = () => {
      line.isOpen = true;
      line.heardMs = ports.now();
      delayMs = reconnect.minMs;
      counts.opened++;
      watch(line);
      pump();
    };
    socket.onmessage = (event: { data: unknown }) => hear(line, event.data);
    socket.onerror = () => {};
    socket.onclose = () => lose(line);
  }

  function hear(line: Line, data: unknown): void {
    line.heardMs = ports.now();
    line.isAsked = false;
    let message: SocketMessage;
    try {
      message = decode(data);
      // What cannot be read is no answer: whoever waits for one is told in time.
      if (typeof message !== 'object' || message === null) return;
    } catch {
      return;
    }
    // An answer that nobody waits for any more is no news.
    if (message.id === undefined) onMessage?.(message.data);
    else byId.get(message.id)?.settle(undefined, message.data);
    pump();
  }

  /** Looks whether a socket is still there when nothing has come for long. */
  function watch(line: Line): void {
    if (!heartbeat || disposed) return;
    const wait = line.isAsked ? heartbeat.timeoutMs : heartbeat.everyMs;
    const leftMs = Math.max(1, line.heardMs + wait - ports.now());
    line.timer = ports.setTimer(() => {
      if (ports.now() - line.heardMs < wait) watch(line);
      else if (line.isAsked) {
        counts.silent++;
        lose(line);
      } else {
        line.isAsked = true;
        line.heardMs = ports.now();
        line.socket.send(encode({ data: heartbeat.data }));
        watch(line);
      }
    }, leftMs);
  }

  function lose(line: Line): void {
    if (!lines.delete(line)) return;
    release(line);
    if (disposed) return;
    counts.lost++;
    for (const call of [...line.calls].reverse()) {
      line.calls.delete(call);
      call.socket = undefined;
      if (call.replays-- > 0) {
        counts.replayed++;
        waiting.unshift(call);
      } else {
        call.settle(new NetworkError('socket-lost', 'the socket was lost before the answer came'));
      }
    }
    connectLater();
  }

  function release({ socket, timer }: Line): void {
    if (timer !== undefined) ports.clearTimer(timer);
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    // A socket that is closed while it connects may still tell of an error.
    socket.onerror = () => {};
    try {
      socket.close();
    } catch {
      // It was never open.
    }
  }

  function connectLater(): void {
    if (reopenTimer !== undefined || disposed) return;
    delayMs = retryDelay(reconnect, delayMs, ports.random);
    reopenTimer = ports.setTimer(() => {
      reopenTimer = undefined;
      pump();
    }, delayMs);
  }

  function request(
    data: unknown,
    { signal, timeoutMs = usualMs, replays = usualReplays }: SocketRequestOptions = {},
  ): Promise<unknown> {
    if (disposed) return Promise.reject(gone());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (waiting.length >= maxWaiting) {
      const text = `${maxWaiting} requests wait for a socket already`;
      return Promise.reject(new NetworkError('pool-full', text));
    }
    return new Promise((resolve, reject) => {
      const timer = ports.setTimer(() => {
        call.settle(new NetworkError('socket-timeout', `no answer came within ${timeoutMs} ms`));
      }, timeoutMs);
      const call: Call = {
        ...{ id: nextId++, data, replays, socket: undefined },
        settle(error, answer) {
          if (!byId.delete(call.id)) return;
          ports.clearTimer(timer);
          unlisten?.();
          if (call.socket) call.socket.calls.delete(call);
          else waiting = waiting.filter((each) => each !== call);
          if (error === undefined) resolve(answer);
          else reject(error);
          pump();
        },
      };
      const unlisten = signal && onAbort(signal, () => call.settle(signal.reason));
      byId.set(call.id, call);
      waiting.push(call);
      pump();
    });
  }

  return {
    request,
    stats: () => ({
      sockets: [...lines].filter(({ isOpen }) => isOpen).length,
      inFlight: byId.size - waiting.length,
      waiting: waiting.length,
      ...counts,
    }),
    dispose() {
      if (disposed) return;
      disposed = true;
      if (reopenTimer !== undefined) ports.clearTimer(reopenTimer);
      if (lookTimer !== undefined) ports.clearTimer(lookTimer);
      for (const line of lines) release(line);
      lines.clear();
      for (const call of [...byId.values()]) call.settle(gone());
    },
  };
}

function gone(): NetworkError {
  return new NetworkError('socket-disposed', 'the sockets were disposed; make new ones');
}
