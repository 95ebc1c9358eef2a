/** Buckets: 8 for each doubling, from 1/8 ms to 2^21 ms; the first holds all that is shorter. */
const PER_DOUBLING = 8;
const SHORTEST = 0.125;
const DOUBLINGS = 24;
const BUCKETS = PER_DOUBLING * DOUBLINGS + 1;

/** How long tasks of one priority waited for their turn, in buckets that differ by a twelfth. */
export class Waits {
  count = 0;
  private readonly buckets = new Uint32Array(BUCKETS);
  /** The last wait, and its bucket: what was handed over in one frame waited equally long, and a logarithm takes longer than all else here. */
  private readonly last = new Float64Array(1);
  private lastBucket = 0;

  /** Counts the wait from `since[0]` to `clock[0]`, ms. */
  add(since: Float64Array, clock: Float64Array): void {
    const ms = clock[0]! - since[0]!;
    if (ms !== this.last[0]) {
      const at = ms > SHORTEST ? Math.ceil(Math.log2(ms / SHORTEST) * PER_DOUBLING) : 0;
      this.last[0] = ms;
      this.lastBucket = Math.min(BUCKETS - 1, at);
    }
    this.buckets[this.lastBucket]!++;
    this.count++;
  }

  /** The wait, ms, that a share of all did not exceed: up to a twelfth too long; 0 while nothing was counted. */
  quantile(share: number): number {
    let left = Math.ceil(this.count * share);
    if (left === 0) return 0;
    for (let at = 0; at < BUCKETS; at++) {
      left -= this.buckets[at]!;
      if (left <= 0) return at === 0 ? 0 : SHORTEST * 2 ** (at / PER_DOUBLING);
    }
    return Number.POSITIVE_INFINITY;
  }
}
