import { CONTENT, columns, PAINT, touch, type World } from '../../ecs';
import { TEXT_UNPLACED, Text, type TextRuns } from '../../ecs/stores';
import type { FontTable } from './font-table';
import type { FrameBudget } from './frame-budget';
import { LaidOut } from './laid-out';
import type { RunLayout, Spaced } from './run-layout';

/** Letters that are not measured yet count as more than a few glyphs that wait. */
const MANY = 1_000;
const UNSPACED: Spaced = { letterSpacing: 0 };
/** A width that letters side by side miss by less is theirs. Below what a box may be too small by for its text, CSS pixels. */
const TOLERANCE = 1 / 64;

export type LateLettersOptions = {
  world: World;
  fonts: FontTable;
  layout: RunLayout;
  runs: TextRuns;
  budget: FrameBudget;
};

/**
 * Lays texts out of which so far only the width is known, `TEXT_UNPLACED`: of a screen of new letters all but the first are measured
 * when they are drawn, within the time for that.
 */
export function createLateLetters({ world, fonts, layout, runs, budget }: LateLettersOptions) {
  const text = columns(world, Text);
  const laidOut = columns(world, LaidOut);
  let glyphs = new Uint32Array(64);

  /** Gives the clusters of a row their x; false where that takes more time than there is, or layout has to see the row again first. */
  function layOut(row: number, waits: boolean): boolean {
    const start = text.runStart[row]!;
    const count = text.runLength[row]!;
    const font = fonts.get(laidOut.font[row]!);
    if (glyphs.length < count) glyphs = new Uint32Array(2 ** Math.ceil(Math.log2(count)));
    // A copy: letters may become one, and have to be others again if time is over.
    for (let i = 0; i < count; i++) glyphs[i] = runs.glyphs[start + i]!;
    const until = waits ? budget : undefined;
    if (!layout.layOut(font, glyphs, 0, count, UNSPACED, false, undefined, until)) return false;
    for (let i = 0; i < count; i++) {
      runs.glyphs[start + i] = glyphs[i]!;
      runs.x[start + i] = layout.x[i]!;
    }
    runs.x[start + count] = layout.x[count]!;
    text.flags[row]! &= ~TEXT_UNPLACED;
    const width = layout.x[count]!;
    if (Math.abs(width - text.width[row]!) < TOLERANCE) return true;
    text.width[row] = width;
    touch(world, row, CONTENT | PAINT);
    return false;
  }

  return {
    /** Whether a row may be written, beside so many glyphs that wait. */
    place(row: number, waiting: number): boolean {
      const isPlaced = (text.flags[row]! & TEXT_UNPLACED) === 0;
      if (budget.waitsWith(isPlaced ? waiting : MANY)) return false;
      if (isPlaced) return !budget.isWritten(waiting);
      budget.isPlacing = true;
      try {
        return !budget.isOut && layOut(row, true);
      } finally {
        budget.isPlacing = false;
      }
    },
    /** Gives the clusters of a row their x at once: somebody asks where they are. */
    settle(row: number): void {
      if ((text.flags[row]! & TEXT_UNPLACED) !== 0) layOut(row, false);
    },
  };
}
