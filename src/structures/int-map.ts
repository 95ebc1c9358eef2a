const MAX_CAPACITY = 2 ** 29;

/** Odd number nearest to 2^32 / golden ratio: consecutive keys land far apart, no two consecutive keys in one slot. */
const GOLDEN = 0x9e3779b1;

class IntMap {
  /** How many keys the map has. */
  size = 0;

  // Key 0 marks an empty slot; the real key 0 lives in the extra slot at `capacity`.
  private keys: Uint32Array;
  private values: Int32Array;
  private capacity: number;
  private shift: number;
  private hasZero = false;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.shift = Math.clz32(capacity) + 1;
    this.keys = new Uint32Array(capacity + 1);
    this.values = new Int32Array(capacity + 1);
  }

  /** Bytes held by the map. */
  get bytes(): number {
    return this.keys.byteLength + this.values.byteLength;
  }

  /** The value of a key, or -1 when it is absent; `has` tells a stored -1 from an absent key. */
  get(key: number): number {
    if (key === 0 || key >>> 0 !== key)
      return this.hasZero && key === 0 ? this.values[this.capacity]! : -1;
    const { keys, capacity } = this;
    // As `probe`, but in one call: code that runs for the first time, as for a first screen, is not inlined.
    let slot = Math.imul(key, GOLDEN) >>> this.shift;
    for (;;) {
      const found = keys[slot]!;
      if (found === key) return this.values[slot]!;
      if (found === 0) return -1;
      slot = (slot + 1) & (capacity - 1);
    }
  }

  /** Whether the map has the key. */
  has(key: number): boolean {
    return this.slotOf(key) >= 0;
  }

  /** Gives a key a value. Throws `RangeError` for a key that is no uint32 or a value that is no int32. */
  set(key: number, value: number): void {
    if (key >>> 0 !== key) throw new RangeError(`key ${key} is no uint32; give 0 to 4294967295`);
    if ((value | 0) !== value) {
      throw new RangeError(`value of key ${key} is ${value}; give an int32`);
    }
    if (key === 0) {
      if (!this.hasZero) this.size++;
      this.hasZero = true;
      this.values[this.capacity] = value;
      return;
    }
    let slot = this.probe(key);
    if (this.keys[slot] === 0) {
      // At most 5/8 full: linear probing then looks at about 1.8 slots to find a key, 4.1 to miss one.
      if (this.size >= (this.capacity >> 3) * 5) {
        this.grow();
        slot = this.probe(key);
      }
      this.keys[slot] = key;
      this.size++;
    }
    this.values[slot] = value;
  }

  /** Removes a key and says whether it was there. */
  delete(key: number): boolean {
    let hole = this.slotOf(key);
    if (hole < 0) return false;
    this.size--;
    if (key === 0) {
      this.hasZero = false;
      return true;
    }
    // Later keys of the run move back into the hole, so that no search meets a gap and no tombstones pile up.
    const { keys, values } = this;
    const mask = this.capacity - 1;
    for (let slot = (hole + 1) & mask; keys[slot] !== 0; slot = (slot + 1) & mask) {
      const home = this.homeOf(keys[slot]!);
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      keys[hole] = keys[slot]!;
      values[hole] = values[slot]!;
      hole = slot;
    }
    keys[hole] = 0;
    return true;
  }

  /** Removes all keys and keeps the arrays. */
  clear(): void {
    this.keys.fill(0);
    this.size = 0;
    this.hasZero = false;
  }

  /**
   * The first used slot at `from` or after, or -1; visits each key once, in no order, while the map is not changed:
   * `for (let slot = map.nextSlot(0); slot >= 0; slot = map.nextSlot(slot + 1)) map.keyAt(slot)`.
   */
  nextSlot(from: number): number {
    for (let slot = from; slot < this.capacity; slot++) if (this.keys[slot] !== 0) return slot;
    return this.hasZero && from <= this.capacity ? this.capacity : -1;
  }

  /** The key in a slot that `nextSlot` gave. */
  keyAt(slot: number): number {
    return this.keys[slot]!;
  }

  /** The value in a slot that `nextSlot` gave. */
  valueAt(slot: number): number {
    return this.values[slot]!;
  }

  private slotOf(key: number): number {
    // A number that is no uint32 is absent rather than taken for the key it would be cut to.
    if (key >>> 0 !== key) return -1;
    if (key === 0) return this.hasZero ? this.capacity : -1;
    const slot = this.probe(key);
    return this.keys[slot] === 0 ? -1 : slot;
  }

  private homeOf(key: number): number {
    return Math.imul(key, GOLDEN) >>> this.shift;
  }

  private probe(key: number): number {
    const { keys } = this;
    const mask = this.capacity - 1;
    let slot = this.homeOf(key);
    while (keys[slot] !== key && keys[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, values, capacity } = this;
    if (capacity >= MAX_CAPACITY) {
      throw new RangeError(`the map is full with ${this.size} keys; delete some`);
    }
    this.capacity = capacity * 2;
    this.shift--;
    this.keys = new Uint32Array(this.capacity + 1);
    this.values = new Int32Array(this.capacity + 1);
    for (let slot = 0; slot < capacity; slot++) {
      const key = keys[slot]!;
      if (key === 0) continue;
      const place = this.probe(key);
      this.keys[place] = key;
      this.values[place] = values[slot]!;
    }
    this.values[this.capacity] = values[capacity]!;
  }
}

export type { IntMap };

/** Gives an empty map from uint32 to int32 over two typed arrays, with room for `expected` keys before it grows. */
export function createIntMap(expected = 10): IntMap {
  if (!Number.isInteger(expected) || expected < 0 || expected > (MAX_CAPACITY / 8) * 5) {
    throw new RangeError(
      `expected is ${expected}; give an integer from 0 to ${(MAX_CAPACITY / 8) * 5}`,
    );
  }
  let capacity = 16;
  while ((capacity >> 3) * 5 < expected) capacity *= 2;
  return new IntMap(capacity);
}
