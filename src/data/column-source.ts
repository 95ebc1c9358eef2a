import { ValueError } from '../ecs';
import type { RowSource } from '../ecs/stores';
import { createSinks } from './sinks';

/** Columns of the same rows, by name: typed arrays, or whatever has values by index. */
export type DataColumns = Readonly<Record<string, ArrayLike<unknown>>>;

/** Rows of columns, which stay where they are: `source.columns.delay[index]` reads one value. */
export type ColumnSource<C extends DataColumns> = RowSource & {
  readonly columns: C;
  /**
   * Has other arrays stand for the columns, which hold what they held: after one had to be replaced by a longer one. Rows up to the lesser
   * count stay as they are.
   */
  setColumns(columns: C, count?: number): void;
  /** Says that there are more rows, which the columns hold already, or fewer. */
  setCount(count: number): void;
  /** Says that values of rows have changed. */
  refreshRows(index: number, count: number): void;
};

/**
 * Makes the source of a list from columns; nothing is copied. Without `count` there are as many rows as the shortest has values. Throws
 * `ValueError` where one has fewer than `count`.
 */
export function columnSource<C extends DataColumns>(columns: C, count?: number): ColumnSource<C> {
  const sinks = createSinks();
  let own = columns;
  let rows = checkColumns(columns, count);

  function setCount(next: number): void {
    const before = rows;
    rows = next;
    if (next > before) sinks.insertRows(before, next - before);
    else if (next < before) sinks.removeRows(next, before - next);
  }

  return {
    get count() {
      return rows;
    },
    get columns() {
      return own;
    },
    setColumns(next, nextCount) {
      const checked = checkColumns(next, nextCount);
      own = next;
      setCount(checked);
    },
    setCount: (next) => setCount(checkColumns(own, next)),
    refreshRows(index, changed) {
      if (!(Number.isInteger(index) && index >= 0 && changed >= 0 && index + changed <= rows))
        throw new ValueError(`refreshRows(${index}, ${changed}): there are ${rows} rows`);
      sinks.refreshRows(index, changed);
    },
    connect: sinks.connect,
  };
}

/** How many rows there are. */
function checkColumns(columns: DataColumns, count: number | undefined): number {
  if (typeof columns !== 'object' || columns === null)
    throw new ValueError(`columns is ${String(columns)}; give an object of arrays`);
  if (count !== undefined && !(Number.isInteger(count) && count >= 0))
    throw new ValueError(`count is ${count}; give a whole number of rows`);
  let shortest = Number.POSITIVE_INFINITY;
  for (const name of Object.keys(columns)) {
    const length: unknown = (columns[name] as ArrayLike<unknown> | undefined)?.length;
    if (typeof length !== 'number')
      throw new ValueError(`column '${name}' is ${String(columns[name])}; give an array`);
    if (count !== undefined && length < count)
      throw new ValueError(`column '${name}' has ${length} values for ${count} rows`);
    shortest = Math.min(shortest, length);
  }
  if (shortest === Number.POSITIVE_INFINITY && count === undefined)
    throw new ValueError('columns is empty; give a column, or a count');
  return count ?? shortest;
}
