import type { AsyncPorts } from '../../src/async';
import { createConnectionPool, createHttpClient } from '../../src/network';
import { createRandom } from '../../src/statistics';
import { counting } from './work';

const FILE_BYTES = 4_000_000;

type Timer = { readonly due: number; readonly callback: () => void };

/** A clock that moves when nothing else is left to do. */
function createClock(): AsyncPorts & { end(work: Promise<unknown>): Promise<void> } {
  const random = createRandom(1);
  const timers = new Set<Timer>();
  let now = 0;
  return {
    random,
    now: () => now,
    setTimer(callback, delayMs) {
      const timer = { due: now + delayMs, callback };
      timers.add(timer);
      return timer;
    },
    clearTimer: (timer) => void timers.delete(timer as Timer),
    async end(work) {
      let isOver = false;
      void work.finally(() => {
        isOver = true;
      });
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isOver) return;
        const [first] = [...timers].sort((a, b) => a.due - b.due);
        if (!first) throw new Error('nothing is left that could go on');
        timers.delete(first);
        now = Math.max(now, first.due);
        first.callback();
      }
    },
  };
}

/** A thousand small ranges of one file, and three hundred requests of a hundred addresses; one answer in ten is a 503. */
export const requests = counting(async () => {
  const ports = createClock();
  let answers = 0;
  let timers = 0;
  const client = createHttpClient({
    budget: { share: 1, reserve: 100 },
    ports: {
      ...ports,
      setTimer(callback, ms) {
        timers++;
        return ports.setTimer(callback, ms);
      },
    },
    async fetch(_, init) {
      if (++answers % 10 === 0) return new Response('', { status: 503 });
      const range = new Headers(init!.headers).get('range');
      if (!range) return new Response('here');
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range)!;
      const headers = { 'content-range': `bytes ${from}-${to}/${FILE_BYTES}` };
      return new Response(new Uint8Array(Number(to) - Number(from) + 1), { status: 206, headers });
    },
  });
  const random = createRandom(5);
  const all: Promise<unknown>[] = [];
  for (let i = 0; i < 1_000; i++) {
    const from = Math.floor(random() * (FILE_BYTES - 4_000));
    all.push(client.range('http://a/file', from, from + 200 + Math.floor(random() * 3_800)));
  }
  for (let i = 0; i < 300; i++) all.push(client.request(`http://a/${i % 100}`));
  await ports.end(Promise.all(all));
  const { sent, retries, rangeRequests, bytes } = client.stats();
  client.dispose();
  return { sent, retries, rangeRequests, bytes, timers };
});

/** Twenty who use a pool of eight twenty times each: one connection in fifty breaks, one check in twenty-five fails. */
export const connections = counting(async () => {
  const ports = createClock();
  let checks = 0;
  let uses = 0;
  const pool = createConnectionPool({
    ...{ open: async () => ({}), ports, min: 2, max: 8, idleTimeoutMs: 50 },
    check: () => ++checks % 25 !== 0,
  });
  const users = Array.from({ length: 20 }, async (_, user) => {
    for (let i = 0; i < 20; i++) {
      const lease = await pool.acquire();
      await new Promise<void>((resolve) => ports.setTimer(resolve, 1 + (user % 5)));
      if (++uses % 50 === 0) lease.discard();
      else lease.release();
      if (i % 5 === 4)
        await new Promise<void>((resolve) => ports.setTimer(resolve, 20 + 10 * (user % 7)));
    }
  });
  await ports.end(Promise.all(users));
  await pool.dispose();
  const { opened, failedOpens, failedChecks, timeouts, leaks } = pool.stats();
  return { opened, checks, failedOpens, failedChecks, timeouts, leaks };
});
