import { LRUCache } from 'lru-cache';
import QuickLRU from 'quick-lru';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { createCache } from '../../src/structures';
import { type ScrollStyle, type Shown, styles, type Trace, traceOf } from './traces';

/** Entries there is room for: rows of some ten screens, pages of as many. */
const ROOM: Record<Shown, number> = { feed: 300, table: 48 };
/** Requests of a trace that are timed at least, so that they outlast the clock's grain. */
const TIMED = 60_000;
/** How often that is done untimed before: until code is compiled, which takes the longer the more of it there is. */
const WARM_UPS = 8;

type Entry = { key: number };
type AnyCache = { get(key: number): Entry | undefined; set(key: number, value: Entry): unknown };

type Replay = (cache: AnyCache, trace: Trace) => number;

/**
 * Asks for each key of a trace and keeps what was not there; returns how many were there. Code of its own for each contender, as where an app asks its one cache: shared, it
 * would be compiled for all of them at once.
 */
function createReplay(): Replay {
  return new Function(`return ${replay.toString()}`)() as Replay;
}

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

/** Nanoseconds by request of caches that are new, and of the same ones when they are asked for all of it again; all traces count alike. */
function timesOf(
  traces: Trace[],
  ask: Replay,
  open: () => AnyCache,
  now: () => number,
): [number, number] {
  const sums: [number, number] = [0, 0];
  for (const trace of traces) {
    const caches = Array.from({ length: Math.ceil(TIMED / trace.length) }, open);
    for (const pass of [0, 1] as const) {
      const start = now();
      for (const cache of caches) ask(cache, trace);
      sums[pass] += ((now() - start) * 1e6) / (caches.length * trace.length);
    }
  }
  return [sums[0] / traces.length, sums[1] / traces.length];
}

/** Percent of requests that find nothing, by how somebody scrolls, and nanoseconds by request. */
function replaying(shown: Shown, open: (room: number) => AnyCache) {
  const ownReplay = createReplay();
  const contender: MeasureContender<Trace[]> = {
    setup() {
      const traces = styles.map((style) => traceOf(shown, style));
      for (let i = 0; i < WARM_UPS; i++)
        timesOf(traces, ownReplay, () => open(ROOM[shown]), Date.now);
      return traces;
    },
    measure(traces, { now }) {
      const found: Record<string, number> = {};
      for (const [i, trace] of traces.entries())
        found[styles[i]!] = 100 - (100 * ownReplay(open(ROOM[shown]), trace)) / trace.length;
      const [fresh, again] = timesOf(traces, ownReplay, () => open(ROOM[shown]), now);
      return { ...found, fresh, time: again };
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
