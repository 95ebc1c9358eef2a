const SLICES = 10;
const SLICE_MS = 1_000;

/** How many of something there are in a second. */
export class Throughput {
  private readonly counts = new Float64Array(SLICES);
  private readonly firstMs: number;
  private slice: number;

  constructor(now: number) {
    this.firstMs = now;
    this.slice = Math.floor(now / SLICE_MS);
  }

  /** Counts one. */
  add(now: number): void {
    this.turn(now);
    this.counts[this.slice % SLICES]!++;
  }

  /** The mean of the last ten seconds, of which the last is not over; of fewer after the beginning. */
  perSecond(now: number): number {
    this.turn(now);
    let sum = 0;
    for (let i = 0; i < SLICES; i++) sum += this.counts[i]!;
    const sinceMs = Math.max(this.firstMs, (this.slice - SLICES + 1) * SLICE_MS);
    return (sum * 1_000) / Math.max(SLICE_MS, now - sinceMs);
  }

  private turn(now: number): void {
    const current = Math.floor(now / SLICE_MS);
    for (let i = Math.max(this.slice + 1, current - SLICES + 1); i <= current; i++) {
      this.counts[i % SLICES] = 0;
    }
    this.slice = current;
  }
}
