import {
  columns,
  type Entity,
  isAlive,
  isRowAlive,
  LAYOUT,
  ROW_MASK,
  type Row,
  resource,
  STACK,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import {
  Box,
  Failures,
  LayerOf,
  LayerTable,
  LayoutStyle,
  markLayer,
  STATE_HIDDEN,
  State,
} from '../ecs/stores';
import { box, ownLayer, type Style, setStyle } from '../ui';
import type { ColumnWindow } from './column-window';
import { type ColumnModel, FROZEN, LEFT, ORIGIN } from './columns';

/** What a row of cells shows: a row of the data that scrolls, one that stays at the top, or the headings. */
export const BODY = 0;
export const HELD = 1;
export const HEADER = 2;

/** A row of cells: pooled, or one that stays. */
export type TableRow = {
  readonly entity: Entity;
  readonly row: Row;
  readonly kind: number;
  /** Its row of the data, -1 before any. */
  index: number;
  /** Holds the cells that scroll, in a layer of their own. */
  readonly strip: Row;
  readonly stripLayer: number;
  /** Cuts them where frozen columns end, 0 where there are none; where that is, CSS pixels. */
  readonly clip: Row;
  clipLeft: number;
  /** By slot: the cell, 0 before it is made; its parts; what it was filled and placed for, as `ColumnWindow.fill` and `place`. */
  cells: Int32Array;
  parts: (readonly Target[])[];
  filled: Int32Array;
  placed: Int32Array;
  /** The window it was last brought up to. */
  version: number;
  /** What the highest of its cells took since it was bound, CSS pixels; where rows are measured. */
  tall: number;
};

/** How cells of one kind of row are made and filled. */
export type CellMaker = {
  /** Makes what is in a cell. */
  make(cell: Entity, type: number): readonly Target[];
  fill(parts: readonly Target[], row: number, column: number): void;
  /** Gives a cell the colours of the theme. */
  retheme?(parts: readonly Target[]): void;
};

/** All rows of cells of a table. */
export type TableRows = {
  readonly rows: readonly TableRow[];
  /** Cells filled since the start. */
  readonly filled: number;
  /** Makes an element a row of cells; returns its number. */
  add(entity: Entity, kind: number): number;
  /** Gives a row another index, and fills its cells in sight. */
  bind(number: number, index: number): void;
  /** Gives rows of the data the index that they have now, -1 for one that is gone. */
  renumber(moved: (index: number) => number): void;
  /** Has all cells of a row filled again. */
  refill(row: TableRow): void;
  /** Brings all shown rows up to the window, and to where columns are scrolled. */
  show(): void;
  isShown(row: TableRow): boolean;
  /** The row of the data at CSS pixels from where rows that scroll begin, -1 for none. */
  at(y: number): number;
  /** CSS pixels from there to where a shown row begins. */
  topOf(row: TableRow): number;
  /** The shown row of an index and kind. */
  find(kind: number, index: number): TableRow | undefined;
  /** Gives cells the colours of the theme: that of the ring, if it is the theme's. */
  retheme(ring: Style): void;
  /** Lets templates and binds that failed try again. */
  retry(): void;
};

export function createTableRows(
  world: World,
  model: ColumnModel,
  sight: ColumnWindow,
  makers: readonly CellMaker[],
  cellStyle: Style,
  isReady: ((row: number) => boolean) | undefined,
): TableRows {
  const table = resource(world, LayerTable);
  const rows: TableRow[] = [];
  const { at } = model;
  let isReported = false;
  let filled = 0;

  function report(error: unknown, what: string, row: number): void {
    if (isReported) return;
    isReported = true;
    const message = error instanceof Error ? error.message : String(error);
    const told = new Error(`${what} failed: ${message}`, { cause: error });
    resource(world, Failures).report(told, 'table/bind', row);
  }

  function makeRoom(row: TableRow): void {
    if (row.cells.length >= sight.size) return;
    const capacity = Math.max(16, sight.size * 2);
    row.cells = copied(row.cells, new Int32Array(capacity));
    row.filled = copied(row.filled, new Int32Array(capacity));
    row.placed = copied(row.placed, new Int32Array(capacity));
  }

  function makeCell(row: TableRow, slot: number): void {
    const number = sight.type[slot]!;
    const type = model.types[number]!;
    if (type.failed) return;
    const cell = box(world, {
      paddingLeft: 12,
      paddingRight: 12,
      alignItems: 'center',
      ...cellStyle,
      parent: type.frozen ? row.row : row.strip,
      position: 'absolute',
      top: 0,
      bottom: 0,
      left: 0,
      width: 0,
    });
    columns(world, LayoutStyle).boundary[cell & ROW_MASK] = 1;
    try {
      const parts = makers[row.kind]!.make(cell, number);
      if (!Array.isArray(parts)) {
        throw new ValueError(
          `it returned ${String(parts)}; return the parts that bind fills, or []`,
        );
      }
      row.parts[slot] = parts;
    } catch (error) {
      type.failed = true;
      row.parts[slot] = [];
      report(error, 'template of a column', row.row);
    }
    row.cells[slot] = cell & ROW_MASK;
  }

  function fillCell(row: TableRow, slot: number): void {
    // It is filled with its row, which is bound again when its data comes.
    if (isReady && row.kind === BODY && !isReady(row.index)) return;
    row.filled[slot] = sight.fill[slot]!;
    filled++;
    try {
      makers[row.kind]!.fill(row.parts[slot]!, row.index, sight.column[slot]!);
    } catch (error) {
      const column = sight.column[slot];
      const what = row.kind === HEADER ? 'heading of' : `bind of row ${row.index},`;
      report(error, `${what} column ${column}`, row.row);
    }
  }

  function placeCell(row: TableRow, slot: number): void {
    const cell = row.cells[slot]!;
    const style = columns(world, LayoutStyle);
    const { bits } = columns(world, State);
    if ((bits[cell]! & STATE_HIDDEN) !== 0) {
      bits[cell]! &= ~STATE_HIDDEN;
      touch(world, cell, STACK);
    }
    row.placed[slot] = sight.place[slot]!;
    style.left[cell] = sight.left[slot]!;
    style.width[cell] = sight.width[slot]!;
    touch(world, cell, LAYOUT);
  }

  function parkCell(row: TableRow, slot: number): void {
    const cell = row.cells[slot]!;
    row.placed[slot] = 0;
    columns(world, State).bits[cell]! |= STATE_HIDDEN;
    touch(world, cell, STACK);
  }

  /** Brings one row up to the window. */
  function update(row: TableRow): void {
    row.version = sight.version;
    makeRoom(row);
    for (let i = 0; i < sight.count; i++) {
      const slot = sight.slots[i]!;
      if (row.cells[slot] === 0) makeCell(row, slot);
      if (row.cells[slot] === 0) continue;
      if (row.filled[slot] !== sight.fill[slot]) fillCell(row, slot);
      // What it shows otherwise is another column's, whose place it keeps.
      const isFilled = row.filled[slot] === sight.fill[slot];
      if (isFilled && row.placed[slot] !== sight.place[slot]) placeCell(row, slot);
    }
    // Cells of columns out of sight may stand where those were when the row was last seen.
    for (let slot = 0; slot < sight.size; slot++) {
      if (row.placed[slot]! <= 0 || row.placed[slot] === sight.place[slot]) continue;
      if (!isInWindow(slot)) parkCell(row, slot);
    }
    if (row.clip !== 0 && row.clipLeft !== at[FROZEN]) {
      row.clipLeft = at[FROZEN]!;
      columns(world, LayoutStyle).left[row.clip] = at[FROZEN]!;
      touch(world, row.clip, LAYOUT);
    }
  }

  function isInWindow(slot: number): boolean {
    return sight.slotOf(sight.column[slot]!) === slot;
  }

  function isShown(row: TableRow): boolean {
    if (!isAlive(world, row.entity)) return false;
    const own = columns(world, LayerOf).own[row.row]!;
    return own === 0 || table.hidden[own] === 0;
  }

  function topOf(row: TableRow): number {
    return table.y[columns(world, LayerOf).own[row.row]!]!;
  }

  return {
    rows,
    get filled() {
      return filled;
    },
    add(entity, kind) {
      const row = (entity & ROW_MASK) as Row;
      const clip =
        model.frozen === 0
          ? 0
          : box(world, {
              parent: entity,
              position: 'absolute',
              left: at[FROZEN]!,
              top: 0,
              right: 0,
              bottom: 0,
              overflow: 'hidden',
            }) & ROW_MASK;
      const strip = box(world, {
        parent: clip === 0 ? entity : (clip as Row),
        position: 'absolute',
        left: 0,
        top: 0,
        bottom: 0,
        width: 1,
      });
      const made: TableRow = {
        entity,
        row,
        kind,
        index: -1,
        strip: (strip & ROW_MASK) as Row,
        stripLayer: ownLayer(world, strip & ROW_MASK),
        clip: clip as Row,
        clipLeft: at[FROZEN]!,
        cells: new Int32Array(0),
        parts: [],
        filled: new Int32Array(0),
        placed: new Int32Array(0),
        version: -1,
        tall: 0,
      };
      // Rows that the app despawned leave their number to the next.
      const dead = rows.findIndex((other) => !isAlive(world, other.entity));
      if (dead < 0) return rows.push(made) - 1;
      rows[dead] = made;
      return dead;
    },
    bind(number, index) {
      const row = rows[number]!;
      row.index = index;
      row.tall = 0;
      row.filled.fill(0);
      update(row);
    },
    renumber(moved) {
      for (const row of rows) if (row.kind === BODY && row.index >= 0) row.index = moved(row.index);
    },
    refill(row) {
      row.tall = 0;
      row.filled.fill(0);
      row.version = -1;
    },
    show() {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        if (!isShown(row)) continue;
        if (row.version !== sight.version) update(row);
        // Not by `moveLayer`: a fraction handed to a function is a new object, in every frame.
        const x = at[ORIGIN]! - at[LEFT]!;
        if (table.x[row.stripLayer] === Math.fround(x)) continue;
        table.x[row.stripLayer] = x;
        markLayer(world, table, row.stripLayer);
      }
    },
    isShown,
    at(y) {
      const { height } = columns(world, Box);
      for (const row of rows) {
        if (row.kind !== BODY || !isShown(row)) continue;
        const inside = y - topOf(row);
        if (inside >= 0 && inside < height[row.row]!) return row.index;
      }
      return -1;
    },
    topOf,
    find(kind, index) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        if (row.kind === kind && row.index === index && isShown(row)) return row;
      }
      return undefined;
    },
    retheme(ring) {
      for (const row of rows) {
        if (!isAlive(world, row.entity)) continue;
        for (let slot = 0; slot < row.cells.length; slot++) {
          const cell = row.cells[slot]! as Row;
          if (cell === 0 || !isRowAlive(world, cell)) continue;
          setStyle(world, cell, ring);
          // Those of a template that failed are none.
          if (row.parts[slot]!.length > 0) makers[row.kind]!.retheme?.(row.parts[slot]!);
        }
      }
    },
    retry() {
      isReported = false;
      for (const type of model.types) type.failed = false;
    },
  };
}

function copied(from: Int32Array, to: Int32Array): Int32Array {
  to.set(from);
  return to;
}
