import type { RowSink } from '../ecs/stores';
import { FRESH, goesOn, type RowDiff, STAYS } from './row-diff';

/** Rows that move together. */
type Run = {
  readonly length: number;
  /** Rows that stay or move before it, as they were and as they are. */
  readonly from: number;
  readonly to: number;
  /** The same before the row that stays and comes before it now, as it was; -1 for none. */
  readonly behind: number;
  isDone: boolean;
};

/** Tells a sink of rows that are gone, have moved and are new, one after the other; `hasMoves`: not as taken out and put in again. */
export function tellEdits(sink: RowSink, diff: RowDiff, hasMoves: boolean): void {
  const { after, moved, places, count } = diff;
  let kept = 0;
  for (let row = 0; row < after.length; ) {
    const start = row;
    while (row < after.length && (after[row]! < 0 || (!hasMoves && moved[row] === 1))) row++;
    if (row > start) sink.removeRows(kept, row - start);
    else {
      kept++;
      row++;
    }
  }
  if (hasMoves) tellMoves(sink, diff);
  for (let row = 0; row < count; row++) {
    const start = row;
    while (row < count && (places[row] === FRESH || (!hasMoves && places[row] !== STAYS))) row++;
    if (row > start) sink.insertRows(start, row - start);
  }
}

/**
 * Moves each run right behind the row that comes before it now, from the first on. So those that were moved come before all that are still to
 * be in every gap between rows that stay, and where any of them is can be counted.
 */
function tellMoves(sink: RowSink, diff: RowDiff): void {
  const runs = runsOf(diff);
  for (const run of runs) {
    let from = run.from;
    let to = run.to;
    for (const other of runs) {
      if (other === run) continue;
      if (other.from < run.from) from -= other.length;
      if (other.isDone ? other.behind < run.from : other.from < run.from) from += other.length;
      if (!other.isDone && other.from < run.behind) to += other.length;
    }
    run.isDone = true;
    if (from !== to) sink.moveRows(from, run.length, to);
  }
}

/** Runs of rows that move, by where they are now. */
function runsOf({ after, moved, places }: RowDiff): Run[] {
  const starts = new Map<number, { from: number; length: number }>();
  const stays: number[] = [];
  let rank = 0;
  let last = { from: 0, length: 0 };
  for (let row = 0; row < after.length; row++) {
    if (after[row]! < 0) continue;
    if (moved[row] !== 1) stays.push(rank);
    else if (goesOn(after, moved, row)) last.length++;
    else {
      last = { from: rank, length: 1 };
      starts.set(after[row]!, last);
    }
    rank++;
  }
  const runs: Run[] = [];
  let staying = 0;
  rank = 0;
  for (let row = 0; row < places.length; row++) {
    const start = starts.get(row);
    const behind = staying > 0 ? stays[staying - 1]! : -1;
    if (start) runs.push({ ...start, to: rank, behind, isDone: false });
    if (places[row] === STAYS) staying++;
    if (places[row] !== FRESH) rank++;
  }
  return runs;
}
