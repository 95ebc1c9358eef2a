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
export { type CellAlign, type VirtualTable, virtualTable } from './virtual-table';
