import { expect, it, onTestFinished } from 'vitest';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from '../../../src/async';
import { failure } from './failure';

it('workers of the page work, hand over without a copy, die and come back', async () => {
  const pool = start({ max: 2, replays: 0 });
  const sums = [1, 2, 3, 4].map((a) => pool.run({ add: [a, 1] }));
  expect(await Promise.all(sums)).toEqual([2, 3, 4, 5]);
  expect(pool.stats()).toMatchObject({ workers: 2, started: 2, busy: 0 });

  const buffer = Uint8Array.of(1, 2, 3).buffer;
  const back = await pool.run<ArrayBuffer>({ buffer }, { transfer: [buffer] });
  expect([buffer.byteLength, new Uint8Array(back)]).toEqual([0, Uint8Array.of(1, 2, 3)]);

  expect(await failure(pool.run({ isBad: true }))).toMatchObject({
    code: 'worker-failed',
    message: 'refused',
  });
  const error = await failure(pool.run({ isFatal: true }));
  expect([error.code, error.message]).toEqual(['worker-lost', expect.stringContaining('died')]);
  expect(pool.stats()).toMatchObject({ crashed: 1, replayed: 0 });
  expect(await pool.run({ add: [2, 2] })).toBe(4);
});

it('a worker of the page that never yields is ended, in time or by an abort', async () => {
  const pool = start({ max: 1 });
  expect((await failure(pool.run({ isEndless: true }, { timeoutMs: 50 }))).code).toBe(
    'worker-timeout',
  );
  const controller = new AbortController();
  const endless = pool.run({ isEndless: true }, { signal: controller.signal });
  const next = pool.run({ add: [3, 4] });
  controller.abort(new Error('enough'));
  await expect(endless).rejects.toThrow('enough');
  expect(await next).toBe(7);
  expect(pool.stats()).toMatchObject({ terminated: 2, crashed: 0, workers: 1 });
  pool.dispose();
  expect(pool.stats().workers).toBe(0);
});

const KILLS = import.meta.env.RAFTER_LONG ? 100 : 0;

it.runIf(KILLS > 0)('no work is lost while workers die again and again', async () => {
  const pool = start({ max: 4, replays: 100 });
  const ends: Promise<string>[] = [];
  const sums: Promise<number>[] = [];
  for (let i = 0; i < KILLS; i++) {
    sums.push(pool.run<number>({ add: [i, i] }));
    if (i % 10 !== 0) continue;
    const controller = new AbortController();
    const hangs = pool.run({ isEndless: true }, { signal: controller.signal });
    ends.push(hangs.then(String, (error: Error) => error.message));
    setTimeout(() => controller.abort(new Error('enough')), 20 * (i % 7));
  }
  expect(await Promise.all(sums)).toEqual(Array.from({ length: KILLS }, (_, i) => i * 2));
  expect(new Set(await Promise.all(ends))).toEqual(new Set(['enough']));
  expect(pool.stats()).toMatchObject({ busy: 0, queued: 0 });
});

function start(options: Partial<WorkerPoolOptions>): WorkerPool {
  const pool = createWorkerPool({
    create: () => new Worker(new URL('./pages/work.ts', import.meta.url), { type: 'module' }),
    ...options,
  });
  onTestFinished(() => pool.dispose());
  return pool;
}
