import { createRandom } from '../../statistics';
import type { Effort } from '../definition';
import { messageOf } from '../errors';
import type { BenchResult } from '../result';
import type { BenchListing } from '../station/protocol';
import { adjustRun } from './compare';
import type { Driver } from './driver';
import { type RunBenchOptions, runBench, stepsOf } from './run-bench';

export type RunSuitesOptions = Omit<RunBenchOptions, 'random' | 'effort'> & {
  effort: Effort;
  /** Chance, over the whole run, below which a difference is called one. @default 0.05 */
  level?: number;
  /** Called once with the number of steps to come. */
  onPlan?(steps: number): void;
  /** Called as soon as a bench is done, before its p-values are adjusted over the run. */
  onBench?(result: BenchResult): void;
};

/** A bench and the driver that runs it. */
export type Planned = { listing: BenchListing; driver: Driver };

/**
 * Runs the benches one after the other and adjusts what they found for their number. A bench that cannot be run is in the result
 * with its error; the rest still runs. Rejects only when aborted.
 */
export async function runSuites(
  planned: readonly Planned[],
  options: RunSuitesOptions,
): Promise<BenchResult[]> {
  const { now } = options;
  options.onPlan?.(planned.reduce((sum, { listing }) => sum + stepsOf(listing, options), 0));
  const random = createRandom(options.seed);
  const results: BenchResult[] = [];
  for (const { listing, driver } of planned) {
    const begun = now();
    let result: BenchResult;
    try {
      result = await runBench(listing, driver, { ...options, random });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      result = {
        id: listing.id,
        category: listing.category,
        host: driver.host,
        unit: listing.unit,
        minimumEffect: listing.minimumEffect,
        cases: [],
        growth: [],
        error: messageOf(error),
        durationMs: now() - begun,
      };
    }
    results.push(result);
    options.onBench?.(result);
  }
  return adjustRun(results, options.level);
}
