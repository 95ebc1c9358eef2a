import { columns, findResource, resource, type World } from '../../ecs';
import {
  Box,
  CONTINUED,
  type ContentBox,
  GlyphCache,
  LINE_HYPHEN,
  PlacedLine,
  type SpanRun,
  STRUCK,
  TEXT_LINES,
  TEXT_SPANS,
  Text,
  TextLines,
  TextMarks,
  TextPort,
  TextRuns,
  TextSpans,
  UNDERLINED,
} from '../../ecs/stores';
import {
  KIND_ROUND,
  KIND_SOLID,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';
import { spanAt } from './text-records';

/** Quarters of a device pixel up to which positions, in 64ths too, are whole numbers of 32 bits. */
export const MAX_QUARTERS = 2 ** 26;

/** Glyph ids from here on are clusters of several units, and words. */
export const FIRST_NAMED = 0x10000;

const HYPHEN = 0x2d;
/** Shares of the font size: thickness of lines under and through text, and how far they lie from the baseline. */
const LINE_THICKNESS = 1 / 15;
const UNDERLINE_OFFSET = 0.1;
const STRIKE_OFFSET = 0.28;
/** What `decorate` writes. */
const BACKGROUNDS = 1;
const UNDERLINES = 2;
const STRIKES = 4;
/** Ring of keyboard focus: how far around a link it lies, its width and its radii. CSS pixels, the last in 16ths. */
const RING_GAP = 2;
const RING_WIDTH = 2;
const RING_RADII = 48 | (48 << 16);

export type ParagraphWriterOptions = {
  world: World;
  store: RecordStore;
  ink: Float32Array;
  /** Content box of the row being written. */
  content: ContentBox;
  /** Lines to write of a text that has several: the first and the end. */
  shownLines: Int32Array;
  /** Device pixels between which `put` draws: from the first to the second. */
  cut: Int32Array;
  /** Device pixels per CSS pixel of the text's layer, and those from its origin to a whole one at its left and top. */
  look: Float64Array;
  /** `GlyphCache.slot` and `wordSlot`, in the scale of `look`. */
  slotOf: (font: number, glyph: number, sub: number) => number;
  wordSlotOf: (font: number, glyph: number, sub: number) => number;
  /** Writes a glyph whose pen stands at whole device pixels. */
  put: (
    record: number,
    layer: number,
    color: number,
    slot: number,
    penX: number,
    penY: number,
  ) => void;
};

export type ParagraphWriter = {
  /** Writes a row's text, at most `room` records from `record` on. Returns how many. */
  write(record: number, row: number, layer: number, room: number): number;
};

/** Writes texts with lines, spans or letters that are read from right to left. */
export function createParagraphWriter({
  world,
  store,
  ink,
  content,
  shownLines,
  cut,
  look,
  slotOf,
  wordSlotOf,
  put,
}: ParagraphWriterOptions): ParagraphWriter {
  const glyphs = resource(world, GlyphCache);
  const runs = resource(world, TextRuns);
  const lines = resource(world, TextLines);
  const textSpans = findResource(world, TextSpans);
  const marks = findResource(world, TextMarks);
  const placed = new PlacedLine();
  const { input } = placed;
  // Of the line being written. Not a variable: what a call returned, or else was read, would be a new object either way.
  const lineAscent = new Float64Array(1);
  // Of the text being written.
  let at = 0;
  let end = 0;
  let layer = 0;
  let row = 0;
  let spans: SpanRun | undefined;
  let isSelected = false;
  let isRinged = false;
  // Of the line being written, device pixels.
  let lineTop = 0;
  let lineBottom = 0;
  // Between which it is drawn: the edges of its box where that is too narrow for a letter and the ellipsis.
  let cutLeft = -MAX_QUARTERS;
  let cutRight = MAX_QUARTERS;

  function write(record: number, textRow: number, textLayer: number, room: number): number {
    const text = columns(world, Text);
    at = record;
    end = record + room;
    layer = textLayer;
    row = textRow;
    // From here on lengths are from a whole device pixel, until they are written.
    content[0]! += look[1]! / look[0]!;
    content[1]! += look[2]! / look[0]!;
    const flags = text.flags[row]!;
    spans = (flags & TEXT_SPANS) === 0 ? undefined : textSpans?.of(row);
    isSelected = marks !== undefined && marks.row === row && !marks.changed;
    isRinged = marks !== undefined && marks.ringRow === row && !marks.changed;
    placed.begin(world, row, content);
    if ((flags & TEXT_LINES) === 0) writeLine(-1);
    else {
      const last = Math.min(text.lineCount[row]!, shownLines[1]!);
      for (let line = shownLines[0]!; line < last && at < end; line++) {
        writeLine(text.lineStart[row]! + line);
      }
    }
    cutLeft = -MAX_QUARTERS;
    cutRight = MAX_QUARTERS;
    cut[0] = cutLeft;
    cut[1] = cutRight;
    if (isRinged && marks!.ringTo === marks!.ringFrom) ringBox();
    return at - record;
  }

  /** Writes a line of the table, or for -1 a text that has none: it is one line, cut to its box. */
  function writeLine(line: number): void {
    const text = columns(world, Text);
    const scale = look[0]!;
    const start = text.runStart[row]!;
    const font = text.font[row]!;
    placed.align(line);
    const { first, shown, isRtl } = placed;
    cutLeft = placed.isTight ? Math.round(content[0]! * scale) | 0 : -MAX_QUARTERS;
    cutRight = placed.isTight ? Math.round((content[0]! + content[2]!) * scale) | 0 : MAX_QUARTERS;
    cut[0] = cutLeft;
    cut[1] = cutRight;
    const left = input[0]!;
    const room = input[2]!;
    let mark = room === 0 ? 0 : glyphs.ellipsis(font);
    let top = 0;
    let bottom = text.height[row]!;
    let tail = 0;
    let tailEnd = 0;
    if (line < 0) lineAscent[0] = glyphs.ascent(font);
    else {
      if ((lines.flags[line]! & LINE_HYPHEN) !== 0) mark = HYPHEN;
      top = lines.top[line]!;
      if (line + 1 < text.lineStart[row]! + text.lineCount[row]!) bottom = lines.top[line + 1]!;
      lineAscent[0] = lines.baseline[line]!;
      tail = lines.tail[line]!;
      tailEnd = start + lines.end[line]!;
    }
    const baseline = Math.round((content[1]! + lineAscent[0]!) * scale);
    // NaN and what 32 bits cannot hold is drawn nowhere.
    if (!(Math.abs(baseline) < MAX_QUARTERS)) return;
    lineTop = Math.round((content[1]! + top) * scale) | 0;
    lineBottom = Math.round((content[1]! + bottom) * scale) | 0;
    // Read from right to left, what comes after the ellipsis stands at its left.
    if (tail > 0 && isRtl) input[0] = left + runs.x[tailEnd]! - runs.x[start + tail]!;
    placed.place(runs, first, shown, isRtl);
    writePlaced(start, baseline | 0, mark);
    if (tail === 0) return;
    input[0] = isRtl ? left : placed.left[placed.count]! + room;
    input[2] = 0;
    placed.place(runs, start + tail, tailEnd, false);
    writePlaced(start, baseline | 0, 0);
  }

  /** Writes the line in `placed`, and what it ends in, on a baseline of whole device pixels. */
  function writePlaced(start: number, y: number, mark: number): void {
    if (spans) decorate(spans, start, y, isSelected ? BACKGROUNDS : BACKGROUNDS | UNDERLINES);
    if (isSelected) {
      markPieces(start, marks!.from, marks!.to, false);
      if (spans) decorate(spans, start, y, UNDERLINES);
    }
    writeGlyphs(start, y, mark);
    if (spans) decorate(spans, start, y, STRIKES);
    if (isRinged) markPieces(start, marks!.ringFrom, marks!.ringTo, true);
  }

  /** Writes a solid for each piece that some clusters make of the line in `placed`, or a ring around it. */
  function markPieces(start: number, from: number, to: number, isRing: boolean): void {
    const scale = look[0]!;
    for (let k = 0; k < placed.count; k++) {
      const begin = k;
      while (k < placed.count && placed.at[k]! - start >= from && placed.at[k]! - start < to) k++;
      if (k === begin) continue;
      if (isRing) ring(placed.left[begin]!, lineTop / scale, placed.left[k]!, lineBottom / scale);
      else {
        const height = lineBottom - lineTop;
        rectangle(placed.left[begin]!, placed.left[k]!, lineTop, height, marks!.highlight | 0);
      }
    }
  }

  function ringBox(): void {
    const box = columns(world, Box);
    const x = box.x[row]! + look[1]! / look[0]!;
    const y = box.y[row]! + look[2]! / look[0]!;
    ring(x, y, x + box.width[row]!, y + box.height[row]!);
  }

  function writeGlyphs(start: number, y: number, mark: number): void {
    const text = columns(world, Text);
    const font = text.font[row]!;
    const color = text.color[row]! | 0;
    for (let k = 0; k < placed.count; k++) {
      const glyph = placed.glyph[k]!;
      if (glyph === CONTINUED) continue;
      if (!spans) {
        writeGlyph(font, glyph, k, y, color);
        continue;
      }
      const span = spanAt(spans, placed.at[k]! - start);
      if (runs.glyphs[placed.at[k]! + 1] === CONTINUED) writeWord(spans, span, glyph, k, y, start);
      else writeGlyph(spans.fonts[span]!, glyph, k, y, colorOf(spans, span));
    }
    if (mark !== 0) writeGlyph(font, mark, placed.count, y, color);
  }

  function colorOf(run: SpanRun, span: number): number {
    return (run.colors[span]! || columns(world, Text).color[row]!) | 0;
  }

  /** Writes a word at the k-th place of the line, in each of the colours of its spans up to where the letters of the next begin. */
  function writeWord(
    run: SpanRun,
    first: number,
    glyph: number,
    k: number,
    y: number,
    start: number,
  ): void {
    const scale = look[0]!;
    const from = placed.at[k]!;
    const runEnd = start + columns(world, Text).runLength[row]!;
    let to = from + 1;
    while (to < runEnd && runs.glyphs[to] === CONTINUED) to++;
    const isRtl = (runs.levels[from]! & 1) === 1;
    const begin = isRtl ? placed.drawn[k]! + runs.x[to]! - runs.x[from]! : placed.drawn[k]!;
    let edge = isRtl ? MAX_QUARTERS : -MAX_QUARTERS;
    for (let span = first, part = from; part < to; span++) {
      const color = colorOf(run, span);
      while (span + 1 < run.count && run.ends[span]! + start < to) {
        if (run.ends[span + 1]! > run.ends[span]! && colorOf(run, span + 1) !== color) break;
        span++;
      }
      part = Math.min(to, run.ends[span]! + start);
      const length = runs.x[part]! - runs.x[from]!;
      const other =
        part < to
          ? Math.round((isRtl ? begin - length : begin + length) * scale)
          : isRtl
            ? -MAX_QUARTERS
            : MAX_QUARTERS;
      cut[0] = Math.max(cutLeft, Math.min(edge, other));
      cut[1] = Math.min(cutRight, Math.max(edge, other));
      edge = other;
      writeGlyph(run.fonts[span]!, glyph, k, y, color);
    }
    cut[0] = cutLeft;
    cut[1] = cutRight;
  }

  /** Writes a glyph at the k-th place of the line. */
  function writeGlyph(font: number, glyph: number, k: number, y: number, color: number): void {
    if (at >= end) return;
    const scale = look[0]!;
    const x = placed.drawn[k]!;
    const place = Math.round(x * scale * 4);
    if (!(Math.abs(place) < MAX_QUARTERS)) return;
    if (glyph >= FIRST_NAMED && glyphs.isWord(glyph)) {
      const fine = Math.round(x * scale * 64) | 0;
      glyphs.wordSub[0] = x * scale * 64 - (fine & ~63);
      const slot = wordSlotOf(font, glyph, fine & 63);
      if (slot >= 0) put(at++, layer, color, slot, fine >> 6, y);
      return;
    }
    const quarters = place | 0;
    const slot = slotOf(font, glyph, quarters & 3);
    if (slot >= 0) put(at++, layer, color, slot, quarters >> 2, y);
  }

  /** Writes what lies behind and under the spans of the line in `placed`, or what goes through them. */
  function decorate(run: SpanRun, start: number, y: number, what: number): void {
    const scale = look[0]!;
    for (let k = 0; k < placed.count; ) {
      const span = spanAt(run, placed.at[k]! - start);
      const from = k;
      while (k < placed.count && spanAt(run, placed.at[k]! - start) === span) k++;
      const decorations = run.decorations[span]!;
      if (decorations === 0 && run.backgrounds[span] === 0) continue;
      const left = placed.left[from]!;
      const right = placed.left[k]!;
      const { size } = resource(world, TextPort).specOf(run.fonts[span]!);
      const color = (run.colors[span]! || columns(world, Text).color[row]!) | 0;
      const thickness = Math.max(1, Math.round(size * LINE_THICKNESS * scale));
      if ((what & BACKGROUNDS) !== 0 && run.backgrounds[span] !== 0) {
        const ascent = Math.round(glyphs.ascent(run.fonts[span]!) * scale);
        const height = Math.round(glyphs.lineHeight(run.fonts[span]!) * scale);
        rectangle(left, right, y - ascent, height, run.backgrounds[span]! | 0);
      }
      if ((what & UNDERLINES) !== 0 && (decorations & UNDERLINED) !== 0) {
        const offset = Math.max(1, Math.round(size * UNDERLINE_OFFSET * scale));
        rectangle(left, right, y + offset, thickness, color);
      }
      if ((what & STRIKES) !== 0 && (decorations & STRUCK) !== 0) {
        rectangle(left, right, y - Math.round(size * STRIKE_OFFSET * scale), thickness, color);
      }
    }
  }

  /** Writes the ring of keyboard focus around a rectangle in CSS pixels. */
  function ring(left: number, top: number, right: number, bottom: number): void {
    const scale = look[0]!;
    const x0 = (Math.round((left - RING_GAP) * scale) - look[1]!) / scale;
    const x1 = (Math.round((right + RING_GAP) * scale) - look[1]!) / scale;
    const y0 = (Math.round((top - 1) * scale) - look[2]!) / scale;
    const y1 = (Math.round((bottom + 1) * scale) - look[2]!) / scale;
    if (at >= end || !(x1 > x0 && y1 > y0)) return;
    const { words, floats } = store;
    const record = at++;
    const place = record * RECORD_WORDS;
    floats[place + RECORD_X] = x0;
    floats[place + RECORD_Y] = y0;
    floats[place + RECORD_WIDTH] = x1 - x0;
    floats[place + RECORD_HEIGHT] = y1 - y0;
    words[place + RECORD_KIND_LAYER] = KIND_ROUND | (layer << 8);
    words[place + RECORD_COLOR] = 0;
    words[place + RECORD_BORDER_COLOR] = marks!.ring;
    floats[place + RECORD_BORDER_WIDTH] = RING_WIDTH;
    words[place + RECORD_RADII_TOP] = RING_RADII;
    words[place + RECORD_RADII_BOTTOM] = RING_RADII;
    store.wrote(record);
    ink[0] = Math.min(ink[0]!, x0);
    ink[1] = Math.min(ink[1]!, y0);
    ink[2] = Math.max(ink[2]!, x1);
    ink[3] = Math.max(ink[3]!, y1);
  }

  /** Writes a solid from `left` to `right` in CSS pixels, at whole device pixels from the top. */
  function rectangle(left: number, right: number, y: number, height: number, color: number): void {
    const scale = look[0]!;
    const x0 = (Math.max(cutLeft, Math.round(left * scale)) - look[1]!) / scale;
    const x1 = (Math.min(cutRight, Math.round(right * scale)) - look[1]!) / scale;
    if (at >= end || !(x1 > x0)) return;
    const { words, floats } = store;
    const record = at++;
    const place = record * RECORD_WORDS;
    const top = (y - look[2]!) / scale;
    floats[place + RECORD_X] = x0;
    floats[place + RECORD_Y] = top;
    floats[place + RECORD_WIDTH] = x1 - x0;
    floats[place + RECORD_HEIGHT] = height / scale;
    words[place + RECORD_KIND_LAYER] = KIND_SOLID | (layer << 8);
    words[place + RECORD_COLOR] = color;
    floats[place + RECORD_BORDER_WIDTH] = 0;
    words[place + RECORD_RADII_TOP] = 0;
    words[place + RECORD_RADII_BOTTOM] = 0;
    store.wrote(record);
    ink[0] = Math.min(ink[0]!, x0);
    ink[1] = Math.min(ink[1]!, top);
    ink[2] = Math.max(ink[2]!, x1);
    ink[3] = Math.max(ink[3]!, top + height / scale);
  }

  return { write };
}
