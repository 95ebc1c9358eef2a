import { hasRtl, mirroredUnit, visualOrder } from '../../structures';
import { columns, defineResource, findResource, resource, type World } from '../index';
import { type Edges, EdgesOf } from './edges';
import { Border, Box } from './element';
import { LayoutStyle, UNIT_PX } from './style';
import {
  CONTINUED,
  GlyphCache,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_LAST,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_RIGHT,
  TEXT_ALIGN_START,
  TEXT_RTL,
  Text,
  TextLines,
  TextRuns,
} from './text';

/** Bits of `PlacedLine.gaps`: a justified line is wider at the left of a cluster, at its right. */
export const GAP_BEFORE = 1;
export const GAP_AFTER = 2;

/** A box sized from its own text must never cut it by a rounding error. CSS pixels. */
const SLACK = 0.02;

const SPACE = 0x20;

type TextColumns = ReturnType<typeof columns<typeof Text.schema>>;

/** The part of a row's box that its text stands in, CSS pixels. Written by `contentBox`: x, y, width. */
export type ContentBox = Float64Array;

const edges: Edges = {
  ...{ marginLeft: 0, marginTop: 0, marginRight: 0, marginBottom: 0 },
  ...{ left: 0, top: 0, right: 0, bottom: 0 },
};

/** Writes where an element's text stands: its box without border and padding. */
export function contentBox(world: World, row: number, out: ContentBox): void {
  const box = columns(world, Box);
  contentInBox(world, row, out);
  out[0]! += box.x[row]!;
  out[1]! += box.y[row]!;
}

/** As `contentBox`, from the corner of the box: the same wherever that stands. */
export function contentInBox(world: World, row: number, out: ContentBox): void {
  const style = columns(world, LayoutStyle);
  const units =
    style.paddingLeftUnit[row]! | style.paddingTopUnit[row]! | style.paddingRightUnit[row]!;
  // Where padding is a share of something else, layout knows.
  const edgesOf = units === UNIT_PX ? undefined : findResource(world, EdgesOf);
  if (edgesOf) {
    edgesOf(row, edges);
    out[0] = edges.left;
    out[1] = edges.top;
    out[2] = edges.right;
  } else {
    const border = columns(world, Border);
    out[0] = Math.max(0, border.left[row]!) + Math.max(0, style.paddingLeft[row]!);
    out[1] = Math.max(0, border.top[row]!) + Math.max(0, style.paddingTop[row]!);
    out[2] = Math.max(0, border.right[row]!) + Math.max(0, style.paddingRight[row]!);
  }
  out[2] = Math.max(0, columns(world, Box).width[row]! - out[0]! - out[2]!);
}

/** Share of a line's free room that lies before it, for an alignment of `Text.align`. */
export function shareBefore(align: number, rtl: boolean): number {
  if (align === TEXT_ALIGN_CENTER) return 0.5;
  if (align === TEXT_ALIGN_RIGHT) return 1;
  if (align === TEXT_ALIGN_END) return rtl ? 0 : 1;
  return rtl && (align === TEXT_ALIGN_START || align === TEXT_ALIGN_JUSTIFY) ? 1 : 0;
}

/** Clusters of one line in the order in which they stand from left to right, and where. Its arrays are used for every line. */
export class PlacedLine {
  /** How many clusters stand in it. */
  count = 0;
  /** Place in the arena of each. */
  at = new Int32Array(64);
  /** Where each begins, and where the last one ends, CSS pixels. */
  left = new Float64Array(65);
  /**
   * Where each is drawn from: a word that is read from right to left belongs to its first letter, which stands at the right. After
   * the last, where the hyphen or ellipsis is drawn, if the line has one.
   */
  drawn = new Float64Array(65);
  /** What is drawn there; `CONTINUED` for what is drawn with another. */
  glyph = new Uint32Array(64);
  /** Of each cluster in the order of the string, `GAP_BEFORE` and `GAP_AFTER`; read while `input[1]` is not 0. */
  gaps = new Uint8Array(64);
  /**
   * What `place` is told besides: where the line begins, how wide a gap is, and the room for a mark at its end. In an array, because
   * doubles that are handed on are boxed.
   */
  readonly input = new Float64Array(3);
  /** Of the line that was aligned last: the first cluster in the arena, the one after the last that is shown, where it begins. */
  first = 0;
  shown = 0;
  isRtl = false;
  /** What is shown is wider than the box, which then cuts it: a letter is kept, however narrow the box is. */
  isTight = false;

  // Of the text that `begin` was called with.
  private row = 0;
  private content!: ContentBox;
  private text!: TextColumns;
  private lines!: TextLines;
  private runs!: TextRuns;
  private glyphs!: GlyphCache;
  private justify!: TextJustify;

  /** Makes a row's text the one whose lines are placed. `content` is its content box. */
  begin(world: World, row: number, content: ContentBox): void {
    this.row = row;
    this.content = content;
    this.text = columns(world, Text);
    this.lines = resource(world, TextLines);
    this.runs = resource(world, TextRuns);
    this.glyphs = resource(world, GlyphCache);
    this.justify = resource(world, TextJustify);
  }

  /**
   * Aligns a line of `TextLines`, or for -1 the only one of a text without lines, cut to its box: writes what `place` is told to
   * `input`, and `first`, `shown` and `isRtl`.
   */
  align(line: number): void {
    const { input, row, content, text, lines, runs, glyphs } = this;
    const start = text.runStart[row]!;
    const font = text.font[row]!;
    const align = text.align[row]!;
    let width = text.width[row]!;
    let shown = start + text.runLength[row]!;
    this.first = start;
    this.isRtl = (text.flags[row]! & TEXT_RTL) !== 0;
    this.isTight = false;
    input[1] = 0;
    input[2] = 0;
    if (line >= 0) {
      const flags = lines.flags[line]!;
      this.first = start + lines.first[line]!;
      width = lines.width[line]!;
      shown = start + lines.shown[line]!;
      if ((flags & LINE_ELLIPSIS) !== 0) {
        input[2] = glyphs.ellipsisAdvance(font);
        this.isTight = width > content[2]! + SLACK;
      } else if ((flags & LINE_HYPHEN) !== 0) input[2] = glyphs.hyphenAdvance(font);
    } else if (width > content[2]! + SLACK) {
      const ellipsis = glyphs.ellipsisAdvance(font);
      const room = content[2]! + SLACK - ellipsis;
      const origin = runs.x[start]!;
      const whole = shown;
      while (shown > start && runs.x[shown]! - origin > room) shown--;
      if (shown < whole) shown = wordStart(runs.glyphs, start, shown);
      if (shown === start && whole > start) {
        shown = keptOfTight(runs.glyphs, start, whole, room >= 0);
      }
      input[2] = ellipsis;
      width = runs.x[shown]! - origin + ellipsis;
      this.isTight = width > content[2]! + SLACK;
    }
    this.shown = shown;
    if (this.isTight) {
      input[0] = content[0]! + (this.isRtl ? content[2]! - width : 0);
      return;
    }
    input[0] = content[2]! - width;
    if (align === TEXT_ALIGN_JUSTIFY && line >= 0 && (lines.flags[line]! & LINE_LAST) === 0) {
      input[1] = content[2]!;
      shown = this.justify.spread(this, line, start);
    }
    // A line wider than the box keeps its beginning there, however it is aligned.
    if (input[0]! > 0) input[0]! *= shareBefore(align, this.isRtl);
    else if (!this.isRtl) input[0] = 0;
    input[0]! += content[0]!;
    this.shown = shown;
  }

  /**
   * Places the clusters `from` to `to - 1` of the arena from `input[0]` on, with `gaps` of `input[1]` and room of `input[2]` at the
   * end: the left one where the line is read from right to left.
   */
  place({ glyphs, x, levels }: TextRuns, from: number, to: number, rtl: boolean): void {
    const count = to - from;
    this.makeRoom(count);
    const { at, left, drawn, glyph: shown, gaps, input } = this;
    this.count = count;
    const mixed = hasRtl(levels, from, to);
    if (mixed) {
      // As at the end of any line, spaces before a mark stand beside it, not on the far side of the word they follow.
      let end = to;
      while (input[2]! > 0 && end > from && glyphs[end - 1] === SPACE) end--;
      visualOrder(levels, from, end, at);
      if (rtl) at.copyWithin(to - end, 0, end - from);
      for (let i = end; i < to; i++) at[rtl ? to - 1 - i : i - from] = i;
    }
    let pen = input[0]!;
    const gap = input[1]!;
    if (rtl) {
      drawn[count] = pen;
      pen += input[2]!;
    }
    // The first of a word read from right to left comes last, and is drawn from where the last of it begins.
    let wordLeft = Number.NaN;
    for (let k = 0; k < count; k++) {
      const i = mixed ? at[k]! : from + k;
      if (!mixed) at[k] = i;
      const glyph = glyphs[i]!;
      const bits = gap > 0 ? gaps[i - from]! : 0;
      left[k] = pen;
      if ((bits & GAP_BEFORE) !== 0) pen += gap;
      drawn[k] = pen;
      shown[k] = glyph;
      if ((levels[i]! & 1) === 1) {
        if (glyph === CONTINUED) {
          if (Number.isNaN(wordLeft)) wordLeft = pen;
        } else {
          if (!Number.isNaN(wordLeft)) drawn[k] = wordLeft;
          wordLeft = Number.NaN;
          shown[k] = mirroredUnit(glyph);
        }
      }
      pen += x[i + 1]! - x[i]!;
      if ((bits & GAP_AFTER) !== 0) pen += gap;
    }
    left[count] = pen;
    if (!rtl) drawn[count] = pen;
  }

  /** Makes the arrays hold `count` clusters. */
  makeRoom(count: number): void {
    if (count <= this.at.length) return;
    const length = 2 ** Math.ceil(Math.log2(count));
    this.at = new Int32Array(length);
    this.left = new Float64Array(length + 1);
    this.drawn = new Float64Array(length + 1);
    this.glyph = new Uint32Array(length);
    this.gaps = new Uint8Array(length);
  }
}

/** Spreads justified lines. */
export type TextJustify = {
  /**
   * For a line of `TextLines` that is to be as wide as `placed.input[1]` says: writes `placed.gaps`, how wide a gap is to `input[1]`, 0
   * where there is none, and what is left of the width to `input[0]`, where it finds what the line leaves without gaps. Returns the
   * place after the last cluster that is shown: with an ellipsis, whose room is in `input[2]`, less than `TextLines.shown` says.
   */
  spread(placed: PlacedLine, line: number, start: number): number;
};

export const TextJustify = defineResource<TextJustify>('TextJustify');

/**
 * End in the arena of what a line keeps beside an ellipsis though there is no room for it: its first cluster. A shaped word is
 * drawn whole, so of one that begins the line nothing is kept where the ellipsis has room.
 */
export function keptOfTight(
  glyphs: Uint32Array,
  from: number,
  to: number,
  hasRoomForEllipsis: boolean,
): number {
  let end = from + 1;
  if (end < to && glyphs[end] === CONTINUED && hasRoomForEllipsis) return from;
  while (end < to && glyphs[end] === CONTINUED) end++;
  return end;
}

/** Where in the arena a cut before `at` may be: shaped words and ligatures are drawn whole, so one that it falls in is left out. */
export function wordStart(glyphs: Uint32Array, from: number, at: number): number {
  let cut = at;
  while (cut > from && glyphs[cut] === CONTINUED) cut--;
  return cut;
}
