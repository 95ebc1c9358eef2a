import { studentCdf, studentQuantile } from './distributions';
import { mean, variance } from './quantiles';

/** Outcome of Welch's two-sided t test. */
export type Welch = {
  /** Difference of the means over its standard error; infinite between two constant samples that differ. */
  t: number;
  /** Degrees of freedom after Welch and Satterthwaite. */
  df: number;
  /** Two-sided probability. */
  p: number;
  /** Difference of the means, first minus second, at the confidence asked for. */
  interval: readonly [number, number];
};

/** Compares two means without assuming equal variances. Undefined for fewer than 2 samples on a side. */
export function welch(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { confidence = 0.95 }: { confidence?: number } = {},
): Welch | undefined {
  if (a.length < 2 || b.length < 2) return undefined;
  const difference = mean(a) - mean(b);
  const { t, df, p, error } = welchFrom(difference, variance(a), a.length, variance(b), b.length);
  const reach = error === 0 ? 0 : studentQuantile((1 + confidence) / 2, df) * error;
  return { t, df, p, interval: [difference - reach, difference + reach] };
}

/** The test from the difference of the means and the two variances; `error` is the difference's standard error. */
export function welchFrom(
  difference: number,
  varianceA: number,
  countA: number,
  varianceB: number,
  countB: number,
): { t: number; df: number; p: number; error: number } {
  const partA = varianceA / countA;
  const partB = varianceB / countB;
  const error = Math.sqrt(partA + partB);
  if (error === 0) {
    const df = countA + countB - 2;
    if (difference === 0) return { t: 0, df, p: 1, error };
    return { t: Math.sign(difference) * Number.POSITIVE_INFINITY, df, p: 0, error };
  }
  // As shares of the whole, so that squares of tiny variances do not vanish.
  const shareA = partA / (partA + partB);
  const shareB = partB / (partA + partB);
  const df = 1 / (shareA ** 2 / (countA - 1) + shareB ** 2 / (countB - 1));
  const t = difference / error;
  return { t, df, p: 2 * studentCdf(-Math.abs(t), df), error };
}
