import type { ListState } from './list';

/** In place of where rows of an edit are put in: they are bound again. */
export const REFRESHED = -2;

/** Where a row is after one of the edits asked for; `~index` of that which follows for one that is gone. -1 stays -1. */
export function rowAfter(list: ListState, edit: number, row: number): number {
  const { edits } = list;
  const from = edits[edit * 3]!;
  const count = edits[edit * 3 + 1]!;
  const to = edits[edit * 3 + 2]!;
  if (to === REFRESHED) return row;
  if (from < 0 && to < 0) return list.arrangements[count]!.after[row] ?? row;
  let at = row;
  if (from >= 0 && at >= from) {
    if (at < from + count) return to < 0 ? ~from : at - from + to;
    at -= count;
  }
  return to >= 0 && at >= to ? at + count : at;
}

/** The same, but the row that follows for one that is gone. */
export function nextRow(list: ListState, edit: number, row: number): number {
  const at = rowAfter(list, edit, row);
  return row >= 0 && at < 0 ? ~at : at;
}
