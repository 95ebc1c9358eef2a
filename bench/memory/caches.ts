import { LRUCache } from 'lru-cache';
import QuickLRU from 'quick-lru';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { createCache } from '../../src/structures';
import { type ScrollStyle, type Shown, styles, type Trace, traceOf } from './traces';

/** Entries there is room for: rows of some ten screens, pages of as many. */
const ROOM: Record<Shown, number> = { feed: 300, table: 48 };
/** How often all traces are gone through for the time, so that it outlasts the clock's grain. */
const TIMES = 3;

type Entry = { key: number };
type AnyCache = { get(key: number): Entry | undefined; set(key: number, value: Entry): unknown };

/** Asks for each key of a trace and keeps what was not there. Returns how many were there. */
function replay(cache: AnyCache, trace: Trace): number {
  let hits = 0;
  for (let i = 0; i < trace.length; i++) {
    const key = trace[i]!;
    if (cache.get(key) !== undefined) hits++;
    else cache.set(key, { key });
  }
  return hits;
}

const openers: Record<string, (room: number) => AnyCache> = {
  ours: (maxEntries) => createCache<number, Entry>({ maxEntries }),
  'ours, lru': (maxEntries) => createCache<number, Entry>({ maxEntries, policy: 'lru' }),
  'lru-cache': (max) => new LRUCache<number, Entry>({ max }),
  'quick-lru': (maxSize) => new QuickLRU<number, Entry>({ maxSize }),
};

/** Percent of requests that find nothing, by how somebody scrolls, and nanoseconds by request. */
function replaying(shown: Shown, open: (room: number) => AnyCache) {
  const contender: MeasureContender<Trace[]> = {
    setup: () => styles.map((style) => traceOf(shown, style)),
    measure(traces, { now }) {
      const found: Record<string, number> = {};
      for (const [i, trace] of traces.entries())
        found[styles[i]!] = 100 - (100 * replay(open(ROOM[shown]), trace)) / trace.length;
      const caches = Array.from({ length: TIMES * traces.length }, () => open(ROOM[shown]));
      let requests = 0;
      const start = now();
      for (const [i, cache] of caches.entries()) {
        const trace = traces[i % traces.length]!;
        replay(cache, trace);
        requests += trace.length;
      }
      return { ...found, time: ((now() - start) * 1e6) / requests };
    },
  };
  return contender;
}

/** What is measured, by name, of caches that are asked for rows of a feed or for pages of a table. */
export function cachesFor(shown: Shown): Record<string, MeasureContender<Trace[]>> {
  return Object.fromEntries(
    Object.entries(openers).map(([name, open]) => [name, replaying(shown, open)]),
  );
}

/** Percent of hits of every contender, by trace. */
export function hitRates(shown: Shown): { style: ScrollStyle; rates: Record<string, number> }[] {
  return styles.map((style) => {
    const trace = traceOf(shown, style);
    const rates: Record<string, number> = {};
    for (const [name, open] of Object.entries(openers))
      rates[name] = (replay(open(ROOM[shown]), trace) * 100) / trace.length;
    return { style, rates };
  });
}
