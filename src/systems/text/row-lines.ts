import { columns, type World } from '../../ecs';
import {
  CONTINUED,
  type ParagraphStyle,
  type SpanRun,
  TEXT_RTL,
  Text,
  type TextLines,
  type TextRuns,
} from '../../ecs/stores';
import type { ArenaOf } from './arenas';
import type { ClusterTable } from './clusters';
import { ASCII_BITS, ASCII_END, type Font, LIGATES, pairKey } from './font';
import type { FontTable } from './font-table';
import { LaidOut } from './laid-out';
import { isWrapped } from './paragraph';
import type { ParagraphStyles } from './paragraph-styles';
import { isWideKerned } from './wide-kerning';
import { createLineBreaker, type WrapOptions } from './wrap';

const SPACE = 0x20;
const ELLIPSIS = 0x2026;
const HYPHEN = 0x2d;
const WIDE_START = 0x3000;
const WIDE_CLOSING = 0x300d;

export type RowLinesOptions = {
  world: World;
  clusters: ClusterTable;
  fonts: FontTable;
  paragraphs: ParagraphStyles;
  runs: TextRuns;
  arena: ArenaOf<TextLines>;
  spanOf: (row: number) => SpanRun | undefined;
};

export type RowLines = {
  /** Height of the lines of the last `divide`, CSS pixels. In an array, as a double that crosses a call is boxed. */
  readonly height: Float32Array;
  /**
   * Divides a row's run for `LaidOut.wrapWidth`, or without a limit where that is 0 or `unlimited` is true. Returns whether its lines
   * are others now.
   */
  divide(row: number, start: number, count: number, unlimited: boolean): boolean;
  /** Measures what `divide` needs of a font: a measurer that throws does so here, before anything has changed. */
  prepare(font: Font): void;
  /** Takes back a row's lines. */
  drop(row: number): void;
};

/** Keeps the lines of rows in an arena. */
export function createRowLines({
  world,
  clusters,
  fonts,
  paragraphs,
  runs,
  arena,
  spanOf,
}: RowLinesOptions): RowLines {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);
  const breaker = createLineBreaker();
  const lines = arena.arrays;
  // Of the row being divided.
  let trimmed: Font;
  const options: WrapOptions = {
    width: 0,
    wraps: false,
    breaksWords: false,
    keepsSpaces: false,
    maxLines: 0,
    ellipsis: false,
    ellipsisInMiddle: false,
    ellipsisAdvance: 0,
    hyphenAdvance: 0,
    tabAdvance: 0,
    tabMinimum: 0,
    trimOf: (glyph) => fonts.trimOf(trimmed, glyph),
    kerning(glyph, after) {
      // Known since the run was laid out, if the two are kerned.
      if ((glyph | after) < ASCII_END) {
        const kerning = trimmed.pairs[(glyph << ASCII_BITS) | after]!;
        return kerning < LIGATES ? kerning : 0;
      }
      if (after > WIDE_START && !isWideKerned(after)) return 0;
      const place = trimmed.otherPairs.find(pairKey(glyph, after));
      return place < 0 ? 0 : trimmed.otherPairs.lengths[place]!;
    },
    rtl: false,
  };
  // Above and below the baseline, of the line being measured.
  const extent = new Float64Array(2);

  function prepareOptions(
    row: number,
    font: Font,
    style: ParagraphStyle,
    unlimited: boolean,
  ): void {
    const width = unlimited ? 0 : laidOut.wrapWidth[row]!;
    trimmed = font;
    options.width = width > 0 ? width : Number.POSITIVE_INFINITY;
    options.wraps = isWrapped(style);
    options.breaksWords = style.overflowWrap !== 'normal';
    options.keepsSpaces = style.whiteSpace === 'pre-wrap';
    options.maxLines = style.maxLines;
    options.ellipsis = style.textOverflow !== 'clip';
    options.ellipsisInMiddle = style.textOverflow === 'ellipsis-middle';
    // Read here: engines box a double that a call returns when they do not inline it.
    const space = font.advances[SPACE]!;
    options.ellipsisAdvance = font.otherAdvances.lengths[fonts.otherAdvance(font, ELLIPSIS)]!;
    options.hyphenAdvance = font.advances[HYPHEN]!;
    options.tabAdvance = style.tabSize * (space + style.letterSpacing);
    options.tabMinimum = space / 2;
    options.rtl = (text.flags[row]! & TEXT_RTL) !== 0;
  }

  function divide(row: number, start: number, count: number, unlimited: boolean): boolean {
    const font = fonts.get(text.font[row]!);
    const style = paragraphs.get(text.paragraph[row]!);
    rowLines.prepare(font);
    if (style.whiteSpace !== 'nowrap' || !fitsOneLine(row, start, count, style)) {
      prepareOptions(row, font, style, unlimited);
      breaker.wrap(runs, start, count, options);
    }
    if (breaker.divided) {
      divideWords(start);
      laidOut.divided[row] = 1;
    }
    const same = isSame(row);
    if (!same) store(row);
    const before = rowLines.height[0]!;
    place(row, font, style);
    return !same || before !== rowLines.height[0];
  }

  /** Whether a row is one line that its box does not cut, which the breaker then holds. */
  function fitsOneLine(row: number, start: number, count: number, style: ParagraphStyle): boolean {
    const width = laidOut.wrapWidth[row]!;
    if (width > 0 && style.textOverflow !== 'clip' && runs.x[start + count]! > width) return false;
    breaker.holdOne(runs, start, count, (text.flags[row]! & TEXT_RTL) !== 0);
    return true;
  }

  function isSame(row: number): boolean {
    if (text.lineStart[row]! < 0 || text.lineCount[row] !== breaker.count) return false;
    const at = text.lineStart[row]!;
    for (let line = 0; line < breaker.count; line++) {
      if (
        lines.first[at + line] !== breaker.first[line] ||
        lines.shown[at + line] !== breaker.shown[line] ||
        lines.tail[at + line] !== breaker.tail[line] ||
        lines.end[at + line] !== breaker.end[line] ||
        lines.width[at + line] !== breaker.width[line] ||
        lines.flags[at + line] !== breaker.flags[line]
      ) {
        return false;
      }
    }
    return true;
  }

  function store(row: number): void {
    const { count } = breaker;
    const before = text.lineStart[row]!;
    let at = before;
    if (before < 0 || !arena.slots.fits(text.lineCount[row]!, count)) {
      at = arena.slots.allocate(count);
      if (before >= 0) arena.slots.release(before, text.lineCount[row]!);
    }
    for (let line = 0; line < count; line++) {
      lines.first[at + line] = breaker.first[line]!;
      lines.shown[at + line] = breaker.shown[line]!;
      lines.tail[at + line] = breaker.tail[line]!;
      lines.end[at + line] = breaker.end[line]!;
      lines.width[at + line] = breaker.width[line]!;
      lines.flags[at + line] = breaker.flags[line]!;
    }
    text.lineStart[row] = at;
    text.lineCount[row] = count;
  }

  /** Writes where the lines stand, and the height of all. */
  function place(row: number, font: Font, style: ParagraphStyle): void {
    const spans = spanOf(row);
    const at = text.lineStart[row]!;
    let top = 0;
    let span = 0;
    for (let line = at; line < at + breaker.count; line++) {
      extent.fill(0);
      addFont(font, style);
      if (spans) {
        while (span < spans.count - 1 && spans.ends[span]! <= lines.first[line]!) span++;
        for (let other = span; other < spans.count; other++) {
          if (other > 0 && spans.ends[other - 1]! >= lines.end[line]!) break;
          addFont(fonts.get(spans.fonts[other]!), style);
        }
      }
      lines.top[line] = top;
      lines.baseline[line] = top + extent[0]!;
      top += extent[0]! + extent[1]!;
    }
    rowLines.height[0] = top;
  }

  /** A line reaches as far as the highest and lowest of its fonts, each with its share of the line height. */
  function addFont({ spec, ascent, descent, lineHeight }: Font, style: ParagraphStyle): void {
    const height = style.lineHeight > 0 ? style.lineHeight * spec.size : lineHeight;
    // Rounded down as browsers do, so that baselines stay on whole pixels.
    const above = ascent + Math.floor((height - ascent - descent) / 2);
    extent[0] = Math.max(extent[0]!, above);
    extent[1] = Math.max(extent[1]!, height - above);
  }

  /** Shapes words apart that end one line and begin the next. */
  function divideWords(start: number): void {
    const { glyphs } = runs;
    for (let line = 1; line < breaker.count; line++) {
      const at = start + breaker.first[line]!;
      if (glyphs[at] !== CONTINUED) continue;
      let head = at - 1;
      while (glyphs[head] === CONTINUED) head--;
      const word = clusters.textOf(glyphs[head]!);
      const starts = clusters.startsIn(glyphs[head]!);
      const unit = starts?.[at - head - 1];
      if (!starts || unit === undefined) continue;
      const before = [...starts.subarray(0, at - head - 1)];
      const after = [...starts.subarray(at - head)].map((other) => other - unit);
      putWord(word.slice(0, unit), before, head);
      putWord(word.slice(unit), after, at);
    }
  }

  /** Its clusters where it can get no id. */
  function putWord(word: string, starts: readonly number[], at: number): void {
    const glyph = clusters.wordOf(word, starts);
    if (glyph >= 0) runs.glyphs[at] = glyph;
    else clusters.spell(word, starts, runs.glyphs, at);
  }

  const rowLines: RowLines = {
    height: new Float32Array(1),
    divide,
    prepare(font) {
      if (font.hasLineMeasures) return;
      fonts.advanceOf(font, ELLIPSIS);
      fonts.advanceOf(font, HYPHEN);
      fonts.advanceOf(font, SPACE);
      fonts.trimOf(font, WIDE_CLOSING);
      font.hasLineMeasures = true;
    },
    drop(row) {
      const at = text.lineStart[row]!;
      if (at < 0) return;
      arena.slots.release(at, text.lineCount[row]!);
      text.lineStart[row] = -1;
      text.lineCount[row] = 0;
    },
  };
  return rowLines;
}
