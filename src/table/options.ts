import type { Entity, Target, World } from '../ecs';
import type { RowSource } from '../ecs/stores';
import type { Style } from '../ui';

/** How a column's content and heading stand in it. */
export type ColumnAlign = 'start' | 'center' | 'end';

/** One column of a table. Widths are CSS pixels. */
export type TableColumn<Parts extends readonly Target[] = readonly [Target]> = {
  /** What the app calls it; handed to events. @default its heading */
  key?: string;
  /** Its heading. @default '' */
  header?: string;
  width: number;
  /** Least width that it is resized to. @default 40 */
  minWidth?: number;
  /** Greatest width that it is resized to. @default 2000 */
  maxWidth?: number;
  /** @default 'start' */
  align?: ColumnAlign;
  /** Stays at the start while the others scroll. All that do come first. @default false */
  frozen?: boolean;
  /** Its heading's edge is dragged to make it wider. @default true */
  resizable?: boolean;
  /** Activating its heading asks for another order of rows. @default false */
  sortable?: boolean;
  /**
   * Makes the children of a cell, which is a flex row as high as the table's rows. Columns with the same template share cells, so give
   * equal ones the same function. What it returns is handed to `bind`. @default one text
   */
  template?(cell: Entity): Parts;
  /** Fills a cell for a row. Called when the cell comes into sight; allocate nothing here. */
  bind(world: World, parts: Parts, row: number): void;
};

/** Any number of columns that are made alike. Widths are CSS pixels. */
export type TableGrid<Parts extends readonly Target[] = readonly [Target]> = {
  count: number;
  /** Width of a column for which `widthOf` says nothing. */
  width: number;
  /** Width of each column. */
  widthOf?(column: number): number;
  /** How many stay at the start while the others scroll. @default 0 */
  frozen?: number;
  /** @default 40 */
  minWidth?: number;
  /** @default 2000 */
  maxWidth?: number;
  /** @default 'start' */
  align?: ColumnAlign;
  /** @default true */
  resizable?: boolean;
  /** @default false */
  sortable?: boolean;
  /** Makes the children of a cell. @default one text */
  template?(cell: Entity): Parts;
  /** Fills a cell. Allocate nothing here. */
  bind(world: World, parts: Parts, row: number, column: number): void;
  /** Fills the text of a heading. Unset, headings are empty. */
  bindHeader?(world: World, label: Target, column: number): void;
};

/** Which way rows are in order, as a heading shows it. */
export type SortDirection = 'ascending' | 'descending';

/** What happened to a column: where it is, and its key, '' in a grid. */
export type ColumnEvent = { readonly column: number; readonly key: string };

/** What users do to a table. Rows and columns are counted from 0, frozen ones among them. */
export type TableEvents = {
  /** A heading was activated: put the data in order, then call `refresh`. The heading shows the direction already. */
  onSort?(event: ColumnEvent & { readonly direction: SortDirection }): void;
  /** A column was given another width by its edge or by keys. */
  onResize?(event: ColumnEvent & { readonly width: number }): void;
  /** A column was moved to where it is now. */
  onMove?(event: ColumnEvent & { readonly from: number }): void;
  /** The active cell is another; -1 for none, row -1 for a heading. */
  onActive?(row: number, column: number): void;
  /** Enter or Space on the active cell, or a double click on a cell. */
  onActivate?(row: number, column: number): void;
};

export type VirtualTableOptions = Style &
  TableEvents & {
    parent?: Target;
    /** Rows in the data; not with a `source`. */
    rowCount?: number;
    /**
     * Where the rows come from, in place of `rowCount`, as those of a list: it says how many there are, which can be bound already, and what becomes
     * of them. Cells of a row whose data is missing are not filled; its `placeholder` stands for it. Not with `frozenRows`.
     */
    source?: RowSource;
    /** Height of every row, CSS pixels; with `heightOf` and `measureRows` of those of which nothing else is known. */
    rowHeight: number;
    /** Height of each row, CSS pixels, asked for as rows come near the viewport; allocate nothing here. */
    heightOf?(row: number): number;
    /**
     * Rows are as high as the highest of their cells that were in sight since the row came, and as `rowHeight` at least. Not those that stay
     * at the top. @default false
     */
    measureRows?: boolean;
    /** All columns, or how to make any number of them. */
    columns: readonly TableColumn<readonly Target[]>[] | TableGrid<readonly Target[]>;
    /** Rows that stay at the top. @default 0 */
    frozenRows?: number;
    /** Height of the headings, CSS pixels; 0 for none. @default 36 */
    headerHeight?: number;
    /** Columns are put in another order by dragging their headings. @default true */
    reorderable?: boolean;
    /** Looks of every row, beside the theme's. */
    rowStyle?: Style;
    /** Looks of every cell, beside its padding of 12 px. */
    cellStyle?: Style;
    /** Looks of the row of headings. */
    headerStyle?: Style;
    /** Changes the looks of a pooled row for an index; allocate nothing here. */
    bindRow?(world: World, row: Target, index: number): void;
    /** Makes the children of a row that is shown where there is no time to bind one; as that of a list. */
    placeholder?(row: Entity): void;
  };

/** Types the parts that `template` hands to `bind`; changes nothing. */
export function tableColumn<const Parts extends readonly Target[] = readonly [Target]>(
  column: TableColumn<Parts>,
): TableColumn<readonly Target[]> {
  return column as unknown as TableColumn<readonly Target[]>;
}

/** As `tableColumn`, for a grid. */
export function tableGrid<const Parts extends readonly Target[] = readonly [Target]>(
  grid: TableGrid<Parts>,
): TableGrid<readonly Target[]> {
  return grid as unknown as TableGrid<readonly Target[]>;
}
