import { CHUNK_BITS, createLeafSlab, SLOT_ENTRIES } from './leaf-slab';

/** Most rows in one leaf. */
export const LEAF_ROWS = SLOT_ENTRIES;

/** Units of 1/64 px in one CSS pixel. */
export const UNITS_PER_PX = 64;

/** Greatest size of one row in units: an entry then fits an int32, which engines pass around without allocating. */
export const MAX_UNITS = 2 ** 30 - 1;

// Greatest entry that fits 16 bits: just under 512 px.
const MAX_NARROW = 0xffff;

const UNIFORM = 0; // every row alike: `words` holds the one entry
const NARROW = 1; // `words` holds a slot of 16-bit entries
const WIDE = 2; // `words` holds a slot of 32-bit entries

const SLOT_MASK = (1 << CHUNK_BITS) - 1;

// Shared by all lists: used within one call only.
const scratch = new Int32Array(LEAF_ROWS);

/** Makes the entry of a row: its size in units, and in the lowest bit whether it was measured. */
export function makeEntry(units: number, measured: boolean): number {
  return (units << 1) | (measured ? 1 : 0);
}

/** The size in units of an entry. */
export function unitsOf(entry: number): number {
  return entry >> 1;
}

/** Whether the size of an entry was measured. */
export function isMeasuredEntry(entry: number): boolean {
  return (entry & 1) === 1;
}

class SizeLeaves {
  /** How many leaves there are. */
  length = 0;
  /** After `scan`: the sum of the entries before the one it returned. */
  before = 0;

  private kinds = new Uint8Array(1);
  private words = new Int32Array(1);
  private readonly narrow = createLeafSlab((length) => new Uint16Array(length));
  private readonly wide = createLeafSlab((length) => new Int32Array(length));

  /** Bytes held, entries of all leaves included. */
  get bytes(): number {
    return this.kinds.byteLength + this.words.byteLength + this.narrow.bytes + this.wide.bytes;
  }

  /** The entry at `at`. */
  read(leaf: number, at: number): number {
    const word = this.words[leaf]!;
    const kind = this.kinds[leaf]!;
    if (kind === UNIFORM) return word;
    const place = ((word & SLOT_MASK) << 9) + at;
    return kind === NARROW
      ? this.narrow.chunks[word >> CHUNK_BITS]![place]!
      : this.wide.chunks[word >> CHUNK_BITS]![place]!;
  }

  /** Writes one entry and gives the one it replaces; the leaf of `rows` rows first becomes an array that can hold it. */
  replace(leaf: number, rows: number, at: number, entry: number): number {
    const word = this.words[leaf]!;
    const kind = this.kinds[leaf]!;
    if (kind === UNIFORM && word === entry) return word;
    if (kind === UNIFORM || (kind === NARROW && entry > MAX_NARROW)) {
      this.widenFor(leaf, rows, entry);
      return this.replace(leaf, rows, at, entry);
    }
    const place = ((word & SLOT_MASK) << 9) + at;
    // Two array types, two places in the code: a shared one would be slow for both.
    if (kind === NARROW) {
      const entries = this.narrow.chunks[word >> CHUNK_BITS]!;
      const old = entries[place]!;
      entries[place] = entry;
      return old;
    }
    const entries = this.wide.chunks[word >> CHUNK_BITS]!;
    const old = entries[place]!;
    entries[place] = entry;
    return old;
  }

  /** Sum of the entries from `from` up to `to`, in units. */
  sum(leaf: number, from: number, to: number): number {
    const kind = this.kinds[leaf]!;
    const word = this.words[leaf]!;
    if (kind === UNIFORM) return unitsOf(word) * (to - from);
    const base = (word & SLOT_MASK) << 9;
    const end = base + to;
    let place = base + from;
    let sum = 0;
    if (kind === WIDE) {
      const entries = this.wide.chunks[word >> CHUNK_BITS]!;
      for (; place < end; place++) sum += entries[place]! >> 1;
      return sum;
    }
    const entries = this.narrow.chunks[word >> CHUNK_BITS]!;
    for (; place + 4 <= end; place += 4) sum += sumOfFour(entries, place);
    for (; place < end; place++) sum += entries[place]! >> 1;
    return sum;
  }

  /**
   * The first row of the leaf whose end lies beyond as many units as `targets` holds at `which`, all within the leaf;
   * the sum before it goes to `before`.
   */
  scanAt(leaf: number, targets: Float64Array, which: number): number {
    const target = targets[which]!;
    const kind = this.kinds[leaf]!;
    const word = this.words[leaf]!;
    if (kind === UNIFORM) {
      const units = unitsOf(word);
      // Float division is safe here: what lies below k rows, however little, never rounds up to k.
      const at = Math.floor(target / units);
      this.before = at * units;
      return at;
    }
    const base = (word & SLOT_MASK) << 9;
    let place = base;
    let before = 0;
    if (kind === WIDE) {
      const entries = this.wide.chunks[word >> CHUNK_BITS]!;
      for (let end = entries[place]! >> 1; end <= target; ) {
        before = end;
        end += entries[++place]! >> 1;
      }
    } else {
      const entries = this.narrow.chunks[word >> CHUNK_BITS]!;
      // Four at a time; slots are 512 long, so reading past the rows of the leaf stays inside the slot, and the target stops it.
      for (let end = sumOfFour(entries, place); end <= target; ) {
        before = end;
        place += 4;
        end += sumOfFour(entries, place);
      }
      for (let end = before + (entries[place]! >> 1); end <= target; ) {
        before = end;
        end += entries[++place]! >> 1;
      }
    }
    this.before = before;
    return place - base;
  }

  /** Whether every row of the leaf has this entry and none its own storage. */
  isUniform(leaf: number, entry: number): boolean {
    return this.kinds[leaf] === UNIFORM && this.words[leaf] === entry;
  }

  /** Has every row of a leaf have this entry. */
  fill(leaf: number, entry: number): void {
    this.releaseSlot(leaf);
    this.words[leaf] = entry;
  }

  /** Opens `count` leaves at `leaf`, each uniform with this entry. */
  open(leaf: number, count: number, entry: number): void {
    const length = this.length + count;
    if (length > this.words.length) {
      const capacity = Math.max(length, this.words.length * 2);
      const kinds = new Uint8Array(capacity);
      kinds.set(this.kinds);
      const words = new Int32Array(capacity);
      words.set(this.words);
      this.kinds = kinds;
      this.words = words;
    }
    this.kinds.copyWithin(leaf + count, leaf, this.length);
    this.words.copyWithin(leaf + count, leaf, this.length);
    this.kinds.fill(UNIFORM, leaf, leaf + count);
    this.words.fill(entry, leaf, leaf + count);
    this.length = length;
  }

  /** Takes `count` leaves out at `leaf` and releases their storage. */
  close(leaf: number, count: number): void {
    for (let each = leaf; each < leaf + count; each++) this.releaseSlot(each);
    this.kinds.copyWithin(leaf, leaf + count, this.length);
    this.words.copyWithin(leaf, leaf + count, this.length);
    this.length -= count;
  }

  /** Puts `count` equal entries at `at` into a leaf of `rows` rows; the sum of both must fit a leaf. */
  insertRows(leaf: number, rows: number, at: number, count: number, entry: number): void {
    if (this.isUniform(leaf, entry)) return;
    const kind = this.widenFor(leaf, rows, entry);
    const word = this.words[leaf]!;
    const base = (word & SLOT_MASK) << 9;
    const from = base + at;
    if (kind === NARROW) {
      const entries = this.narrow.chunks[word >> CHUNK_BITS]!;
      entries.copyWithin(from + count, from, base + rows);
      entries.fill(entry, from, from + count);
    } else {
      const entries = this.wide.chunks[word >> CHUNK_BITS]!;
      entries.copyWithin(from + count, from, base + rows);
      entries.fill(entry, from, from + count);
    }
  }

  /** Takes `count` entries out at `at` of a leaf of `rows` rows. */
  removeRows(leaf: number, rows: number, at: number, count: number): void {
    const kind = this.kinds[leaf]!;
    if (kind === UNIFORM) return;
    const word = this.words[leaf]!;
    const base = (word & SLOT_MASK) << 9;
    const chunk =
      kind === NARROW
        ? this.narrow.chunks[word >> CHUNK_BITS]!
        : this.wide.chunks[word >> CHUNK_BITS]!;
    chunk.copyWithin(base + at, base + at + count, base + rows);
  }

  /** Moves the rows from `at` on of a leaf of `rows` rows into the leaf after it, whose own rows go. Both end as narrow as they can. */
  divide(leaf: number, rows: number, at: number): void {
    this.load(leaf, 0, rows, 0);
    this.store(leaf, 0, at);
    this.store(leaf + 1, at, rows);
  }

  /** Joins the `nextRows` rows of the leaf after `leaf` to its `rows` rows and closes that leaf. */
  join(leaf: number, rows: number, nextRows: number): void {
    this.load(leaf, 0, rows, 0);
    this.load(leaf + 1, 0, nextRows, rows);
    this.store(leaf, 0, rows + nextRows);
    this.close(leaf + 1, 1);
  }

  private load(leaf: number, from: number, to: number, into: number): void {
    for (let at = from; at < to; at++) scratch[into + at - from] = this.read(leaf, at);
  }

  private store(leaf: number, from: number, to: number): void {
    this.releaseSlot(leaf);
    const first = scratch[from]!;
    let differing = 0;
    let bits = 0;
    for (let at = from; at < to; at++) {
      const entry = scratch[at]!;
      differing |= entry ^ first;
      bits |= entry;
    }
    if (differing === 0) {
      this.words[leaf] = first;
      return;
    }
    const isNarrow = bits <= MAX_NARROW;
    const slot = this.takeSlot(leaf, isNarrow ? NARROW : WIDE);
    const base = ((slot & SLOT_MASK) << 9) - from;
    if (isNarrow) {
      const entries = this.narrow.chunks[slot >> CHUNK_BITS]!;
      for (let at = from; at < to; at++) entries[base + at] = scratch[at]!;
    } else {
      const entries = this.wide.chunks[slot >> CHUNK_BITS]!;
      for (let at = from; at < to; at++) entries[base + at] = scratch[at]!;
    }
  }

  /** Makes the leaf an array whose width can hold the entry, and gives its kind. */
  private widenFor(leaf: number, rows: number, entry: number): number {
    const kind = this.kinds[leaf]!;
    const needed = entry > MAX_NARROW ? WIDE : NARROW;
    if (kind >= needed) return kind;
    const word = this.words[leaf]!;
    if (kind === UNIFORM) {
      if (needed === WIDE || word > MAX_NARROW) {
        const slot = this.takeSlot(leaf, WIDE);
        const base = (slot & SLOT_MASK) << 9;
        this.wide.chunks[slot >> CHUNK_BITS]!.fill(word, base, base + rows);
        return WIDE;
      }
      const slot = this.takeSlot(leaf, NARROW);
      const base = (slot & SLOT_MASK) << 9;
      this.narrow.chunks[slot >> CHUNK_BITS]!.fill(word, base, base + rows);
      return NARROW;
    }
    this.load(leaf, 0, rows, 0);
    this.releaseSlot(leaf);
    const slot = this.takeSlot(leaf, WIDE);
    const base = (slot & SLOT_MASK) << 9;
    const entries = this.wide.chunks[slot >> CHUNK_BITS]!;
    for (let at = 0; at < rows; at++) entries[base + at] = scratch[at]!;
    return WIDE;
  }

  private takeSlot(leaf: number, kind: number): number {
    const slot = kind === NARROW ? this.narrow.acquire() : this.wide.acquire();
    this.kinds[leaf] = kind;
    this.words[leaf] = slot;
    return slot;
  }

  private releaseSlot(leaf: number): void {
    const kind = this.kinds[leaf]!;
    if (kind === NARROW) this.narrow.release(this.words[leaf]!);
    else if (kind === WIDE) this.wide.release(this.words[leaf]!);
    this.kinds[leaf] = UNIFORM;
  }
}

export type { SizeLeaves };

/** Gives an empty list of leaves, each of up to 512 row sizes, stored as one entry while they are all alike. */
export function createSizeLeaves(): SizeLeaves {
  return new SizeLeaves();
}

function sumOfFour(entries: Uint16Array, place: number): number {
  return (
    (entries[place]! >> 1) +
    (entries[place + 1]! >> 1) +
    (entries[place + 2]! >> 1) +
    (entries[place + 3]! >> 1)
  );
}
