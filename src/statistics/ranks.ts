/** What the rank tests need to know of two samples laid together. */
export type PooledRanks = {
  /** Pairs in which the left value is larger, a tie counting one half. NaN where a sample is. */
  u: number;
  /** Sum of t^3 - t over the groups of t equal values, 0 without ties. */
  tieSum: number;
  /** Twice the midrank of every pooled value, ascending: integers. */
  doubled: Float64Array;
};

/** Ranks of two ascending samples in one walk over both. */
export function pooledRanks(left: Float64Array, right: Float64Array): PooledRanks {
  const doubled = new Float64Array(left.length + right.length);
  let u = 0;
  let tieSum = 0;
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const fromLeft = j === right.length || (i < left.length && left[i]! <= right[j]!);
    const value = fromLeft ? left[i]! : right[j]!;
    if (Number.isNaN(value)) return { u: Number.NaN, tieSum, doubled };
    const firstLeft = i;
    const firstRight = j;
    while (i < left.length && left[i] === value) i++;
    while (j < right.length && right[j] === value) j++;
    u += (i - firstLeft) * ((firstRight + j) / 2);
    const equal = i - firstLeft + j - firstRight;
    tieSum += equal * (equal * equal - 1);
    doubled.fill(2 * (firstLeft + firstRight) + equal + 1, firstLeft + firstRight, i + j);
  }
  return { u, tieSum, doubled };
}
