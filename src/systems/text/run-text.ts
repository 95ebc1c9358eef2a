import { CONTINUED, type TextRuns } from '../../ecs/stores';
import type { ClusterTable } from './clusters';

const TAB = 0x09;

/** The string that clusters of the arena stand for. A shaped word counts to its first. */
export function runText(
  clusters: ClusterTable,
  { glyphs }: TextRuns,
  from: number,
  to: number,
): string {
  let content = '';
  for (let i = from; i < to; i++) {
    if (glyphs[i] !== CONTINUED) content += clusters.textOf(glyphs[i]!);
  }
  return content;
}

/** Whether there is a tab among clusters of the arena. */
export function hasTab({ glyphs }: TextRuns, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (glyphs[i] === TAB) return true;
  return false;
}

/** Whether a glyph id is one of the ten ASCII digits. */
export function isDigit(glyph: number): boolean {
  return glyph >= 0x30 && glyph <= 0x39;
}

/** Whether the arena holds these clusters at `start`: `x` with the end of the last, if given, and `levels`, if given. */
export function isSameRun(
  runs: TextRuns,
  start: number,
  glyphs: Uint32Array,
  from: number,
  count: number,
  x?: Float32Array,
  levels?: Uint8Array,
): boolean {
  for (let i = 0; i < count; i++) {
    if (runs.glyphs[start + i] !== glyphs[from + i]) return false;
    if (x && runs.x[start + i] !== x[from + i]) return false;
    if (levels && runs.levels[start + i] !== levels[from + i]) return false;
  }
  return !x || runs.x[start + count] === x[from + count];
}
