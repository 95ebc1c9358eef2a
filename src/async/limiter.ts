import { ValueError, whole } from '../ecs';
import { tell } from '../structures';
import { oneOf } from './checks';

/** How many may run at once, learnt from how long they take. */
export type LimiterOptions = {
  /** @default 1 */
  min?: number;
  /** @default 64 */
  max?: number;
  /** @default 4, or `min` if that is more */
  initial?: number;
  /**
   * `vegas` counts how many wait at the other end, `gradient` goes by how much longer things take than unloaded ones.
   * @default 'vegas'
   */
  algorithm?: 'vegas' | 'gradient';
  /** Told when the limit changes. */
  onLimit?: (limit: number) => void;
};

/** What a limiter goes by; one object, updated in place. */
export type LimiterStats = {
  limit: number;
  /** What one takes with nothing in its way, ms; NaN while unknown. */
  baselineMs: number;
  /** The middle of the last window, ms; NaN while unknown. */
  recentMs: number;
  /** Windows counted, those in which the limit was lowered to see the baseline, and failures that lowered it. */
  windows: number;
  probes: number;
  drops: number;
};

/** Learns how many may run at once. */
export type Limiter = {
  /** Whole, from `min` to `max`. */
  readonly limit: number;
  readonly stats: Readonly<LimiterStats>;
  /** Counts one that ended: how long it took, and how many ran when it began, itself included. */
  sample(ms: number, running: number): void;
  /** Counts one that failed for load: an error, a timeout, a missed frame. */
  drop(): void;
};

/** What takes less, by a coarse clock nothing, is taken for this, ms: times are divided by each other. */
const LEAST_MS = 0.01;
/** Samples of a window at least: the middle of fewer says little. */
const LEAST_SAMPLES = 11;
/** Windows between two looks at the baseline, from half to half again as many: many clients must not look at once. */
const PROBE_WINDOWS = 40;
/** Share of the limit while looking. */
const PROBE_SHARE = 0.5;
/** What the limit falls to at a failure; of a window's, at every twelfth. */
const DROP_SHARE = 0.9;
const DROPS = 12;
/** How much longer than the baseline is no sign of a queue, for noise alone. */
const TOLERANCE = 1.15;
const SMOOTHING = 0.4;
/**
 * How many may wait at the other end before the limit grows no more, and before it falls: shares of the limit, for what a window says
 * varies with its times, not with their number, and a part of a place, without which a limit of 2 could not grow.
 */
const FEW_WAIT = 0.1;
const FEW_PLACES = 0.4;
const MANY_WAIT = 0.25;
const MANY_PLACES = 0.2;
/**
 * Windows after a fall in which the limit does not grow. Where few run at once, one too many is much: they double with each fall that comes
 * right after a step up, or it would be one too high half of the time.
 */
const HELD_WINDOWS = 1;
const MOST_HELD = 4;
const FEW_AT_ONCE = 8;
/** Steps up in a row after which they become longer, and the longest: where a window takes a second, one at a time takes too long. */
const STEPS_ALIKE = 3;
const LONGEST_STEP = 4;
/** A limit that fell to this share since the last look asks for another: what takes longer may not be a queue. */
const FELL_TO = 0.85;
const LEAST_WINDOWS = 2;
/** What a look and the baseline differ by at most where that is chance; they are averaged then. */
const CHANCE = 1.25;
/** Half of them take this share of what all took where nothing waited: less is a queue that half of them have still. */
const NO_QUEUE = 0.8;
/** Part of the way that the baseline goes down to a window that was quicker. */
const QUICKER = 0.1;

/** Makes a limiter; `random` is for the times between two looks. Throws `ValueError` for limits out of order. */
export function createLimiter(options: LimiterOptions, random: () => number): Limiter {
  const min = whole('min', options.min ?? 1, 1);
  const max = whole('max', options.max ?? Math.max(64, min), 1);
  const initial = whole('initial', options.initial ?? Math.min(max, Math.max(4, min)), 1);
  if (min > initial || initial > max)
    throw new ValueError(`min ${min}, initial ${initial}, max ${max}; give them in that order`);
  const algorithm = oneOf('algorithm', options.algorithm ?? 'vegas', ['vegas', 'gradient']);
  const samples: number[] = [];
  let exact = initial;
  let peak = 0;
  let dropped = 0;
  let probing = false;
  // The first look comes soon: nothing is known.
  let untilProbe = 4;
  let sinceProbe = 0;
  // Whether the last window was much quicker than the baseline: one may be by chance.
  let wasQuick = false;
  // The limit at the last look.
  let atProbe = 0;
  // And at the one before.
  let before = 0;
  // What one took then.
  let loadedMs = Number.NaN;
  // Windows in which it may not grow yet, and those after the next fall; steps up since the last.
  let held = 0;
  let hold = HELD_WINDOWS;
  let steps = 0;
  const stats: LimiterStats = {
    limit: initial,
    ...{ baselineMs: Number.NaN, recentMs: Number.NaN },
    ...{ windows: 0, probes: 0, drops: 0 },
  };

  function show(): void {
    const shown = probing ? exact * PROBE_SHARE : exact;
    const limit = Math.min(max, Math.max(min, Math.floor(shown)));
    if (limit === stats.limit) return;
    stats.limit = limit;
    if (options.onLimit) tell(options.onLimit, limit, 'onLimit');
  }

  function endWindow(): void {
    const middle = Math.max(LEAST_MS, middleOf(samples));
    samples.length = 0;
    stats.windows++;
    stats.recentMs = middle;
    sinceProbe++;
    // With the least that there may be, every window is a look.
    if (probing || exact <= min) {
      probing = false;
      sinceProbe = 0;
      const { baselineMs } = stats;
      const isChance = middle < baselineMs * CHANCE && middle > baselineMs / CHANCE;
      if (!isChance) {
        held = 0;
        hold = HELD_WINDOWS;
        if (middle > baselineMs && exact > min) goOn(middle / loadedMs);
      }
      stats.baselineMs = isChance ? (middle + baselineMs) / 2 : middle;
      if (exact <= min && dropped === 0) exact = Math.min(max, adjusted(middle));
    } else {
      const isQuick = middle < stats.baselineMs / CHANCE;
      if (Number.isNaN(stats.baselineMs) || (isQuick && wasQuick)) stats.baselineMs = middle;
      // The least of many is too little where times vary: a part of the way.
      else if (middle < stats.baselineMs) {
        stats.baselineMs += (middle - stats.baselineMs) * QUICKER;
      }
      wasQuick = isQuick;
      if (dropped === 0) exact = Math.min(max, Math.max(min, adjusted(middle)));
      const fell = exact < atProbe * FELL_TO && sinceProbe >= LEAST_WINDOWS;
      if ((--untilProbe <= 0 || fell) && exact > min) {
        probing = true;
        stats.probes++;
        before = atProbe;
        loadedMs = middle;
        atProbe = exact;
        untilProbe = Math.ceil(PROBE_WINDOWS * (0.5 + random()));
      }
    }
    peak = 0;
    dropped = 0;
    show();
  }

  /** After a look at which things take longer than they did: a share of what they took before it. */
  function goOn(share: number): void {
    // It fell for what was no queue: all takes longer there.
    if (share > NO_QUEUE) exact = Math.max(exact, before);
    // As many as wait for nothing; half, where those wait too.
    else exact = Math.max(min, exact * Math.max(PROBE_SHARE, share));
  }

  function adjusted(middle: number): number {
    // What was not used says nothing about more.
    const mayGrow = peak >= exact / 2;
    if (algorithm === 'vegas') {
      const waiting = exact * (1 - stats.baselineMs / middle);
      if (waiting < FEW_WAIT * exact + FEW_PLACES) {
        if (held > 0) {
          held--;
          return exact;
        }
        if (!mayGrow) return exact;
        steps++;
        const times = Math.min(LONGEST_STEP, Math.max(1, steps - STEPS_ALIKE + 1));
        return exact + times * Math.max(1, Math.sqrt(exact) / 2);
      }
      const many = MANY_WAIT * exact + MANY_PLACES;
      if (waiting <= many) {
        steps = 0;
        return exact;
      }
      held = hold;
      if (steps <= 1 && exact < FEW_AT_ONCE) hold = Math.min(MOST_HELD, hold * 2);
      steps = 0;
      return exact - Math.max(1, (waiting - many) * SMOOTHING);
    }
    const gradient = Math.min(1, Math.max(0.5, (TOLERANCE * stats.baselineMs) / middle));
    // Only where nothing waits: added always, it lifts the limit for ever under a little too much load.
    const target = gradient === 1 ? exact + Math.sqrt(exact) : exact * gradient;
    return target > exact && !mayGrow ? exact : exact + (target - exact) * SMOOTHING;
  }

  return {
    get limit() {
      return stats.limit;
    },
    stats,
    sample(ms, running) {
      if (!(ms >= 0)) return;
      // What began before the look saw more beside it.
      if (probing && running > Math.max(min, Math.floor(exact * PROBE_SHARE))) return;
      samples.push(ms);
      peak = Math.max(peak, running);
      if (samples.length >= Math.max(LEAST_SAMPLES, Math.floor(probing ? exact : stats.limit)))
        endWindow();
    },
    drop() {
      stats.drops++;
      if (dropped++ % DROPS !== 0) return;
      exact = Math.max(min, exact * DROP_SHARE);
      show();
    },
  };
}

/** The mean of the middle half: nearly as exact as that of all, and what took very long counts no more than by the middle alone. */
function middleOf(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const cut = sorted.length >> 2;
  let sum = 0;
  for (let i = cut; i < sorted.length - cut; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * cut);
}
