/** Of all room: where the window begins, how little and how much it may take. */
const FIRST = 0.01;
const LEAST = 0.01;
const MOST = 0.8;
/** First step, how much of it the next one is, and the change of the rate of hits by which it begins anew. */
const STEP = 0.0625;
const DECAY = 0.98;
const RESTART = 0.05;
/** Requests of a trial, by entry, and at least. */
const PER_ENTRY = 10;
const LEAST_REQUESTS = 200;

class WindowClimber {
  /** Share of all room that entries just come may take. */
  share = FIRST;

  private hits = 0;
  private requests = 0;
  private step = STEP;
  private rate = -1;

  hit(): void {
    this.hits++;
    this.requests++;
  }

  missed(): void {
    this.requests++;
  }

  /** After enough requests: goes on in the direction that brought more hits, back from one that brought less. */
  climb(entries: number): void {
    if (this.requests < Math.max(LEAST_REQUESTS, entries * PER_ENTRY)) return;
    const rate = this.hits / this.requests;
    this.hits = 0;
    this.requests = 0;
    const change = rate - this.rate;
    const isFirst = this.rate < 0;
    this.rate = rate;
    if (isFirst) return;
    if (change < 0) this.step = -this.step;
    this.step = Math.abs(change) >= RESTART ? STEP * Math.sign(this.step) : this.step * DECAY;
    this.share = Math.min(MOST, Math.max(LEAST, this.share + this.step));
  }
}

export type { WindowClimber };

/**
 * Finds how much of a cache entries should have that came just now, by trial: lists that are read in order want more, those that are read here and
 * there less.
 */
export function createWindowClimber(): WindowClimber {
  return new WindowClimber();
}
