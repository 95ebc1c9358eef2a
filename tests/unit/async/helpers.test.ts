import { afterEach, describe, expect, it } from 'vitest';
import {
  type AsyncPorts,
  createBatcher,
  createIdleExecutor,
  createResultCache,
  createTaskManager,
  debounce,
  type IdleHost,
  type TaskPriority,
} from '../../../src/async';
import { createFakeClock, type FakeClock } from '../../../src/testing/fake-clock';

let clock: FakeClock;

describe('debounce', () => {
  it('runs once when calls have stopped, with what the last gave', () => {
    const log: number[] = [];
    const debounced = debounce((value: number) => log.push(value), { waitMs: 100, ports: ports() });
    for (let i = 0; i < 5; i++) {
      debounced(i);
      clock.advance(60);
    }
    expect([log, debounced.isPending]).toEqual([[], true]);
    clock.advance(40);
    expect([log, debounced.isPending, clock.pendingTimers]).toEqual([[4], false, 0]);
  });

  it('waits no longer than it may', () => {
    const log: number[] = [];
    const options = { waitMs: 100, maxWaitMs: 250, ports: ports() };
    const debounced = debounce((at: number) => log.push(at), options);
    for (let i = 0; i < 10; i++) {
      debounced(i);
      clock.advance(50);
    }
    expect(log).toEqual([4, 9]);
  });

  it('may run at the first call too, and be run or forgotten at once', () => {
    const log: number[] = [];
    const debounced = debounce((value: number) => log.push(value), {
      waitMs: 100,
      leading: true,
      ports: ports(),
    });
    debounced(1);
    expect(log).toEqual([1]);
    clock.advance(200);
    expect(log).toEqual([1]);
    debounced(2);
    debounced(3);
    debounced.flush();
    expect(log).toEqual([1, 2, 3]);
    debounced(4);
    debounced(5);
    debounced.cancel();
    clock.advance(200);
    expect([log, clock.pendingTimers]).toEqual([[1, 2, 3, 4], 0]);
    expect(() => debounce(() => {}, { waitMs: 0 })).toThrow(/waitMs is 0/);
  });
});

describe('a batcher', () => {
  it('loads what is asked for in one turn at once, each key once', async () => {
    const loads: number[][] = [];
    const batcher = createBatcher({
      load: async (keys: readonly number[]) => {
        loads.push([...keys]);
        return keys.map((key) => (key === 3 ? new Error('no 3') : key * 2));
      },
      maxKeys: 3,
    });
    const all = [1, 2, 2, 3, 4].map((key) => batcher.get(key).catch(String));
    expect(await Promise.all(all)).toEqual([2, 4, 4, 'Error: no 3', 8]);
    expect([loads, batcher.loads]).toEqual([[[1, 2, 3], [4]], 2]);
    expect(await batcher.get(1)).toBe(2);
    expect(batcher.loads).toBe(3);
  });

  it('waits for its window, and rejects what waits when it is disposed', async () => {
    const batcher = createBatcher({
      load: (keys: readonly string[]) => keys,
      windowMs: 20,
      ports: ports(),
    });
    const first = batcher.get('a');
    clock.advance(15);
    const second = batcher.get('b');
    expect(batcher.loads).toBe(0);
    clock.advance(5);
    expect(await Promise.all([first, second])).toEqual(['a', 'b']);
    expect(batcher.loads).toBe(1);
    const third = batcher.get('c');
    batcher.dispose();
    await expect(third).rejects.toThrow(/disposed/);
    expect(clock.pendingTimers).toBe(0);
    await expect(batcher.get('d')).rejects.toThrow(/disposed/);
    expect([batcher.loads, clock.pendingTimers]).toEqual([1, 0]);
    expect(() => createBatcher({ load: () => [], windowMs: Number.NaN })).toThrow(
      /windowMs is NaN/,
    );
  });

  it('that is disposed rejects what is being loaded, whether that ever ends', async () => {
    const ends: ((values: number[]) => void)[] = [];
    const batcher = createBatcher<number, number>({
      load: () => new Promise((resolve) => ends.push(resolve)),
    });
    const underway = batcher.get(1).catch(String);
    await Promise.resolve();
    const waiting = batcher.get(2).catch(String);
    expect(ends).toHaveLength(1);
    batcher.dispose();
    batcher.dispose();
    for (const end of [underway, waiting]) expect(await end).toMatch(/disposed/);
    ends[0]!([5]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toHaveLength(1);
  });

  it('rejects all of a load that fails, or gives too few values', async () => {
    const batcher = createBatcher<number, number>({ load: (keys) => keys.slice(1) });
    const all = [1, 2].map((key) => batcher.get(key).catch((error: Error) => error.message));
    expect(new Set(await Promise.all(all)).size).toBe(1);
    expect((await all[0])!).toMatch(/1 values for 2 keys/);
  });
});

describe('a cache of results', () => {
  it('keeps a result for its time, and asks once for all who wait', async () => {
    const cache = createResultCache<number>({ ttlMs: 100, ports: ports() });
    let loads = 0;
    const load = async (): Promise<number> => ++loads;
    expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
    clock.advance(99);
    expect(await cache.get('a', load)).toBe(1);
    clock.advance(1);
    expect(await cache.get('a', load)).toBe(2);
    expect(cache.stats).toEqual({ hits: 1, stale: 0, misses: 2, joined: 1 });
  });

  it('may give what is old while a new one is fetched', async () => {
    const cache = createResultCache<number>({ ttlMs: 100, staleMs: 100, ports: ports() });
    let loads = 0;
    const load = async (): Promise<number> => ++loads;
    await cache.get('a', load);
    clock.advance(150);
    expect(await cache.get('a', load)).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect([await cache.get('a', load), loads]).toEqual([2, 2]);
    clock.advance(201);
    expect(await cache.get('a', load)).toBe(3);
    expect(cache.stats.stale).toBe(1);
  });

  it('keeps no failure, and nothing that was deleted on its way', async () => {
    const cache = createResultCache<number>({ ttlMs: 100, maxEntries: 10, ports: ports() });
    await expect(cache.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const underway = cache.get('a', async () => 1);
    cache.delete('a');
    expect([await underway, cache.size]).toEqual([1, 0]);
    expect(await cache.get('a', () => 2)).toBe(2);
    for (let i = 0; i < 100; i++) await cache.get(`${i}`, () => i);
    expect(cache.size).toBeLessThanOrEqual(10);
  });
});

describe('an executor without an app', () => {
  it('runs the most urgent first, in slices, and goes on after an error', async () => {
    let now = 0;
    const executor = createIdleExecutor({ sliceMs: 5, now: () => now });
    expect(executor.by).toBe('MessageChannel');
    const log: string[] = [];
    for (const priority of ['background', 'normal', 'user-blocking'] as const) {
      executor.post(() => {
        now += 3;
        log.push(priority);
      }, priority);
    }
    await expect.poll(() => log.length, { interval: 1 }).toBe(3);
    expect(log).toEqual(['user-blocking', 'normal', 'background']);
    const tasks = createTaskManager(executor);
    expect(await tasks.submit(({ run }) => run(() => 7))).toBe(7);
    executor.post(() => log.push('never'), 'low');
    executor.dispose();
    expect(executor.pending).toBe(0);
    await new Promise((resolve) => setTimeout(resolve));
    expect(log).not.toContain('never');
  });

  it('asks for a turn as urgent as what waits, again where something more urgent comes', () => {
    const host = fakeHost('postTask');
    const executor = createIdleExecutor({ host, now: () => 0 });
    const log: string[] = [];
    const post = (priority: TaskPriority): void =>
      executor.post(() => log.push(priority), priority);
    expect(executor.by).toBe('postTask');
    post('background');
    // Where the page is never idle it comes all the same.
    expect(host.asked()).toEqual(['background', 'user-visible after 300']);
    post('low');
    post('normal');
    post('background');
    expect(host.asked().slice(2)).toEqual(['user-visible']);
    post('user-blocking');
    expect(host.asked().slice(3)).toEqual(['user-blocking']);
    // What was asked for before is void.
    host.run(0, 1, 2);
    expect(log).toEqual([]);
    host.run(3);
    expect(log).toEqual(['user-blocking', 'normal', 'low', 'background', 'background']);
    expect([executor.pending, host.asked().length]).toEqual([0, 4]);
    post('background');
    expect(host.asked()).toHaveLength(6);
    executor.dispose();
    host.run(4, 5);
    expect(log).toHaveLength(5);
  });

  it('takes idle time for what nobody waits for alone', async () => {
    const host = fakeHost('requestIdleCallback');
    const executor = createIdleExecutor({ host });
    const log: string[] = [];
    expect(executor.by).toBe('requestIdleCallback');
    executor.post(() => log.push('background'), 'background');
    executor.post(() => log.push('more'), 'background');
    expect(host.asked()).toEqual(['idle within 100']);
    executor.post(() => log.push('low'), 'low');
    await expect.poll(() => log, { interval: 1 }).toEqual(['low', 'background', 'more']);
    host.run(0);
    executor.post(() => log.push('idle'), 'background');
    host.run(1);
    expect([log.at(-1), host.asked().length]).toEqual(['idle', 2]);
  });

  it('lets what has waited for long go on beside a flood, one priority after the other', () => {
    let time = 0;
    const host = fakeHost('postTask');
    const executor = createIdleExecutor({ host, now: () => time, sliceMs: 5 });
    const log: string[] = [];
    const flood = (): void => {
      time += 5;
      log.push('flood');
      executor.post(flood, 'user-blocking');
    };
    executor.post(flood, 'user-blocking');
    for (const priority of ['background', 'low', 'background', 'low'] as const) {
      executor.post(() => {
        time += 5;
        log.push(priority);
      }, priority);
    }
    while (time <= 300) host.run(host.asked().length - 1);
    expect(new Set(log)).toEqual(new Set(['flood']));
    log.length = 0;
    for (let i = 0; i < 8; i++) host.run(host.asked().length - 1);
    expect(log.filter((each) => each !== 'flood')).toEqual([
      ...['background', 'low', 'background', 'low'],
    ]);
    executor.dispose();
  });

  it('tells the host what was thrown, and goes on', async () => {
    const host = fakeHost('postTask');
    const executor = createIdleExecutor({ host });
    const log: string[] = [];
    executor.post(() => {
      throw new Error('thrown');
    }, 'normal');
    executor.post(() => log.push('next'), 'normal');
    const told = nextUncaught();
    host.run(0);
    expect(log).toEqual(['next']);
    expect(await told).toMatchObject({ message: 'thrown' });
    expect(() => createIdleExecutor({ sliceMs: Number.NaN })).toThrow(/sliceMs is NaN/);
    expect(() => executor.post(() => {}, 'soon' as never)).toThrow(/priority is 'soon'/);
  });
});

/** What was asked of it, and runs it when it is told to. */
function fakeHost(by: 'postTask' | 'requestIdleCallback') {
  const asked: { task: () => void; how: string }[] = [];
  const host: IdleHost =
    by === 'postTask'
      ? {
          scheduler: {
            async postTask(task, { priority, delay }) {
              asked.push({ task, how: delay ? `${priority} after ${delay}` : priority });
            },
          },
        }
      : {
          requestIdleCallback: (task, { timeout }) =>
            asked.push({ task, how: `idle within ${timeout}` }),
        };
  return {
    ...host,
    asked: () => asked.map(({ how }) => how),
    run(...which: number[]) {
      for (const at of which) asked[at]!.task();
    },
  };
}

/** What a test throws where nobody catches it. */
function nextUncaught(): Promise<unknown> {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  return new Promise((resolve) =>
    process.once('uncaughtException', (error) => {
      for (const other of others) process.on('uncaughtException', other);
      resolve(error);
    }),
  );
}

afterEach(() => {
  clock?.advance(1000);
});

function ports(): AsyncPorts {
  clock = createFakeClock();
  return { ...clock, random: () => 0.5 } as AsyncPorts;
}
