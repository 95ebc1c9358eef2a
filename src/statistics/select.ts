/** Values by row and column that ascend along both, so that those up to a bound lie under a staircase. */
export type SortedTable = {
  rows: number;
  columns: number;
  valueAt: (row: number, column: number) => number;
};

/** Value with exactly `k` others before it in ascending order over all tables (0 for the least), without listing them. */
export function kthSmallest(tables: readonly SortedTable[], k: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { rows, columns, valueAt } of tables) {
    if (rows === 0 || columns === 0) continue;
    low = Math.min(low, valueAt(0, 0));
    high = Math.max(high, valueAt(rows - 1, columns - 1));
  }
  while (low < high) {
    const pivot = midway(low, high);
    let count = 0;
    let below = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    for (const { rows, columns, valueAt } of tables) {
      let within = columns;
      for (let row = 0; row < rows; row++) {
        let last = Number.NEGATIVE_INFINITY;
        while (within > 0) {
          last = valueAt(row, within - 1);
          if (last <= pivot) break;
          // The least above the pivot in a column is the first one met.
          if (last < above) above = last;
          within--;
        }
        if (within === 0) break;
        count += within;
        if (last > below) below = last;
      }
    }
    // Both bounds are values of the tables: the search ends on one, whatever its rounding.
    if (count > k) high = below;
    else low = above;
  }
  return low;
}

/** A number in [low, high) that halves their distance, or that of their exponents where they are far apart. */
export function midway(low: number, high: number): number {
  if (low < 0 && high > 0) return 0;
  let middle = low + (high - low) / 2;
  if (low >= 0 && high > 4 * low) {
    middle = Math.sqrt(Math.max(low, Number.MIN_VALUE)) * Math.sqrt(high);
  } else if (high <= 0 && low < 4 * high) {
    middle = -Math.sqrt(Math.max(-high, Number.MIN_VALUE)) * Math.sqrt(-low);
  }
  return middle >= low && middle < high ? middle : low;
}
