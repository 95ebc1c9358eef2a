import { quantileOfSorted, sorted } from './quantiles';

/**
 * Bounds outside which a sample deserves a label: `factor` quartile distances beyond the quartiles (Tukey: 1.5 is out, 3
 * is far out). For labels only: a removed sample would make the comparison unsound. NaN for no samples.
 */
export function outlierFences(
  samples: ArrayLike<number>,
  factor = 3,
): { low: number; high: number } {
  const ascending = sorted(samples);
  const lower = quantileOfSorted(ascending, 0.25);
  const upper = quantileOfSorted(ascending, 0.75);
  const reach = factor * (upper - lower);
  return { low: lower - reach, high: upper + reach };
}
