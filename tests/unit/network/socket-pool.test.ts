import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  createSocketPool,
  type NetworkError,
  type SocketLike,
  type SocketPool,
  type SocketPoolOptions,
} from '../../../src/network';
import { createHandClock, type HandClock } from '../../hand-clock';

let clock: HandClock;

type Message = { id?: number; data: unknown };
/** What the server does with a message. */
type Answer = (message: Message, socket: WebSocket, heard: Message[]) => void;

const echo: Answer = ({ id, data }, socket) => socket.send(JSON.stringify({ id, data }));

describe('a pool of sockets', () => {
  it('has many requests on one socket, whose answers come in any order', async () => {
    const held: (() => void)[] = [];
    const { pool, server } = await start((message, socket) => {
      held.push(() => echo(message, socket, []));
      if (held.length === 50) for (const send of held.reverse()) send();
    });
    const answers = Array.from({ length: 50 }, (_, i) => pool.request({ i }));
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 50 }, (_, i) => ({ i })));
    expect(server.clients.size).toBe(1);
    expect(pool.stats()).toMatchObject({ sockets: 1, opened: 1, inFlight: 0, waiting: 0 });
  });

  it('opens another when one is full, and no more than it may', async () => {
    const held: (() => void)[] = [];
    const { pool, server } = await start(
      (message, socket) => held.push(() => echo(message, socket, [])),
      { max: 2, perSocket: 3 },
    );
    const answers = Array.from({ length: 10 }, (_, i) => pool.request(i));
    await until(() => held.length === 6);
    expect([server.clients.size, pool.stats().waiting]).toEqual([2, 4]);
    const timer = setInterval(() => held.shift()?.(), 1);
    onTestFinished(() => clearInterval(timer));
    expect(await Promise.all(answers)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('connects again when a socket is lost; what was on its way fails, or is sent again', async () => {
    for (const replays of [0, 2]) {
      let lost = 0;
      const { pool } = await start(
        (message, socket) => {
          if (lost++ < 2) socket.terminate();
          else echo(message, socket, []);
        },
        { replays, max: 1 },
      );
      const first = pool.request('first').catch((error: NetworkError) => error.code);
      expect(await first).toBe(replays === 0 ? 'socket-lost' : 'first');
      if (replays === 0) expect(await failure(pool.request('again'))).toBe('socket-lost');
      expect(await pool.request('last')).toBe('last');
      expect(pool.stats()).toMatchObject({ lost: 2, opened: 3, replayed: replays });
    }
  });

  it('waits for a server that is not there yet', async () => {
    const first = await start(echo);
    const { port } = first.server.address();
    await close(first.server);
    const pool = poolTo(port);
    const answer = pool.request('patient');
    await until(() => pool.stats().lost > 1);
    const server = new WebSocketServer({ port, host: '127.0.0.1' });
    onTestFinished(() => close(server));
    serve(server, echo);
    expect(await answer).toBe('patient');
  });

  it('takes a socket for lost that is silent after a heartbeat, and keeps one that answers', async () => {
    let isSilent = true;
    const { pool } = await start(
      (message, socket, heard) => {
        if (!isSilent) echo(message, socket, heard);
        else if (heard.length > 1) isSilent = false;
      },
      { heartbeat: { data: 'beat', everyMs: 20, timeoutMs: 40 }, replays: 1, max: 1 },
    );
    expect(await pool.request('a')).toBe('a');
    const { silent } = pool.stats();
    expect(silent).toBeGreaterThanOrEqual(1);
  });

  it('tells of messages that are no answers', async () => {
    const told: unknown[] = [];
    const { pool } = await start(
      (message, socket) => {
        for (const odd of ['not even JSON', 'null', '7']) socket.send(odd);
        // Of a request that has ended.
        socket.send(JSON.stringify({ id: 1e9, data: 'late' }));
        socket.send(JSON.stringify({ data: 'news' }));
        echo(message, socket, []);
      },
      { onMessage: (data) => told.push(data) },
    );
    expect(await pool.request(1)).toBe(1);
    expect(told).toEqual(['news']);
  });

  it('goes on when who is told of them throws', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { pool } = await start(
      (message, socket) => {
        socket.send(JSON.stringify({ data: 'news' }));
        echo(message, socket, []);
      },
      {
        onMessage() {
          throw new Error('no');
        },
      },
    );
    expect(await pool.request('first')).toBe('first');
    expect(await pool.request('second')).toBe('second');
    expect([told.mock.calls.length, pool.stats().opened]).toEqual([2, 1]);
    told.mockRestore();
  });

  it('gives up a request in time, or when it is aborted', async () => {
    const { pool } = await start(() => {});
    expect(await failure(pool.request(1, { timeoutMs: 20 }))).toBe('socket-timeout');
    const controller = new AbortController();
    const aborted = pool.request(2, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    expect(pool.stats()).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('sends no more to a socket that has much to send yet', async () => {
    const sent: string[] = [];
    const socket = { ...fakeSocket(), send: (data: unknown) => sent.push(String(data)) };
    const pool = createSocketPool({ create: () => socket, max: 1, highWaterBytes: 100 });
    onTestFinished(() => pool.dispose());
    const answers = [pool.request('a'), pool.request('b')];
    Object.assign(socket, { bufferedAmount: 101 });
    socket.onopen!(undefined as never);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(sent).toEqual([]);
    Object.assign(socket, { bufferedAmount: 100 });
    await until(() => sent.length === 2);
    pool.dispose();
    for (const answer of answers) expect(await failure(answer)).toBe('socket-disposed');
  });

  it('sends again what was lost before what waited, and nothing that was given up', async () => {
    const { made, pool } = byHand({ max: 1, perSocket: 1, replays: 1 });
    const answers = ['a', 'b'].map((what) => pool.request(what));
    const controller = new AbortController();
    const given = pool.request('c', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    made[0]!.open();
    made[0]!.lose();
    await clock.advance(1_000);
    made[1]!.open();
    const [sent] = made[1]!.sent;
    expect(sent).toMatchObject({ data: 'a' });
    made[1]!.answer();
    made[1]!.answer();
    expect(await Promise.all(answers)).toEqual(['a', 'b']);
    expect(made[1]!.sent.map(({ data }) => data)).toEqual(['a', 'b']);
  });

  it('sends again what says so itself, and not what may be asked once only', async () => {
    const { made, pool } = byHand({ max: 1, replays: 1 });
    const once = pool.request('once', { replays: 0 });
    const twice = pool.request('twice');
    made[0]!.open();
    made[0]!.lose();
    expect(await failure(once)).toBe('socket-lost');
    await clock.advance(1_000);
    made[1]!.open();
    expect(made[1]!.sent.map(({ data }) => data)).toEqual(['twice']);
    made[1]!.answer();
    expect(await twice).toBe('twice');
  });

  it('connects again after longer and longer, until it has', async () => {
    const { made, pool } = byHand({ max: 1, reconnect: { minMs: 100, maxMs: 5_000 } });
    const answer = pool.request('a');
    for (const delayMs of [300, 900, 2_700, 5_000, 5_000]) {
      const { length } = made;
      made.at(-1)!.lose();
      await clock.advance(delayMs - 1);
      expect(made).toHaveLength(length);
      await clock.advance(1);
      expect(made).toHaveLength(length + 1);
    }
    made.at(-1)!.open();
    made.at(-1)!.answer();
    expect(await answer).toBe('a');
    made.at(-1)!.lose();
    const next = pool.request('b');
    const { length } = made;
    await clock.advance(300);
    expect(made).toHaveLength(length + 1);
    made.at(-1)!.open();
    made.at(-1)!.answer();
    expect(await next).toBe('b');
  });

  it('gives up a socket that never opens, and connects again after longer and longer', async () => {
    const { made, pool } = byHand({ max: 1, connectTimeoutMs: 1_000 });
    const answer = pool.request('a', { timeoutMs: 50_000 });
    const late = failure(pool.request('b', { timeoutMs: 1_200 }));
    const why = pool.request('c', { timeoutMs: 1_200 }).catch(String);
    await clock.advance(999);
    expect([made.length, pool.stats().lost]).toEqual([1, 0]);
    await clock.advance(1);
    expect([made.length, pool.stats().lost]).toEqual([1, 1]);
    await clock.advance(299);
    expect(made).toHaveLength(1);
    await clock.advance(1);
    expect(made).toHaveLength(2);
    expect(await late).toBe('socket-timeout');
    expect(await why).toContain('the last socket: the socket was not open after 1000 ms');
    await clock.advance(1_899);
    expect(made).toHaveLength(2);
    await clock.advance(1);
    expect(made).toHaveLength(3);
    made[2]!.open();
    made[2]!.answer();
    expect(await answer).toBe('a');
    // One that is open stays.
    await clock.advance(5_000);
    expect(pool.stats()).toMatchObject({ sockets: 1, lost: 2 });
    pool.dispose();
    expect(clock.timers).toBe(0);
  });

  it('says at once that no socket can be made, and tries again after a pause', async () => {
    let isBad = true;
    const { made, pool } = byHand({
      max: 1,
      create: () => {
        if (isBad) throw new SyntaxError("'htp:' is not allowed");
        const socket = handSocket();
        made.push(socket);
        return socket.socket;
      },
    });
    const ask = (i: number) => pool.request(i).catch((error: NetworkError) => error);
    const all = [ask(1), ask(2)];
    await all[0];
    // The second asked in the pause.
    expect(pool.stats().waiting).toBe(1);
    await clock.advance(300);
    for (const error of await Promise.all(all)) {
      expect(error).toMatchObject({
        code: 'socket-failed',
        message: "no socket could be made: 'htp:' is not allowed",
        cause: expect.any(SyntaxError),
      });
    }
    isBad = false;
    const answer = pool.request('again');
    await clock.advance(899);
    expect(made).toHaveLength(0);
    await clock.advance(1);
    made[0]!.open();
    made[0]!.answer();
    expect(await answer).toBe('again');
  });

  it('does not connect without a pause for what is asked again when its socket is lost', async () => {
    const { made, pool } = byHand({ max: 1 });
    const first = pool.request('a').catch(() => pool.request('again'));
    made[0]!.open();
    // It waits already when the first is told.
    const second = failure(pool.request('b', { timeoutMs: 100 }));
    pool.request('c').catch(() => {});
    made[0]!.lose();
    await clock.advance(299);
    expect([made.length, await second]).toEqual([1, 'socket-lost']);
    await clock.advance(1);
    expect(made).toHaveLength(2);
    made[1]!.open();
    made[1]!.answer();
    expect(await first).toBe('again');
  });

  it('takes a socket for lost that throws when its heartbeat is sent', async () => {
    const { made, pool } = byHand({ heartbeat: { data: 0, everyMs: 100, timeoutMs: 50 }, max: 1 });
    const code = failure(pool.request('a'));
    made[0]!.open();
    made[0]!.socket.send = () => {
      throw new Error('closing');
    };
    await clock.advance(100);
    expect([await code, pool.stats().lost]).toEqual(['socket-lost', 1]);
  });

  it('ends thousands of requests in time that is linear in them, those that cannot be encoded too', async () => {
    const { made, pool } = byHand({
      ...{ max: 1, maxWaiting: 100_000 },
      encode: ({ data }) => {
        if (data === 'bad') throw new Error('cannot');
        return JSON.stringify({ data });
      },
    });
    const controller = new AbortController();
    let over = 0;
    const ask = (data: string, signal?: AbortSignal): void =>
      void pool.request(data, signal ? { signal } : {}).catch(() => over++);
    for (let i = 0; i < 8_000; i++) ask('good', controller.signal);
    for (let i = 0; i < 8_000; i++) ask('bad');
    ask('last');
    controller.abort();
    expect(pool.stats().waiting).toBe(8_001);
    made[0]!.open();
    expect([pool.stats().waiting, made[0]!.sent]).toEqual([0, [{ data: 'last' }]]);
    pool.dispose();
    await clock.advance(0);
    expect(over).toBe(16_001);
  });

  it('is refused with options that cannot be used', () => {
    const heartbeat = { data: 0, everyMs: 0, timeoutMs: 5 };
    const bad: Partial<SocketPoolOptions>[] = [
      ...[{ max: Number.NaN }, { perSocket: 0 }, { maxWaiting: 1.5 }, { replays: -1 }],
      ...[{ timeoutMs: Number.POSITIVE_INFINITY }, { connectTimeoutMs: 0 }],
      ...[{ highWaterBytes: Number.NaN }, { heartbeat }, { encode: 1 as never }],
      ...[{ reconnect: { minMs: 0, maxMs: 1 } }, { reconnect: { minMs: 1, maxMs: Number.NaN } }],
      ...[{ create: 'ws://' as never }, { create: undefined as never }],
    ];
    for (const options of bad) expect(() => byHand(options)).toThrow(/ is .*; give/);
    const { pool } = byHand({});
    expect(() => pool.request(1, { timeoutMs: Number.NaN })).toThrow(/timeoutMs is NaN; give/);
    expect(() => pool.request(1, { replays: -1 })).toThrow(/replays is -1; give/);
    expect(pool.stats().waiting).toBe(0);
  });

  it('that is disposed rejects all and closes its sockets', async () => {
    const { pool, server } = await start(() => {});
    const answer = failure(pool.request(1));
    await until(() => pool.stats().inFlight === 1);
    pool.dispose();
    pool.dispose();
    expect(await answer).toBe('socket-disposed');
    expect(await failure(pool.request(1))).toBe('socket-disposed');
    await until(() => server.clients.size === 0);
  });
});

async function start(
  answer: Answer,
  options: Partial<SocketPoolOptions> = {},
): Promise<{ pool: SocketPool; server: WebSocketServer }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => close(server));
  serve(server, answer);
  return { server, pool: poolTo(server.address().port, options) };
}

function serve(server: WebSocketServer, answer: Answer): void {
  const heard: Message[] = [];
  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (data: unknown) => {
      const message = JSON.parse(String(data)) as Message;
      heard.push(message);
      answer(message, socket, heard);
    });
  });
}

function poolTo(port: number, options: Partial<SocketPoolOptions> = {}): SocketPool {
  const pool = createSocketPool({
    create: () => new WebSocket(`ws://127.0.0.1:${port}`),
    reconnect: { minMs: 1, maxMs: 20 },
    ...options,
  });
  onTestFinished(() => pool.dispose());
  return pool;
}

/** Sockets that do what the test has them do, by a clock that it moves. */
function byHand(options: Partial<SocketPoolOptions>) {
  clock = createHandClock(1);
  const made: HandSocket[] = [];
  const create = (): SocketLike => {
    const socket = handSocket();
    made.push(socket);
    return socket.socket;
  };
  const pool = createSocketPool({ create, ports: clock, timeoutMs: 60_000, ...options });
  onTestFinished(() => pool.dispose());
  return { made, pool };
}

type HandSocket = {
  socket: SocketLike;
  sent: Required<Message>[];
  open(): void;
  lose(): void;
  /** Answers the last that was sent. */
  answer(): void;
};

function handSocket(): HandSocket {
  const sent: Required<Message>[] = [];
  const socket = { ...fakeSocket(), send: (data: unknown) => sent.push(JSON.parse(String(data))) };
  const last = (): string => JSON.stringify(sent.at(-1));
  return {
    ...{ socket, sent },
    open: () => socket.onopen!(undefined as never),
    lose: () => socket.onclose!(undefined as never),
    answer: () => socket.onmessage!({ data: last() } as never),
  };
}

function fakeSocket(): SocketLike {
  return {
    ...{ readyState: 1, bufferedAmount: 0, send() {}, close() {} },
    ...{ onopen: null, onclose: null, onerror: null, onmessage: null },
  };
}

function close(server: WebSocketServer): Promise<void> {
  for (const client of server.clients) client.terminate();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: NetworkError) => error.code,
  );
}

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { interval: 2 }).toBe(true);
}
