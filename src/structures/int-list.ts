class IntList {
  /** The values, in the first `length` places; fetch it anew after a `push`, which may replace it. */
  rows: Int32Array;
  /** How many values there are. */
  length = 0;

  constructor(capacity: number) {
    this.rows = new Int32Array(capacity);
  }

  /** Bytes held by the list. */
  get bytes(): number {
    return this.rows.byteLength;
  }

  /** Appends an int32, a wider number being cut to 32 bits as by `| 0`; doubles the array when it is full. */
  push(value: number): void {
    const length = this.length;
    if (length === this.rows.length) {
      const grown = new Int32Array(Math.max(4, length * 2));
      grown.set(this.rows);
      this.rows = grown;
    }
    this.rows[length] = value;
    this.length = length + 1;
  }

  /**
   * Removes the value at `index` by moving the last one there.
   * Gives the moved value, whose place the caller may have recorded, or -1 when the removed one was the last.
   */
  swapRemove(index: number): number {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(
        `index ${index} is outside the list; give an integer from 0 to ${this.length - 1}`,
      );
    }
    const last = --this.length;
    if (index === last) return -1;
    const moved = this.rows[last]!;
    this.rows[index] = moved;
    return moved;
  }

  /** Removes all values and keeps the array. */
  clear(): void {
    this.length = 0;
  }
}

export type { IntList };

/** Gives an empty list of int32 values over one array that doubles. */
export function createIntList(capacity = 16): IntList {
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > 2 ** 30) {
    throw new RangeError(`capacity is ${capacity}; give an integer from 0 to 2^30`);
  }
  return new IntList(capacity);
}
