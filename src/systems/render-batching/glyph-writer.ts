import { columns, resource, type World } from '../../ecs';
import {
  Box,
  GlyphCache,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  Text,
  TextRuns,
  Viewport,
} from '../../ecs/stores';
import {
  GLYPH_COLORED,
  KIND_GLYPH,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_GLYPH_SIZE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';

/** A box sized from its own text must never cut it by a rounding error. CSS pixels. */
const SLACK = 0.02;
/** Quarters of a device pixel up to which positions are whole numbers of 32 bits. */
const MAX_QUARTERS = 2 ** 29;

export type GlyphWriter = {
  /** Writes the glyphs of a row's text, at most `room` records from `record` on, and adds their ink. Returns how many. */
  write(record: number, row: number, layer: number, room: number): number;
  /** Asks for measures of fonts and the scale again. */
  forget(): void;
};

/** Turns laid-out text into glyph records. `ink` (left, top, right, bottom) is grown by what is written. */
export function createGlyphWriter(
  world: World,
  store: RecordStore,
  ink: Float32Array,
): GlyphWriter {
  const view = resource(world, Viewport);
  const glyphs = resource(world, GlyphCache);
  const textRuns = resource(world, TextRuns);
  // Ascent and advance of the ellipsis by font, NaN until asked for. A fraction that a function returns, or that plain arrays
  // with holes hold, is a new heap object each time.
  let measures = new Float64Array(32).fill(Number.NaN);
  // In a variable that is seldom written it stays one heap object, however often it is handed on.
  let scale = view.glyphScale;

  function learn(font: number): void {
    if (font * 2 >= measures.length) {
      const grown = new Float64Array(2 ** Math.ceil(Math.log2(font * 2 + 2))).fill(Number.NaN);
      grown.set(measures);
      measures = grown;
    }
    measures[font * 2] = glyphs.ascent(font);
    measures[font * 2 + 1] = glyphs.ellipsisAdvance(font);
  }

  function write(record: number, row: number, layer: number, room: number): number {
    const text = columns(world, Text);
    const box = columns(world, Box);
    const { x: advances, glyphs: ids } = textRuns;
    const font = text.font[row]!;
    if (font * 2 >= measures.length || Number.isNaN(measures[font * 2])) learn(font);
    const ascent = measures[font * 2]!;
    const ellipsis = measures[font * 2 + 1]!;
    const start = text.runStart[row]!;
    const length = text.runLength[row]!;
    const boxWidth = box.width[row]!;
    let shown = length;
    let lineWidth = text.width[row]!;
    let ends = false;
    if (lineWidth > boxWidth + SLACK) {
      const room = boxWidth + SLACK - ellipsis;
      while (shown > 0 && advances[start + shown]! > room) shown--;
      ends = room >= 0;
      lineWidth = advances[start + shown]! + ellipsis;
    }
    const align = text.align[row];
    const slack = Math.max(0, boxWidth - lineWidth);
    const share = align === TEXT_ALIGN_END ? 1 : align === TEXT_ALIGN_CENTER ? 0.5 : 0;
    const penX = box.x[row]! + slack * share;
    const height = Math.round((box.y[row]! + ascent) * scale);
    // NaN and what 32 bits cannot hold is drawn nowhere. Cut to 32 bits, numbers need no heap object on their way to `put`.
    if (!(Math.abs(height) < MAX_QUARTERS)) return 0;
    const baseline = height | 0;
    const color = text.color[row]! | 0;
    const end = record + room;
    let at = record;
    const last = shown + (ends ? 1 : 0);
    for (let i = 0; i < last && at < end; i++) {
      const place = Math.round((penX + advances[start + i]!) * scale * 4);
      if (!(Math.abs(place) < MAX_QUARTERS)) continue;
      const quarters = place | 0;
      const glyph = i < shown ? ids[start + i]! : glyphs.ellipsis(font);
      const slot = glyphs.slot(font, glyph, quarters & 3, scale);
      if (slot < 0) continue;
      put(at++, layer, color, slot, quarters >> 2, baseline);
    }
    return at - record;
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
    const w = glyphs.width[slot]!;
    const h = glyphs.height[slot]!;
    const deviceX = penX + glyphs.bearingX[slot]!;
    const deviceY = penY + glyphs.bearingY[slot]!;
    const left = deviceX / scale;
    const top = deviceY / scale;
    const at = record * RECORD_WORDS;
    floats[at + RECORD_X] = left;
    floats[at + RECORD_Y] = top;
    floats[at + RECORD_WIDTH] = w / scale;
    floats[at + RECORD_HEIGHT] = h / scale;
    words[at + RECORD_KIND_LAYER] = KIND_GLYPH | (layer << 8);
    words[at + RECORD_COLOR] = color;
    words[at + RECORD_GLYPH_ORIGIN] = glyphs.u[slot]! | (glyphs.v[slot]! << 16);
    words[at + RECORD_GLYPH_SIZE] = w | (h << 16);
    words[at + RECORD_GLYPH_PAGE] =
      glyphs.page[slot]! | (glyphs.colored[slot] === 1 ? GLYPH_COLORED : 0);
    store.wrote(record);
    ink[0] = Math.min(ink[0]!, left);
    ink[1] = Math.min(ink[1]!, top);
    ink[2] = Math.max(ink[2]!, (deviceX + w) / scale);
    ink[3] = Math.max(ink[3]!, (deviceY + h) / scale);
  }

  return {
    write,
    forget() {
      scale = view.glyphScale;
      measures.fill(Number.NaN);
    },
  };
}
