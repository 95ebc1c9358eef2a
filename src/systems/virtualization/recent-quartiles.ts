class RecentQuartiles {
  /** How many of the values are held: up to as many as there is room for. */
  count = 0;

  // In the order they came, round and round, and sorted.
  private readonly values: Int32Array;
  private readonly sorted: Int32Array;
  private oldest = 0;

  constructor(room: number) {
    this.values = new Int32Array(room);
    this.sorted = new Int32Array(room);
  }

  /** Takes an int32; where there is no room, the oldest is forgotten. O(room). */
  add(value: number): void {
    const { values, sorted } = this;
    if (this.count === values.length) {
      const at = this.placeOf(values[this.oldest]!);
      sorted.copyWithin(at, at + 1, this.count--);
    }
    const at = this.placeOf(value);
    sorted.copyWithin(at + 1, at, this.count++);
    sorted[at] = value;
    values[this.oldest] = value;
    this.oldest = this.oldest + 1 < values.length ? this.oldest + 1 : 0;
  }

  /** The middle one of the values held, of two the lower; 0 of none. */
  get median(): number {
    return this.count > 0 ? this.sorted[(this.count - 1) >> 1]! : 0;
  }

  /** How far the middle half of the values held reaches: a whole number, 0 of none. */
  get spread(): number {
    const { count, sorted } = this;
    if (count === 0) return 0;
    const quarter = (count - 1) >> 2;
    return sorted[count - 1 - quarter]! - sorted[quarter]!;
  }

  /** Place of the first sorted value that is not less. */
  private placeOf(value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export type { RecentQuartiles };

/** Gives what knows the median and the spread of the last int32 values, exactly, in two arrays of as many as there is room for. */
export function createRecentQuartiles(room: number): RecentQuartiles {
  if (!Number.isInteger(room) || room < 1 || room > 2 ** 20) {
    throw new RangeError(`room is ${room}; give an integer from 1 to 2^20`);
  }
  return new RecentQuartiles(room);
}
