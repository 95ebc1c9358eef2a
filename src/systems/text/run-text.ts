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
