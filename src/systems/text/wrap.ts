import {
  CONTINUED,
  keptOfTight,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_LAST,
  LINE_MAY_BREAK,
  LINE_RTL,
  type TextRuns,
  wordStart,
} from '../../ecs/stores';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
/** Full-width punctuation lies above. */
const WIDE_START = 0x3000;
const SOFT_HYPHEN = 0xad;
const ZERO_WIDTH_SPACE = 0x200b;
/** As browsers: what overflows by less than a 64th of a pixel fits. */
const SLACK = 1 / 64;

/** What `wrap` needs to know beside the run. */
export type WrapOptions = {
  /** CSS pixels; Infinity = as wide as it takes. */
  width: number;
  /** Lines may end where `levels` say so; without, only at line feeds. */
  wraps: boolean;
  /** A word wider than a line may be divided between any clusters. */
  breaksWords: boolean;
  /** White space before a line feed and at the very end hangs only where it does not fit. */
  keepsSpaces: boolean;
  /** 0 = any number. */
  maxLines: number;
  /** Whether the last of `maxLines` lines, or a line wider than `width` that cannot wrap, ends in an ellipsis. */
  ellipsis: boolean;
  ellipsisInMiddle: boolean;
  ellipsisAdvance: number;
  hyphenAdvance: number;
  /** Between tab stops, CSS pixels. */
  tabAdvance: number;
  /** A tab that would be narrower than this ends at the stop after the next. */
  tabMinimum: number;
  /** CSS pixels that a glyph above U+3000 may be narrower by at the end of a line. */
  trimOf: (glyph: number) => number;
  /**
   * CSS pixels that a glyph is further away from the one before than their widths say; mostly below 0. Asked for those above U+3000,
   * and across what is not seen.
   */
  kerning: (glyph: number, after: number) => number;
  /** Lines begin at the right. */
  rtl: boolean;
};

class LineBreaker {
  /** How many lines the last `wrap` made; the arrays hold them in their first places. Clusters count from the run's start. */
  count = 0;
  first = new Uint32Array(16);
  shown = new Uint32Array(16);
  tail = new Uint32Array(16);
  end = new Uint32Array(16);
  width = new Float32Array(16);
  flags = new Uint8Array(16);
  /** Whether a word was divided inside of a shaped word or ligature, which must then be shaped in parts. */
  divided = false;

  /**
   * Divides the clusters of a run into lines as CSS does: each takes as much as fits, white space at its end hangs. A line without
   * another break ends at its first soft hyphen, though the hyphen overflows. Tabs get their widths here, which moves the x of what
   * follows them: once, by what the tabs before it moved it in all.
   */
  wrap(run: TextRuns, start: number, length: number, options: WrapOptions): void {
    const { glyphs, x, levels } = run;
    const { width, wraps, breaksWords, maxLines, hyphenAdvance } = options;
    this.count = 0;
    this.divided = false;
    let from = 0;
    // Clusters before this end where they should; later ones have to be moved by `shift`.
    let settled = 0;
    let shift = 0;
    for (;;) {
      const origin = x[start + from]!;
      const limit = origin + width + SLACK;
      let end = length;
      let next = length;
      let lastBreak = -1;
      // Of a soft hyphen without room for its hyphen.
      let tightBreak = -1;
      let overflows = false;
      let hyphen = false;
      let forced = false;
      for (let i = from; i < length; i++) {
        const at = start + i;
        const glyph = glyphs[at]!;
        if (i >= settled) {
          settled = i + 1;
          if (shift !== 0) x[at + 1]! += shift;
        }
        if (glyph === LINE_FEED) {
          end = i;
          next = i + 1;
          forced = true;
          break;
        }
        if (glyph === TAB) shift += stretchTab(x, at, start + settled, origin, options);
        if (!wraps) continue;
        if (i > from && levels[at]! >= LINE_MAY_BREAK) {
          if (overflows) {
            end = i;
            next = i;
            break;
          }
          if (
            glyphs[at - 1] !== SOFT_HYPHEN ||
            x[at]! - kerningOver(glyphs, at, options) + hyphenAdvance <= limit
          )
            lastBreak = i;
          else if (tightBreak < 0) tightBreak = i;
        }
        if (hangs(glyph) || glyph === SOFT_HYPHEN) continue;
        let right = x[at + 1]!;
        const after = i + 1 < length ? glyphs[at + 1]! : 0;
        // What begins the next line, such as a bracket after other punctuation, is not kerned against this one there.
        if (after > WIDE_START) right -= options.kerning(glyph, after);
        if (right <= limit) continue;
        // A closing one gives up its blank half before it goes to the next line.
        if (glyph > WIDE_START && after !== SPACE && right - options.trimOf(glyph) <= limit)
          continue;
        if (lastBreak > from) end = lastBreak;
        else if (breaksWords && i > from) {
          end = i;
          if (tightBreak > from) {
            // As browsers: what fits beside a hyphen, even where the line then ends without one.
            while (end > from && x[start + end]! + hyphenAdvance > limit) end--;
            if (end === from) end = tightBreak;
          }
        } else if (tightBreak > from) end = tightBreak;
        else {
          overflows = true;
          continue;
        }
        next = end;
        break;
      }
      if (end < length && glyphs[start + end] === CONTINUED) this.divided = true;
      if (end < length && !forced) hyphen = glyphs[start + end - 1] === SOFT_HYPHEN;
      let shown = end;
      while (shown > from && wraps && hangs(glyphs[start + shown - 1]!)) shown--;
      const keeps = options.keepsSpaces && (forced || next >= length);
      while (keeps && shown < end && x[start + shown + 1]! <= limit) shown++;
      let size = x[start + shown]! - origin;
      // White space that reaches over the edge takes all the room; at the left edge, lines begin with what is shown.
      if (keeps && shown < end && !options.rtl) size = Math.max(size, width);
      if (wraps && shown === end && end > from) {
        const glyph = glyphs[start + end - 1]!;
        const after = next < length && !forced ? glyphs[start + next]! : 0;
        if (after > WIDE_START) size -= options.kerning(glyph, after);
        else if (after > 0) size -= kerningOver(glyphs, start + end, options);
        if (glyph > WIDE_START && size > width + SLACK) size -= options.trimOf(glyph);
      }
      this.push(from, shown, next);
      const line = this.count - 1;
      this.width[line] = size;
      if (hyphen) {
        this.flags[line]! |= LINE_HYPHEN;
        this.width[line]! += hyphenAdvance;
      }
      // As in CSS: a line feed at the very end begins no line.
      const last = next >= length;
      if (forced || last) this.flags[line]! |= LINE_LAST;
      const isCut = !last && this.count === maxLines && maxLines > 0;
      if (options.ellipsis && (isCut || (!wraps && x[start + shown]! > limit))) {
        this.cut(run, start, line, options, isCut);
      }
      if (last || isCut) break;
      from = next;
    }
    if (shift !== 0) for (let i = settled + 1; i <= length; i++) x[start + i]! += shift;
    for (let line = 0; line < this.count; line++) {
      if (options.rtl) this.flags[line]! |= LINE_RTL;
    }
  }

  /** Holds all clusters as one line, which is what `wrap` makes of those without tabs and line ends where nothing is too wide. */
  holdOne({ x }: TextRuns, start: number, length: number, rtl: boolean): void {
    this.divided = false;
    this.count = 1;
    this.first[0] = 0;
    this.shown[0] = length;
    this.tail[0] = 0;
    this.end[0] = length;
    this.width[0] = x[start + length]! - x[start]!;
    this.flags[0] = rtl ? LINE_LAST | LINE_RTL : LINE_LAST;
  }

  /** Makes room for the ellipsis of a line. */
  private cut(
    { glyphs, x }: TextRuns,
    start: number,
    line: number,
    { width, ellipsisAdvance, ellipsisInMiddle }: WrapOptions,
    isCut: boolean,
  ): void {
    const first = this.first[line]!;
    const origin = x[start + first]!;
    // Not handed on: it would be boxed.
    const limit = origin + width + SLACK;
    let shown = this.shown[line]!;
    const end = shown;
    this.flags[line] = (this.flags[line]! & ~LINE_HYPHEN) | LINE_ELLIPSIS;
    // Where that does not fit beside a letter, the line is cut at its end.
    if (ellipsisInMiddle && !isCut && x[start + first + 1]! + ellipsisAdvance <= limit) {
      // Half of the room before the ellipsis, what is left after it.
      const room = limit - origin - ellipsisAdvance;
      shown = first;
      while (shown < end && x[start + shown + 1]! - origin <= room / 2) shown++;
      shown = wordStart(glyphs, start + first, start + shown) - start;
      const head = x[start + shown]! - origin;
      let tail = end;
      while (tail > shown && head + x[start + end]! - x[start + tail - 1]! <= room) tail--;
      // What is left of a shaped word cannot be drawn without its beginning.
      while (tail < end && glyphs[start + tail] === CONTINUED) tail++;
      this.shown[line] = shown;
      this.tail[line] = tail < end ? tail : 0;
      this.end[line] = tail < end ? end : this.end[line]!;
      this.width[line] = head + ellipsisAdvance + (x[start + end]! - x[start + tail]!);
      return;
    }
    while (shown > first && x[start + shown]! + ellipsisAdvance > limit) shown--;
    shown = wordStart(glyphs, start + first, start + shown) - start;
    if (shown === first && end > first) {
      shown = keptOfTight(glyphs, start + first, start + end, ellipsisAdvance <= width) - start;
    }
    this.shown[line] = shown;
    this.width[line] = x[start + shown]! - origin + ellipsisAdvance;
  }

  private push(first: number, shown: number, end: number): void {
    const line = this.count++;
    if (line === this.first.length) this.grow();
    this.first[line] = first;
    this.shown[line] = shown;
    this.tail[line] = 0;
    this.end[line] = end;
    this.flags[line] = 0;
  }

  private grow(): void {
    const length = this.first.length * 2;
    this.first = grown(this.first, new Uint32Array(length));
    this.shown = grown(this.shown, new Uint32Array(length));
    this.tail = grown(this.tail, new Uint32Array(length));
    this.end = grown(this.end, new Uint32Array(length));
    this.width = grown(this.width, new Float32Array(length));
    this.flags = grown(this.flags, new Uint8Array(length));
  }
}

export type { LineBreaker };

/** Gives a divider of runs into lines; its arrays are used again for every run. */
export function createLineBreaker(): LineBreaker {
  return new LineBreaker();
}

/**
 * Width of the widest part of a run that no line may end in, with the hyphen of one that ends at a soft hyphen, and of the widest
 * line without wrapping.
 */
export function intrinsicWidths(
  { glyphs, x, levels }: TextRuns,
  start: number,
  length: number,
  breaksAnywhere: boolean,
  out: Float64Array,
  hyphenAdvance = 0,
): void {
  let least = 0;
  let most = 0;
  let part = start;
  let line = start;
  // End of what is not white space: only the least width is without it.
  let end = start;
  for (let at = start; at < start + length; at++) {
    const glyph = glyphs[at]!;
    if (glyph === LINE_FEED) {
      least = Math.max(least, x[end]! - x[part]!);
      most = Math.max(most, x[at]! - x[line]!);
      part = at + 1;
      line = at + 1;
      end = at + 1;
      continue;
    }
    if (breaksAnywhere || levels[at]! >= LINE_MAY_BREAK) {
      const isHyphenated = levels[at]! >= LINE_MAY_BREAK && glyphs[at - 1] === SOFT_HYPHEN;
      least = Math.max(least, x[end]! - x[part]! + (isHyphenated ? hyphenAdvance : 0));
      part = at;
      if (end < at) end = at;
    }
    if (!hangs(glyph)) end = at + 1;
  }
  out[0] = Math.max(least, x[end]! - x[part]!);
  out[1] = Math.max(most, x[start + length]! - x[line]!);
}

/** How much nearer a cluster is to what stands before a soft hyphen or zero-width space before it, at which a line may end. */
function kerningOver(glyphs: Uint32Array, at: number, options: WrapOptions): number {
  const unseen = glyphs[at - 1]!;
  if (unseen !== SOFT_HYPHEN && unseen !== ZERO_WIDTH_SPACE) return 0;
  return options.kerning(glyphs[at - 2] ?? 0, glyphs[at]!);
}

/** White space that hangs at the end of a line and never makes it overflow. */
export function hangs(glyph: number): boolean {
  return (
    glyph === SPACE || glyph === TAB || glyph === 0x3000 || (glyph >= 0x2000 && glyph < 0x200b)
  );
}

/** Gives a tab the width to the next stop, moves what follows it up to `end`, and returns by how much. */
function stretchTab(
  x: Float32Array,
  at: number,
  end: number,
  origin: number,
  { tabAdvance: stop, tabMinimum }: WrapOptions,
): number {
  let width = 0;
  if (stop > 0) {
    const from = x[at]! - origin;
    width = (Math.floor(from / stop + 1e-4) + 1) * stop - from;
    if (width < tabMinimum) width += stop;
  }
  const shift = width - (x[at + 1]! - x[at]!);
  if (shift !== 0) for (let k = at + 1; k <= end; k++) x[k]! += shift;
  return shift;
}

function grown<A extends Uint8Array | Uint32Array | Float32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
