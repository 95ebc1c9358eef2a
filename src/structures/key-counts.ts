import { createFrequencySketch, hashOf, MOST_COUNT } from './frequency-sketch';

/** Seen so many times as often as there is room for, all counts are halved. */
const AGE = 20;
/** Room of the sketch for each key that is to be told apart: of a scan, each key is counted once and is to be taken for no other one. */
const SPREAD = 4;

/**
 * How often keys came of late: of those that have a slot in a byte each, of all others in a sketch, which is met only when a key comes that has none and
 * when one loses it.
 */
export class KeyCounts {
  private readonly sketch;
  private counts: Uint8Array;
  /** The key that was counted last without a slot, and how often it came. */
  private asked: number | string = '';
  private askedCount = 0;
  private askedHash = 0;
  /** Requests until all counts are halved. */
  private left: number;

  constructor(keys: number, capacity: number) {
    this.sketch = createFrequencySketch(keys * SPREAD);
    this.counts = new Uint8Array(capacity);
    this.left = this.keys * AGE;
  }

  /** Keys that it tells apart well. */
  get keys(): number {
    return this.sketch.keys / SPREAD;
  }

  get bytes(): number {
    return this.sketch.bytes + this.counts.byteLength;
  }

  reserve(capacity: number): void {
    const { counts } = this;
    if (capacity <= counts.length) return;
    this.counts = new Uint8Array(capacity);
    this.counts.set(counts);
  }

  /** Makes room for more keys; what was counted of those without a slot is forgotten. */
  grow(keys: number): void {
    this.sketch.grow(keys * SPREAD);
    this.askedCount = 0;
    this.left = this.keys * AGE;
  }

  /** Counts a key that has a slot. */
  hit(slot: number): void {
    const { counts } = this;
    const count = counts[slot]!;
    if (count === MOST_COUNT) return;
    counts[slot] = count + 1;
    if (--this.left === 0) this.age();
  }

  /** Counts a key that has none. */
  miss(key: number | string): void {
    const hash = hashOf(key);
    const count = this.sketch.add(hash);
    this.asked = key;
    this.askedHash = hash;
    this.askedCount = count;
    if (count < MOST_COUNT && --this.left === 0) this.age();
  }

  /** A key gets a slot: mostly the one that was just asked for in vain. Returns its hash. */
  enter(slot: number, key: number | string): number {
    if (key === this.asked) {
      this.counts[slot] = this.askedCount;
      return this.askedHash;
    }
    const hash = hashOf(key);
    this.counts[slot] = this.sketch.countOf(hash);
    return hash;
  }

  /** A key loses its slot. What came once was counted when it came. */
  leave(slot: number, key: number | string): void {
    const count = this.counts[slot]!;
    if (count > 1) this.sketch.raise(hashOf(key), count);
  }

  /** How often the key of a slot came. */
  of(slot: number): number {
    return this.counts[slot]!;
  }

  clear(): void {
    this.sketch.clear();
    this.askedCount = 0;
    this.left = this.keys * AGE;
  }

  private age(): void {
    // Half of what was counted is left.
    this.left = (this.keys * AGE) >>> 1;
    this.sketch.halve();
    this.askedCount >>>= 1;
    const { counts } = this;
    for (let i = 0; i < counts.length; i++) counts[i]! >>>= 1;
  }
}
