/** Middle of the samples; the mean of the two middle ones for an even count. NaN for none. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Quantile at `fraction` in [0, 1] by linear interpolation between order statistics (R's type 7). NaN for no samples. */
export function quantile(samples: readonly number[], fraction: number): number {
  if (samples.length === 0) return Number.NaN;
  return quantileOfSorted(sorted(samples), fraction);
}

/** Ratio of two sets of samples, with its 95 % interval where the samples can support one. */
export type RatioEstimate = {
  ratio: number;
  interval?: readonly [number, number];
};

/** Samples of an unpaired side beyond which it is thinned evenly: all pairs of two sides are formed. */
const MAX_UNPAIRED = 1000;

/**
 * Estimates `ours / peer` by ranks, without assuming a distribution.
 *
 * Paired samples (one of each side a round) use the Wilcoxon signed-rank statistic of `ours - ratio * peer`, unpaired
 * ones Mann-Whitney's: the estimate is the median of the pairwise ratios (Hodges-Lehmann), the interval the two order
 * statistics whose exact level reaches `confidence`. Fewer than 6 pairs, or 4 samples a side, cannot reach 95 %: then
 * there is no interval. Undefined when the peer has no samples or one that is not positive.
 */
export function ratioEstimate(
  ours: readonly number[],
  peer: readonly number[],
  { paired = false, confidence = 0.95 }: { paired?: boolean; confidence?: number } = {},
): RatioEstimate | undefined {
  if (ours.length === 0 || peer.length === 0 || !peer.every((value) => value > 0)) return undefined;
  if (paired && ours.length !== peer.length) {
    throw new RangeError(`Paired samples must match: ${ours.length} against ${peer.length}`);
  }
  const left = paired ? ours : thin(ours, MAX_UNPAIRED);
  const right = paired ? peer : thin(peer, MAX_UNPAIRED);
  const ratios = sorted(paired ? walshRatios(left, right) : crossRatios(left, right));
  const ratio = quantileOfSorted(ratios, 0.5);
  const skipped = paired
    ? signedRankCritical(left.length, confidence)
    : rankSumCritical(left.length, right.length, confidence);
  if (skipped < 0) return { ratio };
  return { ratio, interval: [at(ratios, skipped), at(ratios, ratios.length - 1 - skipped)] };
}

/**
 * Largest value whose lower tail of the signed-rank statistic of `count` pairs stays within the two-sided level, -1 for
 * none. It is also the number of Walsh averages to skip at each end of the interval.
 */
export function signedRankCritical(count: number, confidence = 0.95): number {
  const tail = (1 - confidence) / 2;
  if (count > 60) {
    const mean = (count * (count + 1)) / 4;
    const variance = (count * (count + 1) * (2 * count + 1)) / 24;
    return normalCritical(mean, variance, confidence);
  }
  const ways = new Float64Array((count * (count + 1)) / 2 + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= count; rank++) {
    for (let sum = ways.length - 1; sum >= rank; sum--) {
      ways[sum] = at(ways, sum) + at(ways, sum - rank);
    }
  }
  return lastWithin(ways, 2 ** count * tail);
}

/** The same for Mann-Whitney's U of two samples: the number of pairwise values to skip at each end, -1 for none. */
export function rankSumCritical(left: number, right: number, confidence = 0.95): number {
  const tail = (1 - confidence) / 2;
  // Up to here every count is an integer below 2 ** 53, so that the division below is exact.
  if (left * right > 600) {
    return normalCritical((left * right) / 2, (left * right * (left + right + 1)) / 12, confidence);
  }
  // Counts of the Gaussian binomial: multiply by (1 - q^(left + k)), divide by (1 - q^k) for every k.
  const size = left * right + 1;
  const ways = new Float64Array(size);
  ways[0] = 1;
  let total = 1;
  for (let k = 1; k <= right; k++) {
    for (let sum = size - 1; sum >= left + k; sum--) {
      ways[sum] = at(ways, sum) - at(ways, sum - left - k);
    }
    for (let sum = k; sum < size; sum++) ways[sum] = at(ways, sum) + at(ways, sum - k);
    total = (total * (left + k)) / k;
  }
  return lastWithin(ways, total * tail);
}

/** Numbers in [0, 1) from a 32-bit seed (mulberry32), the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Orders of the contenders for `rounds` rounds: every even round is shuffled and the next runs it backwards, so that
 * drift of the machine falls on both ends alike.
 */
export function interleave<T>(
  contenders: readonly T[],
  rounds: number,
  random: () => number,
): T[][] {
  const orders: T[][] = [];
  for (let round = 0; round < rounds; round++) {
    const previous = orders[round - 1];
    orders.push(
      round % 2 === 1 && previous ? [...previous].reverse() : shuffled(contenders, random),
    );
  }
  return orders;
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = result[i] as T;
    result[i] = result[j] as T;
    result[j] = moved;
  }
  return result;
}

function walshRatios(ours: readonly number[], peer: readonly number[]): number[] {
  const ratios: number[] = [];
  for (let i = 0; i < ours.length; i++) {
    for (let j = i; j < ours.length; j++) {
      ratios.push((at(ours, i) + at(ours, j)) / (at(peer, i) + at(peer, j)));
    }
  }
  return ratios;
}

function crossRatios(ours: readonly number[], peer: readonly number[]): Float64Array {
  const ratios = new Float64Array(ours.length * peer.length);
  let next = 0;
  for (const value of ours) for (const other of peer) ratios[next++] = value / other;
  return ratios;
}

function lastWithin(ways: Float64Array, allowed: number): number {
  let cumulative = 0;
  for (let sum = 0; sum < ways.length; sum++) {
    cumulative += at(ways, sum);
    if (cumulative > allowed) return sum - 1;
  }
  return -1;
}

function normalCritical(mean: number, variance: number, confidence: number): number {
  if (confidence !== 0.95) throw new RangeError('Only 95 % is tabulated for large samples');
  return Math.floor(mean - 1.959963984540054 * Math.sqrt(variance) - 0.5);
}

function thin(samples: readonly number[], limit: number): readonly number[] {
  if (samples.length <= limit) return samples;
  const kept: number[] = [];
  for (let i = 0; i < limit; i++) kept.push(at(samples, Math.floor((i * samples.length) / limit)));
  return kept;
}

function sorted(samples: ArrayLike<number>): Float64Array {
  return Float64Array.from(samples).sort();
}

function quantileOfSorted(samples: Float64Array, fraction: number): number {
  const position = Math.min(1, Math.max(0, fraction)) * (samples.length - 1);
  const below = Math.floor(position);
  const low = at(samples, below);
  return low + (at(samples, Math.ceil(position)) - low) * (position - below);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
