import type { RowSink } from './row-source';

/** Makes what is told of a list's edits from a function that is told where each row is after one, below 0 for those that are gone. */
export function followRows(follow: (moved: (row: number) => number) => void): RowSink {
  return {
    insertRows(index, count) {
      follow((row) => (row < index ? row : row + count));
    },
    removeRows(index, count) {
      follow((row) => (row < index ? row : row < index + count ? -1 : row - count));
    },
    moveRows(from, count, to) {
      follow((row) => {
        if (row >= from && row < from + count) return row - from + to;
        const without = row < from ? row : row - count;
        return without < to ? without : without + count;
      });
    },
    rearrangeRows({ after }) {
      follow((row) => after[row] ?? row);
    },
    refreshRows() {},
    wake() {},
    fail() {},
  };
}
