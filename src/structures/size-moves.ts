import type { SizeIndex } from './size-index';
import { UNITS_PER_PX } from './size-leaves';

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
