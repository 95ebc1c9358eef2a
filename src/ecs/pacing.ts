/** Ticks of a display that are remembered, and how many of them it takes to know it. */
const REMEMBERED = 32;
const ENOUGH = 8;
/** A longer pause is sleep or a hidden page, not a late frame, ms. */
const PAUSE_MS = 250;
/** Frames a second that displays have. What is measured this close to one, as a share of it, is that. */
const RATES = [24, 30, 48, 50, 60, 72, 75, 85, 90, 100, 120, 144, 165, 180, 200, 240, 360];
const CLOSE = 0.03;

/** Which ticks of a display become frames, so that these follow each other evenly. */
export type Pacer = {
  /** Frames a second to aim at; 0 for one at every tick. */
  targetFps: number;
  /** Measured ticks of the display a second; 0 until known. */
  readonly displayFps: number;
  /** Ticks from one frame to the next: the whole number whose rate is nearest to the target. */
  readonly divisor: number;
  /** Time from one frame to the next, ms; 0 until the display is known. */
  readonly periodMs: number;
  /** Ticks left without a frame on purpose. */
  readonly skipped: number;
  /** Ticks that should have become frames and passed while one took too long. */
  readonly dropped: number;
  /** Says whether the tick at host time `now`, ms, becomes a frame. */
  takes(now: number): boolean;
  /** Says what the last frame took, ms: a tick that came late because of it tells nothing of the display. */
  worked(ms: number): void;
  /** Nothing was asked of the display since the last tick: the next one is neither late nor early. */
  rest(): void;
};

const LAST_TICK = 0;
const LAST_FRAME = 1;
const TICK_MS = 2;
const WORK_MS = 3;
/** Share of the time between two ticks that work may take without making the second late. */
const UNHURRIED = 0.5;

/** Makes a pacer that knows no display yet. Nothing is allocated by a tick. */
export function createPacer(): Pacer {
  // In arrays: a number with a fraction in a closure's variable is a new heap object at every write.
  const times = new Float64Array([Number.NaN, Number.NaN, 0, 0]);
  const intervals = new Float64Array(REMEMBERED);
  const sorted = new Float64Array(REMEMBERED);
  let count = 0;
  let skipped = 0;
  let dropped = 0;

  function remember(now: number): void {
    const interval = now - times[LAST_TICK]!;
    times[LAST_TICK] = now;
    const work = times[WORK_MS]!;
    times[WORK_MS] = 0;
    if (!(interval > 0 && interval < PAUSE_MS && work <= interval * UNHURRIED)) return;
    intervals[count % REMEMBERED] = interval;
    count++;
    if (count >= ENOUGH && count % ENOUGH === 0) measure();
  }

  /** The middle of the intervals that are one tick long; longer ones are ticks that were missed. */
  function measure(): void {
    const known = Math.min(count, REMEMBERED);
    sorted.fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < known; i++) sorted[i] = intervals[i]!;
    sorted.sort();
    const limit = sorted[known >> 3]! * 1.5;
    let single = 0;
    while (single < known && sorted[single]! < limit) single++;
    const rate = 1000 / sorted[single >> 1]!;
    let nearest = rate;
    for (let i = 0; i < RATES.length; i++) {
      if (Math.abs(rate / RATES[i]! - 1) <= CLOSE) nearest = RATES[i]!;
    }
    times[TICK_MS] = 1000 / nearest;
  }

  function divisor(): number {
    const tick = times[TICK_MS]!;
    const target = pacer.targetFps;
    if (!(target > 0 && tick > 0)) return 1;
    const ticks = 1000 / tick / target;
    const fewer = Math.max(1, Math.floor(ticks));
    // As ratios: 72 frames are nearer to 60 than 48 are.
    return ticks * ticks > fewer * (fewer + 1) ? fewer + 1 : fewer;
  }

  const pacer: Pacer = {
    targetFps: 0,
    get displayFps() {
      return times[TICK_MS]! > 0 ? 1000 / times[TICK_MS]! : 0;
    },
    get divisor() {
      return divisor();
    },
    get periodMs() {
      return times[TICK_MS]! * divisor();
    },
    get skipped() {
      return skipped;
    },
    get dropped() {
      return dropped;
    },
    takes(now) {
      remember(now);
      const gap = now - times[LAST_FRAME]!;
      const tick = times[TICK_MS]!;
      if (gap >= 0 && gap < PAUSE_MS && tick > 0) {
        const passed = Math.round(gap / tick);
        const wanted = divisor();
        if (passed < wanted) {
          skipped++;
          return false;
        }
        dropped += passed - wanted;
      }
      times[LAST_FRAME] = now;
      return true;
    },
    worked(ms) {
      times[WORK_MS] = ms;
    },
    rest() {
      times[LAST_TICK] = Number.NaN;
      times[LAST_FRAME] = Number.NaN;
    },
  };
  return pacer;
}
