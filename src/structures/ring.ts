class Ring {
  /** Most values held; a push beyond it overwrites the oldest. */
  readonly capacity: number;
  /** How many values are held. */
  length = 0;

  private readonly values: Float64Array;
  private oldest = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.values = new Float64Array(capacity);
  }

  /** Bytes held by the ring. */
  get bytes(): number {
    return this.values.byteLength;
  }

  /** Adds the newest value; at capacity the oldest goes. Any float64 is kept as it is, NaN too. */
  push(value: number): void {
    const { capacity, oldest } = this;
    if (this.length === capacity) {
      this.values[oldest] = value;
      this.oldest = oldest + 1 === capacity ? 0 : oldest + 1;
      return;
    }
    // Not full: `oldest` is 0, since only a full ring moves it.
    this.values[this.length++] = value;
  }

  /** The value at `index`, 0 being the oldest. Throws `RangeError` outside 0..length - 1. */
  at(index: number): number {
    if (!(index >= 0 && index < this.length)) {
      throw new RangeError(
        `index ${index} is outside the ring; give an integer from 0 to ${this.length - 1}`,
      );
    }
    const place = this.oldest + index;
    return this.values[place < this.capacity ? place : place - this.capacity]!;
  }

  /** Writes the values, oldest first, to the start of `target` and gives how many. `target` must have room for `length`. */
  copyInto(target: Float64Array): number {
    const { length, oldest, capacity, values } = this;
    if (target.length < length) {
      throw new RangeError(`target holds ${target.length} values; make room for ${length}`);
    }
    for (let index = 0, place = oldest; index < length; index++) {
      target[index] = values[place]!;
      place = place + 1 === capacity ? 0 : place + 1;
    }
    return length;
  }

  /** Removes all values. */
  clear(): void {
    this.length = 0;
    this.oldest = 0;
  }
}

export type { Ring };

/** Gives an empty ring of float64 values that keeps the last `capacity` of them and never grows. */
export function createRing(capacity: number): Ring {
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > 2 ** 30) {
    throw new RangeError(`capacity is ${capacity}; give an integer from 1 to 2^30`);
  }
  return new Ring(capacity);
}
