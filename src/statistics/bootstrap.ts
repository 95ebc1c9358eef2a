import { normalCdf, normalQuantile } from './normal';
import { mean, median, quantileOfSorted, sorted } from './quantiles';

/** Gives one number for the samples in the array, which it may reorder but not keep. */
export type Statistic = (samples: Float64Array) => number;

/** How an interval is resampled. */
export type BootstrapOptions = {
  /** Numbers in [0, 1), such as `createRandom` gives. */
  random: () => number;
  /** @default 2000 */
  resamples?: number;
  /** @default 0.95 */
  confidence?: number;
};

/** Samples up to which an insertion sort beats the built-in one. */
const INSERTION_LIMIT = 32;

/**
 * Bootstrap interval of a statistic, corrected for bias and acceleration (Efron's BCa, jackknife acceleration).
 *
 * The statistic gets one scratch array for all resamples; `median` is recognised and takes its middle in place. Undefined
 * for fewer than 3 samples. Equal samples give an interval of no width, never NaN.
 */
export function bcaInterval(
  samples: ArrayLike<number>,
  statistic: Statistic,
  { random, resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): readonly [number, number] | undefined {
  const count = samples.length;
  if (count < 3) return undefined;
  const measure = statistic === median ? medianInPlace : statistic;
  const scratch = new Float64Array(samples);
  const observed = measure(scratch);
  const shorter = new Float64Array(count - 1);
  const jackknife = new Float64Array(count);
  for (let left = 0; left < count; left++) {
    for (let i = 0; i < count - 1; i++) shorter[i] = samples[i < left ? i : i + 1]!;
    jackknife[left] = measure(shorter);
  }
  const replicates = new Float64Array(resamples);
  for (let k = 0; k < resamples; k++) {
    for (let i = 0; i < count; i++) scratch[i] = samples[Math.floor(random() * count)]!;
    replicates[k] = measure(scratch);
  }
  return bcaFrom(replicates, jackknife, observed, confidence);
}

/**
 * The interval from what was drawn: the statistic of every resample, of the samples without each one, and of all.
 *
 * Replicates equal to the observed value count one half, as they must where the statistic takes few values; where all lie
 * on one side the bias is taken as if half a replicate lay on the other.
 */
export function bcaFrom(
  replicates: ArrayLike<number>,
  jackknife: ArrayLike<number>,
  observed: number,
  confidence = 0.95,
): readonly [number, number] {
  const ascending = sorted(replicates);
  let below = 0;
  for (const replicate of ascending) {
    if (replicate < observed) below += 1;
    else if (replicate === observed) below += 0.5;
  }
  const count = ascending.length;
  const bias = normalQuantile(Math.max(0.5, Math.min(count - 0.5, below)) / count);
  const acceleration = accelerationOf(jackknife);
  const tail = normalQuantile((1 - confidence) / 2);
  const end = (z: number): number => {
    const moved = bias + z;
    const scale = 1 - acceleration * moved;
    // Past the pole of the correction the level is the end it was moving to.
    const level = scale > 0 ? normalCdf(bias + moved / scale) : moved > 0 ? 1 : 0;
    return quantileOfSorted(ascending, level);
  };
  return [end(tail), end(-tail)];
}

function accelerationOf(jackknife: ArrayLike<number>): number {
  const centre = mean(jackknife);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < jackknife.length; i++) {
    const difference = centre - jackknife[i]!;
    squares += difference ** 2;
    cubes += difference ** 3;
  }
  const acceleration = cubes / (6 * squares ** 1.5);
  return Number.isFinite(acceleration) ? acceleration : 0;
}

function medianInPlace(samples: Float64Array): number {
  const count = samples.length;
  if (count > INSERTION_LIMIT) return quantileOfSorted(samples.sort(), 0.5);
  for (let i = 1; i < count; i++) {
    const value = samples[i]!;
    let hole = i;
    for (; hole > 0 && samples[hole - 1]! > value; hole--) samples[hole] = samples[hole - 1]!;
    samples[hole] = value;
  }
  return quantileOfSorted(samples, 0.5);
}
