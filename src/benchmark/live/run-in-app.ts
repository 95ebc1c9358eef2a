import { createRandom } from '../../statistics';
import { registeredSuites } from '../define';
import type { Bench, Suite } from '../definition';
import { BenchError } from '../errors';
import type { BenchResult, RunResult } from '../result';
import { adjustRun } from '../run/compare';
import { combinations } from '../run/parameters';
import { measureFrames } from './app-frames';
import { describeApp } from './describe-app';
import type { LiveApp } from './live-app';
import { type LiveSettings, runSafely } from './run-safely';

export type LiveOptions = {
  /** @default every suite registered */
  suites?: readonly Suite[];
  /** Ids of the benches to run. @default all that are safe */
  only?: readonly string[];
  /** @default 5 */
  rounds?: number;
  /** Frames of the app itself that are measured, system by system; 0 for none. @default 120 */
  frames?: number;
  /** Told after every step; `share` goes from 0 to 1. */
  onProgress?(share: number, label: string): void;
  /** Aborting ends the run at the next step; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Clock, ms. @default performance.now */
  now?(): number;
  seed?: number;
};

/**
 * Runs the benches that are marked `safe` inside a running app, as background tasks cut into pieces of half a millisecond, and
 * measures some frames of the app itself, system by system. The app stays usable. Rejects with `BenchError` for ids that do not
 * exist or are not safe, and with the signal's reason when it is cancelled.
 */
export async function runInApp(app: LiveApp, options: LiveOptions = {}): Promise<RunResult> {
  const { rounds = 5, frames = 120, signal, seed = 1, now = () => performance.now() } = options;
  const benches = pick(options.suites ?? registeredSuites(), options.only);
  const startedAt = new Date().toISOString();
  const begun = now();
  const total = benches.reduce((sum, bench) => sum + stepsOf(bench, rounds), frames > 0 ? 1 : 0);
  let done = 0;
  const step = (label: string) => options.onProgress?.(Math.min(1, ++done / total), label);
  const results: BenchResult[] = [];
  const settings: LiveSettings = { rounds, seed, now, step, random: createRandom(seed) };
  for (const bench of benches) {
    signal?.throwIfAborted();
    results.push(
      await app.scheduler.submit(() => runSafely(bench, settings), {
        priority: 'background',
        ...(signal && { signal }),
      }),
    );
  }
  if (frames > 0) {
    results.push(await measureFrames(app, frames, settings, signal));
    step('frames of the app');
  }
  return {
    format: 'rafter-bench/1',
    startedAt,
    durationMs: now() - begun,
    mode: 'quick',
    seed,
    environment: describeApp(now),
    benches: adjustRun(results),
    failures: [],
  };
}

function pick(suites: readonly Suite[], only: readonly string[] | undefined): Bench[] {
  const all = suites.flatMap(({ benches }) => benches);
  if (!only) return all.filter(({ safe }) => safe);
  return only.map((id) => {
    const bench = all.find((candidate) => candidate.id === id);
    if (!bench)
      throw new BenchError(`unknown bench ${id}; known: ${all.map((b) => b.id).join(', ')}`);
    if (!bench.safe) throw new BenchError(`${id} is not marked safe, so it does not run in an app`);
    return bench;
  });
}

function stepsOf(bench: Bench, rounds: number): number {
  return combinations(bench.parameters).length * bench.contenders.length * (rounds + 1);
}
