import { duration, ValueError } from '../ecs';
import { createCache } from '../structures';
import { callable } from './checks';
import { type AsyncPorts, defaultPorts } from './ports';

export type ResultCacheOptions<V> = {
  /** How long a result is good for, ms. */
  ttlMs: number;
  /** How long after that it is given all the same, while a new one is fetched. @default 0 */
  staleMs?: number;
  /** @default 1,000 */
  maxEntries?: number;
  /** Most of what `weigh` counts, bytes for example, of all results. */
  maxWeight?: number;
  weigh?: (value: V) => number;
  ports?: Pick<AsyncPorts, 'now'>;
};

/** Results that are kept for a while. */
export type ResultCache<V> = {
  /** The result of a key: kept, on its way, or asked for now. One that fails is not kept. */
  get(key: string, load: (key: string) => V | PromiseLike<V>): Promise<V>;
  /** Forgets a key, what is on its way too. */
  delete(key: string): void;
  clear(): void;
  readonly size: number;
  readonly stats: Readonly<{ hits: number; stale: number; misses: number; joined: number }>;
};

type Kept<V> = { readonly value: V; readonly freshMs: number };

/** Makes one. Which results go first when there is no room is for `createCache` to say: those seldom used. */
export function createResultCache<V>(options: ResultCacheOptions<V>): ResultCache<V> {
  const { staleMs = 0, maxEntries = 1_000, maxWeight, weigh, ports = defaultPorts() } = options;
  const ttlMs = duration('ttlMs', options.ttlMs);
  if (!(staleMs >= 0)) throw new ValueError(`staleMs is ${staleMs}; give ms from 0 up`);
  const cache = createCache<string, Kept<V>>({
    ...{ maxEntries, ttl: ttlMs + staleMs, now: () => ports.now() },
    ...(maxWeight === undefined ? {} : { maxWeight }),
    ...(weigh ? { weigh: ({ value }: Kept<V>) => weigh(value) } : {}),
  });
  const underway = new Map<string, Promise<V>>();
  const stats = { hits: 0, stale: 0, misses: 0, joined: 0 };

  function fetch(key: string, load: (key: string) => V | PromiseLike<V>): Promise<V> {
    const promise: Promise<V> = Promise.resolve(key)
      .then(load)
      .then((value) => {
        // One that was deleted meanwhile is not what is asked for by now.
        if (underway.get(key) === promise) cache.set(key, { value, freshMs: ports.now() + ttlMs });
        return value;
      })
      .finally(() => {
        if (underway.get(key) === promise) underway.delete(key);
      });
    underway.set(key, promise);
    return promise;
  }

  return {
    stats,
    get size() {
      return cache.size;
    },
    get(key, load) {
      callable('load', load);
      const kept = cache.get(key);
      if (kept && ports.now() < kept.freshMs) {
        stats.hits++;
        return Promise.resolve(kept.value);
      }
      const known = underway.get(key);
      if (kept) {
        stats.stale++;
        // What is given is there: that a new one cannot be had is told to whoever asks when it is not.
        if (!known) fetch(key, load).catch(() => {});
        return Promise.resolve(kept.value);
      }
      if (known) {
        stats.joined++;
        return known;
      }
      stats.misses++;
      return fetch(key, load);
    },
    delete(key) {
      underway.delete(key);
      cache.delete(key);
    },
    clear() {
      underway.clear();
      cache.clear();
    },
  };
}
