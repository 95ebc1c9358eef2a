/** Cells of a demand. */
const HELD = 0;
const ELAPSED = 1;
const RATE = 2;
const HOLD = 3;
const MARK = 4;

/** Over which arrivals are counted, ms. */
const WINDOW_MS = 1000;
/** Weight of the newest window in the rate and in how long objects are held. */
const NEWEST = 0.5;
/** Standard deviations above the mean: 1 % of the time more are in use. */
const P99 = 2.33;

/**
 * Measures what a pool is asked for: how often, how long objects are held, how many at most. Numbers are in cells, for a fraction in a
 * variable is a new object at every write.
 */
export class PoolDemand {
  private acquiredBefore = 0;
  private inUseBefore = 0;
  private readonly cells = new Float64Array(5);

  /** Objects that are acquired in a second. */
  get rate(): number {
    return this.cells[RATE]!;
  }

  /** How long an object is held, ms. */
  get holdMs(): number {
    return this.cells[HOLD]!;
  }

  /**
   * Counts the time `deltaMs[0]`, in which so many were in use; `acquired` is a running total, `peak` the most in use since it last returned true.
   * The mark sinks by half in `halfLifeMs`.
   */
  pass(
    deltaMs: Float64Array,
    inUse: number,
    acquired: number,
    peak: number,
    halfLifeMs: number,
  ): boolean {
    const { cells } = this;
    cells[HELD]! += inUse * deltaMs[0]!;
    cells[ELAPSED]! += deltaMs[0]!;
    if (cells[ELAPSED]! < WINDOW_MS) return false;
    this.close(inUse, acquired, peak, halfLifeMs);
    return true;
  }

  /**
   * Objects that should be there: as many as were in use of late, or as Little's law expects where arrivals become more, whichever is more.
   * Their number is then about that of a Poisson distribution.
   */
  wanted(): number {
    const { cells } = this;
    const mean = (cells[RATE]! * cells[HOLD]!) / 1000;
    return Math.ceil(Math.max(cells[MARK]!, mean > 0 ? mean + P99 * Math.sqrt(mean) : 0));
  }

  private close(inUse: number, acquired: number, peak: number, halfLifeMs: number): void {
    const { cells } = this;
    const arrived = acquired - this.acquiredBefore;
    const released = arrived + this.inUseBefore - inUse;
    const elapsed = cells[ELAPSED]!;
    const rate = (arrived * 1000) / elapsed;
    // At once upwards: a burst is there now.
    cells[RATE]! = rate > cells[RATE]! ? rate : cells[RATE]! + (rate - cells[RATE]!) * NEWEST;
    if (released > 0) {
      const hold = cells[HELD]! / released;
      cells[HOLD]! = cells[HOLD]! > 0 ? cells[HOLD]! + (hold - cells[HOLD]!) * NEWEST : hold;
    }
    const faded = cells[MARK]! * 0.5 ** (elapsed / halfLifeMs);
    cells[MARK]! = Math.max(peak, faded < 1 ? 0 : faded);
    cells[HELD] = 0;
    cells[ELAPSED] = 0;
    this.acquiredBefore = acquired;
    this.inUseBefore = inUse;
  }
}
