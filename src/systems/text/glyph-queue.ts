import type { IntMap } from '../../structures';

/** Keys that wait, first come first served, over one growing array. */
class GlyphQueue {
  private keys = new Uint32Array(256);
  private head = 0;
  private tail = 0;
  private tickets = 1;

  get length(): number {
    return this.tail - this.head;
  }

  get bytes(): number {
    return this.keys.byteLength;
  }

  /** Adds a key and returns its ticket: above 0, and higher than those of all that wait. */
  push(key: number): number {
    if (this.tail === this.keys.length) this.makeRoom();
    this.keys[this.tail++] = key;
    return this.tickets++;
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

  /** Takes out the keys that do not stay. */
  keep(stays: (key: number) => boolean): void {
    const { keys, tail } = this;
    let end = this.head;
    for (let i = end; i < tail; i++) if (stays(keys[i]!)) keys[end++] = keys[i]!;
    this.tail = end;
    if (this.head === end) this.clear();
  }

  clear(): void {
    this.head = 0;
    this.tail = 0;
    this.tickets = 1;
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

/** Takes the keys out of a map that do not stay. */
export function keepKeys(map: IntMap, stays: (key: number) => boolean): void {
  const gone: number[] = [];
  for (let at = map.nextSlot(0); at >= 0; at = map.nextSlot(at + 1)) {
    if (!stays(map.keyAt(at))) gone.push(map.keyAt(at));
  }
  for (const key of gone) map.delete(key);
}
