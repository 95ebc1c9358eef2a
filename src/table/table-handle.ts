import { columns, type Entity, isAlive, keepAwake, type Target } from '../ecs';
import { Box, followRows } from '../ecs/stores';
import type { VirtualList } from '../ui';
import type { TableAcross } from './across';
import type { CellCursor } from './cell-cursor';
import { checkNumber, checkWhole } from './checks';
import { LEFT } from './columns';
import { fitColumn, insertColumns, moveColumn, removeColumns, resizeColumn } from './edits';
import { showSorting } from './heading-input';
import type { SortDirection, TableColumn, VirtualTableOptions } from './options';
import type { TableState } from './state';
import { BODY, HELD } from './table-rows';

export type CellAlign = 'nearest' | 'start' | 'center' | 'end';

const shares = { nearest: -1, start: 0, center: 0.5, end: 1 } as const;

/** A table: its element, and what it can be told and asked. Rows and columns count from 0, frozen ones among them. */
export type VirtualTable = {
  readonly entity: Entity;
  /** The rows that scroll, as a list of their own: metrics, `hold`, `atEnd`. Its index 0 is the first row that is not frozen. */
  readonly list: VirtualList;
  readonly rowCount: number;
  readonly columnCount: number;
  /** CSS pixels from the top of the first row, and from the start of the first column, that scrolls. */
  readonly scrollTop: number;
  readonly scrollLeft: number;
  /** First and last scrolled column bound, -1 if none. */
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** The cell that keys go to, -1 for none; row -1 is the headings. */
  readonly activeRow: number;
  readonly activeColumn: number;
  /** Cells filled since the table was made. */
  readonly cellsBound: number;
  /** As those of a list; rows that stay at the top are always the first of the data. */
  setRowCount(count: number): void;
  insertRows(index: number, count: number): void;
  removeRows(index: number, count: number): void;
  moveRows(from: number, count: number, to: number): void;
  /** Puts columns in, or in a grid so many; what is in sight stays where it is. Not among columns that stay. */
  insertColumns(index: number, added: number | readonly TableColumn<readonly Target[]>[]): void;
  removeColumns(index: number, count: number): void;
  /** Moves a column to where it is counted as `to`; columns that stay move among themselves. */
  moveColumn(from: number, to: number): void;
  /** The key of a column, '' in a grid. */
  keyOf(column: number): string;
  /** CSS pixels. */
  columnWidth(column: number): number;
  /** Sets a width, CSS pixels, within the column's limits; returns the one it has then. */
  setColumnWidth(column: number, width: number): number;
  /** Makes a column as wide as its live cells need; returns its width. */
  fitColumn(column: number): number;
  /** Shows by which column rows are in order, -1 for none; tells nobody. */
  setSorting(column: number, direction?: SortDirection): void;
  readonly sortColumn: number;
  readonly sortDirection: SortDirection;
  /** Binds every live cell again: the data has changed. */
  refresh(): void;
  /** Scrolls by CSS pixels, at the next frame. */
  scrollBy(by: { readonly x?: number; readonly y?: number }): void;
  /** Scrolls to CSS pixels from the first row and column that scroll, at the next frame. */
  scrollTo(to: { readonly x?: number; readonly y?: number }): void;
  /** Brings a cell into sight; `nearest` by as little as that takes. -1 leaves that axis as it is. */
  scrollToCell(row: number, column: number, align?: CellAlign): void;
  /** Makes a cell the active one and brings it into sight; row -1 is the headings, column -1 takes it away. */
  setActiveCell(row: number, column: number): void;
};

/** Brings a cell into sight; what is negative stays as it is. */
export function scrollToCell(
  table: TableState,
  across: TableAcross,
  row: number,
  column: number,
  align: CellAlign,
): void {
  const { list, state, rowHeight } = table;
  if (column >= 0) {
    across.halt();
    table.aimColumn = column;
    table.aimAlign = shares[align];
  }
  const index = row - table.frozenRows;
  if (index < 0) return;
  if (rowHeight === 0) {
    showRow(table, row, align);
    return;
  }
  const start = index * rowHeight;
  if (align !== 'nearest') list.scrollToIndex(index, align);
  else if (start < state.scrollTop) list.scrollToIndex(index, 'start');
  else if (start + rowHeight > state.scrollTop + state.viewport) list.scrollToIndex(index, 'end');
}

/** Brings a row into sight where rows differ in height. */
function showRow(
  { world, list, state, rows, frozenRows }: TableState,
  row: number,
  align: CellAlign,
): void {
  const index = row - frozenRows;
  const shown = rows.find(BODY, row);
  const top = shown ? rows.topOf(shown) : 0;
  const height = shown ? columns(world, Box).height[shown.row]! : 0;
  if (align !== 'nearest') list.scrollToIndex(index, align);
  else if (shown ? top < 0 : index <= list.firstVisible) list.scrollToIndex(index, 'start');
  else if (!shown || top + height > state.viewport) list.scrollToIndex(index, 'end');
}

/** What an app tells and asks a table by. */
export function handleOf(
  table: TableState,
  across: TableAcross,
  cursor: CellCursor,
  bindRow: VirtualTableOptions['bindRow'],
): VirtualTable {
  const { world, entity, list, state, model, sight, rows, sorting, frozenRows } = table;

  function isThere(): boolean {
    keepAwake(world);
    return isAlive(world, entity);
  }

  // Whoever puts rows in, takes some out or moves them: the app, or a source.
  state.watchers.push(
    followRows((moved) => {
      // Rows that stay at the top are none of the list's.
      const inAll = (row: number): number => {
        const index = moved(row - frozenRows);
        return index < 0 ? -1 : index + frozenRows;
      };
      rows.renumber(inAll);
      if (table.activeRow < frozenRows) return;
      const row = inAll(table.activeRow);
      if (row < 0) cursor.set(-1, -1);
      else table.activeRow = row;
    }),
  );

  function checkEdit(name: string, index: number): void {
    checkWhole(`${name}: index`, index, frozenRows, list.count + frozenRows);
  }

  return {
    entity,
    list,
    get rowCount() {
      return list.count + frozenRows;
    },
    get columnCount() {
      return model.sizes.count;
    },
    get scrollTop() {
      return list.scrollTop;
    },
    get scrollLeft() {
      return model.at[LEFT]!;
    },
    get firstColumn() {
      return sight.first;
    },
    get lastColumn() {
      return Math.max(-1, sight.last);
    },
    get activeRow() {
      return table.activeRow;
    },
    get activeColumn() {
      return table.activeColumn;
    },
    get cellsBound() {
      return rows.filled;
    },
    get sortColumn() {
      return sorting.column;
    },
    get sortDirection() {
      return sorting.direction;
    },
    setRowCount(count) {
      checkWhole('setRowCount', count, frozenRows, 2 ** 30);
      list.setCount(count - frozenRows);
    },
    insertRows(index, count) {
      checkEdit('insertRows', index);
      list.insertRows(index - frozenRows, count);
    },
    removeRows(index, count) {
      checkEdit('removeRows', index);
      list.removeRows(index - frozenRows, count);
    },
    moveRows(from, count, to) {
      checkEdit('moveRows', from);
      checkEdit('moveRows', to);
      list.moveRows(from - frozenRows, count, to - frozenRows);
    },
    insertColumns(index, added) {
      if (isThere()) insertColumns(table, index, added);
    },
    removeColumns(index, count) {
      if (isThere()) removeColumns(table, index, count);
    },
    moveColumn(from, to) {
      if (isThere()) moveColumn(table, from, to);
    },
    keyOf(column) {
      checkWhole('keyOf', column, 0, model.sizes.count - 1);
      return model.defAt(column).key;
    },
    columnWidth(column) {
      checkWhole('columnWidth', column, 0, model.sizes.count - 1);
      return model.sizes.sizeAt(column);
    },
    setColumnWidth(column, width) {
      checkWhole('setColumnWidth', column, 0, model.sizes.count - 1);
      checkNumber('setColumnWidth', width);
      return isThere() ? resizeColumn(table, column, width) : 0;
    },
    fitColumn(column) {
      checkWhole('fitColumn', column, 0, model.sizes.count - 1);
      return isThere() ? fitColumn(table, column) : 0;
    },
    setSorting(column, direction = 'ascending') {
      checkWhole('setSorting', column, -1, model.sizes.count - 1);
      if (!isThere()) return;
      sorting.column = column;
      sorting.direction = direction;
      showSorting(table);
    },
    refresh() {
      if (!isThere()) return;
      rows.retry();
      sight.refill();
      for (const row of rows.rows) {
        if (row.kind === HELD && isAlive(world, row.entity)) bindRow?.(world, row.row, row.index);
      }
      list.refresh();
    },
    scrollBy({ x = 0, y = 0 }) {
      checkNumber('scrollBy: x', x);
      checkNumber('scrollBy: y', y);
      if (!isThere()) return;
      if (x !== 0) across.halt();
      model.at[LEFT]! += x;
      if (y !== 0) list.scrollBy(y);
    },
    scrollTo({ x, y }) {
      if (x !== undefined) checkNumber('scrollTo: x', x);
      if (!isThere()) return;
      if (x !== undefined) {
        across.halt();
        table.aimColumn = -1;
        model.at[LEFT] = x;
      }
      if (y !== undefined) list.scrollTo(y);
    },
    scrollToCell(row, column, align = 'nearest') {
      checkWhole('scrollToCell: row', row, -1, list.count + frozenRows - 1);
      checkWhole('scrollToCell: column', column, -1, model.sizes.count - 1);
      if (isThere()) scrollToCell(table, across, row, column, align);
    },
    setActiveCell(row, column) {
      checkWhole('setActiveCell: row', row, -1, list.count + frozenRows - 1);
      checkWhole('setActiveCell: column', column, -1, model.sizes.count - 1);
      if (isThere()) cursor.set(column < 0 ? -1 : row, column);
    },
  };
}
