import { normalCdf, normalQuantile } from './normal';
import { sorted } from './quantiles';
import { pooledRanks } from './ranks';

/** Outcome of a two-sided Mann-Whitney test. */
export type MannWhitney = {
  /** Pairs in which the first sample is larger, ties counting one half: R's W. */
  u: number;
  /** Two-sided probability of a U at least this far from its middle if both came from one distribution. */
  p: number;
  method: 'exact' | 'normal';
};

/** Pairs up to which the distribution without ties is computed: 50 against 50 take about 3 ms. */
const EXACT_PAIRS = 2500;

/** Pooled samples up to which ties are permuted: the number of splits stays below 2^53. */
const EXACT_TIED = 40;

/**
 * Tests two-sided whether one sample tends to be larger (Mann-Whitney, also called Wilcoxon's rank sum).
 *
 * Exact without ties up to 2,500 pairs, as R's `wilcox.test`, and with ties up to 40 samples in all (the permutation
 * distribution of the midranks, as the R package coin); otherwise normal with tie and continuity correction, as R. Equal
 * samples and an empty one give p = 1, NaN among the samples gives NaN.
 */
export function mannWhitney(a: ArrayLike<number>, b: ArrayLike<number>): MannWhitney {
  const { u, tieSum, doubled } = pooledRanks(sorted(a), sorted(b));
  const pairs = a.length * b.length;
  if (Number.isNaN(u)) return { u, p: Number.NaN, method: 'normal' };
  if (tieSum === 0 && pairs <= EXACT_PAIRS) {
    const p = 2 * rankSumTail(a.length, b.length, Math.min(u, pairs - u));
    return { u, p: Math.min(1, p), method: 'exact' };
  }
  if (doubled.length <= EXACT_TIED) {
    const smaller = Math.min(a.length, b.length);
    return { u, p: permutationP(doubled, smaller, Math.abs(2 * u - pairs)), method: 'exact' };
  }
  const total = doubled.length;
  const spread = Math.sqrt((pairs / 12) * (total + 1 - tieSum / (total * (total - 1))));
  if (!(spread > 0)) return { u, p: 1, method: 'normal' };
  const z = Math.max(0, Math.abs(u - pairs / 2) - 0.5) / spread;
  return { u, p: Math.min(1, 2 * normalCdf(-z)), method: 'normal' };
}

/**
 * Largest value of Mann-Whitney's U of two samples of `left` and `right` values whose lower tail stays within the
 * two-sided level, -1 for none. It is also the number of pairwise values to skip at each end of the interval.
 */
export function rankSumCritical(left: number, right: number, confidence = 0.95): number {
  const pairs = left * right;
  const tail = (1 - confidence) / 2;
  if (pairs > EXACT_PAIRS) {
    const spread = Math.sqrt((pairs * (left + right + 1)) / 12);
    return Math.max(-1, Math.floor(pairs / 2 + normalQuantile(tail) * spread - 0.5));
  }
  return lastWithin(rankSumProbabilities(left, right, Math.floor(pairs / 2)), tail);
}

/** Highest two-sided level up to `alpha` that the test can attain at these sizes without ties, 0 for none. */
export function rankSumLevel(left: number, right: number, alpha: number): number {
  if (left * right > EXACT_PAIRS) return alpha;
  return 2 * rankSumTail(left, right, rankSumCritical(left, right, 1 - alpha));
}

/** Probability that U of two samples without ties is at most `u`, a whole number up to half the pairs. */
function rankSumTail(left: number, right: number, u: number): number {
  if (u < 0) return 0;
  return rankSumProbabilities(left, right, u).reduce((sum, share) => sum + share, 0);
}

/** Index of the last entry up to which the probabilities sum to at most `tail`, -1 for none. */
export function lastWithin(probabilities: Float64Array, tail: number): number {
  // (1 - 0.9) / 2 lies an ulp below the 1 / 20 that three samples against three can reach.
  const allowed = tail * (1 + 1e-12);
  let cumulative = 0;
  for (let value = 0; value < probabilities.length; value++) {
    cumulative += probabilities[value]!;
    if (cumulative > allowed) return value - 1;
  }
  return probabilities.length - 1;
}

/**
 * Probabilities of U = 0 to `last`. The largest value is one of the left with probability i / (i + j), and then beats all
 * j of the right: sums of positive terms only, so that every digit holds where counts would outgrow 2^53.
 */
function rankSumProbabilities(left: number, right: number, last: number): Float64Array {
  const outer = Math.max(left, right);
  const inner = Math.min(left, right);
  const size = last + 1;
  const table = new Float64Array((inner + 1) * size);
  for (let j = 0; j <= inner; j++) table[j * size] = 1;
  for (let i = 1; i <= outer; i++) {
    for (let j = 1; j <= inner; j++) {
      const row = j * size;
      const previous = row - size;
      const ofOuter = i / (i + j);
      const ofInner = j / (i + j);
      // Downwards, because the row of i - 1 is read at u - j after it has been replaced at u.
      for (let u = Math.min(last, i * j); u >= j; u--) {
        table[row + u] = ofOuter * table[row + u - j]! + ofInner * table[previous + u]!;
      }
      for (let u = Math.min(last, j - 1); u >= 0; u--) {
        table[row + u] = ofInner * table[previous + u]!;
      }
    }
  }
  return table.slice(inner * size);
}

/** Share of the splits whose doubled rank sum lies at least `distance` from its mean; all quantities are integers. */
function permutationP(doubled: Float64Array, chosen: number, distance: number): number {
  const total = doubled.length;
  const mean = chosen * (total + 1);
  const size = total * (total + 1) + 1;
  const ways = new Float64Array((chosen + 1) * size);
  ways[0] = 1;
  for (let i = 0; i < total; i++) {
    const rank = doubled[i]!;
    for (let count = Math.min(chosen, i + 1); count > 0; count--) {
      const row = count * size;
      for (let sum = size - 1; sum >= rank; sum--) {
        ways[row + sum] = ways[row + sum]! + ways[row - size + sum - rank]!;
      }
    }
  }
  let outside = 0;
  let all = 0;
  for (let sum = 0; sum < size; sum++) {
    const count = ways[chosen * size + sum]!;
    all += count;
    if (Math.abs(sum - mean) >= distance) outside += count;
  }
  return outside / all;
}
