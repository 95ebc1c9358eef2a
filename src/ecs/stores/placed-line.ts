import { hasRtl, mirroredUnit, visualOrder } from '../../structures';
import { columns, type World } from '../index';
import { Border, Box } from './element';
import { LayoutStyle } from './style';
import {
  CONTINUED,
  LINE_LAST,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_RIGHT,
  TEXT_ALIGN_START,
  type TextRuns,
} from './text';

const SPACE = 0x20;

/** The part of a row's box that its text stands in, CSS pixels. Written by `contentBox`: x, y, width. */
export type ContentBox = Float64Array;

/** Writes where an element's text stands: its box without border and padding. */
export function contentBox(world: World, row: number, out: ContentBox): void {
  const box = columns(world, Box);
  const { paddingLeft, paddingRight, paddingTop } = columns(world, LayoutStyle);
  const border = Math.max(0, columns(world, Border).width[row]!);
  const left = border + Math.max(0, paddingLeft[row]!);
  out[0] = box.x[row]! + left;
  out[1] = box.y[row]! + border + Math.max(0, paddingTop[row]!);
  out[2] = Math.max(0, box.width[row]! - left - border - Math.max(0, paddingRight[row]!));
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
  /**
   * What `place` is told besides: where the line begins, what each space is wider by, and the room for a mark at its end. In an
   * array, because doubles that are handed on are boxed.
   */
  readonly input = new Float64Array(3);

  /**
   * Places the clusters `from` to `to - 1` of the arena from `input[0]` on, `input[1]` wider at each space, with room of `input[2]`
   * at the end: the left one where the line is read from right to left.
   */
  place({ glyphs, x, levels }: TextRuns, from: number, to: number, rtl: boolean): void {
    const count = to - from;
    if (count > this.at.length) this.grow(count);
    const { at, left, drawn, glyph: shown, input } = this;
    this.count = count;
    const mixed = hasRtl(levels, from, to);
    if (mixed) visualOrder(levels, from, to, at);
    let pen = input[0]!;
    const extra = input[1]!;
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
      left[k] = pen;
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
      if (glyph === SPACE) pen += extra;
    }
    left[count] = pen;
    if (!rtl) drawn[count] = pen;
  }

  private grow(count: number): void {
    const length = 2 ** Math.ceil(Math.log2(count));
    this.at = new Int32Array(length);
    this.left = new Float64Array(length + 1);
    this.drawn = new Float64Array(length + 1);
    this.glyph = new Uint32Array(length);
  }
}

/** Writes to `input[1]` of a placed line what each space of a justified line is wider by, 0 for lines that are not; it holds the free room. */
export function spreadOverSpaces(
  { glyphs }: TextRuns,
  from: number,
  to: number,
  align: number,
  flags: number,
  input: Float64Array,
): void {
  const free = input[1]!;
  input[1] = 0;
  if (align !== TEXT_ALIGN_JUSTIFY || (flags & LINE_LAST) !== 0 || !(free > 0)) return;
  let spaces = 0;
  for (let i = from; i < to; i++) if (glyphs[i] === SPACE) spaces++;
  if (spaces > 0) input[1] = free / spaces;
}

/** Where in the arena a cut before `at` may be: shaped words and ligatures are drawn whole, so one that it falls in is left out. */
export function wordStart(glyphs: Uint32Array, from: number, at: number): number {
  let cut = at;
  while (cut > from && glyphs[cut] === CONTINUED) cut--;
  return cut;
}
