import { createIntMap } from '../../structures';
import { FONT_LIMIT } from './font-table';

/** What a key of the glyph cache has room for, fonts included. */
const ID_LIMIT = 1024;
/** Steps of `GlyphCache.scaledSlot` in a scale of 1. */
const STEPS = 2048;
const STEP_BITS = 15;

/** Ids, above those of fonts, for fonts by how much larger or smaller their glyphs are drawn. */
class ScaledFonts {
  /** Ids by font and step. */
  private readonly ids = createIntMap();
  /** Of ids: the fonts, and their steps. */
  private readonly bases = new Uint16Array(ID_LIMIT - FONT_LIMIT);
  private readonly steps = new Uint16Array(ID_LIMIT - FONT_LIMIT);
  private end = 0;

  get bytes(): number {
    return this.ids.bytes + this.bases.byteLength + this.steps.byteLength;
  }

  /** Id of a font drawn in so many steps, -1 when there are no more. */
  idOf(font: number, step: number): number {
    const key = (font << STEP_BITS) | step;
    const known = this.ids.get(key);
    if (known >= 0) return known;
    if (this.end === this.bases.length) return -1;
    this.bases[this.end] = font;
    this.steps[this.end] = step;
    const id = FONT_LIMIT + this.end++;
    this.ids.set(key, id);
    return id;
  }

  /** The font that an id is of; any other id itself. */
  baseOf(id: number): number {
    const place = id - FONT_LIMIT;
    return place >= 0 && place < this.end ? this.bases[place]! : id;
  }

  /** `scale`, by as much as the glyphs of an id are larger. */
  scaleOf(id: number, scale: number): number {
    return id < FONT_LIMIT ? scale : (scale * this.steps[id - FONT_LIMIT]!) / STEPS;
  }

  /** Gives up all ids. */
  clear(): void {
    this.ids.clear();
    this.end = 0;
  }
}

export type { ScaledFonts };

/** Gives a table of such ids without any. */
export function createScaledFonts(): ScaledFonts {
  return new ScaledFonts();
}
