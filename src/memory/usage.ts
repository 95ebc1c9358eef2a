/** What is known of what holds memory under a name; plain data, for `JSON.stringify`. */
export type MemoryUsage = {
  readonly name: string;
  /** `part`: of the app itself, or listed with `app.memory.add`. */
  readonly kind: 'pool' | 'ids' | 'cache' | 'budget' | 'part';
  readonly bytes: number;
  /** Most bytes that were seen, looked at twice a second by default. */
  readonly highWater: number;
  /** Bytes by an estimate that was given, not exact. */
  readonly isEstimate: boolean;
  /** Share of requests to a cache that found something. */
  readonly hitRate?: number;
  /** Share of what was acquired from a pool that was not made for it. */
  readonly reuse?: number;
  /** Made, or kept and let go, each second since it is there. */
  readonly churn?: number;
  /** How long it is there, ms. */
  readonly ageMs: number;
};

export type MemoryReport = {
  readonly totalBytes: number;
  readonly budgetBytes: number;
  readonly pressure: string;
  /** Largest first. */
  readonly lines: readonly MemoryUsage[];
  /** What was given back in all. */
  readonly reclaimedBytes: number;
};
