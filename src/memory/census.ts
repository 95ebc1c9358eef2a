import { mannKendall, theilSen } from '../statistics';
import { siteOf } from './site';

/** A kind of thing of which there are more and more. */
export type Leak = {
  readonly kind: string;
  /** How many there were at the beginning of what was looked at, and at its end. */
  readonly from: number;
  readonly to: number;
  /** How many more there are each second. */
  readonly perSecond: number;
  /** That so clear a growth comes by chance. */
  readonly p: number;
  /** Where those that are there were made, most first; known in developer mode, of what is tracked or pooled. */
  readonly sites: readonly { readonly site: string; readonly count: number }[];
};

export type Census = {
  /** Counts a kind from now on; returns how to stop. `sites` tells where those that are there were made. */
  watch(kind: string, count: () => number, sites?: () => Leak['sites']): () => void;
  /**
   * Counts an object of a kind until `done` is called with it or it is collected, which a browser may do late or never: that only takes suspicion away.
   */
  track(object: object, kind: string): void;
  /** Says that a tracked object is not used any more. One that is not tracked is left alone. */
  done(object: object): void;
  /** Kinds that grow now. */
  leaks(): readonly Leak[];
  /** Is told once of each kind that begins to grow; returns how to stop. */
  onLeak(listener: (leak: Leak) => void): () => void;
};

/** A count is the least of this time: what comes and goes is none. */
const WINDOW_MS = 2000;
/** Windows that are looked at: a minute. */
const WINDOWS = 30;
/** Windows until anything is said: 40 seconds. */
const ENOUGH = 20;
/** The last of them, which must grow too: what has grown and stopped is no leak. */
const LAST = 8;
/** By chance in one of so many looks: there are 30 in a minute, of every kind. */
const P_ALL = 1e-5;
const P_LAST = 0.01;
/** Fewer more than these, by number and by share, are not told of. */
const LEAST_GROWTH = 8;
const LEAST_SHARE = 0.02;

/** Of this file, in a stack. */
const OWN = /^(?:at )?(?:Object\.)?track\b/;

class Kind {
  readonly name: string;
  readonly count: () => number;
  readonly sites: (() => Leak['sites']) | undefined;
  least = Number.POSITIVE_INFINITY;
  leak: Leak | undefined;
  private readonly minima: number[] = [];

  constructor(name: string, count: () => number, sites: (() => Leak['sites']) | undefined) {
    this.name = name;
    this.count = count;
    this.sites = sites;
  }

  /** Ends a window. Returns true if a leak was found that was none before. */
  close(): boolean {
    const { minima, least } = this;
    this.least = Number.POSITIVE_INFINITY;
    if (least === Number.POSITIVE_INFINITY) return false;
    minima.push(least);
    if (minima.length > WINDOWS) minima.shift();
    const wasLeak = this.leak !== undefined;
    this.leak = this.grows() ? this.describe() : undefined;
    return this.leak !== undefined && !wasLeak;
  }

  private grows(): boolean {
    const { minima } = this;
    if (minima.length < ENOUGH) return false;
    const growth = minima.at(-1)! - minima[0]!;
    if (growth < Math.max(LEAST_GROWTH, minima[0]! * LEAST_SHARE)) return false;
    if (mannKendall(minima).pRising >= P_ALL) return false;
    return mannKendall(minima.slice(-LAST)).pRising < P_LAST;
  }

  private describe(): Leak {
    const { minima } = this;
    return {
      kind: this.name,
      from: minima[0]!,
      to: minima.at(-1)!,
      perSecond: (theilSen(minima) * 1000) / WINDOW_MS,
      p: mannKendall(minima).pRising,
      sites: this.sites?.() ?? [],
    };
  }
}

/** The census of an app, and what its frames call. */
export type TickedCensus = Census & {
  /** Counts once at `now` ms. */
  sample(now: number): void;
  clear(): void;
};

export function createCensus(
  isDeveloper: boolean,
  report: (error: unknown, of: string) => void,
): TickedCensus {
  const kinds = new Set<Kind>();
  const tracked = new Map<
    string,
    { live: number; bySite: Map<string, number>; stop: () => void }
  >();
  const marks = new WeakMap<object, { kind: string; site: string; isOver: boolean }>();
  const listeners = new Set<(leak: Leak) => void>();
  const registry =
    typeof FinalizationRegistry === 'undefined'
      ? undefined
      : new FinalizationRegistry<{ kind: string; site: string; isOver: boolean }>(end);
  let windowEnd = Number.NaN;

  function end(mark: { kind: string; site: string; isOver: boolean }): void {
    if (mark.isOver) return;
    mark.isOver = true;
    const group = tracked.get(mark.kind);
    if (!group) return;
    group.live--;
    const left = (group.bySite.get(mark.site) ?? 0) - 1;
    if (left > 0) group.bySite.set(mark.site, left);
    else group.bySite.delete(mark.site);
  }

  function watch(kind: string, count: () => number, sites?: () => Leak['sites']): () => void {
    const own = new Kind(kind, count, sites);
    kinds.add(own);
    return () => {
      kinds.delete(own);
    };
  }

  function groupOf(kind: string) {
    const known = tracked.get(kind);
    if (known) return known;
    const group = { live: 0, bySite: new Map<string, number>(), stop: () => {} };
    group.stop = watch(
      kind,
      () => group.live,
      () =>
        [...group.bySite]
          .map(([site, count]) => ({ site, count }))
          .sort((a, b) => b.count - a.count),
    );
    tracked.set(kind, group);
    return group;
  }

  function tell(leak: Leak): void {
    for (const listener of [...listeners]) {
      try {
        listener(leak);
      } catch (error) {
        report(error, 'listener of leaks');
      }
    }
  }

  return {
    watch,
    track(object, kind) {
      if (marks.get(object)?.isOver === false) return;
      const mark = { kind, site: isDeveloper ? siteOf(OWN) : '', isOver: false };
      const group = groupOf(kind);
      group.live++;
      if (isDeveloper) group.bySite.set(mark.site, (group.bySite.get(mark.site) ?? 0) + 1);
      marks.set(object, mark);
      registry?.register(object, mark, mark);
    },
    done(object) {
      const mark = marks.get(object);
      if (!mark) return;
      registry?.unregister(mark);
      end(mark);
    },
    leaks: () => [...kinds].flatMap(({ leak }) => leak ?? []),
    onLeak(listener) {
      const own = (leak: Leak): void => listener(leak);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
    sample(now) {
      for (const kind of kinds) {
        try {
          kind.least = Math.min(kind.least, kind.count());
        } catch (error) {
          kinds.delete(kind);
          report(error, `count of '${kind.name}'`);
        }
      }
      if (Number.isNaN(windowEnd)) windowEnd = now + WINDOW_MS;
      if (now < windowEnd) return;
      windowEnd = now + WINDOW_MS;
      for (const kind of kinds) if (kind.close()) tell(kind.leak!);
    },
    clear() {
      kinds.clear();
      tracked.clear();
      listeners.clear();
    },
  };
}
