import { logGamma } from './distributions';
import { mean, sorted, variance } from './quantiles';
import { pooledRanks } from './ranks';

/** Share of pairs in which the first sample is larger less the share in which it is smaller, -1 to 1. NaN for an empty side. */
export function cliffsDelta(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { u } = pooledRanks(sorted(a), sorted(b));
  return (2 * u) / (a.length * b.length) - 1;
}

/**
 * Difference of the means, first minus second, in pooled standard deviations, freed of its bias by the exact factor
 * (Hedges' g). NaN for fewer than 2 samples on a side; infinite between constants that differ, 0 between equal ones.
 */
export function hedgesG(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const df = a.length + b.length - 2;
  const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / df;
  const difference = mean(a) - mean(b);
  if (difference === 0) return pooled >= 0 ? 0 : Number.NaN;
  const correction = Math.exp(logGamma(df / 2) - logGamma((df - 1) / 2)) / Math.sqrt(df / 2);
  return (difference / Math.sqrt(pooled)) * correction;
}
