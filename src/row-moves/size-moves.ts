import { makeEntry, type SizeIndex, UNITS_PER_PX } from '../structures';

/**
 * Moves `count` rows from row `from` on to where they begin at row `to`, counted without them; each keeps its size, and whether it was measured.
 * O(count + log n). Throws `RangeError` for rows that there are not.
 */
export function moveRows(index: SizeIndex, from: number, count: number, to: number): void {
  const most = index.count - count;
  if (!(to >>> 0 === to && to <= most)) {
    throw new RangeError(
      `cannot move rows to row ${to}; give an integer from 0 to ${Math.max(0, most)}`,
    );
  }
  // As they are, ~units of those that were not measured.
  const sizes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const units = index.unitsAt(from + i);
    sizes[i] = index.isMeasured(from + i) ? units : ~units;
  }
  spliceSizes(index, from, count, sizes.subarray(0, 0));
  spliceSizes(index, to, 0, sizes);
}

/**
 * Takes `removed` rows out from row `at` on, and puts rows in there whose sizes are given, 1/64 px: those below 0 are `~units` that were not
 * measured. Neighbours that were not measured and are alike take no more room than one. Throws `RangeError` as `insert` and `remove` do.
 */
export function spliceSizes(
  index: SizeIndex,
  at: number,
  removed: number,
  sizes: ArrayLike<number>,
): void {
  index.remove(at, removed);
  for (let from = 0; from < sizes.length; ) {
    const size = sizes[from]!;
    let end = from + 1;
    while (end < sizes.length && sizes[end] === size) end++;
    index.insert(at + from, end - from, (size < 0 ? ~size : size) / UNITS_PER_PX);
    if (size >= 0) for (let i = from; i < end; i++) index.setUnits(at + i, size);
    from = end;
  }
}

/**
 * Has rows be where `after` says by index before, below 0 for those that are gone; each keeps its size, and whether it was measured. All others
 * of `count` are new, and take `px` as far as that is known. O(n), whatever goes where.
 */
export function arrangeSizes(index: SizeIndex, after: Int32Array, count: number, px: number): void {
  const { leaves, counts, sums } = index.blocks;
  const fresh = makeEntry(Math.round(px * UNITS_PER_PX), false);
  const entries = new Int32Array(count).fill(fresh);
  for (let leaf = 0, row = 0; leaf < counts.length; leaf++) {
    const rows = counts.values[leaf]!;
    for (let at = 0; at < rows; at++, row++) {
      const place = after[row]!;
      if (place >= 0) entries[place] = leaves.read(leaf, at);
    }
  }
  index.remove(0, index.count);
  index.insert(0, count, px);
  for (let leaf = 0, row = 0; leaf < counts.length; leaf++) {
    const rows = counts.values[leaf]!;
    const first = entries[row]!;
    let end = row;
    while (end < row + rows && entries[end] === first) end++;
    if (end === row + rows) leaves.fill(leaf, first);
    else for (let at = 0; at < rows; at++) leaves.replace(leaf, rows, at, entries[row + at]!);
    sums.values[leaf] = leaves.sum(leaf, 0, rows);
    row += rows;
  }
  sums.rebuild(0);
}
