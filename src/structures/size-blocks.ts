import { createFenwick, type Fenwick } from './fenwick';
import { createSizeLeaves, LEAF_ROWS, type SizeLeaves, unitsOf } from './size-leaves';

// 384 of 512: 128 inserts go into a fresh leaf before it divides; 448 would save 14 % memory and halve that.
const FILL_ROWS = 384;
// Below a quarter full a leaf joins a neighbour, if both together leave room for inserts.
const FEW_ROWS = LEAF_ROWS / 4;

class SizeBlocks {
  /** The sizes, in leaves. */
  readonly leaves: SizeLeaves = createSizeLeaves();
  /** Sum of the sizes of each leaf, in units of 1/64 px. */
  readonly sums: Fenwick = createFenwick();
  /** Rows of each leaf, never 0. */
  readonly counts: Fenwick = createFenwick();

  /** Puts `count` rows at `at` of a leaf that has no room for them. */
  insertBeyond(leaf: number, at: number, count: number, entry: number): void {
    const { counts, leaves } = this;
    const rows = counts.values[leaf]!;
    if (leaves.isUniform(leaf, entry)) {
      // Spread evenly over new leaves in place of this one.
      this.closeLeaves(leaf, 1);
      this.openRows(leaf, rows + count, entry);
      return;
    }
    if (at > 0 && at < rows) {
      // A few rows go into the half they belong to; many get leaves of their own at the very place.
      const few = count <= FEW_ROWS;
      const cut = few ? rows >> 1 : at;
      this.divideLeaf(leaf, cut);
      if (few) {
        const half = at > cut ? leaf + 1 : leaf;
        const place = at > cut ? at - cut : at;
        leaves.insertRows(half, counts.values[half]!, place, count, entry);
        counts.add(half, count);
        this.sums.add(half, unitsOf(entry) * count);
        return;
      }
    }
    const opened = this.openRows(at === 0 ? leaf : leaf + 1, count, entry);
    this.joinIfSparse(at === 0 ? leaf + opened : leaf + 1 + opened);
    this.joinIfSparse(at === 0 ? leaf : leaf + 1);
    if (at > 0) this.joinIfSparse(leaf);
  }

  /** Opens leaves for `count` equal rows at `leaf`, evenly filled, and gives how many. */
  openRows(leaf: number, count: number, entry: number): number {
    const { counts, sums } = this;
    const leafCount = Math.ceil(count / FILL_ROWS);
    this.leaves.open(leaf, leafCount, entry);
    counts.insert(leaf, leafCount);
    sums.insert(leaf, leafCount);
    const units = unitsOf(entry);
    let done = 0;
    for (let opened = 1; opened <= leafCount; opened++) {
      const end = Math.floor((count * opened) / leafCount);
      counts.values[leaf + opened - 1] = end - done;
      sums.values[leaf + opened - 1] = (end - done) * units;
      done = end;
    }
    counts.rebuild(leaf);
    sums.rebuild(leaf);
    return leafCount;
  }

  private closeLeaves(leaf: number, count: number): void {
    this.leaves.close(leaf, count);
    this.counts.remove(leaf, count);
    this.sums.remove(leaf, count);
  }

  private divideLeaf(leaf: number, at: number): void {
    const { counts, leaves, sums } = this;
    const rows = counts.values[leaf]!;
    leaves.open(leaf + 1, 1, 0);
    counts.insert(leaf + 1, 1);
    sums.insert(leaf + 1, 1);
    leaves.divide(leaf, rows, at);
    const head = leaves.sum(leaf, 0, at);
    counts.values[leaf] = at;
    counts.values[leaf + 1] = rows - at;
    sums.values[leaf + 1] = sums.values[leaf]! - head;
    sums.values[leaf] = head;
    counts.rebuild(leaf);
    sums.rebuild(leaf);
  }

  /** Removes `count` rows from `at` of a leaf on, over as many leaves as it takes. */
  removeAcross(leaf: number, at: number, count: number): void {
    const { counts, leaves, sums } = this;
    let left = count;
    let first = leaf;
    if (at > 0) {
      const rows = counts.values[leaf]!;
      sums.values[leaf] = leaves.sum(leaf, 0, at);
      counts.values[leaf] = at;
      left -= rows - at;
      first++;
    }
    let end = first;
    while (end < counts.length && counts.values[end]! <= left) left -= counts.values[end++]!;
    if (left > 0) {
      const rows = counts.values[end]!;
      sums.values[end] = sums.values[end]! - leaves.sum(end, 0, left);
      leaves.removeRows(end, rows, 0, left);
      counts.values[end] = rows - left;
    }
    this.closeLeaves(first, end - first);
    counts.rebuild(leaf);
    sums.rebuild(leaf);
    this.joinIfSparse(first);
    if (first > 0) this.joinIfSparse(first - 1);
  }

  /** Joins a leaf with few rows to a neighbour, if the two leave room, and says whether it did. */
  joinIfSparse(leaf: number): boolean {
    const { values, length } = this.counts;
    if (leaf >= length || values[leaf]! >= FEW_ROWS) return false;
    if (leaf + 1 < length && values[leaf]! + values[leaf + 1]! <= FILL_ROWS) this.joinNext(leaf);
    else if (leaf > 0 && values[leaf - 1]! + values[leaf]! <= FILL_ROWS) this.joinNext(leaf - 1);
    else return false;
    return true;
  }

  private joinNext(leaf: number): void {
    const { counts, sums } = this;
    const rows = counts.values[leaf]!;
    const nextRows = counts.values[leaf + 1]!;
    this.leaves.join(leaf, rows, nextRows);
    counts.values[leaf] = rows + nextRows;
    sums.values[leaf] = sums.values[leaf]! + sums.values[leaf + 1]!;
    counts.remove(leaf + 1, 1);
    sums.remove(leaf + 1, 1);
    counts.rebuild(leaf);
    sums.rebuild(leaf);
  }
}

export type { SizeBlocks };

/** Gives an empty list of leaves of row sizes with their sums and counts; indices passed to it must be valid. */
export function createSizeBlocks(): SizeBlocks {
  return new SizeBlocks();
}
