import type { CDPSession } from 'playwright';
import { PASS_MARK, SLICE_BEGIN, SLICE_END } from '../page/pass-mark';
import type { SampleSpans } from '../page/serve-station';
import { COLLECTION, type RoundSamples } from '../station/protocol';

/** A stop for collecting garbage, ms on the browser's clock. */
export type Collection = { start: number; end: number };

/** What the browser's trace tells of a pass. */
export type Watched = {
  /** In order. */
  collections: Collection[];
  /** Processor time of the longest slice that the contender marked, ms; undefined where it marked none. */
  longestSlice: number | undefined;
};

/** Sees the collections and the marked slices of a pass, through the browser's trace. */
export type CollectionWatch = {
  /** Begins to watch. What it gives ends that. Nothing is seen where the browser does not trace. */
  begin(): Promise<() => Promise<Watched>>;
};

/** An event of the trace; times are microseconds, `tts` of the thread's processor time. */
export type TraceEvent = { name: string; pid: number; ts: number; dur?: number; tts?: number };

/** The engine's own events, one a frame and two a collection, and the page's mark: they cost less than can be measured. */
const CATEGORIES = ['v8', 'blink.user_timing'];
const COLLECTIONS: ReadonlySet<string> = new Set(['MinorGC', 'MajorGC']);

/** Makes the watch of one browser; `processes` is a session of the browser itself. */
export function createCollectionWatch(processes: CDPSession): CollectionWatch {
  let last: Promise<unknown> = Promise.resolve();

  async function end(): Promise<Watched> {
    const events: TraceEvent[] = [];
    const gather = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
    processes.on('Tracing.dataCollected', gather);
    try {
      const complete = new Promise((resolve) => processes.once('Tracing.tracingComplete', resolve));
      await processes.send('Tracing.end');
      await complete;
    } finally {
      processes.off('Tracing.dataCollected', gather);
    }
    return { collections: findCollections(events), longestSlice: findLongestSlice(events) };
  }

  return {
    async begin() {
      await last;
      try {
        await processes.send('Tracing.start', {
          traceConfig: { includedCategories: CATEGORIES },
          transferMode: 'ReportEvents',
        });
      } catch {
        // One trace at a time: someone else's goes on.
        return async () => ({ collections: [], longestSlice: undefined });
      }
      return () => {
        const ending = end();
        last = ending.catch(() => {});
        return ending;
      };
    },
  };
}

/** Collections of the process whose page marked the pass. */
export function findCollections(events: readonly TraceEvent[]): Collection[] {
  const mark = events.find(({ name }) => name === PASS_MARK);
  return events
    .filter(({ name, pid }) => COLLECTIONS.has(name) && pid === mark?.pid)
    .map(({ ts, dur = 0 }) => ({ start: ts / 1000, end: (ts + dur) / 1000 }))
    .sort((a, b) => a.start - b.start);
}

/** Processor time of the longest slice that the page of the pass marked, ms. */
export function findLongestSlice(events: readonly TraceEvent[]): number | undefined {
  const pass = events.find(({ name }) => name === PASS_MARK);
  const marks = events
    .filter(({ name, pid }) => pid === pass?.pid && (name === SLICE_BEGIN || name === SLICE_END))
    .sort((a, b) => a.ts - b.ts);
  let longest: number | undefined;
  let begun: number | undefined;
  for (const { name, tts } of marks) {
    if (name === SLICE_END && begun !== undefined && tts !== undefined) {
      longest = Math.max(longest ?? 0, (tts - begun) / 1000);
    }
    begun = name === SLICE_BEGIN ? tts : undefined;
  }
  return longest;
}

/** Flags what overlaps a collection. `originMs` is the page's time 0 on the browser's clock. */
export function flagCollections(
  samples: RoundSamples,
  { starts, ends }: SampleSpans,
  collections: readonly Collection[],
  originMs: number,
): void {
  const overlaps = (from: number, to: number) =>
    collections.some(({ start, end }) => start - originMs <= to && end - originMs >= from);
  for (const [name, flags] of Object.entries(samples.flags)) {
    // An interval is from the frame before to the frame itself; the others are frames, or calls.
    const shift = name === 'interval' ? 1 : 0;
    if (flags.length + shift !== starts.length) continue;
    for (let i = 0; i < flags.length; i++) {
      if (overlaps(starts[i]!, ends[i + shift]!)) flags[i]! |= COLLECTION;
    }
  }
}
