import { describe, expect, it, vi } from 'vitest';
import { type Phase, simulate } from '../../../bench/scheduler/simulated-server';
import {
  createLimiter,
  createTaskManager,
  createTasks,
  type GroupOptions,
  type LimiterOptions,
} from '../../../src/async';
import { NetworkError } from '../../../src/network';
import { createRandom } from '../../../src/statistics';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { createSeededExecutor } from '../../../src/testing/seeded-executor';

const SEEDS = process.env.RAFTER_LONG ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
const DRIFT_S = process.env.RAFTER_LONG ? 3600 : 600;

const NOTHING = { firstLimit: 0, lastLimit: 0, meanLimit: 0 };

describe('a limit that is learnt', () => {
  it.each(SEEDS)(
    'gets nearly what the best fixed one does, and follows the server (seed %i)',
    (seed) => {
      const phases: Phase[] = [
        { knee: 20, baseMs: 50, spread: 0.3, seconds: 40 },
        { knee: 40, baseMs: 50, spread: 0.3, seconds: 40 },
        { knee: 10, baseMs: 50, spread: 0.3, seconds: 40 },
        { knee: 10, baseMs: 150, spread: 0.3, seconds: 60 },
      ];
      const results = run({ max: 200 }, phases, seed);
      results.forEach(({ perSecond, p99Ms, settledS }, at) => {
        const best = atKnee(phases[at]!);
        expect(perSecond / best.perSecond, `phase ${at}`).toBeGreaterThan(0.9);
        expect(p99Ms / best.p99Ms, `phase ${at}`).toBeLessThan(1.6);
        // The slower server gives 67 answers a second: windows take their time.
        expect(settledS, `phase ${at}`).toBeLessThanOrEqual(at === 3 ? 10 : 5);
      });
    },
  );

  it.each(SEEDS)('stays close where few at once are the most a server can do (seed %i)', (seed) => {
    const phases: Phase[] = [
      { knee: 4, baseMs: 50, spread: 0.3, seconds: 40 },
      { knee: 8, baseMs: 50, spread: 0.3, seconds: 40 },
      { knee: 2, baseMs: 50, spread: 0.3, seconds: 40 },
    ];
    run({ max: 200 }, phases, seed).forEach(({ perSecond, p99Ms, settledS, meanLimit }, at) => {
      const best = atKnee(phases[at]!);
      expect(perSecond / best.perSecond, `phase ${at}`).toBeGreaterThan(0.9);
      expect(p99Ms / best.p99Ms, `phase ${at}`).toBeLessThan(1.8);
      expect(meanLimit / phases[at]!.knee, `phase ${at}`).toBeLessThan(1.5);
      expect(settledS, `phase ${at}`).toBeLessThanOrEqual(5);
    });
  });

  it('comes back at once where it fell for a server that is slower, not for a queue', () => {
    const phases: Phase[] = [
      { knee: 20, baseMs: 50, spread: 0.3, seconds: 40 },
      { knee: 20, baseMs: 150, spread: 0.3, seconds: 40 },
    ];
    for (let seed = 1; seed <= 5; seed++) {
      const [, { perSecond, settledS } = { perSecond: 0, settledS: 99 }] = run({}, phases, seed);
      expect(settledS, `seed ${seed}`).toBeLessThanOrEqual(5);
      expect(perSecond / atKnee(phases[1]!).perSecond, `seed ${seed}`).toBeGreaterThan(0.92);
    }
  });

  it('has a p99 of less than 1.5 times the best where few are the most, in the mean', () => {
    const phases: Phase[] = [
      { knee: 8, baseMs: 50, spread: 0.3, seconds: 30 },
      { knee: 2, baseMs: 50, spread: 0.3, seconds: 30 },
      { knee: 4, baseMs: 50, spread: 0.3, seconds: 30 },
    ];
    const sums = [0, 0, 0];
    const seeds = SEEDS.length === 1 ? 8 : 40;
    for (let seed = 1; seed <= seeds; seed++) {
      run({ max: 200 }, phases, seed).forEach(({ p99Ms }, at) => {
        sums[at]! += p99Ms / atKnee(phases[at]!).p99Ms / seeds;
      });
    }
    for (const [at, mean] of sums.entries()) expect(mean, `phase ${at}`).toBeLessThan(1.5);
  });

  it('is one too high less than a fifth of the time where one more is too many', () => {
    const limiter = createLimiter({ initial: 2 }, () => 0.5);
    let high = 0;
    for (let i = 0; i < 6_000; i++) {
      // Two at once take no longer than one.
      limiter.sample(50 * Math.max(1, limiter.limit / 2), limiter.limit);
      if (limiter.limit > 2) high++;
    }
    expect(high / 6_000).toBeGreaterThan(0.08);
    expect(high / 6_000).toBeLessThan(0.2);
  });

  it('finds in a few windows that there is a queue at half of it still', () => {
    const limiter = createLimiter({ initial: 24, max: 24 }, () => 0.5);
    for (let i = 0; i < 24 * 20; i++) limiter.sample(50, limiter.limit);
    const begin = limiter.stats.windows;
    // A server that is slower, and does fewer at once.
    const serve = (): void => limiter.sample(150 * Math.max(1, limiter.limit / 3), limiter.limit);
    while (limiter.stats.windows < begin + 14) serve();
    let most = 0;
    for (let i = 0; i < 500; i++) {
      serve();
      most = Math.max(most, limiter.limit);
    }
    expect(limiter.stats.baselineMs).toBe(150);
    expect(most).toBeLessThanOrEqual(5);
  });

  it('takes longer steps when it has gone up again and again', () => {
    const limiter = createLimiter({ initial: 4, max: 200 }, () => 0.5);
    const limits: number[] = [];
    while (limiter.stats.windows < 20) {
      limiter.sample(50, limiter.limit);
      limits[limiter.stats.windows] = limiter.limit;
    }
    expect(limits.at(-1)).toBeGreaterThan(60);
    // Not from the beginning: one too many is much there.
    expect(limits[3]).toBeLessThanOrEqual(8);
  });

  it('is there again at the look that finds that all takes longer', () => {
    const limiter = createLimiter({ initial: 16, max: 20 }, () => 0.5);
    for (let i = 0; i < 20 * 20; i++) limiter.sample(50, limiter.limit);
    expect(limiter.limit).toBe(20);
    const begin = limiter.stats.windows;
    while (limiter.limit === 20) limiter.sample(150, limiter.limit);
    while (limiter.limit < 20) limiter.sample(150, limiter.limit);
    expect(limiter.stats.windows - begin).toBeLessThanOrEqual(2);
  });

  it('does not drift: an hour later it is where it was', () => {
    const phases: Phase[] = [{ knee: 10, baseMs: 100, spread: 0.3, seconds: DRIFT_S }];
    for (const algorithm of ['vegas', 'gradient'] as const) {
      const [{ firstLimit, lastLimit, meanLimit } = NOTHING] = run({ algorithm }, phases, 3);
      expect(lastLimit / firstLimit).toBeGreaterThan(0.85);
      expect(lastLimit / firstLimit).toBeLessThan(1.15);
      expect(meanLimit / phases[0]!.knee).toBeLessThan(1.35);
    }
  });

  it('falls with failures, a tenth for each eighth or so, and keeps to its ends', () => {
    const told: number[] = [];
    const limiter = createLimiter(
      { min: 2, initial: 20, max: 30, onLimit: (limit) => told.push(limit) },
      () => 0.5,
    );
    limiter.drop();
    expect([limiter.limit, told]).toEqual([18, [18]]);
    for (let i = 0; i < 11; i++) limiter.drop();
    expect(limiter.limit).toBe(18);
    limiter.drop();
    expect(limiter.limit).toBe(16);
    for (let i = 0; i < 2000; i++) limiter.drop();
    expect([limiter.limit, limiter.stats.drops]).toEqual([2, 2013]);
    for (let i = 0; i < 5000; i++) limiter.sample(10, limiter.limit);
    expect(limiter.limit).toBe(30);
    expect(Math.max(...told)).toBeLessThanOrEqual(30);
    expect(limiter.stats.probes).toBeGreaterThan(2);
  });

  it('does not grow while what it allows is not used', () => {
    const limiter = createLimiter({ initial: 10, max: 50 }, () => 0.5);
    for (let i = 0; i < 5000; i++) limiter.sample(10, 3);
    expect(limiter.limit).toBe(10);
  });

  it.each(['vegas', 'gradient'] as const)(
    'stays a number where things take no time (%s)',
    (algorithm) => {
      const limiter = createLimiter({ algorithm, max: 50 }, () => 0.5);
      for (let i = 0; i < 500; i++) limiter.sample(0, limiter.limit);
      expect(limiter.limit).toBeGreaterThan(4);
      for (let i = 0; i < 500; i++) limiter.sample(i % 3, limiter.limit);
      expect(limiter.limit).toBeGreaterThanOrEqual(1);
    },
  );

  it('refuses limits out of order', () => {
    expect(() => createLimiter({ min: 5, max: 3 }, () => 0)).toThrow(/order/);
    expect(() => createLimiter({ initial: 100, max: 64 }, () => 0)).toThrow(/order/);
    expect(() => createLimiter({ algorithm: 'aimd' as never }, () => 0)).toThrow(/aimd/);
  });

  it('is that of a group, lowered by what fails and by frames that are late', async () => {
    const executor = createSeededExecutor(1);
    const tasks = createTaskManager(executor, {
      ports: executor,
      groups: { net: { limit: { initial: 10 }, countMissedFrames: true } },
    });
    const limit = (): number => tasks.stats().groups.net!.limit;
    tasks.missedFrame();
    expect(limit()).toBe(10);
    const release: (() => void)[] = [];
    const handle = tasks.submit(() => new Promise<void>((resolve) => release.push(resolve)), {
      group: 'net',
    });
    await executor.run();
    tasks.missedFrame();
    expect(limit()).toBe(9);
    for (const resolve of release) resolve();
    await handle;
    for (let i = 0; i < 60; i++) {
      tasks.submit(() => Promise.resolve(i), { group: 'net' });
    }
    await executor.run();
    expect(tasks.stats().groups.net!.limiter!.windows).toBeGreaterThan(2);
  });
});

describe('the limit of a group', () => {
  const timeout = new DOMException('too late', 'TimeoutError');
  const status = (code: number): Error => Object.assign(new Error('answered'), { status: code });
  const cause = (error: unknown, name = 'TypeError'): Error =>
    Object.assign(new Error('around it', { cause: error }), { name });

  it.each([
    ['a timeout', timeout],
    ['a 429', status(429)],
    ['a 503', status(503)],
    ['no connection', cause(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
    ['no answer, in Chromium', new TypeError('Failed to fetch')],
    ['no answer, in Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
    ['no answer, in Safari', new TypeError('Load failed')],
    ['no answer, to a client', new NetworkError('http-failed', 'no answer')],
    ['a lost socket', new NetworkError('socket-lost', 'lost')],
    ['a child that timed out', cause(timeout, 'TaskError')],
  ])('is lowered by %s', async (_, error) => {
    expect(await limitAfter(error)).toBe(9);
  });

  it.each([
    ['a mistake in the code', new TypeError('x is not a function')],
    ['a 404', status(404)],
    ['a 500', status(500)],
    ['a body that is too long', new NetworkError('http-too-large', 'no', { status: 200 })],
    ['a server that is left alone', new NetworkError('http-unavailable', 'no')],
    ['what is no error', 'timeout'],
    ['nothing', undefined],
    ['a ring of causes', ring()],
  ])('is not lowered by %s', async (_, error) => {
    expect(await limitAfter(error)).toBe(10);
  });

  it('is lowered by what it is told to be, and by a task that takes too long', async () => {
    const isOverload = (error: unknown): boolean => error === 5;
    expect(await limitAfter(5, { isOverload })).toBe(9);
    expect(await limitAfter(timeout, { isOverload })).toBe(10);
    expect(await limitAfter(new Promise(() => {}), { timeoutMs: 10 })).toBe(9);
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    const bad = (): never => {
      throw new Error('no');
    };
    expect(await limitAfter(timeout, { isOverload: bad })).toBe(10);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
    expect(() =>
      createTaskManager({ post() {} }, { groups: { a: { isOverload: 1 as never } } }),
    ).toThrow(/isOverload is 1; give a function/);
  });

  it('is lowered by frames that came late, not by those before which the app slept', async () => {
    const app = createHeadlessApp();
    const tasks = createTasks(app, {
      groups: { net: { limit: { initial: 10 }, countMissedFrames: true } },
    });
    const drops = (): number => tasks.stats().groups.net!.limiter!.drops;
    tasks.submit(() => new Promise(() => {}), { group: 'net' }).catch(() => {});
    app.start();
    app.frames(10);
    expect([app.asleep, drops()]).toEqual([true, 0]);
    app.clock.advance(5_000);
    app.scheduler.post(() => {});
    app.frames(2);
    expect([app.asleep, drops()]).toEqual([false, 0]);
    app.scheduler.post(() => {});
    app.clock.frame(50);
    expect(drops()).toBe(1);
    app.stop();
    app.clock.advance(5_000);
    app.start();
    app.frames(2);
    expect(drops()).toBe(1);
    app.dispose();
  });

  it('is not lowered by the time that its page was hidden, but by a frame that took long', () => {
    const page = new EventTarget();
    const removed = vi.spyOn(page, 'removeEventListener');
    vi.stubGlobal('document', page);
    const { app, drops } = busyApp();
    vi.unstubAllGlobals();
    app.frames(2);
    page.dispatchEvent(new Event('visibilitychange'));
    frameAfter(app, 60_000);
    expect(drops()).toBe(0);
    // Shown again it counts again, however long a frame takes.
    frameAfter(app, 400);
    expect(drops()).toBe(1);
    frameAfter(app, 1000 / 60);
    expect(drops()).toBe(1);
    app.dispose();
    expect(removed).toHaveBeenCalledOnce();
  });

  it('is not lowered by a pause where no page tells of it, as in a worker', () => {
    const { app, drops } = busyApp();
    app.frames(2);
    frameAfter(app, 60_000);
    expect(drops()).toBe(0);
    frameAfter(app, 240);
    expect(drops()).toBe(1);
    frameAfter(app, 250);
    expect(drops()).toBe(1);
    app.dispose();
  });
});

/** An app that is awake with a task in a group that counts frames that came late. */
function busyApp() {
  const app = createHeadlessApp();
  const tasks = createTasks(app, {
    groups: { net: { limit: { initial: 10 }, countMissedFrames: true } },
  });
  tasks.submit(() => new Promise(() => {}), { group: 'net' }).catch(() => {});
  app.start();
  return { app, drops: () => tasks.stats().groups.net!.limiter!.drops };
}

/** Runs the next frame so much later, of an app that is awake. */
function frameAfter(app: HeadlessApp, ms: number): void {
  app.scheduler.post(() => {});
  app.clock.frame(ms);
}

function ring(): Error {
  const error = new Error('around itself');
  error.cause = error;
  return error;
}

/** Of a group that began with 10, after a task in it that rejected with this. */
async function limitAfter(error: unknown, options: GroupOptions = {}): Promise<number> {
  const executor = createSeededExecutor(1);
  const net = { limit: { initial: 10 }, ...options };
  const tasks = createTaskManager(executor, { ports: executor, groups: { net } });
  const work = error instanceof Promise ? () => error : () => Promise.reject(error);
  tasks.submit(work, { group: 'net' }).catch(() => {});
  await executor.run();
  return tasks.stats().groups.net!.limit;
}

function run(options: LimiterOptions, phases: Phase[], seed: number) {
  const limiter = createLimiter(options, createRandom(seed + 50));
  const client = {
    limit: () => limiter.limit,
    ended: (ms: number, running: number) => limiter.sample(ms, running),
  };
  return simulate(client, phases, seed, (phase) => (phase.knee / phase.baseMs) * 1000);
}

/** What a client gets that knows what the server can do at once. */
function atKnee(phase: Phase) {
  const client = { limit: () => phase.knee, ended() {} };
  return simulate(client, [{ ...phase, seconds: 20 }], 1, () => 0)[0]!;
}
