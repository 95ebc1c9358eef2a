import { followRows, type RowSink } from '../ecs/stores';
import type { RowRanges } from './row-ranges';

/** Has sets of rows follow the edits of a list; then calls `follow` with where each row is, and whether one of a set is gone. */
export function followRanges(
  sets: readonly RowRanges[],
  follow: (moved: (row: number) => number, isLess: boolean) => void,
): RowSink {
  let isLess = false;
  const sink = followRows((moved) => follow(moved, isLess));

  function edit(apply: (rows: RowRanges) => void): void {
    isLess = false;
    for (const rows of sets) {
      const before = rows.count;
      apply(rows);
      if (rows.count !== before) isLess = true;
    }
  }

  return {
    ...sink,
    insertRows(index, count) {
      edit((rows) => rows.insertRows(index, count));
      sink.insertRows(index, count);
    },
    removeRows(index, count) {
      edit((rows) => rows.removeRows(index, count));
      sink.removeRows(index, count);
    },
    moveRows(from, count, to) {
      edit((rows) => rows.moveRows(from, count, to));
      sink.moveRows(from, count, to);
    },
    rearrangeRows(arrangement) {
      edit((rows) => rows.rearrangeRows(arrangement));
      sink.rearrangeRows!(arrangement);
    },
  };
}
