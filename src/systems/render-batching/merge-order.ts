import { CHUNK_ELEMENTS } from './chunks';

/** Which programs draw records: any of those for blended ones; those with images; `effects` alone. */
export const PART_PLAIN = 0;
export const PART_IMAGES = 1;
export const PART_EFFECTS = 2;

/** An element has at most one part with effects or images, and one without. */
const MOST_PARTS = CHUNK_ELEMENTS * 2;
/** Batches looked back at: further ones are seldom free to reach, and looking takes time. */
const MOST_BACK = 8;
/** How far edges may be softened outside of an element's ink, CSS pixels. */
const FRINGE = 1;

/** What a chunk draws blended, as parts of elements, and the order in which it does. */
export type MergeOrder = {
  /** Part by part, in the order of `next`: records, and how many. */
  readonly record: Int32Array;
  readonly count: Int32Array;
  readonly kind: Uint8Array;
  /** The first part to draw, -1 for none; then `next` of each. */
  readonly first: number;
  readonly next: Int32Array;
  clear(): void;
  /** Adds a part, drawn over those before it: entry `at` of `inks` is where its element draws, in CSS pixels. */
  add(record: number, count: number, kind: number, inks: Float32Array, at: number): void;
  /**
   * Decides upon the order. Parts of one kind come together where none that draws in between lies over or under what it would swap
   * with; whatever overlaps stays in its order. Returns whether that depends on where they lie.
   */
  settle(merges: boolean): boolean;
};

/** Makes an empty one, to be used for one chunk after the other. */
export function createMergeOrder(): MergeOrder {
  const record = new Int32Array(MOST_PARTS);
  const count = new Int32Array(MOST_PARTS);
  const kind = new Uint8Array(MOST_PARTS);
  const next = new Int32Array(MOST_PARTS);
  const inks = new Float32Array(MOST_PARTS * 4);
  // Batches: parts of one kind that come one after the other, and where they draw together.
  const firstOf = new Int32Array(MOST_PARTS);
  const lastOf = new Int32Array(MOST_PARTS);
  const bounds = new Float32Array(MOST_PARTS * 4);
  let parts = 0;
  let batches = 0;
  let kinds = 0;

  function overlaps(part: number, rects: Float32Array, at: number): boolean {
    const own = part * 4;
    return (
      inks[own]! - FRINGE < rects[at + 2]! &&
      rects[at]! - FRINGE < inks[own + 2]! &&
      inks[own + 1]! - FRINGE < rects[at + 3]! &&
      rects[at + 1]! - FRINGE < inks[own + 3]!
    );
  }

  function meets(part: number, batch: number): boolean {
    if (!overlaps(part, bounds, batch * 4)) return false;
    for (let other = firstOf[batch]!; other >= 0; other = next[other]!) {
      if (overlaps(part, inks, other * 4)) return true;
    }
    return false;
  }

  /**
   * The last batch of a part's kind that it may be drawn with, -1 if there is none. What lies between the first and the last batch of
   * a dear kind is drawn by the dear program too: so nothing cheaper is brought in there from behind, and plain parts go before all
   * or stay.
   */
  function batchFor(part: number): number {
    const own = kind[part]!;
    const least = Math.max(0, batches - MOST_BACK);
    for (let batch = batches - 1; batch >= least; batch--) {
      const other = kind[firstOf[batch]!]!;
      const isPlace = own !== PART_PLAIN || batch === 0 || batch === batches - 1;
      if (other === own && isPlace) return batch;
      if (own === PART_IMAGES && other === PART_EFFECTS) return -1;
      if (meets(part, batch)) return -1;
    }
    return -1;
  }

  function grow(batch: number, part: number): void {
    const to = batch * 4;
    const from = part * 4;
    bounds[to] = Math.min(bounds[to]!, inks[from]!);
    bounds[to + 1] = Math.min(bounds[to + 1]!, inks[from + 1]!);
    bounds[to + 2] = Math.max(bounds[to + 2]!, inks[from + 2]!);
    bounds[to + 3] = Math.max(bounds[to + 3]!, inks[from + 3]!);
  }

  function start(part: number): void {
    const batch = batches++;
    firstOf[batch] = part;
    lastOf[batch] = part;
    for (let i = 0; i < 4; i++) bounds[batch * 4 + i] = inks[part * 4 + i]!;
  }

  const order = {
    record,
    count,
    kind,
    first: -1,
    next,
    clear() {
      parts = 0;
      kinds = 0;
    },
    add(first: number, records: number, partKind: number, from: Float32Array, at: number) {
      const part = parts++;
      record[part] = first;
      count[part] = records;
      kind[part] = partKind;
      kinds |= 1 << partKind;
      for (let i = 0; i < 4; i++) inks[part * 4 + i] = from[at * 4 + i]!;
    },
    settle(merges: boolean): boolean {
      order.first = parts === 0 ? -1 : 0;
      // Of one kind alone nothing can come together that does not lie together.
      if (!merges || (kinds & (kinds - 1)) === 0) {
        for (let part = 0; part < parts; part++) next[part] = part + 1 < parts ? part + 1 : -1;
        return false;
      }
      batches = 0;
      for (let part = 0; part < parts; part++) {
        next[part] = -1;
        const batch = batchFor(part);
        if (batch < 0) {
          start(part);
          continue;
        }
        next[lastOf[batch]!] = part;
        lastOf[batch] = part;
        grow(batch, part);
      }
      for (let batch = 1; batch < batches; batch++) next[lastOf[batch - 1]!] = firstOf[batch]!;
      return true;
    },
  };
  return order;
}
