export type {
  ColumnAlign,
  ColumnEvent,
  SortDirection,
  TableColumn,
  TableEvents,
  TableGrid,
  VirtualTableOptions,
} from './options';
export { tableColumn, tableGrid } from './options';
export type { CellAlign, VirtualTable } from './table-handle';
export { virtualTable } from './virtual-table';
