import { grown } from '../../structures';

/** Keys to be expected, a screen of Chinese: until there are more, the map of slots does not grow in a frame. */
export const EXPECTED = 2048;
/** Of a slot in all columns, those of the cache included. */
export const SLOT_BYTES = 31;

/** Above all tickets. */
export const ANY_TICKET = 2 ** 30 - 1;

/** What `GlyphCache` says of bitmaps, by slot, and of who waits. */
export abstract class GlyphColumns {
  abstract readonly pending: number;
  /** `GlyphCache.fontVersion`. */
  fontVersion = 0;
  /** `GlyphCache.waiting`. */
  waiting = 0;
  /** `GlyphCache.oldest`. */
  oldest = ANY_TICKET;
  /** Whether a row may be written, beside so many glyphs that wait: see `createLateLetters`. */
  placer: (row: number, waiting: number) => boolean = () => true;
  /** Rows were refused by `place`. */
  protected isUnplaced = false;
  u = new Uint16Array(256);
  v = new Uint16Array(256);
  width = new Uint16Array(256);
  height = new Uint16Array(256);
  bearingX = new Int16Array(256);
  bearingY = new Int16Array(256);
  page = new Uint16Array(256);
  colored = new Uint8Array(256);
  stretch = new Float32Array(256);

  /** `GlyphCache.place`. */
  place(row: number, isNew: boolean): boolean {
    if (this.placer(row, isNew ? this.pending : 0)) return true;
    this.isUnplaced = true;
    this.wait(0);
    return false;
  }

  /** Notes that something waits for its turn; 0 is that of everyone. */
  protected wait(ticket: number): void {
    this.waiting = (this.waiting + 1) | 0;
    if (ticket < this.oldest) this.oldest = ticket;
  }

  protected growColumns(length: number): void {
    this.u = grown(this.u, new Uint16Array(length));
    this.v = grown(this.v, new Uint16Array(length));
    this.width = grown(this.width, new Uint16Array(length));
    this.height = grown(this.height, new Uint16Array(length));
    this.bearingX = grown(this.bearingX, new Int16Array(length));
    this.bearingY = grown(this.bearingY, new Int16Array(length));
    this.page = grown(this.page, new Uint16Array(length));
    this.colored = grown(this.colored, new Uint8Array(length));
    this.stretch = grown(this.stretch, new Float32Array(length));
  }
}
