/** Counters of 4 bits in a word. */
const PER_WORD = 8;
const MOST = 15;
/** Counters a key has, one in each of the four words of its block: what collides in one hardly does in the others. */
const ROWS = 4;
/** Where in a word a counter begins: four times what the upper twelve bits of a mixed hash say, three for each word. */
const PLACE = 28;
/** Seen so many times as often as there is room for, all counts are halved. */
const AGE = 10;
const LEAST = 64;
const MOST_KEYS = 2 ** 23;

class FrequencySketch {
  private words: Int32Array;
  private mask: number;
  private seen = 0;
  private room: number;

  constructor(keys: number) {
    this.room = roomFor(keys);
    this.words = new Int32Array(wordsFor(this.room));
    this.mask = this.words.length / ROWS - 1;
  }

  /** Keys that it tells apart well. */
  get keys(): number {
    return this.room;
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  /** Counts a key once more; its hash is an int32. */
  add(hash: number): void {
    const mixed = mix(hash);
    const block = (mixed & this.mask) * ROWS;
    let grew = this.count(block, (mixed >>> 18) & PLACE);
    grew |= this.count(block + 1, (mixed >>> 21) & PLACE);
    grew |= this.count(block + 2, (mixed >>> 24) & PLACE);
    grew |= this.count(block + 3, (mixed >>> 27) & PLACE);
    if (!grew) return;
    this.seen++;
    if (this.seen >= this.room * AGE) this.halve();
  }

  /** How often a key was counted, 15 at most, of late; never too low but for what was forgotten with age. */
  countOf(hash: number): number {
    const { words } = this;
    const mixed = mix(hash);
    const block = (mixed & this.mask) * ROWS;
    let least = (words[block]! >>> ((mixed >>> 18) & PLACE)) & MOST;
    let count = (words[block + 1]! >>> ((mixed >>> 21) & PLACE)) & MOST;
    if (count < least) least = count;
    count = (words[block + 2]! >>> ((mixed >>> 24) & PLACE)) & MOST;
    if (count < least) least = count;
    count = (words[block + 3]! >>> ((mixed >>> 27) & PLACE)) & MOST;
    return count < least ? count : least;
  }

  /** Makes room for more keys; what was counted is forgotten. */
  grow(keys: number): void {
    const room = roomFor(keys);
    if (room <= this.room) return;
    this.room = room;
    this.words = new Int32Array(wordsFor(room));
    this.mask = this.words.length / ROWS - 1;
    this.seen = 0;
  }

  clear(): void {
    this.words.fill(0);
    this.seen = 0;
  }

  /** Counts once more at a place in a word. Returns 0 if that is full. */
  private count(at: number, place: number): number {
    const { words } = this;
    const word = words[at]!;
    if (((word >>> place) & MOST) === MOST) return 0;
    words[at] = word + (1 << place);
    return 1;
  }

  private halve(): void {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! >>> 1) & 0x77777777;
    this.seen >>>= 1;
  }
}

export type { FrequencySketch };

/**
 * Counts about how often each of many keys came of late, in 4 bytes a key: a count-min sketch of 4-bit counters that are halved as
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

/** A counter of each word for each key. */
function wordsFor(room: number): number {
  return (room * ROWS * 2) / PER_WORD;
}

function mix(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** A hash of a number or a string, for `add` and `countOf`. */
export function hashOf(key: number | string): number {
  return typeof key === 'number' ? hashNumber(key) : hashString(key);
}

function hashNumber(key: number): number {
  if ((key | 0) === key) return Math.imul(key, 0x9e3779b1);
  // Beyond 32 bits, or with a fraction.
  const high = Math.floor(key / 4294967296) | 0;
  return Math.imul(key | 0, 0x9e3779b1) ^ Math.imul(high + 0x7f4a7c15, 0x85ebca6b);
}

function hashString(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 16);
}
