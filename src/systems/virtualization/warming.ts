/** Steps of half a viewport on each side that rows are held ready for at most. */
const MOST_STEPS = 4;
/** A list that rests this long begins another leg, ms. */
const REST_MS = 200;
/** What the last leg counts in what is learnt. */
const NEWEST = 0.2;
/** Rows of a step are worth holding where at least so many of the legs came to them, at first; least and most of that. */
const WORTH = 0.15;
const LEAST_WORTH = 0.05;
const MOST_WORTH = 0.6;
/** What is held is judged by so many rows that were seen or gave way: where fewer than the first share were seen less is held, where more than the second more. */
const JUDGED = 32;
const POOR = 0.15;
const GOOD = 0.5;
/** By what factor what is worth it changes then. */
const STEP = 1.5;

/** Values of the knob `warming`. */
export const WARM_NONE = 0;
export const WARM_VIEWPORT = 1;
export const WARM_DIRECTIONAL = 2;
export const WARM_ADAPTIVE = 3;

/** Places of `moves`. */
export const WARM_MOVED = 0;
export const WARM_NOW = 1;
export const WARM_VIEW = 2;
const LENGTH = 3;
const LAST = 4;

/**
 * Which rows beyond the window are worth holding ready: how many steps of half a viewport on the side that the list was last moved to,
 * and on the other. `adaptive` goes by where legs went: a leg is a way in one direction without a rest. Of the legs so far, the newest
 * counting most, it holds the steps that enough of them came to: how many are enough is learnt from how many of the rows held so were seen.
 */
export class Warming {
  /** Steps worth holding. */
  ahead = 0;
  behind = 0;
  /** Way of the last move: 1 towards the end, -1 towards the start. */
  way = 1;
  /** Given to `move`: CSS pixels moved, when, ms, and the height of the viewport. */
  readonly moves = new Float64Array(5);

  // Share of the legs that went on the way of the one before, or turned, and came to a step.
  private readonly onward = new Float64Array(MOST_STEPS + 1);
  private readonly back = new Float64Array(MOST_STEPS + 1);
  private readonly worth = Float64Array.of(WORTH);
  private hits = 0;
  private wasted = 0;
  private hasTurned = false;
  private steps = -1;

  /** Takes a move: what `moves` holds. */
  move(): void {
    const { moves } = this;
    const way = moves[WARM_MOVED]! < 0 ? -1 : 1;
    const turns = way !== this.way;
    if (turns || !(moves[WARM_NOW]! - moves[LAST]! < REST_MS)) {
      this.endLeg();
      this.hasTurned = turns;
      this.way = way;
      moves[LENGTH] = 0;
    }
    moves[LAST] = moves[WARM_NOW]!;
    moves[LENGTH]! += Math.abs(moves[WARM_MOVED]!);
    this.steps = Math.ceil((moves[LENGTH]! * 2) / Math.max(1, moves[WARM_VIEW]!));
  }

  /** Takes how many rows held ready were seen so far, and gave way unseen: what was guessed of their worth is put right by that. */
  judge(hits: number, wasted: number): void {
    const seen = hits - this.hits;
    const count = seen + wasted - this.wasted;
    if (count < JUDGED) return;
    this.hits = hits;
    this.wasted = wasted;
    const { worth } = this;
    if (seen < count * POOR) worth[0] = Math.min(MOST_WORTH, worth[0]! * STEP);
    else if (seen > count * GOOD) worth[0] = Math.max(LEAST_WORTH, worth[0]! / STEP);
  }

  /** Decides what is worth holding. */
  choose(mode: number): void {
    this.ahead = 0;
    this.behind = 0;
    if (mode === WARM_VIEWPORT) {
      this.ahead = 2;
      this.behind = 2;
    } else if (mode === WARM_DIRECTIONAL) {
      this.ahead = 4;
      this.behind = 1;
    } else if (mode === WARM_ADAPTIVE) {
      while (this.ahead < MOST_STEPS && this.onward[this.ahead + 1]! >= this.worth[0]!)
        this.ahead++;
      while (this.behind < MOST_STEPS && this.back[this.behind + 1]! >= this.worth[0]!)
        this.behind++;
    }
  }

  /** Learns from a leg that is over: which steps rows held ready would have been seen of. */
  private endLeg(): void {
    // The first leg follows none.
    if (this.steps < 0) return;
    for (let step = 1; step <= MOST_STEPS; step++) {
      const came = step <= this.steps ? NEWEST : 0;
      this.onward[step] = this.onward[step]! * (1 - NEWEST) + (this.hasTurned ? 0 : came);
      this.back[step] = this.back[step]! * (1 - NEWEST) + (this.hasTurned ? came : 0);
    }
  }
}
