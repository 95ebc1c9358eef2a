import { isMeasuredEntry, makeEntry, type SizeIndex } from '../../structures';

/**
 * Gives all rows that were not measured another estimated size, 1/64 px. One step for each leaf of rows of which none was measured, one for each
 * row of the others. Changes nothing, and returns false, if the total could come near 2^47 px.
 */
export function reestimate(index: SizeIndex, units: number): boolean {
  if (index.count * units + index.total() * 64 > Number.MAX_SAFE_INTEGER) return false;
  const { leaves, sums, counts } = index.blocks;
  const entry = makeEntry(units, false);
  for (let leaf = 0; leaf < leaves.length; leaf++) {
    const rows = counts.values[leaf]!;
    const first = leaves.read(leaf, 0);
    if (leaves.isUniform(leaf, first)) {
      if (isMeasuredEntry(first)) continue;
      leaves.fill(leaf, entry);
      sums.values[leaf] = rows * units;
      continue;
    }
    for (let at = 0; at < rows; at++) {
      if (!isMeasuredEntry(leaves.read(leaf, at))) leaves.replace(leaf, rows, at, entry);
    }
    sums.values[leaf] = leaves.sum(leaf, 0, rows);
  }
  sums.rebuild(0);
  return true;
}
