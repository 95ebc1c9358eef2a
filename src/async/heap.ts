class Heap<T> {
  /** How many values are held. */
  length = 0;

  private values: T[] = [];
  private keys: number[] = [];
  private turns: number[] = [];
  private turn = 0;

  /** Adds a value by its key, which must not be NaN. */
  push(value: T, key: number): void {
    if (Number.isNaN(key))
      throw new RangeError('the key is NaN; give a number that can be ordered');
    this.sink(this.length++, value, key, this.turn++);
  }

  /** The value of the smallest key, of equal ones the first that came; undefined where there is none. */
  peek(): T | undefined {
    return this.values[0];
  }

  /** The smallest key, Infinity where there is none. */
  get firstKey(): number {
    return this.keys[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Takes out the value of the smallest key. */
  pop(): T | undefined {
    if (this.length === 0) return undefined;
    const first = this.values[0];
    const value = this.values.pop()!;
    const key = this.keys.pop()!;
    const turn = this.turns.pop()!;
    if (--this.length > 0) this.rise(value, key, turn);
    return first;
  }

  /** Removes all values. */
  clear(): void {
    this.length = 0;
    this.values = [];
    this.keys = [];
    this.turns = [];
  }

  private isBefore(at: number, key: number, turn: number): boolean {
    const own = this.keys[at]!;
    return own < key || (own === key && this.turns[at]! < turn);
  }

  /** Puts a value at the end and lets it go up to where it belongs. */
  private sink(end: number, value: T, key: number, turn: number): void {
    let at = end;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isBefore(parent, key, turn)) break;
      this.copy(parent, at);
      at = parent;
    }
    this.put(at, value, key, turn);
  }

  /** Lets the values below the top go up until this one has its place. */
  private rise(value: T, key: number, turn: number): void {
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= this.length) break;
      const right = child + 1;
      if (right < this.length && this.isBefore(right, this.keys[child]!, this.turns[child]!)) {
        child = right;
      }
      if (!this.isBefore(child, key, turn)) break;
      this.copy(child, at);
      at = child;
    }
    this.put(at, value, key, turn);
  }

  private copy(from: number, to: number): void {
    this.put(to, this.values[from]!, this.keys[from]!, this.turns[from]!);
  }

  private put(at: number, value: T, key: number, turn: number): void {
    this.values[at] = value;
    this.keys[at] = key;
    this.turns[at] = turn;
  }
}

export type { Heap };

/** Gives an empty queue of values by number: the smallest comes first, equal ones in the order they came. O(log n) each. */
export function createHeap<T>(): Heap<T> {
  return new Heap<T>();
}
