import { lastWithin } from './mann-whitney';
import { normalCdf, normalQuantile } from './normal';
import { sorted } from './quantiles';
import { pooledRanks } from './ranks';

/** Outcome of a two-sided Wilcoxon signed-rank test. */
export type SignedRank = {
  /** Sum of the ranks of the positive differences: R's V. */
  v: number;
  /** Two-sided probability of a V at least this far from its middle if no side tended to be larger. */
  p: number;
  method: 'exact' | 'normal';
};

/** Pairs up to which the sums are counted; beyond, the normal approximation errs by less than one rank. */
const EXACT_PAIRS = 60;

/**
 * Tests two-sided whether the first of paired samples tends to be larger (Wilcoxon's signed ranks).
 *
 * Exact up to 60 pairs without ties and without equal pairs; otherwise equal pairs are dropped and the normal
 * approximation with tie and continuity correction holds, as in R's `wilcox.test(paired = TRUE)`. Without differing pairs
 * p is 1, NaN among the samples gives NaN. Throws `RangeError` for samples of different counts.
 */
export function signedRank(a: ArrayLike<number>, b: ArrayLike<number>): SignedRank {
  assertPaired(a, b);
  const positive: number[] = [];
  const negative: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference < 0) negative.push(-difference);
    else if (difference !== 0) positive.push(difference);
  }
  const count = positive.length + negative.length;
  const { u, tieSum } = pooledRanks(sorted(positive), sorted(negative));
  // U counts the negative differences each positive one beats; its rank also counts the positive ones up to itself.
  const v = u + (positive.length * (positive.length + 1)) / 2;
  if (Number.isNaN(v)) return { v, p: Number.NaN, method: 'normal' };
  const middle = (count * (count + 1)) / 4;
  if (tieSum === 0 && count === a.length && count <= EXACT_PAIRS) {
    const p = 2 * signedRankTail(count, Math.min(v, 2 * middle - v));
    return { v, p: Math.min(1, p), method: 'exact' };
  }
  const spread = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24 - tieSum / 48);
  if (!(spread > 0)) return { v, p: 1, method: 'normal' };
  const z = Math.max(0, Math.abs(v - middle) - 0.5) / spread;
  return { v, p: Math.min(1, 2 * normalCdf(-z)), method: 'normal' };
}

/**
 * Largest value of the signed-rank statistic of `count` pairs whose lower tail stays within the two-sided level, -1 for
 * none. It is also the number of Walsh averages to skip at each end of the interval.
 */
export function signedRankCritical(count: number, confidence = 0.95): number {
  const tail = (1 - confidence) / 2;
  const largest = (count * (count + 1)) / 2;
  if (count > EXACT_PAIRS) {
    const spread = Math.sqrt((largest * (2 * count + 1)) / 12);
    return Math.max(-1, Math.floor(largest / 2 + normalQuantile(tail) * spread - 0.5));
  }
  return lastWithin(signedRankProbabilities(count, Math.floor(largest / 2)), tail);
}

/** Highest two-sided level up to `alpha` that the test of `count` pairs can attain without ties, 0 for none. */
export function signedRankLevel(count: number, alpha: number): number {
  return count > EXACT_PAIRS
    ? alpha
    : 2 * signedRankTail(count, signedRankCritical(count, 1 - alpha));
}

/** Probability that V of `count` pairs without ties is at most `v`, a whole number up to its middle. */
function signedRankTail(count: number, v: number): number {
  if (v < 0) return 0;
  return signedRankProbabilities(count, v).reduce((sum, share) => sum + share, 0);
}

/** Throws `RangeError` unless both samples have one value a pair. */
export function assertPaired(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) {
    throw new RangeError(`Paired samples must match: ${a.length} against ${b.length}`);
  }
}

function signedRankProbabilities(count: number, last: number): Float64Array {
  const probabilities = new Float64Array(last + 1);
  probabilities[0] = 1;
  for (let rank = 1; rank <= count; rank++) {
    for (let sum = last; sum >= 0; sum--) {
      const joined = sum >= rank ? probabilities[sum - rank]! : 0;
      probabilities[sum] = (probabilities[sum]! + joined) / 2;
    }
  }
  return probabilities;
}
