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
/** Servers that can do few at once, for which one more is much, some so slow that a window of them takes its time; the mean of many seeds. */
const FEW: readonly Phase[] = [
  { knee: 4, baseMs: 50, spread: 0.3, seconds: 40 },
  { knee: 8, baseMs: 50, spread: 0.3, seconds: 40 },
  { knee: 2, baseMs: 50, spread: 0.3, seconds: 40 },
  { knee: 4, baseMs: 100, spread: 0.3, seconds: 40 },
  { knee: 2, baseMs: 100, spread: 0.3, seconds: 40 },
];
const FEW_SEEDS = 30;
const HOUR: Phase = { knee: 10, baseMs: 100, spread: 0.3, seconds: 3600 };

/** Least throughput and worst p99 beside the best fixed limit of each step, slowest settling, and what an hour moved the limit by. */
function concurrency(make: () => Client): MeasureContender<undefined> {
  return {
    measure() {
      const best = new Map(
        [...STEPS, ...FEW, HOUR].map((phase) => [phase, bestFixed(phase, SEED).result]),
      );
      const target = (phase: Phase): number => best.get(phase)!.perSecond;
      const target99 = (phase: Phase): number => best.get(phase)!.p99Ms;
      const steps = simulate(make(), STEPS, SEED + 1, target);
      const [hour] = simulate(make(), [HOUR], SEED + 2, target);
      const few = FEW.map(() => ({ p99: 0, settled: 0 }));
      for (let seed = 0; seed < FEW_SEEDS; seed++) {
        simulate(make(), FEW, SEED + 100 + seed, target).forEach(({ p99Ms, settledS }, at) => {
          few[at]!.p99 += p99Ms / target99(FEW[at]!) / FEW_SEEDS;
          few[at]!.settled += Math.min(40, settledS) / FEW_SEEDS;
        });
      }
      const beside = (read: (result: PhaseResult) => number): number[] =>
        steps.map((result, at) => read(result) / read(best.get(STEPS[at]!)!));
      return {
        throughput: 100 * Math.min(...beside(({ perSecond }) => perSecond)),
        p99: Math.max(...beside(({ p99Ms }) => p99Ms)),
        settled: Math.max(...steps.map(({ settledS }) => Math.min(60, settledS))),
        fewP99: Math.max(...few.map(({ p99 }) => p99)),
        fewSettled: Math.max(...few.map(({ settled }) => settled)),
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
