import {
  type Entity,
  entityOf,
  isAlive,
  keepAwake,
  resource,
  type Target,
  type World,
} from '../ecs';
import { ListTable } from '../ecs/stores';
import { box, parseColor, setStyle, Theme, type VirtualList, virtualList } from '../ui';
import { createAcross } from './across';
import { createCellCursor } from './cell-cursor';
import { checkHeight, checkNumber, checkWhole } from './checks';
import { createColumnWindow } from './column-window';
import { createColumnModel, FROZEN, LEFT } from './columns';
import {
  fitColumn,
  followAim,
  insertColumns,
  moveColumn,
  removeColumns,
  resizeColumn,
} from './edits';
import { showSorting, wireHeadings } from './heading-input';
import { createHeadings, type Sorting } from './headings';
import type { SortDirection, TableColumn, VirtualTableOptions } from './options';
import { addScrollbar } from './scrollbar';
import type { TableState } from './state';
import { BODY, type CellMaker, createTableRows, HEADER, HELD } from './table-rows';

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

/**
 * Adds a table of any number of rows and columns, of which only the cells in sight exist. It scrolls both ways, by wheel, drag, scrollbars
 * and keys; headings, first rows and first columns can stay. Throws `ValueError` for what it cannot use.
 */
export function virtualTable(world: World, options: VirtualTableOptions): VirtualTable {
  const {
    rowCount,
    rowHeight,
    columns: given,
    frozenRows = 0,
    headerHeight = 36,
    reorderable = true,
    rowStyle = {},
    cellStyle = {},
    headerStyle = {},
    bindRow,
    placeholder,
    onSort,
    onResize,
    onMove,
    onActive,
    onActivate,
    ...style
  } = options;
  checkHeight('rowHeight', rowHeight, 1);
  checkHeight('headerHeight', headerHeight, 0);
  checkWhole('rowCount', rowCount, 0, 2 ** 30);
  checkWhole('frozenRows', frozenRows, 0, Math.min(rowCount, 100));
  const theme = resource(world, Theme);
  const model = createColumnModel(world, given);
  const sight = createColumnWindow(model);
  const sorting: Sorting = { column: -1, direction: 'ascending' };
  const ring = { focusColor: parseColor(theme.accent), ...cellStyle };
  const body: CellMaker = {
    make: (cell, type) => model.types[type]!.template(cell),
    fill(parts, row, column) {
      model.defAt(column).bind(world, parts, row, column);
    },
  };
  const makers = [body, body, createHeadings(world, model, sorting)];
  const rows = createTableRows(world, model, sight, makers, ring);
  const lines = {
    borderBottomWidth: 1,
    borderBottomColor: theme.border,
  };

  const list = virtualList<readonly [Target]>(world, {
    ...style,
    count: rowCount - frozenRows,
    estimatedSize: rowHeight,
    fixedSize: true,
    ...(placeholder ? { placeholder } : {}),
    template(row) {
      setStyle(world, row, { ...lines, hoverFill: theme.surfaceHover, ...rowStyle });
      return [rows.add(row, BODY) as Target];
    },
    bind(_, [number], index) {
      const row = index + frozenRows;
      bindRow?.(world, rows.rows[number]!.row, row);
      rows.bind(number, row);
    },
  });
  const { entity } = list;
  const state = resource(world, ListTable).lists.at(-1)!;
  const top = headerHeight + frozenRows * rowHeight;
  const header = headerHeight > 0 ? addHeader() : undefined;

  function addHeader(): Entity {
    const made = box(world, {
      ...lines,
      fill: theme.surface,
      ...headerStyle,
      parent: entity,
      position: 'absolute',
      left: 0,
      top: 0,
      right: 0,
      height: headerHeight,
    });
    rows.add(made, HEADER);
    return made;
  }

  setStyle(world, entityOf(world, state.content), { top });
  setStyle(world, entityOf(world, state.track), { top });
  for (let i = 0; i < frozenRows; i++) {
    const row = box(world, {
      ...lines,
      fill: theme.background,
      ...rowStyle,
      parent: entity,
      position: 'absolute',
      left: 0,
      top: headerHeight + i * rowHeight,
      right: 0,
      height: rowHeight,
    });
    rows.bind(rows.add(row, HELD), i);
    bindRow?.(world, row, i);
  }
  const table: TableState = {
    world,
    entity,
    list,
    state,
    model,
    sight,
    rows,
    sorting,
    events: {
      ...(onSort ? { onSort } : {}),
      ...(onResize ? { onResize } : {}),
      ...(onMove ? { onMove } : {}),
      ...(onActive ? { onActive } : {}),
      ...(onActivate ? { onActivate } : {}),
    },
    header,
    headerHeight,
    rowHeight,
    frozenRows,
    reorderable,
    activeRow: -1,
    activeColumn: -1,
    aimColumn: -1,
    aimAlign: -1,
  };
  const edge = model.frozen > 0 ? addEdge() : undefined;
  const headings = wireHeadings(table);
  const across = createAcross(world, state, model, sight, rows, {
    moved() {
      followAim(table);
      headings.update();
    },
    shown() {
      scrollbar.update();
      cursor.update();
      if (edge !== undefined && edgeLeft !== model.at[FROZEN]) placeEdge();
    },
  });
  const scrollbar = addScrollbar(world, state, entity, model, across.halt);
  const cursor = createCellCursor(table, scrollbar.track, (row, column) => {
    scrollToCell(row, column, 'nearest');
  });
  state.across = across;
  let edgeLeft = -1;

  /** A line where the columns that stay end. */
  function addEdge(): Entity {
    return box(world, {
      parent: entity,
      position: 'absolute',
      top: 0,
      bottom: 0,
      width: 1,
      fill: theme.border,
    });
  }

  function placeEdge(): void {
    edgeLeft = model.at[FROZEN]!;
    setStyle(world, edge!, { left: edgeLeft - 1 });
  }

  function isThere(): boolean {
    keepAwake(world);
    return isAlive(world, entity);
  }

  function scrollToCell(row: number, column: number, align: CellAlign): void {
    if (column >= 0) {
      across.halt();
      table.aimColumn = column;
      table.aimAlign = shares[align];
    }
    const index = row - frozenRows;
    if (index < 0) return;
    const start = index * rowHeight;
    if (align !== 'nearest') list.scrollToIndex(index, align);
    else if (start < state.scrollTop) list.scrollToIndex(index, 'start');
    else if (start + rowHeight > state.scrollTop + state.viewport) list.scrollToIndex(index, 'end');
  }

  function renumberRows(index: number, change: number): void {
    rows.renumber(index, change);
    const { activeRow } = table;
    if (activeRow < index) return;
    if (activeRow < index - change) cursor.set(-1, -1);
    else table.activeRow = activeRow + change;
  }

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
      if (table.activeRow >= count) cursor.set(-1, -1);
    },
    insertRows(index, count) {
      checkEdit('insertRows', index);
      list.insertRows(index - frozenRows, count);
      renumberRows(index, count);
    },
    removeRows(index, count) {
      checkEdit('removeRows', index);
      list.removeRows(index - frozenRows, count);
      renumberRows(index, -count);
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
      if (isThere()) scrollToCell(row, column, align);
    },
    setActiveCell(row, column) {
      checkWhole('setActiveCell: row', row, -1, list.count + frozenRows - 1);
      checkWhole('setActiveCell: column', column, -1, model.sizes.count - 1);
      if (isThere()) cursor.set(column < 0 ? -1 : row, column);
    },
  };
}
