import {
  bcaInterval,
  mean,
  median,
  outlierFences,
  quantileOfSorted,
  sorted,
} from '../../statistics';
import type { ContenderResult, OutlierCause, QuantityResult, Summary } from '../result';
import {
  type BenchListing,
  COLLECTION,
  HIDDEN,
  LOAD,
  type RoundSamples,
  TIMER,
} from '../station/protocol';
import { valueOfRound } from './round-value';
import type { Gathered } from './run-bench';

/** Points kept of a distribution, enough to draw it. */
const SKETCH = 200;
const FEWEST_ROUNDS = 4;
/** Ends the name of a quantity from which a control was subtracted. */
export const NET = ' (net)';
const FIXED_UNITS: { readonly [name: string]: string } = {
  task: 'ms',
  scriptTotal: 'ms',
  raster: 'ms',
  processor: 'ms',
  gpu: 'ms',
  allocated: 'B',
};
/** In this order: what explains more of a delay goes first. */
const CAUSES: readonly (readonly [number, OutlierCause])[] = [
  [HIDDEN, 'hidden'],
  [COLLECTION, 'collection'],
  [LOAD, 'load'],
  [TIMER, 'timer'],
];

/** Makes a contender's result of what its rounds gathered. */
export function summariseContender(
  listing: BenchListing,
  { name, role }: BenchListing['contenders'][number],
  { rounds, counters, stable, error }: Gathered,
  random: () => number,
): ContenderResult {
  if (error !== undefined) {
    return { name, role, quantities: {}, counters: {}, stable, error };
  }
  const quantities: { [name: string]: QuantityResult } = {};
  for (const quantity of new Set(rounds.flatMap((round) => Object.keys(round.quantities)))) {
    const taken = rounds.filter((round) => (round.quantities[quantity]?.length ?? 0) > 0);
    if (taken.length === 0) continue;
    quantities[quantity] = summarise(quantity, unitOf(listing, quantity), taken, random);
  }
  return { name, role, quantities, counters, stable };
}

/** Unit of a quantity: the bench's own for what is timed in it, a fixed one for what a driver reads. */
export function unitOf(listing: BenchListing, quantity: string): string {
  return listing.quantities[quantity] ?? FIXED_UNITS[quantity] ?? listing.unit;
}

function summarise(
  quantity: string,
  unit: string,
  rounds: readonly RoundSamples[],
  random: () => number,
): QuantityResult {
  const samples = rounds.flatMap((round) => round.quantities[quantity]!);
  const flags = rounds.flatMap((round) => flagsOf(round, quantity));
  const ascending = sorted(samples);
  const middles = rounds.map((round) => median(round.quantities[quantity]!));
  const interval =
    middles.length < FEWEST_ROUNDS ? undefined : bcaInterval(middles, median, { random });
  const summary: Summary = {
    mean: mean(samples),
    median: quantileOfSorted(ascending, 0.5),
    p95: quantileOfSorted(ascending, 0.95),
    p99: quantileOfSorted(ascending, 0.99),
    min: ascending[0]!,
    max: ascending[ascending.length - 1]!,
    interval: interval ? around(interval, quantileOfSorted(ascending, 0.5)) : null,
    samples: samples.length,
    outliers: countOutliers(samples, flags),
  };
  const values = rounds.map((round) => valueOfRound(quantity, round.quantities[quantity]!));
  return { unit, summary, rounds: values, sketch: sketchOf(ascending) };
}

/** The interval comes from rounds, the median from all samples: where rounds differ much it may lie a little outside. */
function around([low, high]: readonly [number, number], value: number): [number, number] {
  return [Math.min(low, value), Math.max(high, value)];
}

function flagsOf(round: RoundSamples, quantity: string): readonly number[] {
  return round.flags[quantity] ?? new Array<number>(round.quantities[quantity]!.length).fill(0);
}

/** Labels, never removes: what lies far out is counted under its cause. */
function countOutliers(samples: readonly number[], flags: readonly number[]): Summary['outliers'] {
  const { low, high } = outlierFences(samples);
  const outliers: { [C in OutlierCause]?: number } = {};
  for (const [i, sample] of samples.entries()) {
    if (sample >= low && sample <= high) continue;
    const [, cause] = CAUSES.find(([bit]) => (flags[i]! & bit) !== 0) ?? [0, 'unknown' as const];
    outliers[cause] = (outliers[cause] ?? 0) + 1;
  }
  return outliers;
}

function sketchOf(ascending: Float64Array): number[] {
  if (ascending.length <= SKETCH) return Array.from(ascending);
  return Array.from({ length: SKETCH }, (_, i) => quantileOfSorted(ascending, i / (SKETCH - 1)));
}

/** What a control costs: the median of its samples, and of its rounds. */
type Price = { samples: number; rounds: number };

/** Adds to every contender what is left of a quantity when the price of its control is subtracted, as `task (net)`. */
export function addNet(
  listing: BenchListing,
  contenders: readonly ContenderResult[],
): ContenderResult[] {
  const controls = listing.contenders.filter(({ role }) => role === 'control');
  if (controls.length === 0) return [...contenders];
  const prices = new Map<string, Price>();
  for (const { name, controls: only } of controls) {
    const control = contenders.find((contender) => contender.name === name);
    for (const [quantity, { summary, rounds }] of Object.entries(control?.quantities ?? {})) {
      if (!(only?.includes(quantity) ?? true)) continue;
      // Rounds hold another value than the median of all samples: like is taken from like.
      prices.set(quantity, { samples: summary.median, rounds: median(rounds) });
    }
  }
  return contenders.map((contender) => {
    if (contender.role === 'control' || contender.role === 'reference') return contender;
    const net = Object.entries(contender.quantities).flatMap(([quantity, result]) => {
      const price = prices.get(quantity);
      return price === undefined ? [] : [[`${quantity}${NET}`, less(result, price, quantity)]];
    });
    return { ...contender, quantities: { ...contender.quantities, ...Object.fromEntries(net) } };
  });
}

function less(result: QuantityResult, price: Price, netOf: string): QuantityResult {
  const { summary } = result;
  const minus = (value: number) => value - price.samples;
  return {
    unit: result.unit,
    summary: {
      ...summary,
      mean: minus(summary.mean),
      median: minus(summary.median),
      p95: minus(summary.p95),
      p99: minus(summary.p99),
      min: minus(summary.min),
      max: minus(summary.max),
      interval: summary.interval && [minus(summary.interval[0]), minus(summary.interval[1])],
    },
    rounds: result.rounds.map((value) => value - price.rounds),
    sketch: result.sketch.map(minus),
    netOf,
  };
}
