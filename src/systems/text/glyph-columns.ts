import { GLYPH_PENDING } from '../../ecs/stores';
import { grown } from '../../structures';
import type { ClusterTable } from './clusters';
import type { FontTable } from './font-table';

const ELLIPSIS = 0x2026;
const HYPHEN = 0x2d;

/** Keys to be expected, a screen of Chinese: until there are more, the map of slots does not grow in a frame. */
export const EXPECTED = 2048;
/** Of a slot in all columns, those of the cache included. */
export const SLOT_BYTES = 31;

/** Above all tickets. */
export const ANY_TICKET = 2 ** 30 - 1;

/** What `GlyphCache` says of bitmaps, by slot, and of who waits. */
export abstract class GlyphColumns {
  abstract readonly pending: number;
  protected readonly fonts: FontTable;
  protected readonly clusters: ClusterTable;
  /** `GlyphCache.wordSub`. */
  readonly wordSub = new Float64Array(1);
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

  /** `GlyphCache.unscaled`. */
  unscaled = false;

  constructor(fonts: FontTable, clusters: ClusterTable) {
    this.fonts = fonts;
    this.clusters = clusters;
  }

  abstract slot(font: number, glyph: number, sub: number, scale: number): number;
  abstract scaledFont(font: number, step: number): number;
  /** A bitmap of a glyph that is there, at whatever sub-pixel position; below 0 for none. */
  protected abstract standIn(font: number, glyph: number, sub: number): number;

  /** `GlyphCache.wordSlot`. */
  wordSlot(font: number, glyph: number, sub: number, scale: number): number {
    const { wordSub } = this;
    // From the quarter of a pixel that `slot` is asked for.
    wordSub[0] = wordSub[0]! - (sub & 48);
    return this.slot(font, this.clusters.shifted(glyph, sub & 15, wordSub), sub >> 4, scale);
  }

  /** `GlyphCache.scaledSlot`. */
  scaledSlot(font: number, step: number, glyph: number, sub: number, scale: number): number {
    const id = this.scaledFont(font, step);
    const slot = this.slot(id, glyph, sub, scale);
    this.unscaled = id === font;
    if (slot !== GLYPH_PENDING || id === font) return slot;
    const other = this.standIn(font, glyph, 0);
    if (other < 0) return GLYPH_PENDING;
    this.unscaled = true;
    return other;
  }

  /** `GlyphCache.scaledWordSlot`. */
  scaledWordSlot(font: number, step: number, glyph: number, sub: number, scale: number): number {
    const id = this.scaledFont(font, step);
    const slot = this.wordSlot(id, glyph, sub, scale);
    this.unscaled = id === font;
    if (slot !== GLYPH_PENDING || id === font) return slot;
    for (let shift = 0; shift < 16; shift++) {
      const other = this.standIn(font, this.clusters.shifted(glyph, shift), 0);
      if (other < 0) continue;
      this.unscaled = true;
      return other;
    }
    return GLYPH_PENDING;
  }

  /** `GlyphCache.place`. */
  place(row: number, isNew: boolean): boolean {
    if (this.placer(row, isNew ? this.pending : 0)) return true;
    this.isUnplaced = true;
    this.wait(0);
    return false;
  }

  ellipsis(_font: number): number {
    return ELLIPSIS;
  }

  ellipsisAdvance(font: number): number {
    return this.fonts.advanceOf(this.fonts.get(font), ELLIPSIS);
  }

  isWord(glyph: number): boolean {
    return this.clusters.isWord(glyph);
  }

  hyphenAdvance(font: number): number {
    return this.fonts.advanceOf(this.fonts.get(font), HYPHEN);
  }

  lineHeight(font: number): number {
    return this.fonts.get(font).lineHeight;
  }

  ascent(font: number): number {
    return this.fonts.get(font).baseline;
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
