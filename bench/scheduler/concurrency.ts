import type { MeasureContender } from 'rafter-ui/benchmark';
import { createLimiter } from '../../src/async';
import { createRandom } from '../../src/statistics';
import { bestFixed, type Client, type Phase, type PhaseResult, simulate } from './simulated-server';

const SEED = 1;
/** A server that doubles what it can, falls to a quarter of that, and becomes slow; then an hour of the first. */
const STEPS: readonly Phase[] = [
  { knee: 20, baseMs: 50, spread: 0.3, seconds: 60 },
  { knee: 40, baseMs: 50, spread: 0.3, seconds: 60 },
  { knee: 10, baseMs: 50, spread: 0.3, seconds: 60 },
  { knee: 20, baseMs: 150, spread: 0.3, seconds: 60 },
];
const HOUR: Phase = { knee: 10, baseMs: 100, spread: 0.3, seconds: 3600 };

/** Least throughput and worst p99 beside the best fixed limit of each step, slowest settling, and what an hour moved the limit by. */
function concurrency(make: () => Client): MeasureContender<undefined> {
  return {
    measure() {
      const best = new Map([...STEPS, HOUR].map((phase) => [phase, bestFixed(phase, SEED).result]));
      const target = (phase: Phase): number => best.get(phase)!.perSecond;
      const steps = simulate(make(), STEPS, SEED + 1, target);
      const [hour] = simulate(make(), [HOUR], SEED + 2, target);
      const beside = (read: (result: PhaseResult) => number): number[] =>
        steps.map((result, at) => read(result) / read(best.get(STEPS[at]!)!));
      return {
        throughput: 100 * Math.min(...beside(({ perSecond }) => perSecond)),
        p99: Math.max(...beside(({ p99Ms }) => p99Ms)),
        settled: Math.max(...steps.map(({ settledS }) => Math.min(60, settledS))),
        drift: 100 * Math.abs(hour!.lastLimit / hour!.firstLimit - 1),
      };
    },
  };
}

function learnt(algorithm: 'vegas' | 'gradient'): () => Client {
  return () => {
    const limiter = createLimiter({ algorithm, max: 200 }, createRandom(SEED + 3));
    return { limit: () => limiter.limit, ended: (ms, running) => limiter.sample(ms, running) };
  };
}

export const vegas = concurrency(learnt('vegas'));
export const gradient = concurrency(learnt('gradient'));
/** What a browser has. */
export const six = concurrency(() => ({ limit: () => 6, ended() {} }));
/** Gradient2 as it was published: a queue is added always, the baseline is a slow mean. */
export const published = concurrency(() => {
  let limit = 20;
  let long = Number.NaN;
  return {
    limit: () => Math.floor(limit),
    ended(ms, running) {
      long = Number.isNaN(long) ? ms : long + (ms - long) * (2 / 601);
      if (long / ms > 2) long *= 0.95;
      if (running < limit / 2) return;
      const slope = Math.max(0.5, Math.min(1, (1.5 * long) / ms));
      limit = Math.max(1, Math.min(200, limit * 0.8 + (limit * slope + 4) * 0.2));
    },
  };
});
