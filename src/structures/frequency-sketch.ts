/** What a counter counts to. */
export const MOST_COUNT = 15;
/** Where in a word a counter begins: four times what three bits of a mixed hash say. */
const PLACE = 28;
const LEAST = 64;
const MOST_KEYS = 2 ** 23;

class FrequencySketch {
  private words: Int32Array;
  private mask: number;

  constructor(keys: number) {
    this.words = new Int32Array(roomFor(keys));
    this.mask = this.words.length - 1;
  }

  /** Keys that it tells apart well. */
  get keys(): number {
    return this.words.length;
  }

  get bytes(): number {
    return this.words.byteLength;
  }

  /** Counts a key once more; its hash is an int32. Returns how often it came by now, 15 at most. */
  add(hash: number): number {
    const { words } = this;
    const mixed = mix(hash);
    const at = mixed & this.mask;
    const first = (mixed >>> 24) & PLACE;
    const second = (mixed >>> 27) & PLACE;
    const word = words[at]!;
    const count = lesser((word >>> first) & MOST_COUNT, (word >>> second) & MOST_COUNT);
    if (count === MOST_COUNT) return count;
    words[at] = raised(raised(word, first, count + 1), second, count + 1);
    return count + 1;
  }

  /** How often a key was counted, 15 at most, of late; never too low but for what was forgotten with age. */
  countOf(hash: number): number {
    const mixed = mix(hash);
    const word = this.words[mixed & this.mask]!;
    return lesser(
      (word >>> ((mixed >>> 24) & PLACE)) & MOST_COUNT,
      (word >>> ((mixed >>> 27) & PLACE)) & MOST_COUNT,
    );
  }

  /** Has a key be counted so often at least. */
  raise(hash: number, count: number): void {
    const { words } = this;
    const mixed = mix(hash);
    const at = mixed & this.mask;
    const word = raised(words[at]!, (mixed >>> 24) & PLACE, count);
    words[at] = raised(word, (mixed >>> 27) & PLACE, count);
  }

  /** Makes room for more keys; what was counted is forgotten. */
  grow(keys: number): void {
    const room = roomFor(keys);
    if (room <= this.words.length) return;
    this.words = new Int32Array(room);
    this.mask = room - 1;
  }

  /** Halves all counts, so that what came long ago counts less. */
  halve(): void {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! >>> 1) & 0x77777777;
  }

  clear(): void {
    this.words.fill(0);
  }
}

export type { FrequencySketch };

/**
 * Counts about how often each of many keys came, in 4 bytes a key: a count-min sketch of two 4-bit counters a key in one word, of which only what is too low is raised. `keys` is how many it tells apart well. Throws `RangeError` for a number it has no room for.
 */
export function createFrequencySketch(keys: number): FrequencySketch {
  if (!Number.isInteger(keys) || keys < 1 || keys > MOST_KEYS) {
    throw new RangeError(`keys is ${keys}; give an integer from 1 to ${MOST_KEYS}`);
  }
  return new FrequencySketch(keys);
}

/** The lesser of two, without a branch that is taken by chance. */
function lesser(count: number, other: number): number {
  const more = other - count;
  return count + (more & (more >> 31));
}

/** A word with a counter that counts so much at least. */
function raised(word: number, place: number, count: number): number {
  const less = ((word >>> place) & MOST_COUNT) - count;
  // Of 32 bits, or it would become a double when the highest counter is met.
  return (word - ((less & (less >> 31)) << place)) | 0;
}

function roomFor(keys: number): number {
  return Math.min(MOST_KEYS, 2 ** Math.ceil(Math.log2(Math.max(LEAST, keys))));
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
