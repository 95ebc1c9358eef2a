/**
 * P-values adjusted for being judged together (Holm): each is the level of the whole family at which it would be called
 * significant. Same order as given; null and NaN stay as they are and do not count as comparisons.
 */
export function holm(pValues: readonly number[]): number[];
export function holm(pValues: readonly (number | null)[]): (number | null)[];
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = [...pValues];
  const judged: { p: number; index: number }[] = [];
  for (const [index, p] of pValues.entries()) {
    if (p !== null && !Number.isNaN(p)) judged.push({ p, index });
  }
  judged.sort((first, second) => first.p - second.p);
  let largest = 0;
  for (const [rank, { p, index }] of judged.entries()) {
    largest = Math.max(largest, Math.min(1, (judged.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
