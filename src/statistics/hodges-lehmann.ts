import { rankSumCritical } from './mann-whitney';
import { sorted } from './quantiles';
import { kthSmallest, type SortedTable } from './select';
import { assertPaired, signedRankCritical } from './signed-rank';
import { kthWalshRatio } from './walsh';

/** Shift between two samples in their unit, with its interval where the samples can support one. */
export type ShiftEstimate = {
  shift: number;
  interval?: readonly [number, number];
};

/** Ratio of two sets of samples, with its interval where the samples can support one. */
export type RatioEstimate = {
  ratio: number;
  interval?: readonly [number, number];
};

/**
 * Estimates how far the first sample lies above the second by ranks (Hodges-Lehmann): the median of all differences
 * a - b, and the two differences between which the shift lies with `confidence`, by Mann-Whitney's U.
 *
 * Undefined where a side is empty or has a NaN. Fewer than 4 samples a side cannot reach 95 %: then there is no interval.
 * Takes time in proportion to the samples, not to the pairs.
 */
export function hodgesLehmann(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { confidence = 0.95 }: { confidence?: number } = {},
): ShiftEstimate | undefined {
  const left = sorted(a);
  const right = sorted(b);
  if (!isUsable(left) || !isUsable(right)) return undefined;
  const tables = [differences(left, right)];
  const skipped = rankSumCritical(left.length, right.length, confidence);
  const { middle, interval } = middleOf(left.length * right.length, skipped, (k) =>
    kthSmallest(tables, k),
  );
  return interval ? { shift: middle, interval } : { shift: middle };
}

/**
 * Estimates `ours / peer` by ranks, without assuming a distribution.
 *
 * Paired samples (one of each side a round) use the Wilcoxon signed-rank statistic of `ours - ratio * peer`, unpaired
 * ones Mann-Whitney's: the estimate is the median of the pairwise ratios (Hodges-Lehmann), the interval the two order
 * statistics whose exact level reaches `confidence`. Fewer than 6 pairs, or 4 samples a side, cannot reach 95 %: then
 * there is no interval. Undefined when the peer has no samples or one that is not positive. Throws `RangeError` for
 * paired samples of different counts.
 */
export function ratioEstimate(
  ours: ArrayLike<number>,
  peer: ArrayLike<number>,
  { paired = false, confidence = 0.95 }: { paired?: boolean; confidence?: number } = {},
): RatioEstimate | undefined {
  const left = sorted(ours);
  const right = sorted(peer);
  if (!isUsable(left) || !isUsable(right) || !(right[0]! > 0)) return undefined;
  if (paired) assertPaired(ours, peer);
  const tables = ratios(left, right);
  const count = left.length;
  const { middle, interval } = paired
    ? middleOf((count * (count + 1)) / 2, signedRankCritical(count, confidence), (k) =>
        kthWalshRatio(ours, peer, k),
      )
    : middleOf(count * right.length, rankSumCritical(count, right.length, confidence), (k) =>
        kthSmallest(tables, k),
      );
  return interval ? { ratio: middle, interval } : { ratio: middle };
}

/** Differences left - right; the right side is taken from its end so that they ascend. */
export function differences(left: Float64Array, right: Float64Array): SortedTable {
  const last = right.length - 1;
  return {
    rows: left.length,
    columns: right.length,
    valueAt: (row, column) => left[row]! - right[last - column]!,
  };
}

/** Quotients left / right of a positive right side: those of negative numerators ascend with it, the others against. */
function ratios(left: Float64Array, right: Float64Array): SortedTable[] {
  const last = right.length - 1;
  let negatives = 0;
  while (negatives < left.length && left[negatives]! < 0) negatives++;
  return [
    {
      rows: negatives,
      columns: right.length,
      valueAt: (row, column) => left[row]! / right[column]!,
    },
    {
      rows: left.length - negatives,
      columns: right.length,
      valueAt: (row, column) => left[negatives + row]! / right[last - column]!,
    },
  ];
}

/** Counts of pairs outgrow 32 bits: no bit shifts here. */
function middleOf(count: number, skipped: number, kth: (k: number) => number) {
  const lower = kth(Math.floor((count - 1) / 2));
  const middle = count % 2 === 1 ? lower : lower + (kth(count / 2) - lower) / 2;
  if (skipped < 0) return { middle };
  return { middle, interval: [kth(skipped), kth(count - 1 - skipped)] as const };
}

/** NaN sorts to the end. */
function isUsable(ascending: Float64Array): boolean {
  return ascending.length > 0 && !Number.isNaN(ascending[ascending.length - 1]);
}
