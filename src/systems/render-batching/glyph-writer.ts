import { columns, findResource, resource, type World } from '../../ecs';
import {
  Box,
  CONTINUED,
  contentBox,
  contentInBox,
  GlyphCache,
  shareBefore,
  TEXT_BIDI,
  TEXT_LINES,
  TEXT_UNPLACED,
  Text,
  TextMarks,
  TextRuns,
  Viewport,
  wordStart,
} from '../../ecs/stores';
import { createParagraphWriter, FIRST_NAMED, MAX_QUARTERS } from './paragraph-writer';
import {
  GLYPH_COLORED,
  GLYPH_CONTRAST_SHIFT,
  GLYPH_FONT_MASK,
  GLYPH_ID_SHIFT,
  GLYPH_STRETCHED,
  KIND_GLYPH,
  lumaOf,
  RECORD_COLOR,
  RECORD_GLYPH_NAME,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_GLYPH_X,
  RECORD_GLYPH_Y,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';
import { createRestedLayers, type RestedLayers } from './rested-layers';
import { Runs } from './runs';
import { recordsOf } from './text-records';

/** A box sized from its own text must never cut it by a rounding error. CSS pixels. */
const SLACK = 0.02;
/** Clusters from which on it is worth finding out how many a box shows. */
const LONG = 64;
const SPACE = 0x20;
const ALL_LINES = Int32Array.of(0, 2 ** 31 - 1);

export type GlyphWriter = {
  /** Whether a row's text may be written now, or waits for a later frame: ask before `write`. */
  isReady(row: number): boolean;
  /** Writes the glyphs of a row's text, at most `room` records from `record` on, and adds their ink. Returns how many. */
  write(record: number, row: number, layer: number, room: number): number;
  /** Whether what was written last may be moved: a line all of whose glyphs with ink are there. */
  isMovable(): boolean;
  /**
   * Writes `count` glyphs from `record` on, as `write` left them, for a box whose corner stands at `place` (x, y), and adds their ink.
   * False if `write` would do more: they must be written anew then.
   */
  move(record: number, count: number, place: Float64Array): boolean;
  /** How texts of a layer are drawn: `look`, and true if in the scale of the surface, which `slotOf` is then asked in. */
  takeLook(layer: number): boolean;
  /** Device pixels per CSS pixel of the layer taken, and those from its origin to a whole one at its left and top. */
  readonly look: Float64Array;
  /** `GlyphCache.slot` in the scale of the layer taken. */
  slotOf(font: number, glyph: number, sub: number): number;
  /** Most records that a row's text may take. */
  needed(row: number): number;
  /** Asks for measures of fonts and the scale again. */
  forget(): void;
};

/**
 * Turns laid-out text into glyph records. `ink` (left, top, right, bottom) is grown by what is written; `shownLines` holds the first
 * and the end of the lines that are.
 */
export function createGlyphWriter(
  world: World,
  store: RecordStore,
  ink: Float32Array,
  shownLines: Int32Array = ALL_LINES,
  rested: RestedLayers = createRestedLayers(world),
): GlyphWriter {
  const view = resource(world, Viewport);
  const glyphs = resource(world, GlyphCache);
  const textRuns = resource(world, TextRuns);
  const marks = findResource(world, TextMarks);
  // Ascent and advance of the ellipsis by font, NaN until asked for. A fraction that a function returns, or that plain arrays
  // with holes hold, is a new heap object each time.
  let measures = new Float64Array(32).fill(Number.NaN);
  const content = new Float64Array(3);
  // Device pixels between which `put` draws.
  const cut = Int32Array.of(-MAX_QUARTERS, MAX_QUARTERS);
  // In a variable that is seldom written it stays one heap object, however often it is handed on.
  let scale = view.glyphScale;
  // How texts of the layer at hand are drawn: device pixels per CSS pixel, and those from its origin to a whole one at its left and top.
  const look = Float64Array.of(scale, 0, 0);
  let step = 0;
  const paragraphs = createParagraphWriter({
    ...{ world, store, ink, content, shownLines, cut, look },
    ...{ put, slotOf, wordSlotOf },
  });
  let isMovable = false;
  // `isReady` failed: `write` does, too, as its caller then shows no half of a text.
  let hasFailed = false;

  function takeLook(layer: number): boolean {
    step = layer < rested.step.length ? rested.step[layer]! : 0;
    look[0] = scale;
    look[1] = 0;
    look[2] = 0;
    if (step === 0) return true;
    look[0] *= rested.looks[layer * 3]!;
    look[1] = rested.looks[layer * 3 + 1]!;
    look[2] = rested.looks[layer * 3 + 2]!;
    return false;
  }

  function slotOf(font: number, glyph: number, sub: number): number {
    if (step === 0) return glyphs.slot(font, glyph, sub, scale);
    return glyphs.scaledSlot(font, step, glyph, sub, scale);
  }

  function wordSlotOf(font: number, glyph: number, sub: number): number {
    if (step === 0) return glyphs.wordSlot(font, glyph, sub, scale);
    return glyphs.scaledWordSlot(font, step, glyph, sub, scale);
  }

  function learn(font: number): void {
    if (font * 2 >= measures.length) {
      const grown = new Float64Array(2 ** Math.ceil(Math.log2(font * 2 + 2))).fill(Number.NaN);
      grown.set(measures);
      measures = grown;
    }
    measures[font * 2] = glyphs.ascent(font);
    measures[font * 2 + 1] = glyphs.ellipsisAdvance(font);
  }

  function isPlaced(row: number): boolean {
    const isNew = columns(world, Runs).count[row] === 0;
    const isUnplaced = (columns(world, Text).flags[row]! & TEXT_UNPLACED) !== 0;
    return !(isNew || isUnplaced) || glyphs.place(row, isNew);
  }

  function isReady(row: number): boolean {
    hasFailed = false;
    try {
      return isPlaced(row);
    } catch {
      hasFailed = true;
      return true;
    }
  }

  function write(record: number, row: number, layer: number, room: number): number {
    if (hasFailed && !isPlaced(row)) return 0;
    const { flags } = columns(world, Text);
    isMovable = false;
    takeLook(layer);
    const isMarked = marks && (marks.row === row || marks.ringRow === row);
    if ((flags[row]! & (TEXT_LINES | TEXT_BIDI)) === 0 && !isMarked) {
      return writeLine(record, row, layer, room);
    }
    contentBox(world, row, content);
    return paragraphs.write(record, row, layer, room);
  }

  /** How many clusters of a text on one line begin within a width. */
  function fitting(row: number, width: number): number {
    const text = columns(world, Text);
    const start = text.runStart[row]!;
    let low = 0;
    let high = text.runLength[row]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (textRuns.x[start + middle]! > width) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Writes a text of one line that is read from left to right, cut to its box. */
  function writeLine(record: number, row: number, layer: number, room: number): number {
    const text = columns(world, Text);
    const { x: advances, glyphs: ids } = textRuns;
    const font = text.font[row]!;
    if (font * 2 >= measures.length || Number.isNaN(measures[font * 2])) learn(font);
    const ascent = measures[font * 2]!;
    const ellipsis = measures[font * 2 + 1]!;
    const start = text.runStart[row]!;
    const length = text.runLength[row]!;
    contentInBox(world, row, content);
    const boxWidth = content[2]!;
    let shown = length;
    let lineWidth = text.width[row]!;
    let ends = false;
    if (lineWidth > boxWidth + SLACK) {
      const left = boxWidth + SLACK - ellipsis;
      if (advances[start + 1]! > left) {
        // Cut by its box.
        contentBox(world, row, content);
        return paragraphs.write(record, row, layer, room);
      }
      while (shown > 0 && advances[start + shown]! > left) shown--;
      if (shown < length) shown = wordStart(ids, start, start + shown) - start;
      ends = true;
      lineWidth = advances[start + shown]! + ellipsis;
    }
    const slack = Math.max(0, boxWidth - lineWidth);
    const lead = content[0]! + slack * shareBefore(text.align[row]!, false);
    // From the box's corner, as records keep it: what moves is then written as it is here.
    const down = content[1]! + ascent;
    const { x, y } = columns(world, Box);
    const height = Math.round((y[row]! + down) * look[0]! + look[2]!);
    // NaN and what 32 bits cannot hold is drawn nowhere. Cut to 32 bits, numbers need no heap object on their way to `put`.
    if (!(Math.abs(height) < MAX_QUARTERS)) return 0;
    const baseline = height | 0;
    const color = text.color[row]! | 0;
    const end = record + room;
    let at = record;
    let movable = true;
    const last = shown + (ends ? 1 : 0);
    for (let i = 0; i < last; i++) {
      if (at === end) {
        movable = false;
        break;
      }
      const across = lead + advances[start + i]!;
      const pen = (x[row]! + across) * look[0]! + look[1]!;
      const glyph = i < shown ? ids[start + i]! : glyphs.ellipsis(font);
      const place = Math.round(pen * 4);
      if (!(Math.abs(place) < MAX_QUARTERS)) {
        movable = false;
        continue;
      }
      const quarters = place | 0;
      if (glyph === CONTINUED) continue;
      if (glyph >= FIRST_NAMED && glyphs.isWord(glyph)) {
        movable = false;
        const exact = pen * 64;
        const fine = Math.round(exact) | 0;
        glyphs.wordSub[0] = exact - (fine & ~63);
        const word = wordSlotOf(font, glyph, fine & 63);
        if (word >= 0) put(at++, layer, color, word, fine >> 6, baseline);
        continue;
      }
      const slot = slotOf(font, glyph, quarters & 3);
      if (slot < 0) {
        // A space has no ink wherever it stands.
        if (glyph !== SPACE) movable = false;
        continue;
      }
      const { words, doubles } = store;
      words[at * RECORD_WORDS + RECORD_GLYPH_NAME] = (glyph << GLYPH_ID_SHIFT) | font;
      doubles[(at * RECORD_WORDS + RECORD_GLYPH_X) >> 1] = across;
      doubles[(at * RECORD_WORDS + RECORD_GLYPH_Y) >> 1] = down;
      put(at++, layer, color, slot, quarters >> 2, baseline);
    }
    isMovable = movable;
    return at - record;
  }

  function move(first: number, count: number, place: Float64Array): boolean {
    const { words, doubles } = store;
    const { waiting } = glyphs;
    const x = place[0]!;
    const y = place[1]!;
    takeLook(store.words[first * RECORD_WORDS + RECORD_KIND_LAYER]! >>> 8);
    for (let record = first; record < first + count; record++) {
      const at = record * RECORD_WORDS;
      const pen = (x + doubles[(at + RECORD_GLYPH_X) >> 1]!) * look[0]! + look[1]!;
      const across = Math.round(pen * 4);
      const down = Math.round((y + doubles[(at + RECORD_GLYPH_Y) >> 1]!) * look[0]! + look[2]!);
      if (!(Math.abs(across) < MAX_QUARTERS && Math.abs(down) < MAX_QUARTERS)) return false;
      const quarters = across | 0;
      const name = words[at + RECORD_GLYPH_NAME]!;
      const font = name & GLYPH_FONT_MASK;
      const slot = slotOf(font, name >>> GLYPH_ID_SHIFT, quarters & 3);
      if (slot < 0) return false;
      const layer = words[at + RECORD_KIND_LAYER]! >>> 8;
      put(record, layer, words[at + RECORD_COLOR]! | 0, slot, quarters >> 2, down | 0);
    }
    // One that waits shows another for so long.
    return glyphs.waiting === waiting;
  }

  /** Writes a glyph whose pen stands at whole device pixels. */
  function put(
    record: number,
    layer: number,
    color: number,
    slot: number,
    penX: number,
    penY: number,
  ): void {
    const { words, floats } = store;
    const h = glyphs.height[slot]!;
    let stretch = glyphs.stretch[slot]!;
    let bearingX = glyphs.bearingX[slot]!;
    let bearingY = glyphs.bearingY[slot]!;
    if (step !== 0 && glyphs.unscaled) {
      // A bitmap of the surface's scale, until its own is drawn.
      const larger = look[0]! / scale;
      stretch *= larger;
      bearingX *= larger;
      bearingY *= larger;
      glyphs.unscaled = false;
    }
    const bitmapX = penX + bearingX;
    let w = glyphs.width[slot]!;
    // Texels left out at the left.
    let skipped = 0;
    if (cut[0]! > bitmapX || cut[1]! < MAX_QUARTERS) {
      skipped = Math.max(0, Math.ceil((cut[0]! - bitmapX) / stretch));
      w = Math.max(0, Math.min(w, Math.ceil((cut[1]! - bitmapX) / stretch)) - skipped);
    }
    const deviceX = bitmapX + skipped * stretch;
    const deviceY = penY + bearingY;
    const left = (deviceX - look[1]!) / look[0]!;
    const top = (deviceY - look[2]!) / look[0]!;
    const width = (w * stretch) / look[0]!;
    const height = (h * stretch) / look[0]!;
    const at = record * RECORD_WORDS;
    floats[at + RECORD_X] = left;
    floats[at + RECORD_Y] = top;
    floats[at + RECORD_WIDTH] = width;
    floats[at + RECORD_HEIGHT] = height;
    words[at + RECORD_KIND_LAYER] = KIND_GLYPH | (layer << 8);
    words[at + RECORD_COLOR] = color;
    words[at + RECORD_GLYPH_ORIGIN] = (glyphs.u[slot]! + skipped) | (glyphs.v[slot]! << 16);
    words[at + RECORD_GLYPH_SIZE] = w | (h << 16);
    words[at + RECORD_GLYPH_PAGE] =
      glyphs.page[slot]! |
      (glyphs.colored[slot] === 1 ? GLYPH_COLORED : 0) |
      (stretch === 1 ? 0 : GLYPH_STRETCHED) |
      (glyphs.contrast[lumaOf(color)]! << GLYPH_CONTRAST_SHIFT);
    store.wrote(record);
    ink[0] = Math.min(ink[0]!, left);
    ink[1] = Math.min(ink[1]!, top);
    ink[2] = Math.max(ink[2]!, left + width);
    ink[3] = Math.max(ink[3]!, top + height);
  }

  return {
    isReady,
    write,
    isMovable() {
      return isMovable;
    },
    move,
    takeLook,
    look,
    slotOf,
    needed(row) {
      const text = columns(world, Text);
      const all = recordsOf(world, row, marks, shownLines);
      const isLine = (text.flags[row]! & (TEXT_LINES | TEXT_BIDI | TEXT_UNPLACED)) === 0;
      if (text.runLength[row]! < LONG || !isLine) return all;
      // Cut to its box, most of it takes none.
      contentBox(world, row, content);
      return all - text.runLength[row]! + fitting(row, content[2]! + SLACK);
    },
    forget() {
      scale = view.glyphScale;
      measures.fill(Number.NaN);
    },
  };
}
