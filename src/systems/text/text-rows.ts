import { columns, LAYOUT, PAINT, touch, type World } from '../../ecs';
import {
  type ParagraphStyle,
  type SpanRun,
  TEXT_CUTS,
  TEXT_LINES,
  TEXT_SPANS,
  TEXT_UNPLACED,
  TEXT_WRAPS,
  Text,
  type TextMarks,
} from '../../ecs/stores';
import { createLineArena, createRunArena } from './arenas';
import type { ClusterTable } from './clusters';
import type { Font } from './font';
import type { FontTable } from './font-table';
import type { FrameBudget } from './frame-budget';
import { LaidOut } from './laid-out';
import { createLateLetters } from './late-letters';
import { isWrapped, type ParagraphBuilder, type Part } from './paragraph';
import type { ParagraphStyles } from './paragraph-styles';
import { createPreparedTexts } from './prepared-texts';
import { createRowLines } from './row-lines';
import { createRowRuns } from './row-runs';
import type { RunLayout, Until } from './run-layout';
import { hasTab, isSameRun, runText } from './run-text';
import { intrinsicWidths } from './wrap';

const HYPHEN = 0x2d;
/** Of a span in the columns of its run, with its share of the six objects. */
const SPAN_BYTES = 120;

export type TextRowsOptions = {
  world: World;
  clusters: ClusterTable;
  fonts: FontTable;
  layout: RunLayout;
  paragraphs: ParagraphStyles;
  builder: ParagraphBuilder;
  marks: TextMarks;
  budget: FrameBudget;
};

/** Puts laid-out text into the columns of rows and says what became dirty. */
export function createTextRows({
  world,
  clusters,
  fonts,
  layout,
  paragraphs,
  builder,
  marks,
  budget,
}: TextRowsOptions) {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);
  const runArena = createRunArena();
  const lineArena = createLineArena();
  const runs = runArena.arrays;
  const spans = new Map<number, SpanRun>();
  const prepared = createPreparedTexts({ fonts, paragraphs, builder });
  const widths = new Float64Array(2);
  const rowRuns = createRowRuns({ world, fonts, marks, arena: runArena });
  const { sizes, isShown, isLaidOut, reserve, store, finish } = rowRuns;
  const late = createLateLetters({ world, fonts, layout, runs, budget });
  const rowLines = createRowLines({
    world,
    clusters,
    fonts,
    paragraphs,
    runs,
    arena: lineArena,
    spanOf: (row) => spans.get(row),
  });

  /**
   * Shows clusters without spans, which are no words to be shaped, in a style of one line that is read from left to right; false, with
   * nothing changed but letters of `glyphs` that became one, where `until` is out before all of them are measured.
   */
  function showLine(
    row: number,
    glyphs: Uint32Array,
    from: number,
    count: number,
    tabular: number,
    until?: Until,
  ): boolean {
    const font = fonts.get(text.font[row]!);
    if (isShown(row, font, glyphs, from, count, tabular)) return true;
    const style = paragraphs.get(text.paragraph[row]!);
    // May throw in the host's measurer: before anything has changed.
    if (!layout.layOut(font, glyphs, from, from + count, style, tabular !== 0, undefined, until)) {
      return false;
    }
    if (isLaidOut(row, glyphs, layout.x, from, count)) {
      laidOut.tabular[row] = tabular;
      return true;
    }
    if (text.paragraph[row] !== 0) rowLines.prepare(font);
    finishPlain(row, font, store(row, glyphs, layout.x, from, count), count, style);
    laidOut.tabular[row] = tabular;
    return true;
  }

  /**
   * Shows a string whose clusters were decoded last as `showLine` does. Where many of its letters are new and the frame has no time
   * for them, only its width is measured, and they are when they are drawn.
   */
  function showLetters(row: number, content: string, count: number): void {
    const until = text.paragraph[row] === 0 ? budget : undefined;
    if (showLine(row, clusters.glyphs, 0, count, 0, until)) return;
    // Letters may have become one.
    clusters.decode(content);
    const { glyphs } = clusters;
    const font = fonts.get(text.font[row]!);
    if (!layout.isBetterWhole(font, glyphs, 0, count)) {
      showLine(row, glyphs, 0, count, 0);
      return;
    }
    let whole = content;
    if (!clusters.verbatim) {
      whole = '';
      for (let i = 0; i < count; i++) whole += clusters.textOf(glyphs[i]!);
    }
    layout.x.fill(fonts.measureWhole(font, whole), 1, count + 1);
    finishLine(row, font, store(row, glyphs, layout.x, 0, count), count, TEXT_UNPLACED);
  }

  /** Shows the clusters of a number in any paragraph style. */
  function showNumber(row: number, glyphs: Uint32Array, count: number, complex: boolean): void {
    const style = paragraphs.get(text.paragraph[row]!);
    if (!complex && !isWrapped(style) && style.direction !== 'rtl') {
      showLine(row, glyphs, 0, count, 1);
      return;
    }
    // Where no more than digits change, no string is made.
    if (isShown(row, fonts.get(text.font[row]!), glyphs, 0, count, 1)) return;
    let content = '';
    for (let i = 0; i < count; i++) content += clusters.textOf(glyphs[i]!);
    showText(row, content, false, text.font[row]!, text.paragraph[row]!, true);
  }

  /** Shows a run of the arena that was laid out in the row's font before, without letter spacing. */
  function showCopy(row: number, from: number, count: number): void {
    const font = fonts.get(text.font[row]!);
    if (isShown(row, font, runs.glyphs, from, count, 0)) return;
    if (isLaidOut(row, runs.glyphs, runs.x, from, count)) {
      laidOut.tabular[row] = 0;
      return;
    }
    if (text.paragraph[row] !== 0) rowLines.prepare(font);
    const start = store(row, runs.glyphs, runs.x, from, count);
    finishPlain(row, font, start, count, paragraphs.get(text.paragraph[row]!));
  }

  function finishPlain(
    row: number,
    font: Font,
    start: number,
    count: number,
    style: ParagraphStyle,
  ): void {
    if (text.paragraph[row] === 0) {
      finishLine(row, font, start, count, 0);
      return;
    }
    spans.delete(row);
    finishLines(row, start, count, 0, style);
  }

  function finishLine(row: number, font: Font, start: number, count: number, flags: number): void {
    noteWrapping(row, flags);
    rowLines.drop(row);
    spans.delete(row);
    // As in CSS, a box without text has no line: it takes no height.
    sizes[0] = runs.x[start + count]!;
    sizes[1] = count === 0 ? 0 : font.lineHeight;
    finish(row, start, count, flags, false);
  }

  /** To layout a text that wraps is another thing than one that does not. */
  function noteWrapping(row: number, flags: number): void {
    if (((text.flags[row]! ^ flags) & (TEXT_WRAPS | TEXT_CUTS)) !== 0) touch(world, row, LAYOUT);
  }

  /**
   * Shows a text of any kind in the row's font and paragraph style, or in others that become the row's when nothing has failed.
   * `again`: also where it shows the same clusters already.
   */
  function showText(
    row: number,
    content: string,
    again = false,
    font = text.font[row]!,
    paragraph = text.paragraph[row]!,
    tabular = false,
  ): void {
    const style = paragraphs.get(paragraph);
    const { glyphs, x, levels, flags } = prepared.of(content, font, paragraph, tabular);
    const count = glyphs.length;
    const same =
      !again &&
      text.font[row] === font &&
      laidOut.tabular[row] === (tabular ? 1 : 0) &&
      isSame(row, glyphs, levels, paragraph);
    if (paragraph !== 0) rowLines.prepare(fonts.get(font));
    const start = same ? 0 : reserve(row, count);
    text.font[row] = font;
    text.paragraph[row] = paragraph;
    if (same) return;
    runs.glyphs.set(glyphs, start);
    runs.x.set(x, start);
    runs.levels.set(levels, start);
    if (paragraph === 0) {
      finishLine(row, fonts.get(font), start, count, flags);
      laidOut.tabular[row] = tabular ? 1 : 0;
      return;
    }
    spans.delete(row);
    finishLines(row, start, count, flags, style);
    laidOut.tabular[row] = tabular ? 1 : 0;
  }

  function isSame(
    row: number,
    glyphs: Uint32Array,
    levels: Uint8Array,
    paragraph: number,
  ): boolean {
    const start = text.runStart[row]!;
    if (start < 0 || text.runLength[row] !== glyphs.length) return false;
    if (text.font[row] !== laidOut.font[row] || laidOut.paragraph[row] !== paragraph) return false;
    if ((text.flags[row]! & (TEXT_SPANS | TEXT_UNPLACED)) !== 0) return false;
    if (laidOut.divided[row] !== 0) return false;
    return isSameRun(runs, start, glyphs, 0, glyphs.length, undefined, levels);
  }

  /** Shows parts with looks of their own. `looks` names those of each part. */
  function showSpans(
    row: number,
    parts: readonly Part[],
    looks: Omit<SpanRun, 'ends' | 'count'>,
    font = text.font[row]!,
    paragraph = text.paragraph[row]!,
  ): void {
    const style = paragraphs.get(paragraph);
    builder.build(parts, style);
    rowLines.prepare(fonts.get(font));
    const { count, flags } = builder;
    const start = reserve(row, count);
    text.font[row] = font;
    text.paragraph[row] = paragraph;
    runs.glyphs.set(builder.glyphs.subarray(0, count), start);
    runs.x.set(builder.x.subarray(0, count + 1), start);
    runs.levels.set(builder.levels.subarray(0, count), start);
    spans.set(row, { ...looks, count: parts.length, ends: Uint32Array.from(builder.partEnds) });
    finishLines(row, start, count, flags | TEXT_SPANS, style);
  }

  function finishLines(
    row: number,
    start: number,
    count: number,
    kind: number,
    style: ParagraphStyle,
  ): void {
    const wraps = isWrapped(style);
    const depends = wraps || style.textOverflow !== 'clip';
    const flags = kind | TEXT_LINES | (depends ? TEXT_WRAPS : 0) | (wraps ? 0 : TEXT_CUTS);
    const wrapped = (text.flags[row]! & TEXT_WRAPS) !== 0 && laidOut.wrapWidth[row] !== 0;
    noteWrapping(row, flags);
    laidOut.divided[row] = 0;
    text.flags[row] = flags;
    // Tabs get their widths where lines begin: first without wrapping, for how wide the text would like to be.
    if (hasTab(runs, start, start + count)) rowLines.divide(row, start, count, true);
    intrinsicWidths(runs, start, count, false, widths);
    rowLines.divide(row, start, count, false);
    sizes[0] = widths[1]!;
    sizes[1] = count === 0 ? 0 : rowLines.height[0]!;
    finish(row, start, count, flags, depends && !wrapped);
  }

  /** Divides a row's text again, for a box of another content width. Returns whether its height changed. */
  function wrap(row: number, width: number): boolean {
    if ((text.flags[row]! & TEXT_LINES) === 0 || !(width >= 0)) return false;
    // A grid of 1/64 px, as browsers lay out on. 0 stands for a width that is not known yet.
    const quantised = Math.max(1 / 64, Math.floor(width * 64 + 1e-3) / 64);
    if (laidOut.wrapWidth[row] === Math.fround(quantised)) return false;
    laidOut.wrapWidth[row] = quantised;
    if (laidOut.divided[row] !== 0) {
      const before = text.height[row];
      rebuild(row);
      return text.height[row] !== before;
    }
    if (!rowLines.divide(row, text.runStart[row]!, text.runLength[row]!, false)) return false;
    touch(world, row, PAINT);
    if (text.height[row] === rowLines.height[0] || text.runLength[row] === 0) return false;
    text.height[row] = rowLines.height[0]!;
    return true;
  }

  /** Lays out what a row shows from the start. */
  function rebuild(row: number, font = text.font[row]!, paragraph = text.paragraph[row]!): void {
    const run = spans.get(row);
    if (!run) {
      showText(row, contentOf(row), true, font, paragraph, laidOut.tabular[row] !== 0);
      return;
    }
    const parts: Part[] = [];
    let from = 0;
    for (let i = 0; i < run.count; i++) {
      const to = run.ends[i]!;
      parts.push({ text: contentBetween(row, from, to), font: fonts.get(run.fonts[i]!) });
      from = to;
    }
    showSpans(row, parts, run, font, paragraph);
  }

  function contentOf(row: number): string {
    return contentBetween(row, 0, text.runLength[row] ?? 0);
  }

  function contentBetween(row: number, from: number, to: number): string {
    const start = text.runStart[row] ?? -1;
    if (start < 0) return '';
    return runText(clusters, runs, start + from, start + to, start + text.runLength[row]!);
  }

  return {
    runArena,
    lineArena,
    spans,
    showLine,
    showLetters,
    showNumber,
    showCopy,
    showText,
    showSpans,
    wrap,
    rebuild,
    place: late.place,
    settle: late.settle,
    contentOf,
    baselineOf(row: number): number {
      const line = text.lineStart[row]!;
      return line < 0 ? fonts.get(text.font[row]!).baseline : lineArena.arrays.baseline[line]!;
    },
    minContentWidth(row: number): number {
      const start = text.runStart[row]!;
      if (start < 0) return 0;
      const { overflowWrap } = paragraphs.get(text.paragraph[row]!);
      if ((text.flags[row]! & TEXT_WRAPS) === 0) return text.width[row]!;
      const hyphen = fonts.advanceOf(fonts.get(text.font[row]!), HYPHEN);
      intrinsicWidths(
        runs,
        start,
        text.runLength[row]!,
        overflowWrap === 'anywhere',
        widths,
        hyphen,
      );
      return widths[0]!;
    },
    /** Roughly what prepared texts, spans, runs and lines take. */
    get bytes() {
      let bytes = prepared.bytes + runArena.bytes + lineArena.bytes + layout.x.byteLength;
      for (const { count, links } of spans.values()) bytes += count * SPAN_BYTES + links.length * 8;
      return bytes;
    },
    /** Whether a row shows something in one of these fonts. */
    shows(row: number, ids: ReadonlySet<number>): boolean {
      return ids.has(text.font[row]!) || !!spans.get(row)?.fonts.some((id) => ids.has(id));
    },
    /** Forgets prepared texts: levels are known better. */
    forgetPrepared: prepared.clear,
    /** Forgets prepared texts in fonts that have other measures now. */
    forgetFonts: prepared.forgetFonts,
    /** Forgets prepared texts in fonts and paragraph styles that are there no more. */
    forgetStyles: prepared.forgetStyles,
    /** Takes back what a row has. */
    free(row: number) {
      const start = text.runStart[row]!;
      rowLines.drop(row);
      spans.delete(row);
      laidOut.wrapWidth[row] = 0;
      laidOut.divided[row] = 0;
      laidOut.tabular[row] = 0;
      // Lest it keeps a font or a style in use.
      laidOut.font[row] = 0;
      laidOut.paragraph[row] = 0;
      text.font[row] = 0;
      text.paragraph[row] = 0;
      text.flags[row] = 0;
      if (start < 0) return;
      runArena.slots.release(start, text.runLength[row]! + 1);
      text.runStart[row] = -1;
      text.runLength[row] = 0;
    },
  };
}
