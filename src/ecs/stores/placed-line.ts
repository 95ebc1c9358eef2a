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
  /** Where each is drawn from: a word that is read from right to left belongs to its first letter, which stands at the right. */
  drawn = new Float64Array(64);
  /** What is drawn there; `CONTINUED` for what is drawn with another. */
  glyph = new Uint32Array(64);
  /** Where the hyphen or ellipsis begins, if the line has one. */
  markLeft = 0;

  /**
   * Places the clusters `from` to `to - 1` of the arena from `left` on, `extra` wider at each space, with room of `mark` at the
   * end: the left one where the line is read from right to left.
   */
  place(
    { glyphs, x, levels }: TextRuns,
    from: number,
    to: number,
    left: number,
    extra: number,
    mark: number,
    rtl: boolean,
  ): void {
    const count = to - from;
    if (count > this.at.length) this.grow(count);
    const { at } = this;
    this.count = count;
    const mixed = hasRtl(levels, from, to);
    if (mixed) visualOrder(levels, from, to, at);
    let pen = left;
    if (rtl) {
      this.markLeft = pen;
      pen += mark;
    }
    // The first of a word read from right to left comes last, and is drawn from where the last of it begins.
    let wordLeft = Number.NaN;
    for (let k = 0; k < count; k++) {
      const i = mixed ? at[k]! : from + k;
      if (!mixed) at[k] = i;
      const glyph = glyphs[i]!;
      const backwards = (levels[i]! & 1) === 1;
      const width = x[i + 1]! - x[i]!;
      this.left[k] = pen;
      this.drawn[k] = pen;
      this.glyph[k] = glyph;
      if (backwards) {
        if (glyph === CONTINUED) {
          if (Number.isNaN(wordLeft)) wordLeft = pen;
        } else {
          if (!Number.isNaN(wordLeft)) this.drawn[k] = wordLeft;
          wordLeft = Number.NaN;
          this.glyph[k] = mirroredUnit(glyph);
        }
      }
      pen += width;
      if (glyph === SPACE) pen += extra;
    }
    this.left[count] = pen;
    if (!rtl) this.markLeft = pen;
  }

  private grow(count: number): void {
    const length = 2 ** Math.ceil(Math.log2(count));
    this.at = new Int32Array(length);
    this.left = new Float64Array(length + 1);
    this.drawn = new Float64Array(length);
    this.glyph = new Uint32Array(length);
  }
}

/** What each space of a justified line is wider by, 0 for lines that are not. CSS pixels. */
export function extraPerSpace(
  { glyphs }: TextRuns,
  from: number,
  to: number,
  align: number,
  flags: number,
  free: number,
): number {
  if (align !== TEXT_ALIGN_JUSTIFY || (flags & LINE_LAST) !== 0 || !(free > 0)) return 0;
  let spaces = 0;
  for (let i = from; i < to; i++) if (glyphs[i] === SPACE) spaces++;
  return spaces === 0 ? 0 : free / spaces;
}
