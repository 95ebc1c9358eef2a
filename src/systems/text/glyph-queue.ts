/** Keys that wait, first come first served, over one growing array. */
class GlyphQueue {
  private keys = new Uint32Array(256);
  private head = 0;
  private tail = 0;

  get length(): number {
    return this.tail - this.head;
  }

  get bytes(): number {
    return this.keys.byteLength;
  }

  push(key: number): void {
    if (this.tail === this.keys.length) this.makeRoom();
    this.keys[this.tail++] = key;
  }

  /** The key `index` places behind the first. */
  at(index: number): number {
    return this.keys[this.head + index]!;
  }

  /** Takes the first `count` keys out. */
  shift(count: number): void {
    this.head += count;
    if (this.head === this.tail) this.clear();
  }

  clear(): void {
    this.head = 0;
    this.tail = 0;
  }

  private makeRoom(): void {
    const { keys, head, tail } = this;
    // Moved only when half of it is free, so that a long queue is not moved for every key.
    if (head * 2 < tail) this.keys = new Uint32Array(keys.length * 2);
    this.keys.set(keys.subarray(head, tail));
    this.head = 0;
    this.tail = tail - head;
  }
}

export type { GlyphQueue };

/** Gives an empty queue of uint32 keys. */
export function createGlyphQueue(): GlyphQueue {
  return new GlyphQueue();
}
