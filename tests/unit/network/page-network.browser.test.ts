import { expect, it, onTestFinished } from 'vitest';
import {
  createHttpClient,
  createSocketPool,
  type HttpClientOptions,
  type NetworkError,
  type SocketPoolOptions,
} from '../../../src/network';

const LONG = Boolean(import.meta.env.RAFTER_LONG);
const REQUESTS = LONG ? 100 : 6;

it('a client of the page ends what a server does not, and leaves no request', async () => {
  const client = open({ limit: 6, timeoutMs: 60_000, maxBytes: 100_000, breaker: false });
  const expected = {
    500: 'http-status',
    hang: 'http-timeout',
    reset: 'http-failed',
    truncated: 'http-failed',
    flood: 'http-too-large',
  };
  const key = `faults ${performance.now()}`;
  for (const [name, code] of Object.entries(expected)) {
    const all = Array.from({ length: name === 'hang' && !LONG ? 1 : REQUESTS }, (_, i) =>
      failure(
        // What a busy machine takes its time for must not end by it.
        client.request(addressOf(name, key, i), { timeoutMs: name === 'hang' ? 200 : 60_000 }),
      ),
    );
    expect([name, new Set(await Promise.all(all))]).toEqual([name, new Set([code])]);
  }
  expect((await client.request(addressOf('good', key, 0))).text()).toBe('good');
  const [near, far] = await Promise.all([
    client.range('/test-http/file', 10, 20),
    client.range('/test-http/file', 15, 40),
  ]);
  expect([near.length, far[0], client.stats().rangeRequests]).toEqual([10, 15, 1]);
  const hanging = failure(client.request(addressOf('hang', key, 99), { timeoutMs: 60_000 }));
  await until(async () => (await openOf(key)) === 1);
  client.dispose();
  expect(await hanging).toBe('http-failed');
  await until(async () => (await openOf(key)) === 0);
});

it('sockets of the page answer many at once, are replaced when lost or silent, and close', async () => {
  const news: unknown[] = [];
  const { pool, made } = sockets({
    ...{ replays: 0, max: 1, onMessage: (data) => data !== 'beat' && news.push(data) },
    // Longer than a busy machine is away.
    heartbeat: { data: 'beat', everyMs: 30, timeoutMs: 3_000 },
  });
  const all = Array.from({ length: 50 }, (_, i) => pool.request(i));
  expect(await Promise.all(all)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect([await pool.request('news'), news]).toEqual(['news', ['something new']]);
  expect(await failure(pool.request('die'))).toBe('socket-lost');
  expect(await pool.request('again')).toBe('again');
  expect(await failure(pool.request('silent'))).toBe('socket-lost');
  expect(pool.stats()).toMatchObject({ silent: 1 });
  expect(await pool.request('and again')).toBe('and again');
  const waiting = failure(pool.request('silent'));
  pool.dispose();
  expect(await waiting).toBe('socket-disposed');
  await until(() => made.every(({ readyState }) => readyState === WebSocket.CLOSED));
});

it.runIf(LONG)('a thousand requests end while sockets are lost again and again', async () => {
  const { pool } = sockets({ max: 4, replays: 100, perSocket: 10 });
  const ends: Promise<unknown>[] = [];
  for (let i = 0; i < 1_000; i++) {
    ends.push(pool.request(i));
    // What ends the socket must not be sent again: it would end as many.
    if (i % 100 === 0) pool.request('die', { replays: 0 }).catch(() => {});
  }
  const stop = setTimeout(() => pool.dispose(), 60_000);
  onTestFinished(() => clearTimeout(stop));
  expect(await Promise.all(ends)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
});

function open(options: HttpClientOptions) {
  const client = createHttpClient({
    retry: { tries: 3, minMs: 1, maxMs: 10 },
    budget: { share: 1, reserve: 1_000 },
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}

function sockets(options: Partial<SocketPoolOptions>) {
  const made: WebSocket[] = [];
  const pool = createSocketPool({
    create() {
      const socket = new WebSocket(`ws://${location.host}/test-sockets`);
      made.push(socket);
      return socket;
    },
    reconnect: { minMs: 1, maxMs: 20 },
    ...options,
  });
  onTestFinished(() => pool.dispose());
  return { pool, made };
}

function addressOf(name: string, key: string, i: number): string {
  return `/test-http/${name}?key=${encodeURIComponent(key)}&i=${i}`;
}

async function openOf(key: string): Promise<number> {
  return Number(await (await fetch(addressOf('open', key, 0))).text());
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: NetworkError) => error.code,
  );
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { interval: 5 }).toBe(true);
}
