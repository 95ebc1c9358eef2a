import { type Entity, type Target, ValueError, type World } from '../ecs';
import { moveRows } from '../row-moves';
import { createSizeIndex, type SizeIndex, UNITS_PER_PX } from '../structures';
import { internText, text } from '../ui';
import { checkCalls, checkColumns, checkWhole, checkWidth } from './checks';
import type { ColumnAlign, TableColumn, TableGrid } from './options';

/** Places of `ColumnModel.at`, CSS pixels: how far columns are scrolled. */
export const LEFT = 0;
/** Where cells are counted from: what float32 holds is measured from here. */
export const ORIGIN = 1;
/** Width of the viewport, of frozen columns, and of all columns. */
export const WIDTH = 2;
export const FROZEN = 3;
export const TOTAL = 4;
/** A place that is sought. */
export const SOUGHT = 5;

/** How cells of a column are made: columns of one type share cells. */
export type CellType = {
  readonly frozen: boolean;
  readonly align: ColumnAlign;
  readonly template: (cell: Entity) => readonly Target[];
  /** A template that fails would fail for every cell of every row. */
  failed: boolean;
};

/** What is known of a column beside its place and width; all columns of a grid share one. */
export type ColumnDef = {
  readonly key: string;
  readonly type: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly resizable: boolean;
  readonly sortable: boolean;
  /** Interned text of its heading, -1 for that of `bindHeader`. */
  readonly headerId: number;
  readonly bindHeader: ((world: World, label: Target, column: number) => void) | undefined;
  readonly bind: (world: World, parts: readonly Target[], row: number, column: number) => void;
};

/** The columns of a table: widths, order, and how far they are scrolled. */
export type ColumnModel = {
  readonly sizes: SizeIndex;
  readonly types: CellType[];
  /** By the places above. */
  readonly at: Float64Array;
  /** Columns that stay at the start. */
  frozen: number;
  /** Goes up with every change of widths or order. */
  version: number;
  defAt(column: number): ColumnDef;
  /** Puts columns in, of an array or so many of a grid; what is in sight stays there. */
  insert(index: number, added: number | readonly TableColumn<readonly Target[]>[]): void;
  remove(index: number, count: number): void;
  /** Throws `ValueError` where a column would leave, or come among, those that stay. */
  move(from: number, to: number): void;
  /** Returns whether the width changed. */
  setWidth(column: number, width: number): boolean;
};

const aligns: readonly ColumnAlign[] = ['start', 'center', 'end'];
const MIN_WIDTH = 40;
const MAX_WIDTH = 2000;

export function createColumnModel(
  world: World,
  given: readonly TableColumn<readonly Target[]>[] | TableGrid<readonly Target[]>,
): ColumnModel {
  const at = new Float64Array(6);
  const types: CellType[] = [];
  const defs: ColumnDef[] = [];
  const grid = isList(given) ? undefined : given;
  const plain = {
    start: (cell: Entity) => [text(world, { parent: cell, flexGrow: 1, flexBasis: 0 })],
    center: (cell: Entity) => [
      text(world, { parent: cell, flexGrow: 1, flexBasis: 0, textAlign: 'center' }),
    ],
    end: (cell: Entity) => [
      text(world, { parent: cell, flexGrow: 1, flexBasis: 0, textAlign: 'end' }),
    ],
  };

  function typeOf(
    template: ((cell: Entity) => readonly Target[]) | undefined,
    align: ColumnAlign,
    frozen: boolean,
  ): number {
    if (!aligns.includes(align)) {
      throw new ValueError(`align is '${String(align)}'; give one of ${aligns.join(', ')}`);
    }
    const own = template ?? plain[align];
    checkCalls('template', own);
    const known = types.findIndex(
      (type) => type.template === own && type.align === align && type.frozen === frozen,
    );
    return known >= 0 ? known : types.push({ template: own, align, frozen, failed: false }) - 1;
  }

  function limits(column: { minWidth?: number; maxWidth?: number }): [number, number] {
    const { minWidth = MIN_WIDTH, maxWidth = MAX_WIDTH } = column;
    checkWidth('minWidth', minWidth);
    checkWidth('maxWidth', maxWidth);
    if (minWidth > maxWidth) {
      throw new ValueError(`minWidth is ${minWidth} and maxWidth ${maxWidth}; give a greater one`);
    }
    return [minWidth, maxWidth];
  }

  function defOf(column: TableColumn<readonly Target[]>): ColumnDef {
    const { header = '', key = header, template, bind, align = 'start', frozen = false } = column;
    checkCalls('bind', bind);
    checkWidth(`width of column '${key}'`, column.width);
    const [minWidth, maxWidth] = limits(column);
    return {
      key,
      type: typeOf(template, align, frozen),
      minWidth,
      maxWidth,
      resizable: column.resizable ?? true,
      sortable: column.sortable ?? false,
      headerId: internText(world, header),
      bindHeader: undefined,
      bind,
    };
  }

  function gridDef(of: TableGrid<readonly Target[]>, frozen: boolean): ColumnDef {
    const { template, bind, bindHeader, align = 'start' } = of;
    checkCalls('bind', bind);
    const [minWidth, maxWidth] = limits(of);
    return {
      key: '',
      type: typeOf(template, align, frozen),
      minWidth,
      maxWidth,
      resizable: of.resizable ?? true,
      sortable: of.sortable ?? false,
      headerId: -1,
      bindHeader,
      bind,
    };
  }

  /** Where columns stand that were there before keeps: the first in sight stays where it is. */
  function edit(index: number, change: number, apply: () => void): void {
    const edge = at[FROZEN]! + at[LEFT]!;
    let anchor = sizes.count > model.frozen ? Math.max(model.frozen, sizes.find(edge)) : -1;
    let off = anchor < 0 ? 0 : edge - sizes.offsetOf(anchor);
    apply();
    if (anchor >= index && anchor < index - change) off = 0;
    anchor = movedColumn(anchor, index, change);
    changed();
    if (anchor < model.frozen || sizes.count === 0) return;
    const column = Math.min(anchor, sizes.count - 1);
    const inside = Math.min(off, sizes.sizeAt(column));
    at[LEFT] = sizes.offsetOf(column) + inside - at[FROZEN]!;
  }

  function changed(): void {
    model.version++;
    at[TOTAL] = sizes.total();
    at[FROZEN] = sizes.offsetOf(model.frozen);
  }

  function setWidths(index: number, columns: readonly TableColumn<readonly Target[]>[]): void {
    for (const [i, { width }] of columns.entries()) sizes.setSize(index + i, width);
  }

  const estimate = grid?.width ?? 100;
  checkWidth('width', estimate);
  const count = grid ? grid.count : (given as readonly unknown[]).length;
  checkColumns('columns.count', count);
  const sizes = createSizeIndex({ count, size: estimate });
  let shared: ColumnDef | undefined;
  let sharedFrozen: ColumnDef | undefined;
  let frozen = 0;
  if (grid) {
    frozen = grid.frozen ?? 0;
    checkWhole('columns.frozen', frozen, 0, count);
    shared = gridDef(grid, false);
    sharedFrozen = gridDef(grid, true);
    for (let i = 0; grid.widthOf && i < count; i++) {
      const width = grid.widthOf(i);
      checkWidth(`widthOf(${i})`, width);
      sizes.setSize(i, width);
    }
  } else {
    const list = given as readonly TableColumn<readonly Target[]>[];
    for (const column of list) defs.push(defOf(column));
    setWidths(0, list);
    while (frozen < list.length && list[frozen]!.frozen) frozen++;
    for (let i = frozen; i < list.length; i++) checkScrolls(list[i]!);
  }

  const model: ColumnModel = {
    sizes,
    types,
    at,
    frozen,
    version: 0,
    defAt: (column) => (column < model.frozen ? sharedFrozen : shared) ?? defs[column]!,
    insert(index, added) {
      const isCount = typeof added === 'number';
      if (isCount !== (grid !== undefined)) {
        throw new ValueError('insertColumns: a grid takes a number, other tables take columns');
      }
      const number = isCount ? added : added.length;
      checkWhole('insertColumns: index', index, model.frozen, sizes.count);
      checkColumns('insertColumns: columns', sizes.count + number);
      const made = isCount ? [] : added.map((column) => defOf(checkScrolls(column)));
      edit(index, number, () => {
        sizes.insert(index, number, estimate);
        defs.splice(index, 0, ...made);
        if (!isCount) setWidths(index, added);
      });
    },
    remove(index, number) {
      checkWhole('removeColumns: index', index, model.frozen, sizes.count);
      checkWhole('removeColumns: columns', number, 0, sizes.count - index);
      edit(index, -number, () => {
        sizes.remove(index, number);
        if (!grid) defs.splice(index, number);
      });
    },
    move(from, to) {
      checkWhole('moveColumn: from', from, 0, sizes.count - 1);
      checkWhole('moveColumn: to', to, 0, sizes.count - 1);
      if (from < model.frozen !== to < model.frozen) {
        throw new ValueError(
          `moveColumn(${from}, ${to}): the first ${model.frozen} columns stay; move among them, or among the others`,
        );
      }
      moveRows(sizes, from, 1, to);
      if (!grid) defs.splice(to, 0, ...defs.splice(from, 1));
      changed();
    },
    setWidth(column, width) {
      checkWhole('setColumnWidth: column', column, 0, sizes.count - 1);
      checkWidth('setColumnWidth: width', width);
      let isOther = false;
      edit(column, 0, () => {
        isOther = sizes.setUnits(column, Math.round(width * UNITS_PER_PX));
      });
      return isOther;
    },
  };
  changed();
  return model;
}

/** Where a column is after some were put in before an index, or, below 0, taken out from it on; for one that is gone that which follows. */
export function movedColumn(column: number, index: number, change: number): number {
  return column < index ? column : Math.max(index, column + change);
}

function checkScrolls(column: TableColumn<readonly Target[]>): TableColumn<readonly Target[]> {
  if (!column.frozen) return column;
  throw new ValueError(
    `column '${column.key ?? column.header}' is frozen and follows one that is not; put frozen ones first`,
  );
}

function isList(
  given: readonly TableColumn<readonly Target[]>[] | TableGrid<readonly Target[]>,
): given is readonly TableColumn<readonly Target[]>[] {
  return Array.isArray(given);
}
