const MAX_BITS = 2 ** 31 - 1;

class BitSet {
  /** After `nextRange`: the first bit of the range. */
  start = 0;
  /** After `nextRange`: one past the last bit of the range. */
  end = 0;

  private words: Uint32Array;
  // Words at and past this one are zero, so that clearing and searching cost what was set, not what is held.
  private wordEnd = 0;

  constructor(wordCount: number) {
    this.words = new Uint32Array(wordCount);
  }

  /** Bytes held by the set. */
  get bytes(): number {
    return this.words.byteLength;
  }

  /** Sets a bit and says whether it was clear. Grows by doubling. Throws `RangeError` unless 0 <= bit < 2^31 - 1. */
  set(bit: number): boolean {
    // False for NaN, negative numbers and fractions alike.
    if (!(bit >>> 0 === bit && bit < MAX_BITS)) {
      throw new RangeError(
        `bit ${bit} is no bit number; give an integer from 0 to ${MAX_BITS - 1}`,
      );
    }
    const word = bit >>> 5;
    if (word >= this.wordEnd) this.reach(word);
    const mask = 1 << (bit & 31);
    const old = this.words[word]!;
    this.words[word] = old | mask;
    return (old & mask) === 0;
  }

  /** Sets the bits from `start` to `end - 1`, 32 at a time. Throws `RangeError` unless 0 <= start <= end < 2^31 - 1. */
  setRange(start: number, end: number): void {
    if (!(start >>> 0 === start && end >>> 0 === end && start <= end && end < MAX_BITS)) {
      throw new RangeError(
        `bits ${start} to ${end} are no range; give integers from 0 to ${MAX_BITS - 1} in order`,
      );
    }
    if (start === end) return;
    const first = start >>> 5;
    const last = (end - 1) >>> 5;
    if (last >= this.wordEnd) this.reach(last);
    const { words } = this;
    const head = -1 << (start & 31);
    const tail = -1 >>> (31 - ((end - 1) & 31));
    if (first === last) {
      words[first]! |= head & tail;
      return;
    }
    words[first]! |= head;
    for (let word = first + 1; word < last; word++) words[word] = 0xffffffff;
    words[last]! |= tail;
  }

  /** Clears a bit and says whether it was set. */
  clear(bit: number): boolean {
    if (!this.has(bit)) return false;
    const word = bit >>> 5;
    this.words[word] = this.words[word]! & ~(1 << (bit & 31));
    return true;
  }

  /** Whether the bit is set; false for any number that is no bit of the set. */
  has(bit: number): boolean {
    // A number that is no bit number is absent rather than taken for the one it would be cut to.
    if (bit >>> 0 !== bit || bit >= this.wordEnd * 32) return false;
    return ((this.words[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
  }

  /** Clears every bit and keeps the array. */
  clearAll(): void {
    this.words.fill(0, 0, this.wordEnd);
    this.wordEnd = 0;
  }

  /** The first set bit at `from` or after, or -1. */
  nextSetBit(from: number): number {
    return this.searchSet(from, this.wordEnd * 32);
  }

  /**
   * Finds the next range of set bits at `from` or after, puts it in `start` and `end`, and says whether there is one.
   * Ranges with at most `gap` clear bits between them are given as one. Go on with `nextRange(set.end, gap)`.
   */
  nextRange(from: number, gap: number): boolean {
    if (!(gap >= 0)) throw new RangeError(`gap is ${gap}; give a whole number of bits >= 0`);
    const bitEnd = this.wordEnd * 32;
    const start = this.searchSet(from, bitEnd);
    if (start < 0) return false;
    let end = this.nextClearBit(start);
    for (;;) {
      // Bounded, so that far bits are not searched for only to be refused.
      const next = this.searchSet(end, Math.min(bitEnd, end + gap + 1));
      if (next < 0) break;
      end = this.nextClearBit(next);
    }
    this.start = start;
    this.end = end;
    return true;
  }

  private searchSet(from: number, bitEnd: number): number {
    const first = Math.max(from, 0);
    if (!(first < bitEnd)) return -1;
    const { words } = this;
    const lastWord = (bitEnd - 1) >>> 5;
    let word = first >>> 5;
    let bits = words[word]! & (-1 << (first & 31));
    while (bits === 0) {
      if (word === lastWord) return -1;
      // Signed like the first: one that is now signed, now not, is kept as a heap object.
      bits = words[++word]! | 0;
    }
    const bit = word * 32 + lowestBit(bits);
    return bit < bitEnd ? bit : -1;
  }

  private nextClearBit(from: number): number {
    const { words, wordEnd } = this;
    let word = from >>> 5;
    let bits = ~words[word]! & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === wordEnd) return wordEnd * 32;
      bits = ~words[word]!;
    }
    return word * 32 + lowestBit(bits);
  }

  private reach(word: number): void {
    if (word >= this.words.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.words.length * 2));
      grown.set(this.words);
      this.words = grown;
    }
    this.wordEnd = word + 1;
  }
}

export type { BitSet };

/** Gives an empty set of small integers over one growing bit array, with room for `capacity` bits from the start. */
export function createBitSet(capacity = 256): BitSet {
  if (!Number.isInteger(capacity) || capacity < 0 || capacity > MAX_BITS) {
    throw new RangeError(`capacity is ${capacity}; give an integer from 0 to ${MAX_BITS}`);
  }
  return new BitSet((capacity + 31) >>> 5);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
