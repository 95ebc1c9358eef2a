import { CONTINUED, type TextRuns } from '../../ecs/stores';
import type { ClusterTable } from './clusters';

const TAB = 0x09;

/** The string that clusters of the arena stand for, of a run that ends at `end`. They may begin and end within shaped words. */
export function runText(
  clusters: ClusterTable,
  { glyphs }: TextRuns,
  from: number,
  to: number,
  end: number,
): string {
  let content = '';
  let head = from;
  while (from < to && glyphs[head] === CONTINUED) head--;
  for (let i = head; i < to; i++) {
    const glyph = glyphs[i]!;
    if (glyph === CONTINUED) continue;
    const word = clusters.textOf(glyph);
    const starts = clusters.startsIn(glyph);
    let next = i + 1;
    while (next < to && glyphs[next] === CONTINUED) next++;
    const isCut = next === to && to < end && glyphs[to] === CONTINUED;
    content += word.slice(
      i < from ? starts?.[from - i - 1] : 0,
      isCut ? starts?.[to - i - 1] : undefined,
    );
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
