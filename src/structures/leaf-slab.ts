import { createFreeList, type FreeList } from './free-list';

/** Entries in one slot of a slab: the most rows a leaf holds. */
export const SLOT_ENTRIES = 512;

/** Bits of a slot number that choose the slot within its chunk. */
export const CHUNK_BITS = 4;

const CHUNK_SLOTS = 1 << CHUNK_BITS;

type Entries = Uint16Array | Int32Array;

class LeafSlab<T extends Entries> {
  /** Arrays of 16 slots each (the first may still be shorter); slot `s` starts in `chunks[s >> 4]` at `(s & 15) * 512`. */
  readonly chunks: T[] = [];

  private readonly slots: FreeList = createFreeList();
  private readonly makeChunk: (length: number) => T;

  constructor(makeChunk: (length: number) => T) {
    this.makeChunk = makeChunk;
  }

  /** Bytes held by the chunks and the free list. */
  get bytes(): number {
    let bytes = this.slots.bytes;
    for (const chunk of this.chunks) bytes += chunk.byteLength;
    return bytes;
  }

  /** Gives a slot with room for 512 entries; what it holds is whatever its last owner left. */
  acquire(): number {
    const slot = this.slots.acquire();
    const place = slot >> CHUNK_BITS;
    const needed = ((slot & (CHUNK_SLOTS - 1)) + 1) * SLOT_ENTRIES;
    const chunk = this.chunks[place];
    if (chunk === undefined) {
      // The first chunk doubles from one slot, so that a short list does not pay for sixteen.
      this.chunks[place] = this.makeChunk(place === 0 ? SLOT_ENTRIES : CHUNK_SLOTS * SLOT_ENTRIES);
    } else if (chunk.length < needed) {
      const grown = this.makeChunk(chunk.length * 2);
      grown.set(chunk);
      this.chunks[place] = grown;
    }
    return slot;
  }

  /** Takes a slot back; the chunks go when the last slot does. */
  release(slot: number): void {
    this.slots.release(slot);
    if (this.slots.used > 0) return;
    this.slots.clear();
    this.chunks.length = 0;
  }
}

export type { LeafSlab };

/** Gives an empty store of fixed-size slots in chunks that never move once full. */
export function createLeafSlab<T extends Entries>(makeChunk: (length: number) => T): LeafSlab<T> {
  return new LeafSlab(makeChunk);
}
