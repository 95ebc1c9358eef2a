import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createWorkerPool,
  serveWork,
  type WorkerLike,
  type WorkerPool,
  type WorkerPoolOptions,
} from '../../../src/async';
import { createHandClock } from '../../hand-clock';
import { failure } from './failure';
import { thread } from './thread';

describe('a pool of workers', () => {
  it('works in as many as it may, and in as few as will do', async () => {
    const pool = start({ max: 2 });
    const sums = Array.from({ length: 20 }, (_, i) => pool.run({ a: i, b: 1 }));
    expect(pool.stats()).toMatchObject({ workers: 2, busy: 2, queued: 18 });
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(pool.stats()).toMatchObject({ workers: 2, busy: 0, started: 2, crashed: 0 });
  });

  it('transfers what it is told to', async () => {
    const pool = start();
    const buffer = Uint8Array.of(1, 2, 3).buffer;
    const back = await pool.run<ArrayBuffer>({ buffer }, { transfer: [buffer] });
    expect([buffer.byteLength, back.byteLength]).toEqual([0, 3]);
  });

  it('tells what failed, and goes on', async () => {
    const pool = start();
    expect(await failure(pool.run({ fail: true }))).toMatchObject({
      code: 'worker-failed',
      message: 'failed',
    });
    await expect(pool.run(() => {})).rejects.toThrow(/clone/);
    expect(await pool.run({ a: 1, b: 2 })).toBe(3);
    expect(pool.stats().started).toBe(1);
  });

  it('starts another for one that died, and gives it the work, but not for ever', async () => {
    const pool = start({ max: 1, replays: 1 });
    const dying = failure(pool.run({ die: true }));
    const next = pool.run({ a: 2, b: 2 });
    expect(await dying).toMatchObject({ code: 'worker-lost' });
    expect(await next).toBe(4);
    expect(pool.stats()).toMatchObject({ crashed: 2, replayed: 1, started: 2 });
    // What was transferred is gone: there is nothing to give to another.
    const { buffer } = new Uint8Array(4);
    const lost = pool.run({ die: true, buffer }, { transfer: [buffer] });
    expect(await failure(lost)).toMatchObject({ code: 'worker-lost' });
    expect(pool.stats().replayed).toBe(1);
  });

  it('ends what never comes back, in time or when it is aborted', async () => {
    const pool = start({ max: 1 });
    const late = failure(pool.run({ hang: true }, { timeoutMs: 100 }));
    const next = pool.run({ a: 1, b: 1 });
    expect(await late).toMatchObject({ code: 'worker-timeout' });
    expect(await next).toBe(2);
    const controller = new AbortController();
    const aborted = pool.run({ hang: true }, { signal: controller.signal });
    const waiting = new AbortController();
    const dropped = pool.run({ a: 1, b: 1 }, { signal: waiting.signal });
    waiting.abort(new Error('not any more'));
    await expect(dropped).rejects.toThrow('not any more');
    expect(pool.stats()).toMatchObject({ queued: 0, busy: 1 });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    expect(await pool.run({ a: 3, b: 3 })).toBe(6);
    expect(pool.stats()).toMatchObject({ terminated: 2, crashed: 0 });
  });

  it('keeps as many as it is told to, and lets the others go', async () => {
    const pool = start({ min: 1, max: 3, idleMs: 30 });
    expect(pool.stats().workers).toBe(1);
    await Promise.all([1, 2, 3].map((a) => pool.run({ a, b: 0 })));
    expect(pool.stats().started).toBe(3);
    await expect.poll(() => pool.stats().workers, { interval: 5 }).toBe(1);
  });

  it('that is disposed ends all', async () => {
    const pool = start({ max: 1 });
    const all = [pool.run({ hang: true }), pool.run({ a: 1, b: 1 })].map((run) => failure(run));
    pool.dispose();
    for (const error of await Promise.all(all)) expect(error.code).toBe('worker-disposed');
    expect((await failure(pool.run({}))).code).toBe('worker-disposed');
    expect(pool.stats()).toMatchObject({ workers: 0, started: 1 });
  });

  it('starts another for one that died after longer and longer, until one has worked', async () => {
    const { made, pool, clock } = byHand({ max: 2, replays: 10 });
    const sum = pool.run('a');
    const { length: first } = made;
    for (const delayMs of [300, 900, 2_700, 5_000]) {
      const { length } = made;
      made.at(-1)!.onerror!({ message: 'died' } as never);
      await clock.advance(delayMs - 1);
      // More work does not hurry it.
      if (length === first) pool.run('b').catch(() => {});
      expect(made).toHaveLength(length);
      await clock.advance(1);
      expect(made.length).toBeGreaterThan(length);
    }
    for (const worker of made) worker.answer('done');
    expect(await sum).toBe('done');
    const { length } = made;
    made.at(-1)!.onerror!({ message: 'died' } as never);
    await clock.advance(300);
    pool.run('c').catch(() => {});
    pool.run('d').catch(() => {});
    expect(made).toHaveLength(length + 1);
  });

  it('takes no answer to other work for one', async () => {
    const { made, pool } = byHand({ max: 1 });
    const [first, second] = [pool.run('a'), pool.run('b')];
    made[0]!.answer('of a');
    expect(await first).toBe('of a');
    made[0]!.answer('of a, again', 0);
    made[0]!.answer('of b');
    expect(await second).toBe('of b');
  });

  it('says at once that no worker can be made, and tries again after a pause', async () => {
    let isBad = true;
    const { made, pool, clock } = byHand({ min: 1, max: 2 }, (worker) => {
      if (isBad) throw new Error('blocked');
      return worker;
    });
    expect(pool.stats()).toMatchObject({ workers: 0, crashed: 1 });
    const all = [pool.run('a'), pool.run('b')].map((run) => failure(run));
    expect(pool.stats()).toMatchObject({ queued: 2, crashed: 1 });
    await clock.advance(300);
    for (const error of await Promise.all(all)) {
      expect(error).toMatchObject({
        code: 'worker-create',
        message: 'no worker could be made: blocked',
        cause: expect.any(Error),
      });
    }
    expect(pool.stats()).toMatchObject({ queued: 0, crashed: 2 });
    isBad = false;
    const sum = pool.run('c');
    await clock.advance(900);
    made.at(-1)!.answer('done');
    expect(await sum).toBe('done');
    // One that is there goes on where another cannot be made.
    isBad = true;
    const both = [pool.run('d'), pool.run('e')];
    made.at(-1)!.answer('d');
    made.at(-1)!.answer('e');
    expect(await Promise.all(both)).toEqual(['d', 'e']);
  });

  it('ends thousands in time that is linear in them, and keeps nothing of what was aborted', async () => {
    const { pool } = byHand({ max: 1, maxQueued: 100_000 });
    pool.run('hangs').catch(() => {});
    let ended = 0;
    const run = (signal?: AbortSignal): void =>
      void pool.run('a', signal ? { signal } : {}).catch(() => ended++);
    const controller = new AbortController();
    // Where all that wait are counted for each, this takes minutes.
    for (let i = 0; i < 5_000; i++) run(controller.signal);
    for (let i = 0; i < 5_000; i++) run();
    controller.abort();
    expect(pool.stats().queued).toBe(5_000);
    pool.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    expect([ended, pool.stats().queued]).toEqual([10_000, 0]);
    expect(() => start({ timeoutMs: 0 })).toThrow(/timeoutMs is 0; give/);
    expect(() => start({ create: 5 as never })).toThrow(/create is 5; give/);
  });

  it('refuses more work than may wait', async () => {
    const pool = start({ max: 1, maxQueued: 1 });
    pool.run({ hang: true }).catch(() => {});
    pool.run({ a: 1, b: 1 }).catch(() => {});
    expect((await failure(pool.run({ a: 1, b: 1 }))).code).toBe('worker-full');
  });
});

describe("a worker's side", () => {
  it('answers with what its handler gives, throws and transfers', async () => {
    const sent: unknown[] = [];
    const scope = {
      onmessage: null as ((event: never) => void) | null,
      postMessage: (message: unknown, { transfer }: { transfer: Transferable[] }) =>
        sent.push([message, transfer]),
    };
    const buffer = new ArrayBuffer(1);
    const stop = serveWork(scope, async (data: { bad?: boolean }, transfer) => {
      if (data.bad) throw new Error('bad');
      transfer.push(buffer);
      return 'good';
    });
    const receive = scope.onmessage as unknown as (event: unknown) => Promise<void>;
    await receive({ data: { id: 1, data: {} } });
    await receive({ data: { id: 2, data: { bad: true } } });
    expect(sent).toEqual([
      [{ id: 1, result: 'good' }, [buffer]],
      [{ id: 2, error: 'bad' }, []],
    ]);
    stop();
    expect(scope.onmessage).toBe(null);
  });
});

function start(options: Partial<WorkerPoolOptions> = {}): WorkerPool {
  const pool = createWorkerPool({ create: thread, ...options });
  onTestFinished(() => pool.dispose());
  return pool;
}

type HandWorker = WorkerLike & {
  /** Answers what it was handed last, or before that. */
  answer(result: unknown, at?: number): void;
};

/** Workers that do what the test has them do, by a clock that it moves. */
function byHand(
  options: Partial<WorkerPoolOptions>,
  check: (worker: HandWorker) => HandWorker = (worker) => worker,
) {
  const clock = createHandClock(1);
  const made: HandWorker[] = [];
  const create = (): HandWorker => {
    const asked: { id: number }[] = [];
    const worker: HandWorker = {
      ...{ onmessage: null, onmessageerror: null, onerror: null },
      postMessage: (message) => asked.push(message as { id: number }),
      terminate() {},
      answer: (result, at = asked.length - 1) =>
        worker.onmessage?.({ data: { id: asked[at]?.id, result } } as never),
    };
    made.push(check(worker));
    return worker;
  };
  return { made, clock, pool: start({ create, ports: clock, ...options }) };
}
