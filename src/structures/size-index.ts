import type { Fenwick } from './fenwick';
import { createSizeBlocks, type SizeBlocks } from './size-blocks';
import {
  isMeasuredEntry,
  LEAF_ROWS,
  MAX_UNITS,
  makeEntry,
  type SizeLeaves,
  UNITS_PER_PX,
  unitsOf,
} from './size-leaves';

/** `count`: rows at the start. `size`: their estimated size in CSS pixels. */
export type SizeIndexOptions = { count: number; size: number };

const MAX_COUNT = 2 ** 30;

class SizeIndex {
  /** After `find` and `seek`: start of the row, in CSS pixels. */
  foundStart = 0;

  private rowCount = 0;
  /** Where sizes are kept: for what changes many at once. */
  readonly blocks: SizeBlocks = createSizeBlocks();
  private readonly leaves: SizeLeaves = this.blocks.leaves;
  private readonly sums: Fenwick = this.blocks.sums;
  private readonly counts: Fenwick = this.blocks.counts;

  // In an array: a fraction or a great number handed to a function may be a new object.
  private readonly target = new Float64Array(1);

  // The leaf that holds the row asked for last: frames ask for neighbours.
  private leaf = 0;
  private leafStart = 0;
  private leafEnd = 0;

  /** How many rows there are. */
  get count(): number {
    return this.rowCount;
  }

  /** Bytes held by all arrays: about 0.1 a row while sizes are uniform, 2.8 once rows below 512 px differ, 5.5 above. */
  get bytes(): number {
    return this.leaves.bytes + this.sums.bytes + this.counts.bytes;
  }

  /** Sum of all sizes in CSS pixels, exact in 1/64 px. */
  total(): number {
    return this.sums.total / UNITS_PER_PX;
  }

  /** Size of a row in CSS pixels. Throws `RangeError` for an index outside the list, as every method with an index does. */
  sizeAt(index: number): number {
    return this.unitsAt(index) / UNITS_PER_PX;
  }

  /** Size of a row in 1/64 px: a whole number, which a frame can have without garbage. */
  unitsAt(index: number): number {
    this.locate(index);
    return unitsOf(this.leaves.read(this.leaf, index - this.leafStart));
  }

  /** Whether the size of a row was set by `setSize`, rather than estimated. */
  isMeasured(index: number): boolean {
    this.locate(index);
    return isMeasuredEntry(this.leaves.read(this.leaf, index - this.leafStart));
  }

  /**
   * Sets the measured size of a row, rounded to 1/64 px, and says whether the size changed.
   * Throws `RangeError` unless it is from 0 to 16,777,215 px and the total stays below 2^47 px.
   */
  setSize(index: number, px: number): boolean {
    return this.writeSize(index, toUnits(index, px), true);
  }

  /** `setSize` with a size in 1/64 px: a whole number, which a frame can hand over without garbage. */
  setUnits(index: number, units: number): boolean {
    this.checkUnits(index, units);
    return this.writeSize(index, units, true);
  }

  /** Gives a row an estimated size, as if it had never been measured; otherwise like `setUnits`. */
  estimateUnits(index: number, units: number): boolean {
    this.checkUnits(index, units);
    return this.writeSize(index, units, false);
  }

  /** Gives a row an estimated size again, as if it had never been measured; otherwise like `setSize`. */
  setEstimate(index: number, px: number): boolean {
    return this.writeSize(index, toUnits(index, px), false);
  }

  /** Start of a row in CSS pixels; `offsetOf(count)` is the total. */
  offsetOf(index: number): number {
    this.seek(index);
    return this.foundStart;
  }

  /** `offsetOf` that leaves the start in `foundStart`: in a frame a fraction that a call returns would be a new object. */
  seek(index: number): void {
    if (index === this.rowCount) {
      this.foundStart = this.sums.total / UNITS_PER_PX;
      return;
    }
    this.locate(index);
    const { leaf, sums } = this;
    const inLeaf = this.leaves.sum(leaf, 0, index - this.leafStart);
    sums.seek(leaf);
    this.foundStart = (sums.before + inLeaf) / UNITS_PER_PX;
  }

  /** Writes the starts of `count` rows from `first` on, and the end of the last, in CSS pixels, to `target[0..count]`. */
  offsetsInto(target: Float64Array, first: number, count: number): void {
    this.checkRange(first, count);
    if (!(target.length > count)) {
      throw new RangeError(`target holds ${target.length} values; make room for ${count + 1}`);
    }
    this.seek(first);
    let offset = this.foundStart * UNITS_PER_PX;
    target[0] = offset / UNITS_PER_PX;
    for (let written = 0; written < count; ) {
      this.locate(first + written);
      const { leaf, leafStart, leafEnd } = this;
      const end = Math.min(first + count, leafEnd);
      for (let index = first + written; index < end; index++) {
        offset += unitsOf(this.leaves.read(leaf, index - leafStart));
        target[++written] = offset / UNITS_PER_PX;
      }
    }
  }

  /**
   * Index of the first row whose end lies beyond an offset in CSS pixels, so the row whose [start, end) holds it:
   * rows of size 0 are never found, offsets below 0 (and -0) count as 0, offsets at or past the total give the last row.
   * -1 when there are no rows. Leaves the start of the row in `foundStart`. Throws `RangeError` for NaN.
   */
  find(offset: number): number {
    this.target[0] = offset;
    return this.findAt(this.target, 0);
  }

  /** `find` with the offset in an array: in a frame a fraction handed to a function would be a new object. */
  findAt(offsets: Float64Array, place: number): number {
    const offset = offsets[place]!;
    if (Number.isNaN(offset)) throw new RangeError('offset is NaN; give a number of pixels');
    if (this.rowCount === 0) {
      this.foundStart = 0;
      return -1;
    }
    const target = offset > 0 ? offset * UNITS_PER_PX : 0;
    if (target >= this.sums.total) {
      const last = this.rowCount - 1;
      this.seek(last);
      return last;
    }
    this.target[0] = target;
    const leaf = this.sums.findAt(this.target, 0);
    const before = this.sums.before;
    this.target[0] = target - before;
    const at = this.leaves.scanAt(leaf, this.target, 0);
    this.foundStart = (before + this.leaves.before) / UNITS_PER_PX;
    return this.counts.sumBefore(leaf) + at;
  }

  /** Puts `count` rows of an estimated size before row `index`; `index` may be the list's count. O(log n), O(n / 512) when a leaf divides. */
  insert(index: number, count: number, px: number): void {
    const { rowCount, leaves, counts, sums } = this;
    if (!(index >>> 0 === index && index <= rowCount)) {
      throw new RangeError(
        `cannot insert before row ${index}; give an integer from 0 to the count ${rowCount}`,
      );
    }
    if (!(count >>> 0 === count && rowCount + count <= MAX_COUNT)) {
      throw new RangeError(
        `cannot insert ${count} rows into ${rowCount}; give an integer and keep at most ${MAX_COUNT} rows`,
      );
    }
    const units = toUnits(index, px);
    this.checkTotal(index, px, units * count);
    if (count === 0) return;
    const entry = makeEntry(units, false);
    this.rowCount = rowCount + count;
    if (rowCount === 0) {
      this.blocks.openRows(0, count, entry);
      return;
    }

    // Between two leaves the row joins the earlier one while that has room: appending fills leaves up.
    if (index === rowCount) this.locate(rowCount - 1);
    else {
      this.locate(index);
      if (
        index === this.leafStart &&
        this.leaf > 0 &&
        counts.values[this.leaf]! + count > LEAF_ROWS
      )
        this.locate(index - 1);
    }
    const { leaf } = this;
    const at = index - this.leafStart;
    const rows = counts.values[leaf]!;
    if (rows + count > LEAF_ROWS) {
      this.blocks.insertBeyond(leaf, at, count, entry);
      this.forgetLeaf();
      return;
    }
    leaves.insertRows(leaf, rows, at, count, entry);
    counts.add(leaf, count);
    sums.add(leaf, units * count);
    this.leafEnd += count;
  }

  /** Removes `count` rows from row `index` on. O(log n), O(n / 512) when leaves go. */
  remove(index: number, count: number): void {
    this.checkRange(index, count);
    if (count === 0) return;
    this.locate(index);
    const { leaf, leaves, counts, sums } = this;
    const at = index - this.leafStart;
    const rows = counts.values[leaf]!;
    this.rowCount -= count;
    if (at + count > rows || count === rows) {
      this.blocks.removeAcross(leaf, at, count);
      this.forgetLeaf();
      return;
    }
    sums.add(leaf, -leaves.sum(leaf, at, at + count));
    leaves.removeRows(leaf, rows, at, count);
    counts.add(leaf, -count);
    this.leafEnd -= count;
    if (this.blocks.joinIfSparse(leaf)) this.forgetLeaf();
  }

  /** Makes the list `count` rows long: appends rows of an estimated size in CSS pixels, or removes the last ones. */
  setCount(count: number, px: number): void {
    const { rowCount } = this;
    if (!(count >>> 0 === count && count <= MAX_COUNT)) {
      throw new RangeError(`count is ${count}; give an integer from 0 to ${MAX_COUNT}`);
    }
    if (count > rowCount) this.insert(rowCount, count - rowCount, px);
    else this.remove(count, rowCount - count);
  }

  private writeSize(index: number, units: number, measured: boolean): boolean {
    this.locate(index);
    const { leaf, leaves, leafStart } = this;
    const at = index - leafStart;
    // Only near the limit is the old size needed before the new one is written.
    if (this.sums.total + units > Number.MAX_SAFE_INTEGER) {
      this.checkTotal(index, units / UNITS_PER_PX, units - unitsOf(leaves.read(leaf, at)));
    }
    const old = leaves.replace(leaf, this.leafEnd - leafStart, at, makeEntry(units, measured));
    const change = units - unitsOf(old);
    if (change === 0) return false;
    this.sums.add(leaf, change);
    return true;
  }

  /** Points `leaf`, `leafStart`, `leafEnd` at the leaf of a row. */
  private locate(index: number): void {
    // Also false for NaN and for fractions, which the slow path then refuses.
    if (index >= this.leafStart && index < this.leafEnd && index >>> 0 === index) return;
    if (!(index >>> 0 === index && index < this.rowCount)) {
      throw new RangeError(
        this.rowCount === 0
          ? `there is no row ${index}; the list is empty`
          : `there is no row ${index}; give an integer from 0 to ${this.rowCount - 1}`,
      );
    }
    const { counts } = this;
    this.leaf = counts.find(index);
    this.leafStart = counts.before;
    this.leafEnd = counts.before + counts.values[this.leaf]!;
  }

  private forgetLeaf(): void {
    this.leafStart = 0;
    this.leafEnd = 0;
  }

  private checkUnits(index: number, units: number): void {
    if (units >>> 0 === units && units <= MAX_UNITS) return;
    throw new RangeError(
      `size of row ${index} is ${units} / 64 px; give an integer from 0 to ${MAX_UNITS}`,
    );
  }

  private checkRange(first: number, count: number): void {
    const { rowCount } = this;
    if (!(first >>> 0 === first && count >>> 0 === count && first + count <= rowCount)) {
      throw new RangeError(
        `rows ${first} to ${first + count} are not all in the list; it has ${rowCount}, and counts are integers`,
      );
    }
  }

  private checkTotal(index: number, px: number, change: number): void {
    if (this.sums.total + change <= Number.MAX_SAFE_INTEGER) return;
    throw new RangeError(
      `size of row ${index} is ${px}, which takes the total past 2^47 px; give smaller sizes or fewer rows`,
    );
  }
}

export type { SizeIndex };

/**
 * Gives the size index of a virtual list: start of any row, and row at any offset, in O(log n) while rows change size,
 * come and go. Sizes are kept in whole 1/64 px, so sums never drift. Throws `RangeError` for a bad count or size.
 */
export function createSizeIndex({ count, size }: SizeIndexOptions): SizeIndex {
  const index = new SizeIndex();
  toUnits(0, size);
  index.setCount(count, size);
  return index;
}

function toUnits(index: number, px: number): number {
  if (px >= 0 && px <= MAX_UNITS / UNITS_PER_PX) return Math.round(px * UNITS_PER_PX);
  throw new RangeError(
    px >= 0 && px < Infinity
      ? `size of row ${index} is ${px}; give at most 16777215 pixels`
      : `size of row ${index} is ${px}; give a finite number of pixels >= 0`,
  );
}
