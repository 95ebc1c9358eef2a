/** The textbook structure: one binary indexed tree over float64 sizes, one node a row. */
export class FlatFenwick {
  readonly sizes: Float64Array;
  readonly sums: Float64Array;
  length: number;
  private highestStep = 1;

  constructor(count: number, size: number) {
    // Room for the rows that the insert bench adds.
    this.sizes = new Float64Array(count + 64).fill(size, 0, count);
    this.sums = new Float64Array(count + 65);
    this.length = count;
    this.rebuild();
  }

  /** Gives a row another size. O(log n). */
  set(row: number, size: number): void {
    const delta = size - this.sizes[row]!;
    if (delta === 0) return;
    this.sizes[row] = size;
    for (let node = row + 1; node <= this.length; node += node & -node) {
      this.sums[node] = this.sums[node]! + delta;
    }
  }

  /** Row at an offset. O(log n). */
  find(offset: number): number {
    let row = 0;
    let left = offset;
    for (let step = this.highestStep; step > 0; step >>= 1) {
      const next = row + step;
      if (next <= this.length && this.sums[next]! <= left) {
        row = next;
        left -= this.sums[next]!;
      }
    }
    return Math.min(row, this.length - 1);
  }

  /** Puts a row before another. O(n). */
  insert(row: number, size: number): void {
    this.sizes.copyWithin(row + 1, row, this.length);
    this.sizes[row] = size;
    this.length++;
    this.rebuild();
  }

  /** Takes a row out. O(n). */
  remove(row: number): void {
    this.sizes.copyWithin(row, row + 1, this.length);
    this.length--;
    this.rebuild();
  }

  private rebuild(): void {
    const { length, sizes, sums } = this;
    sums.fill(0);
    for (let node = 1; node <= length; node++) {
      const sum = sums[node]! + sizes[node - 1]!;
      sums[node] = sum;
      const parent = node + (node & -node);
      if (parent <= length) sums[parent] = sums[parent]! + sum;
    }
    this.highestStep = 1 << (31 - Math.clz32(length));
  }
}
