import { describe, expect, it, vi } from 'vitest';
import { createConnectionPool, createResourcePool, type NetworkError } from '../../../src/network';
import { createHandClock, settled } from '../../hand-clock';

describe('a pool of connections', () => {
  it('gives out none that is too old, though no timer has closed it yet', async () => {
    const { pool, clock, closed } = make({ maxLifetimeMs: 100, idleTimeoutMs: 10_000 });
    (await pool.acquire()).release();
    clock.jump(150);
    expect((await pool.acquire()).value).toBe(1);
    await settled();
    expect(closed).toEqual([0]);
  });

  it('closes one that is too old when it is given back, and an idle one in time, up to a tenth sooner', async () => {
    const { pool, clock, closed } = make({ maxLifetimeMs: 100, idleTimeoutMs: 10_000 });
    const lease = await pool.acquire();
    clock.jump(100);
    lease.release();
    await settled();
    expect([closed, pool.stats().idle]).toEqual([[0], 0]);

    const kept = make({ min: 1, maxLifetimeMs: 1_000, idleTimeoutMs: 500 }, 0.5);
    await kept.clock.advance(949);
    expect([kept.closed, kept.pool.stats().idle]).toEqual([[], 1]);
    await kept.clock.advance(1);
    expect([kept.closed, kept.pool.stats()]).toMatchObject([[0], { opened: 2, idle: 1 }]);
  });

  it('gives what was used last, so that the others may close', async () => {
    const { pool } = make({});
    const leases = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
    for (const at of [1, 2, 0]) leases[at]!.release();
    expect((await pool.acquire()).value).toBe(0);
    expect((await pool.acquire()).value).toBe(2);
  });

  it('hands over what is given back to who waits, in turn and without a check', async () => {
    let checks = 0;
    const { pool } = make({ max: 1, check: () => ++checks > 0 });
    const lease = await pool.acquire();
    const log: string[] = [];
    const both = ['first', 'second'].map(async (name) => {
      const mine = await pool.acquire();
      log.push(`${name} ${mine.value}`);
      mine.release();
    });
    lease.release();
    await Promise.all(both);
    expect([log, checks]).toEqual([['first 0', 'second 0'], 0]);
  });

  it('is warm when all are open, not when they are asked for', async () => {
    const opened: (() => void)[] = [];
    const open = (): Promise<number> =>
      new Promise((resolve) => opened.push(() => resolve(opened.length)));
    const { pool } = make({ max: 3, open });
    let isWarm = false;
    const warm = pool.warm(2).then(() => {
      isWarm = true;
    });
    await settled();
    expect([opened.length, isWarm]).toEqual([2, false]);
    opened[0]!();
    await settled();
    expect([pool.stats().idle, isWarm]).toEqual([1, false]);
    opened[1]!();
    await warm;
    expect(pool.stats()).toMatchObject({ idle: 2, opening: 0 });
  });

  it('checks what was idle, unless that was short', async () => {
    const checked: number[] = [];
    const check = (id: number): boolean => {
      checked.push(id);
      return id !== 0;
    };
    const { pool, clock, closed } = make({ check, checkAfterMs: 50 });
    (await pool.acquire()).release();
    clock.jump(49);
    (await pool.acquire()).release();
    expect(checked).toEqual([]);
    clock.jump(50);
    // It is broken, and replaced unseen.
    expect((await pool.acquire()).value).toBe(1);
    expect([checked, pool.stats().failedChecks]).toEqual([[0], 1]);
    await settled();
    expect(closed).toEqual([0]);
  });

  it('takes one for broken whose check throws', async () => {
    const { pool } = make({ check: () => Promise.reject(new Error('gone')) });
    (await pool.acquire()).release();
    expect((await pool.acquire()).value).toBe(1);
  });

  it('takes one for broken whose check never ends, and does without it', async () => {
    const late: ((isGood: boolean) => void)[] = [];
    const { pool, clock, closed } = make({
      max: 1,
      check: () => new Promise((resolve) => late.push(resolve)),
      checkTimeoutMs: 50,
    });
    for (let turn = 0; turn < 3; turn++) {
      (await Promise.all([pool.acquire(), clock.advance(50)]))[0].release();
    }
    expect(pool.stats()).toMatchObject({ failedChecks: 2, opened: 3, timeouts: 0 });
    expect(closed).toEqual([0, 1]);
    // One that ends after all changes nothing, and what is being checked goes with the pool.
    for (const [at, end] of late.splice(0).entries()) end(at === 0);
    const waiting = pool.acquire().catch((error: NetworkError) => error.code);
    const second = pool.acquire().catch((error: NetworkError) => error.code);
    await settled();
    // It counts among those that there may be.
    expect(pool.stats()).toMatchObject({ busy: 1, idle: 0, opening: 0, waiting: 2 });
    await pool.dispose();
    expect([await waiting, await second]).toEqual(['pool-disposed', 'pool-disposed']);
    expect([closed, clock.timers]).toEqual([[0, 1, 2], 0]);
    expect(pool.stats().failedChecks).toBe(2);
  });

  it('is not held up by one that never closes', async () => {
    const { pool, clock } = make({
      close: (id) => (id === 0 ? new Promise(() => {}) : undefined),
      closeTimeoutMs: 200,
    });
    (await pool.acquire()).release();
    let isOver = false;
    const ended = pool.dispose().then(() => {
      isOver = true;
    });
    await clock.advance(199);
    expect(isOver).toBe(false);
    await clock.advance(1);
    await ended;
    expect([isOver, clock.timers]).toEqual([true, 0]);
  });

  it('says of what is warmed in vain why, in time, and that nobody has to hear it', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', listen);
    const { pool, clock } = make({
      open: () => Promise.reject(new Error('refused')),
      acquireTimeoutMs: 500,
    });
    const warm = pool.warm(2);
    void pool.warm(1);
    await clock.advance(499);
    const { failedOpens } = pool.stats();
    expect(failedOpens).toBeGreaterThan(1);
    await clock.advance(1);
    await expect(warm).rejects.toMatchObject({
      code: 'pool-timeout',
      message: '0 of 2 connections were open within 500 ms; the last try: refused',
    });
    // Nobody wants them any more.
    await clock.advance(60_000);
    expect(pool.stats().failedOpens).toBeLessThanOrEqual(failedOpens + 1);
    const disposed = pool.warm(1);
    await pool.dispose();
    await expect(disposed).rejects.toMatchObject({ code: 'pool-disposed' });
    process.off('unhandledRejection', listen);
    expect([unhandled, clock.timers]).toEqual([[], 0]);
  });

  it('lets thousands give up in time that is linear in them', async () => {
    const { pool, clock } = make({ max: 1, maxWaiting: 100_000, acquireTimeoutMs: 100 });
    const lease = await pool.acquire();
    const controller = new AbortController();
    let gaveUp = 0;
    const wait = (signal?: AbortSignal): void =>
      void pool.acquire(signal ? { signal } : {}).catch(() => gaveUp++);
    // By copies of all that wait for each that goes, this takes minutes.
    for (let i = 0; i < 10_000; i++) wait(controller.signal);
    const last = pool.acquire();
    controller.abort();
    expect(pool.stats().waiting).toBe(1);
    lease.release();
    expect((await last).value).toBe(0);
    await settled();
    expect([gaveUp, clock.timers]).toEqual([10_000, 0]);
  });

  it('is refused with options that cannot be used', () => {
    const bad = [
      { leakAfterMs: Number.POSITIVE_INFINITY },
      { checkAfterMs: Number.NaN },
      ...[{ checkTimeoutMs: 0 }, { closeTimeoutMs: 2 ** 31 }, { openTimeoutMs: Number.NaN }],
      ...[{ open: 5 as never }, { open: undefined as never }, { check: true as never }],
      ...[{ close: 'no' as never }, { onLeak: 1 as never }, { max: 0 }, { min: 9, max: 8 }],
    ];
    for (const options of bad) expect(() => make(options)).toThrow(/ is .*; give/);
  });

  it('opens its least again after longer and longer, not in a circle', async () => {
    let isUp = false;
    let tries = 0;
    const open = async (): Promise<number> => {
      tries++;
      if (!isUp) throw new Error('refused');
      return tries;
    };
    const { pool, clock } = make({ min: 1, open }, 1);
    await settled();
    expect(tries).toBe(1);
    await clock.advance(299);
    expect(tries).toBe(1);
    await clock.advance(1);
    expect(tries).toBe(2);
    await clock.advance(899);
    expect(tries).toBe(2);
    isUp = true;
    await clock.advance(1);
    expect(pool.stats()).toMatchObject({ idle: 1, failedOpens: 2 });
  });

  it('tells of what is not given back, and only of that', async () => {
    const leaks: [number, number][] = [];
    const { pool, clock } = make({
      leakAfterMs: 50,
      onLeak: (id, heldMs) => leaks.push([id, heldMs]),
    });
    const given = await pool.acquire();
    await pool.acquire();
    await clock.advance(20);
    given.release();
    await clock.advance(100);
    expect([leaks, pool.stats().leaks]).toEqual([[[1, 50]], 1]);
  });

  it('tells of it also where that throws, and goes on', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { pool, clock } = make({ leakAfterMs: 50, onLeak: () => fail() });
    const lease = await pool.acquire();
    await clock.advance(50);
    expect([pool.stats().leaks, told.mock.calls.length]).toEqual([1, 1]);
    told.mockRestore();
    lease.release();
    expect(pool.stats()).toMatchObject({ idle: 1, busy: 0 });
  });

  it('says of what nobody gives back who has it: to who waits too long, and when it is disposed', async () => {
    const leaks: string[] = [];
    const { pool, clock, closed } = make({
      ...{ max: 3, acquireTimeoutMs: 40, disposeTimeoutMs: 500, leakAfterMs: 550 },
      onLeak: (id, heldMs, name) => leaks.push(`${id} ${heldMs} ${name}`),
    });
    const first = await pool.acquire({ name: 'import of flights' });
    await clock.advance(20);
    const second = await pool.acquire();
    void pool.use(() => new Promise(() => {}), { name: 'export' }).catch(() => {});
    const late = expect(pool.acquire()).rejects.toThrow(
      '3 of 3 are in use, by import of flights for 60 ms, someone without a name for 40 ms, export for 40 ms',
    );
    await clock.advance(40);
    await late;
    const ended = pool.dispose();
    expect(pool.dispose()).toBe(ended);
    let isOver = false;
    const error = ended.catch((reason: NetworkError) => reason).finally(() => (isOver = true));
    second.release();
    await clock.advance(499);
    expect([isOver, closed, leaks]).toEqual([false, [1], ['0 550 import of flights']]);
    await clock.advance(1);
    expect(await error).toMatchObject({
      code: 'pool-held',
      message: expect.stringMatching(
        /^2 connections .* 500 ms .*in use by import of flights for 560 ms, export for 540 ms; release/,
      ),
    });
    expect(closed).toEqual([1, 0, 2]);
    expect(leaks).toEqual(['0 550 import of flights', '2 540 export']);
    first.release();
    expect(pool.stats()).toMatchObject({ busy: 0, closed: 3, leaks: 2 });
    expect(clock.timers).toBe(0);
  });

  it('that is disposed waits for what is in use as long as it is told to, and no timer stays', async () => {
    const forever = make({ disposeTimeoutMs: Number.POSITIVE_INFINITY });
    const lease = await forever.pool.acquire();
    const ended = forever.pool.dispose();
    await forever.clock.advance(1e9);
    lease.release();
    await ended;
    const { pool, clock, closed } = make({});
    const other = await pool.acquire();
    const over = pool.dispose();
    await clock.advance(9_999);
    other.release();
    await over;
    expect([closed, clock.timers]).toEqual([[0], 0]);
    expect(() => make({ disposeTimeoutMs: 0 })).toThrow(/disposeTimeoutMs is 0; give/);
  });

  it('names five of those who have what is in use', async () => {
    const { pool, clock } = make({ max: 7, acquireTimeoutMs: 10 });
    for (let i = 0; i < 7; i++) void pool.acquire({ name: `n${i}` });
    const late = expect(pool.acquire()).rejects.toThrow(
      /by n0 for 10 ms, .*, n4 for 10 ms and 2 more$/,
    );
    await clock.advance(10);
    await late;
  });

  it('closes what is idle for long, but keeps its least', async () => {
    const { pool, clock, closed } = make({ min: 1, max: 3, idleTimeoutMs: 100 });
    const leases = await Promise.all([pool.acquire(), pool.acquire(), pool.acquire()]);
    for (const lease of leases) lease.release();
    await clock.advance(99);
    expect(pool.stats().idle).toBe(3);
    await clock.advance(10);
    expect([pool.stats().idle, closed.length]).toEqual([1, 2]);
    await clock.advance(1_000);
    expect(pool.stats().idle).toBe(1);
  });

  it('gives up opening in time, and closes what comes after all', async () => {
    let arrive: (id: number) => void = () => {};
    const signals: AbortSignal[] = [];
    const { pool, clock, closed } = make({
      openTimeoutMs: 50,
      open: (signal) => {
        signals.push(signal);
        return new Promise((resolve) => {
          arrive = resolve;
        });
      },
    });
    const failed = pool.acquire().catch((error: NetworkError) => error.code);
    await clock.advance(50);
    expect([await failed, signals[0]!.aborted]).toEqual(['pool-open', true]);
    arrive(7);
    await settled();
    expect([closed, pool.stats().idle]).toEqual([[7], 0]);
  });

  it('rejects who waits for too long, is one too many, or comes when it is gone', async () => {
    const { pool, clock, closed } = make({ max: 1, maxWaiting: 1, acquireTimeoutMs: 100 });
    const lease = await pool.acquire();
    const code = (promise: Promise<unknown>): Promise<unknown> =>
      promise.catch((error: NetworkError) => error.code);
    const waiting = code(pool.acquire());
    expect(await code(pool.acquire())).toBe('pool-full');
    await clock.advance(100);
    expect([await waiting, pool.stats().timeouts]).toEqual(['pool-timeout', 1]);
    const ended = pool.dispose();
    expect(await code(pool.acquire())).toBe('pool-disposed');
    expect(closed).toEqual([]);
    lease.release();
    await ended;
    expect([closed, clock.timers]).toEqual([[0], 0]);
  });

  it('gives what it was used for, and takes it back when that throws', async () => {
    const clock = createHandClock();
    const pool = createResourcePool({ create: () => ({}), max: 1, ports: clock });
    await expect(pool.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await pool.use(() => 5)).toBe(5);
    expect(pool.stats()).toMatchObject({ opened: 1, idle: 1, busy: 0 });
    await pool.dispose();
  });
});

function make(options: Partial<Parameters<typeof createConnectionPool<number>>[0]>, chance = 0) {
  const clock = createHandClock(chance);
  const closed: number[] = [];
  let made = 0;
  const pool = createConnectionPool<number>({
    open: () => made++,
    close: (id) => void closed.push(id),
    ports: clock,
    ...options,
  });
  return { pool, clock, closed };
}

function fail(): never {
  throw new Error('no');
}
