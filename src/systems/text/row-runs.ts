import { CONTENT, columns, PAINT, PROJECTION, touch, type World } from '../../ecs';
import { TEXT_BIDI, TEXT_SPANS, Text, type TextMarks, type TextRuns } from '../../ecs/stores';
import type { ArenaOf } from './arenas';
import type { Font } from './font';
import type { FontTable } from './font-table';
import { LaidOut } from './laid-out';
import { isDigit, isSameRun } from './run-text';

export type RowRunsOptions = {
  world: World;
  fonts: FontTable;
  marks: TextMarks;
  arena: ArenaOf<TextRuns>;
};

/** Keeps the runs of rows in an arena: what is shown already, room for what comes, and what becomes dirty. */
export function createRowRuns({ world, fonts, marks, arena }: RowRunsOptions) {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);
  const runs = arena.arrays;
  // Of the text being finished: width and height.
  const sizes = new Float32Array(2);

  /**
   * Whether the row shows these clusters already, and makes it so where only digits of a number differ: they have one width, so
   * nothing is laid out again.
   */
  function isShown(
    row: number,
    font: Font,
    glyphs: Uint32Array,
    from: number,
    count: number,
    tabular: number,
  ): boolean {
    const start = text.runStart[row]!;
    if (start < 0 || text.runLength[row] !== count) return false;
    if (laidOut.tabular[row] !== tabular) return false;
    if (text.font[row] !== laidOut.font[row]) return false;
    if (text.paragraph[row] !== laidOut.paragraph[row] || (text.flags[row]! & TEXT_SPANS) !== 0) {
      return false;
    }
    const shown = runs.glyphs;
    let differs = false;
    for (let i = 0; i < count; i++) {
      const before = shown[start + i]!;
      const glyph = glyphs[from + i]!;
      if (before === glyph) continue;
      if (tabular === 0 || !isDigit(before) || !isDigit(glyph)) return false;
      differs = true;
    }
    if (!differs) return true;
    if (!fonts.hasEqualDigits(font)) return false;
    for (let i = 0; i < count; i++) shown[start + i] = glyphs[from + i]!;
    noteChange(row);
    touch(world, row, PAINT);
    return true;
  }

  /** Whether the row shows this run: letters that became one, and numbers set as text, are compared only after they were laid out. */
  function isLaidOut(
    row: number,
    glyphs: Uint32Array,
    x: Float32Array,
    from: number,
    count: number,
  ): boolean {
    const start = text.runStart[row]!;
    if (start < 0 || text.runLength[row] !== count) return false;
    if ((text.flags[row]! & (TEXT_SPANS | TEXT_BIDI)) !== 0) return false;
    if (text.font[row] !== laidOut.font[row]) return false;
    if (text.paragraph[row] !== laidOut.paragraph[row]) return false;
    return isSameRun(runs, start, glyphs, from, count, x);
  }

  /** A run of the row's own with room for `count` clusters, where possible the one it has, which it keeps until `finish`. */
  function reserve(row: number, count: number): number {
    const start = text.runStart[row]!;
    if (start >= 0 && arena.slots.fits(text.runLength[row]! + 1, count + 1)) return start;
    return arena.slots.allocate(count + 1);
  }

  /** Copies clusters that are read from left to right to a run of the row's own, and returns that. */
  function store(
    row: number,
    fromGlyphs: Uint32Array,
    fromX: Float32Array,
    from: number,
    count: number,
  ): number {
    const start = reserve(row, count);
    const { glyphs, x, levels } = runs;
    for (let i = 0; i < count; i++) {
      glyphs[start + i] = fromGlyphs[from + i]!;
      x[start + i] = fromX[from + i]!;
      levels[start + i] = 0;
    }
    x[start + count] = fromX[from + count]!;
    return start;
  }

  function noteChange(row: number): void {
    if (row === marks.row || row === marks.ringRow) marks.changed = true;
  }

  /**
   * Width and height come in `sizes`: a double that crosses a call is boxed. `rewraps`: layout has to hand in the width of the box,
   * which may be as wide as before.
   */
  function finish(
    row: number,
    start: number,
    count: number,
    flags: number,
    rewraps: boolean,
  ): void {
    const width = sizes[0]!;
    const height = sizes[1]!;
    const moves = rewraps || text.width[row] !== width || text.height[row] !== height;
    const before = text.runStart[row]!;
    if (before >= 0 && before !== start) {
      arena.slots.release(before, text.runLength[row]! + 1);
    }
    text.runStart[row] = start;
    text.runLength[row] = count;
    text.flags[row] = flags;
    text.width[row] = width;
    text.height[row] = height;
    laidOut.font[row] = text.font[row]!;
    laidOut.paragraph[row] = text.paragraph[row]!;
    laidOut.tabular[row] = 0;
    noteChange(row);
    const dirt = moves ? CONTENT | PAINT : PAINT;
    // Links stand elsewhere now, perhaps under a pointer at rest.
    touch(world, row, (flags & TEXT_SPANS) === 0 ? dirt : dirt | PROJECTION);
  }

  return { sizes, isShown, isLaidOut, reserve, store, finish };
}
