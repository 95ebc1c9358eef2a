import { midway } from './select';

/** Pairs for each sample that are listed and sorted; with more, the bracket is halved first. */
const LISTED_PER_SAMPLE = 8;

/**
 * The `k`-th smallest (0 for the least) of the ratios (ours[i] + ours[j]) / (peer[i] + peer[j]) of all i <= j, listing
 * only those near it. The peer's values must be positive, and all finite.
 */
export function kthWalshRatio(ours: ArrayLike<number>, peer: ArrayLike<number>, k: number): number {
  const count = ours.length;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    low = Math.min(low, ours[i]! / peer[i]!);
    high = Math.max(high, ours[i]! / peer[i]!);
  }
  // A ratio of sums lies between the ratios it sums, but for its rounding.
  low -= Math.max(Number.MIN_VALUE, Math.abs(low) * 1e-15);
  high += Math.max(Number.MIN_VALUE, Math.abs(high) * 1e-15);
  let below = 0;
  let upTo = (count * (count + 1)) / 2;
  const scratch = new Float64Array(count);
  for (;;) {
    if (upTo - below <= LISTED_PER_SAMPLE * count) {
      const listed = ratiosBetween(ours, peer, low, high);
      // A ratio within an ulp of a bound may be counted on its one side and listed on the other: then halve again.
      if (listed.length === upTo - below) return Float64Array.from(listed).sort()[k - below]!;
    }
    const middle = midway(low, high);
    if (middle === low) return high;
    const counted = countUpTo(ours, peer, middle, scratch);
    if (counted > k) {
      high = middle;
      upTo = counted;
    } else {
      low = middle;
      below = counted;
    }
  }
}

/** Ratios up to the bound: those whose d[i] + d[j] <= 0 for d = ours - bound * peer, which one sort of d counts. */
function countUpTo(
  ours: ArrayLike<number>,
  peer: ArrayLike<number>,
  bound: number,
  scratch: Float64Array,
): number {
  for (let i = 0; i < scratch.length; i++) scratch[i] = ours[i]! - bound * peer[i]!;
  scratch.sort();
  let pairs = 0;
  let last = scratch.length - 1;
  for (let i = 0; i <= last; i++) {
    while (last >= i && scratch[i]! + scratch[last]! > 0) last--;
    pairs += last - i + 1;
  }
  return pairs;
}

function ratiosBetween(
  ours: ArrayLike<number>,
  peer: ArrayLike<number>,
  low: number,
  high: number,
): number[] {
  const middle = low + (high - low) / 2;
  const order = Array.from({ length: ours.length }, (_, i) => i);
  const difference = order.map((i) => ours[i]! - middle * peer[i]!);
  order.sort((i, j) => difference[i]! - difference[j]!);
  let slack = 0;
  // 1e-12: more than the rounding of the differences, so that the window misses no pair.
  for (const i of order) {
    const rounding = (Math.abs(ours[i]!) + Math.abs(middle) * peer[i]!) * 1e-12;
    slack = Math.max(slack, 2 * ((high - low) * peer[i]! + rounding));
  }
  const ratios: number[] = [];
  let top = order.length - 1;
  for (let lower = 0; lower <= top; lower++) {
    const i = order[lower]!;
    while (top >= lower && difference[i]! + difference[order[top]!]! > slack) top--;
    for (let upper = top; upper >= lower; upper--) {
      const j = order[upper]!;
      if (difference[i]! + difference[j]! < -slack) break;
      const ratio = (ours[i]! + ours[j]!) / (peer[i]! + peer[j]!);
      if (ratio > low && ratio <= high) ratios.push(ratio);
    }
  }
  return ratios;
}
