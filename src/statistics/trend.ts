import { normalCdf } from './normal';

export type MannKendall = {
  /** Pairs that rise less those that fall. */
  s: number;
  /** Of the normal distribution, with ties and continuity corrected for; 0 where nothing changes. */
  z: number;
  /** That so clear a rise comes by chance. */
  pRising: number;
};

/** Tells whether values in order rise: Mann and Kendall's test, which asks for no shape and no distribution. */
export function mannKendall(values: ArrayLike<number>): MannKendall {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) s += Math.sign(values[j]! - values[i]!);
  }
  const ties = new Map<number, number>();
  for (let i = 0; i < n; i++) ties.set(values[i]!, (ties.get(values[i]!) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const count of ties.values()) variance -= count * (count - 1) * (2 * count + 5);
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance / 18) : 0;
  return { s, z, pRising: 1 - normalCdf(z) };
}

/**
 * How much values grow from one to the next: Theil and Sen's slope, the median of the slopes of all pairs, which up to 29 % of outliers do not move. 0 for
 * fewer than two values.
 */
export function theilSen(values: ArrayLike<number>): number {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (j - i));
  }
  if (slopes.length === 0) return 0;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
}
