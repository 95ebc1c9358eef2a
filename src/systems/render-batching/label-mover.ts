import { columns, resource, type World } from '../../ecs';
import { Box, GlyphCache, Ink } from '../../ecs/stores';
import { CHUNK_ELEMENTS } from './chunks';
import type { GlyphWriter } from './glyph-writer';
import { MAX_QUARTERS } from './paragraph-writer';
import {
  GLYPH_COLORED,
  GLYPH_CONTRAST_SHIFT,
  GLYPH_FONT_MASK,
  GLYPH_ID_SHIFT,
  RECORD_GLYPH_NAME,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_GLYPH_X,
  RECORD_GLYPH_Y,
  RECORD_HEIGHT,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';
import { MOVE_HOW, MOVE_OPAQUE, MOVE_RECORD_SHIFT, MOVE_TEXT, Runs } from './runs';
import type { Sight } from './sight';

/** Glyphs at sub-pixel positions that are kept at hand: digits and letters of a few fonts. A power of two. */
const KEPT = 512;
/**
 * Of each: its name, as in its record, and what that says of the bitmap; and how far that is from the pen. In one array, so that a loop
 * has one to look at.
 */
const ENTRY_WORDS = 8;
const NAME = 0;
const ORIGIN = 1;
const SIZE = 2;
const PAGE = 3;
const BEARING_X = 4;
const BEARING_Y = 5;
const NO_NAME = -1;
/** The bits of `RECORD_GLYPH_PAGE` that go by the colour. */
const CONTRAST = -1 << GLYPH_CONTRAST_SHIFT;

export type LabelMoverOptions = {
  world: World;
  store: RecordStore;
  sight: Sight;
  texts: GlyphWriter;
  /** Writes the glyphs of any row whose box was written, and adds its ink to bounds; false if it had to write the row anew. */
  writeRest: (row: number, bounds: Float32Array) => boolean;
};

/** Writes the texts of rows that have only moved and whose boxes were written. */
export type LabelMover = {
  /** Rows to be written, the first `count`: all of one chunk. */
  readonly rows: Int32Array;
  count: number;
  /** Writes them and adds their ink to bounds: of rows that begin with an opaque solid, and of the rest. */
  write(bounds: Float32Array): void;
  /** Forgets what it keeps of glyphs, which holds for as long as none is drawn. */
  forget(): void;
};

/** Makes what moves texts of one line in the scale of the surface, 40 ns a glyph, most of whose bitmaps it finds without a search. */
export function createLabelMover(options: LabelMoverOptions): LabelMover {
  const { world, store, sight, texts, writeRest } = options;
  const glyphs = resource(world, GlyphCache);
  const kept = new Int32Array(KEPT * ENTRY_WORDS).fill(NO_NAME);
  let isUsed = false;
  let looked = -1;
  let canSee = false;
  let isPlain = false;

  /** Keeps a glyph at an entry; false if it is not there, or drawn larger than its bitmap. */
  function keep(at: number, name: number, sub: number): boolean {
    const { waiting } = glyphs;
    kept[at] = NO_NAME;
    const slot = texts.slotOf(name & GLYPH_FONT_MASK, name >>> GLYPH_ID_SHIFT, sub);
    if (slot < 0 || glyphs.waiting !== waiting || glyphs.stretch[slot] !== 1) return false;
    isUsed = true;
    kept[at] = name;
    kept[at + ORIGIN] = glyphs.u[slot]! | (glyphs.v[slot]! << 16);
    kept[at + SIZE] = glyphs.width[slot]! | (glyphs.height[slot]! << 16);
    kept[at + PAGE] = glyphs.page[slot]! | (glyphs.colored[slot] === 1 ? GLYPH_COLORED : 0);
    kept[at + BEARING_X] = glyphs.bearingX[slot]!;
    kept[at + BEARING_Y] = glyphs.bearingY[slot]!;
    return true;
  }

  /** Looks at a layer; false if its texts are not to be seen, or drawn in a scale of their own. */
  function look(layer: number): boolean {
    if (layer !== looked) {
      canSee = sight.look(layer, sight.near);
      isPlain = texts.takeLook(layer);
      looked = layer;
    }
    return canSee && isPlain;
  }

  /** Writes rows from entry `from` on, up to the first one that needs more; returns its entry. */
  function writeFrom(from: number, bounds: Float32Array): number {
    const { layer, move, count } = columns(world, Runs);
    const { x, y, width, height } = columns(world, Box);
    const { left, top, right, bottom } = columns(world, Ink);
    const { words, floats, doubles } = store;
    const { rows } = mover;
    const { seen } = sight;
    const entries = kept;
    const most = MAX_QUARTERS;
    const mask = KEPT - 1;
    const contrast = CONTRAST;
    let i = from;
    for (; i < mover.count; i++) {
      const row = rows[i]!;
      if (!look(layer[row]!)) break;
      const scale = texts.look[0]!;
      const packed = move[row]!;
      const boxX = x[row]!;
      const boxY = y[row]!;
      // In sight for sure, for it begins in its box.
      const isNear =
        boxX <= seen[2]! &&
        seen[0]! <= boxX + width[row]! &&
        boxY <= seen[3]! &&
        seen[1]! <= boxY + height[row]!;
      if (!isNear) break;
      let record = packed >> MOVE_RECORD_SHIFT;
      const end = record + count[row]!;
      let x0 = Infinity;
      let y0 = Infinity;
      let x1 = -Infinity;
      let y1 = -Infinity;
      if ((packed & MOVE_HOW) !== MOVE_TEXT) {
        record++;
        x0 = left[row]!;
        y0 = top[row]!;
        x1 = right[row]!;
        y1 = bottom[row]!;
      }
      const first = record;
      for (; record < end; record++) {
        const at = record * RECORD_WORDS;
        // As `move` and `put` of the glyph writer.
        const across = Math.round((boxX + doubles[(at + RECORD_GLYPH_X) >> 1]!) * scale * 4);
        const down = Math.round((boxY + doubles[(at + RECORD_GLYPH_Y) >> 1]!) * scale);
        // Written so that NaN is none of it.
        if (!(Math.abs(across) < most && Math.abs(down) < most)) break;
        const quarters = across | 0;
        const name = words[at + RECORD_GLYPH_NAME]! | 0;
        const place = ((name ^ (name >>> GLYPH_ID_SHIFT)) << 2) | (quarters & 3);
        const entry = (place & mask) * ENTRY_WORDS;
        if (entries[entry + NAME] !== name && !keep(entry, name, quarters & 3)) break;
        const size = entries[entry + SIZE]!;
        const l = ((quarters >> 2) + entries[entry + BEARING_X]!) / scale;
        const t = ((down | 0) + entries[entry + BEARING_Y]!) / scale;
        const w = (size & 0xffff) / scale;
        const h = (size >>> 16) / scale;
        floats[at + RECORD_X] = l;
        floats[at + RECORD_Y] = t;
        floats[at + RECORD_WIDTH] = w;
        floats[at + RECORD_HEIGHT] = h;
        words[at + RECORD_GLYPH_ORIGIN] = entries[entry + ORIGIN]!;
        words[at + RECORD_GLYPH_SIZE] = size;
        words[at + RECORD_GLYPH_PAGE] =
          (words[at + RECORD_GLYPH_PAGE]! & contrast) | entries[entry + PAGE]!;
        if (l < x0) x0 = l;
        if (t < y0) y0 = t;
        if (l + w > x1) x1 = l + w;
        if (t + h > y1) y1 = t + h;
      }
      if (record < end) break;
      store.written += end - first;
      left[row] = x0;
      top[row] = y0;
      right[row] = x1;
      bottom[row] = y1;
      const solid = (packed & MOVE_OPAQUE) !== 0 ? 0 : 4;
      if (x0 < bounds[solid]!) bounds[solid] = x0;
      if (y0 < bounds[solid + 1]!) bounds[solid + 1] = y0;
      if (x1 > bounds[solid + 2]!) bounds[solid + 2] = x1;
      if (y1 > bounds[solid + 3]!) bounds[solid + 3] = y1;
    }
    return i;
  }

  const mover: LabelMover = {
    rows: new Int32Array(CHUNK_ELEMENTS),
    count: 0,
    write(bounds) {
      for (let i = 0; i < mover.count; i++) {
        i = writeFrom(i, bounds);
        if (i === mover.count) break;
        if (!writeRest(mover.rows[i]!, bounds)) looked = -1;
      }
    },
    forget() {
      looked = -1;
      if (isUsed) kept.fill(NO_NAME);
      isUsed = false;
    },
  };
  return mover;
}
