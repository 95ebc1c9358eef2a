class Fenwick {
  /** How many values there are. */
  length = 0;
  /** Sum of all values. */
  total = 0;
  /** After `find`: the sum of the values before the index it returned. After `seek`: the sum it found. */
  before = 0;
  /** The values themselves; read freely, write through `add`, or raw before `rebuild`. */
  values: Float64Array;

  private sums: Float64Array;
  private readonly target = new Float64Array(1);
  private highestStep = 0;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
    this.sums = new Float64Array(capacity + 1);
  }

  /** Bytes held by the arrays. */
  get bytes(): number {
    return this.values.byteLength + this.sums.byteLength;
  }

  /** Adds `delta` to one value in O(log n). Throws `RangeError` for an index outside the list or a delta that is not finite. */
  add(index: number, delta: number): void {
    const { length, sums } = this;
    if (!(index >= 0 && index < length)) throw new RangeError(outside('index', index, length));
    if (!Number.isFinite(delta)) {
      throw new RangeError(`delta of value ${index} is ${delta}; give a finite number`);
    }
    this.values[index] = this.values[index]! + delta;
    this.total += delta;
    for (let node = index + 1; node <= length; node += node & -node) {
      sums[node] = sums[node]! + delta;
    }
  }

  /** Sum of the first `count` values in O(log n). Throws `RangeError` for a count outside 0..length. */
  sumBefore(count: number): number {
    this.seek(count);
    return this.before;
  }

  /** `sumBefore` that leaves the sum in `before`: a fraction or great number that a call returns may be a new object. */
  seek(count: number): void {
    if (!(count >= 0 && count <= this.length)) {
      throw new RangeError(outside('count', count, this.length + 1));
    }
    const { sums } = this;
    let sum = 0;
    for (let node = count; node > 0; node &= node - 1) sum += sums[node]!;
    this.before = sum;
  }

  /**
   * Index of the first value whose running end lies beyond `target`, or `length` when none does, in O(log n).
   * Values must be >= 0. Leaves the sum before that index in `before`.
   */
  find(target: number): number {
    this.target[0] = target;
    return this.findAt(this.target, 0);
  }

  /** `find` with the target in an array: a fraction or great number handed to a call may be a new object. */
  findAt(targets: Float64Array, place: number): number {
    const target = targets[place]!;
    const { length, sums } = this;
    let index = 0;
    let before = 0;
    for (let step = this.highestStep; step > 0; step >>= 1) {
      const next = index + step;
      if (next <= length) {
        const sum = before + sums[next]!;
        if (sum <= target) {
          index = next;
          before = sum;
        }
      }
    }
    this.before = before;
    return index;
  }

  /** Opens `count` zero values at `index` <= `length` in O(n). Sums are stale until `rebuild(index)`. */
  insert(index: number, count: number): void {
    const length = this.length + count;
    if (length > this.values.length) {
      const capacity = Math.max(length, this.values.length * 2);
      const values = new Float64Array(capacity);
      values.set(this.values.subarray(0, this.length));
      const sums = new Float64Array(capacity + 1);
      sums.set(this.sums.subarray(0, this.length + 1));
      this.values = values;
      this.sums = sums;
    }
    this.values.copyWithin(index + count, index, this.length);
    this.values.fill(0, index, index + count);
    this.setLength(length);
  }

  /** Takes `count` values out at `index`, all within the list, in O(n). Sums are stale until `rebuild(index)`. */
  remove(index: number, count: number): void {
    this.values.copyWithin(index, index + count, this.length);
    this.setLength(this.length - count);
  }

  /** Recomputes the sums after raw writes to `values` at `from` or later: one addition a value. */
  rebuild(from: number): void {
    const { length, sums, values } = this;
    for (let node = from + 1; node <= length; node++) {
      let sum = values[node - 1]!;
      const first = node & (node - 1);
      for (let child = node - 1; child > first; child &= child - 1) sum += sums[child]!;
      sums[node] = sum;
    }
    this.total = this.sumBefore(length);
  }

  private setLength(length: number): void {
    this.length = length;
    this.highestStep = length === 0 ? 0 : 1 << (31 - Math.clz32(length));
  }
}

export type { Fenwick };

/** Gives a list of `length` zeros with O(log n) change, prefix sum and search; sums of integers stay exact up to 2^53. */
export function createFenwick(length = 0): Fenwick {
  if (!Number.isInteger(length) || length < 0 || length >= 2 ** 30) {
    throw new RangeError(`length is ${length}; give an integer from 0 to 2^30 - 1`);
  }
  const fenwick = new Fenwick(length);
  fenwick.insert(0, length);
  return fenwick;
}

function outside(name: string, value: number, end: number): string {
  return `${name} ${value} is outside the list; give an integer from 0 to ${end - 1}`;
}
