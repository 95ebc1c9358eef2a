import { afterEach, describe, expect, it } from 'vitest';
import {
  type AsyncPorts,
  createBatcher,
  createIdleExecutor,
  createResultCache,
  createTaskManager,
  debounce,
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
});

afterEach(() => {
  clock?.advance(1000);
});

function ports(): AsyncPorts {
  clock = createFakeClock();
  return { ...clock, random: () => 0.5 } as AsyncPorts;
}
