import { studentQuantile } from './distributions';
import { differences } from './hodges-lehmann';
import { rankSumLevel } from './mann-whitney';
import { quantileOfSorted, sorted } from './quantiles';
import { kthSmallest } from './select';
import { assertPaired, signedRankLevel } from './signed-rank';

/** What a change has to be detectable at. */
export type DetectableOptions = {
  /** Samples were taken in pairs, one of each side a round. @default false */
  paired?: boolean;
  /** Chance that the change is found. @default 0.8 */
  power?: number;
  /** Two-sided level of the test. @default 0.05 */
  alpha?: number;
};

/** Median distance of two normal deviates over their standard deviation. */
const NORMAL_DISTANCE = 0.9538725524089398;

/** Standard error by ranks over the mean's, for normal samples: ranks keep 3 / pi of the information. */
const RANK_ERROR = Math.sqrt(Math.PI / 3);

/**
 * Smallest relative change between two sets of samples that their rank test would find: 0.04 is 4 %.
 *
 * It is (q(1 - level / 2) + q(power)) standard errors of the Hodges-Lehmann shift. The quantiles q are Student's with the
 * degrees of freedom of the samples, the level is the highest one of the exact test within `alpha`, and the error is
 * sqrt(pi / 3) times what the mean's would be. Spreads are each side's median distance between two samples over its
 * median, for pairs those of the ratios: a few wild samples do not widen them.
 *
 * Infinity for sizes at which nothing can be significant, such as 3 against 3. NaN where a median is not positive.
 * Throws `RangeError` for paired samples of different counts.
 */
export function detectableChange(
  ours: ArrayLike<number>,
  peer: ArrayLike<number>,
  { paired = false, power = 0.8, alpha = 0.05 }: DetectableOptions = {},
): number {
  if (paired) {
    assertPaired(ours, peer);
    const ratios = Float64Array.from(ours, (value, i) => value / peer[i]!).sort();
    const level = signedRankLevel(ratios.length, alpha);
    const error = relativeSpread(ratios) / Math.sqrt(ratios.length);
    return reach(level, power, ratios.length - 1, error);
  }
  const left = sorted(ours);
  const right = sorted(peer);
  const level = rankSumLevel(left.length, right.length, alpha);
  const error = Math.hypot(
    relativeSpread(left) / Math.sqrt(left.length),
    relativeSpread(right) / Math.sqrt(right.length),
  );
  return reach(level, power, left.length + right.length - 2, error);
}

function reach(level: number, power: number, df: number, error: number): number {
  if (level === 0) return Number.POSITIVE_INFINITY;
  return (studentQuantile(1 - level / 2, df) + studentQuantile(power, df)) * RANK_ERROR * error;
}

/** Standard deviation over the median, from the median distance between two samples (Shamos). NaN without a positive median. */
function relativeSpread(ascending: Float64Array): number {
  const count = ascending.length;
  const middle = quantileOfSorted(ascending, 0.5);
  if (!(middle > 0) || count < 2) return Number.NaN;
  // Of all differences a half is negative and `count` are a sample less itself; distances follow in their order.
  const table = [differences(ascending, ascending)];
  const pairs = (count * (count - 1)) / 2;
  const lower = kthSmallest(table, pairs + count + Math.floor((pairs - 1) / 2));
  const upper = kthSmallest(table, pairs + count + Math.floor(pairs / 2));
  // The median distance of few samples is too large by this much, by simulation (4 to 50 normal samples).
  const bias = 1 + 0.414 / count + 0.442 / count ** 2;
  return (lower + upper) / 2 / (NORMAL_DISTANCE * bias * middle);
}
