/** Counters of 4 bits in a word. */
const PER_WORD = 8;
const MOST = 15;
/** Counters a key has, one in each quarter of a block of four words: what collides in one hardly does in the others. */
const ROWS = 4;
/** Seen so many times as often as there is room for, all counts are halved. */
const AGE = 10;
const LEAST = 64;
const MOST_KEYS = 2 ** 26;

const SEEDS = Uint32Array.of(0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f);

class FrequencySketch {
  private words: Uint32Array;
  private mask: number;
  private seen = 0;
  private room: number;

  constructor(keys: number) {
    this.room = roomFor(keys);
    this.words = new Uint32Array((this.room * ROWS) / PER_WORD);
    this.mask = this.room - 1;
  }

  /** Keys that it tells apart well. */
  get keys(): number {
    return this.room;
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  /** Counts a key once more; its hash is a uint32. */
  add(hash: number): void {
    const { words, mask } = this;
    let grew = false;
    for (let row = 0; row < ROWS; row++) {
      const at = counterOf(hash, row, mask);
      const word = at >>> 3;
      const shift = (at & 7) << 2;
      if (((words[word]! >>> shift) & MOST) === MOST) continue;
      words[word] = words[word]! + ((1 << shift) >>> 0);
      grew = true;
    }
    if (!grew) return;
    this.seen++;
    if (this.seen >= this.room * AGE) this.halve();
  }

  /** How often a key was counted, 15 at most, of late; never too low but for what was forgotten with age. */
  countOf(hash: number): number {
    const { words, mask } = this;
    let least = MOST;
    for (let row = 0; row < ROWS; row++) {
      const at = counterOf(hash, row, mask);
      const count = (words[at >>> 3]! >>> ((at & 7) << 2)) & MOST;
      if (count < least) least = count;
    }
    return least;
  }

  /** Makes room for more keys; what was counted is forgotten. */
  grow(keys: number): void {
    const room = roomFor(keys);
    if (room <= this.room) return;
    this.room = room;
    this.words = new Uint32Array((room * ROWS) / PER_WORD);
    this.mask = room - 1;
    this.seen = 0;
  }

  clear(): void {
    this.words.fill(0);
    this.seen = 0;
  }

  private halve(): void {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! >>> 1) & 0x77777777;
    this.seen >>>= 1;
  }
}

export type { FrequencySketch };

/**
 * Counts about how often each of many keys came of late, in 2 bytes a key: a count-min sketch of 4-bit counters that are halved as
 * they fill. `keys` is how many it tells apart well. Throws `RangeError` for a number it has no room for.
 */
export function createFrequencySketch(keys: number): FrequencySketch {
  if (!Number.isInteger(keys) || keys < 1 || keys > MOST_KEYS) {
    throw new RangeError(`keys is ${keys}; give an integer from 1 to ${MOST_KEYS}`);
  }
  return new FrequencySketch(keys);
}

function roomFor(keys: number): number {
  return Math.min(MOST_KEYS, 2 ** Math.ceil(Math.log2(Math.max(LEAST, keys))));
}

/** Rows lie one after the other. */
function counterOf(hash: number, row: number, mask: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), SEEDS[row]!);
  mixed ^= mixed >>> 13;
  return ((mixed & mask) * ROWS + row) >>> 0;
}

/** A hash of a number or a string, for `add` and `countOf`. */
export function hashOf(key: number | string): number {
  return typeof key === 'number' ? hashNumber(key) : hashString(key);
}

function hashNumber(key: number): number {
  if ((key | 0) === key) return Math.imul(key, 0x9e3779b1) >>> 0;
  // Beyond 32 bits, or with a fraction.
  const high = Math.floor(key / 4294967296) | 0;
  return (Math.imul(key | 0, 0x9e3779b1) ^ Math.imul(high + 0x7f4a7c15, 0x85ebca6b)) >>> 0;
}

function hashString(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) >>> 0;
}
