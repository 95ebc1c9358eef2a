import { defaultPorts, retryDelay } from '../async';
import { duration, whole } from '../ecs';
import { onAbort, tell } from '../structures';
import { textOf } from './checks';
import { NetworkError } from './errors';
import {
  type SocketLike,
  type SocketMessage,
  type SocketPool,
  type SocketPoolOptions,
  type SocketRequestOptions,
  socketLimits,
} from './socket-options';
import { WaitLine } from './wait-line';

type Call = {
  readonly id: number;
  readonly data: unknown;
  replays: number;
  socket: Line | undefined;
  isOver: boolean;
  /** In the line for a socket. */
  isWaiting: boolean;
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
  const { reconnect, max, perSocket, maxWaiting, usualReplays, usualMs, ...limits } =
    socketLimits(options);
  const { connectTimeoutMs, highWaterBytes } = limits;
  const encode = options.encode ?? ((message) => JSON.stringify(message));
  const decode = options.decode ?? ((data) => JSON.parse(String(data)) as SocketMessage);
  const lines = new Set<Line>();
  const byId = new Map<number, Call>();
  const waiting = new WaitLine<Call>();
  let nextId = 1;
  let delayMs = reconnect.minMs;
  let reopenTimer: unknown;
  let lookTimer: unknown;
  /** Why the last socket was lost, or not made. */
  let failure: unknown;
  let isPumping = false;
  let disposed = false;
  const counts = { opened: 0, lost: 0, silent: 0, replayed: 0 };

  function pump(): void {
    if (disposed || isPumping) return;
    isPumping = true;
    sendWaiting();
    isPumping = false;
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

  function sendWaiting(): void {
    while (waiting.length > 0) {
      const line = freeLine();
      if (!line) break;
      const call = waiting.shift()!;
      call.isWaiting = false;
      call.socket = line;
      line.calls.add(call);
      try {
        line.socket.send(encode({ id: call.id, data: call.data }));
      } catch (error) {
        call.settle(error);
      }
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
    } catch (error) {
      failure = error;
      connectLater();
      // With none there that could take them they would wait for nothing: what throws here does so the next time, too.
      if (lines.size === 0) rejectWaiting(error);
      return;
    }
    const line: Line = {
      ...{ socket, isOpen: false, calls: new Set<Call>(), timer: undefined },
      ...{ isAsked: false, heardMs: ports.now() },
    };
    lines.add(line);
    line.timer = ports.setTimer(() => {
      failure = new NetworkError(
        'socket-failed',
        `the socket was not open after ${connectTimeoutMs} ms`,
      );
      lose(line);
    }, connectTimeoutMs);
    socket.onopen = () => {
      ports.clearTimer(line.timer);
      line.timer = undefined;
      failure = undefined;
      line.isOpen = true;
      line.heardMs = ports.now();
      delayMs = reconnect.minMs;
      counts.opened++;
      watch(line);
      pump();
    };
    socket.onmessage = (event: { data: unknown }) => hear(line, event.data);
    // Browsers say no more than that there was one, others what it was.
    socket.onerror = (event: { error?: unknown; message?: unknown } | undefined) => {
      failure = event?.error ?? event?.message ?? failure;
    };
    socket.onclose = () => lose(line);
  }

  function rejectWaiting(cause: unknown): void {
    const text = `no socket could be made: ${textOf(cause)}`;
    const error = new NetworkError('socket-failed', text, { cause });
    const all: Call[] = [];
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      call.isWaiting = false;
      all.push(call);
    }
    for (const call of all) call.settle(error);
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
    if (message.id !== undefined) byId.get(message.id)?.settle(undefined, message.data);
    // A socket that is told of an error may hear no more.
    else if (onMessage) tell(onMessage, message.data, 'onMessage');
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
        try {
          line.socket.send(encode({ data: heartbeat.data }));
          watch(line);
        } catch (error) {
          failure = error;
          lose(line);
        }
      }
    }, leftMs);
  }

  function lose(line: Line): void {
    if (!lines.delete(line)) return;
    release(line);
    if (disposed) return;
    counts.lost++;
    // Before anything is told: who asks again at once must not connect without a pause.
    connectLater();
    for (const call of [...line.calls].reverse()) {
      line.calls.delete(call);
      call.socket = undefined;
      if (call.replays-- > 0) {
        counts.replayed++;
        call.isWaiting = true;
        waiting.unshift(call);
      } else {
        call.settle(because('socket-lost', 'the socket was lost before the answer came'));
      }
    }
  }

  /** With why the last socket was lost, if none has opened since. */
  function because(code: 'socket-lost' | 'socket-timeout', text: string): NetworkError {
    if (failure === undefined) return new NetworkError(code, text);
    return new NetworkError(code, `${text}; the last socket: ${textOf(failure)}`, {
      cause: failure,
    });
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
    duration('timeoutMs', timeoutMs);
    whole('replays', replays, 0);
    if (disposed) return Promise.reject(gone());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (waiting.length >= maxWaiting) {
      const text = `${maxWaiting} requests wait for a socket already`;
      return Promise.reject(new NetworkError('pool-full', text));
    }
    return new Promise((resolve, reject) => {
      const timer = ports.setTimer(() => {
        call.settle(because('socket-timeout', `no answer came within ${timeoutMs} ms`));
      }, timeoutMs);
      const call: Call = {
        ...{ id: nextId++, data, replays, socket: undefined, isOver: false, isWaiting: true },
        settle(error, answer) {
          if (!byId.delete(call.id)) return;
          ports.clearTimer(timer);
          unlisten?.();
          if (call.isWaiting) waiting.remove(call);
          call.isOver = true;
          call.socket?.calls.delete(call);
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
