import type { AppError } from '../../../src/app';
import {
  columns,
  type Entity,
  kindOf,
  type Row,
  resolve,
  resource,
  type Target,
  treeOf,
} from '../../../src/ecs';
import {
  Box,
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  LAYER_CLIP,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  ListTable,
  STATE_FOCUS_VISIBLE,
  STATE_HIDDEN,
  State,
  TextKind,
} from '../../../src/ecs/stores';
import {
  type TableColumn,
  tableGrid,
  type VirtualTable,
  type VirtualTableOptions,
  virtualTable,
} from '../../../src/table';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, textOf } from '../../../src/ui';

export const ROW_HEIGHT = 30;
export const HEADER_HEIGHT = 36;

/** A cell as it is seen: what it shows and where, cut to the table, CSS pixels. */
export type SeenCell = {
  row: number;
  column: string;
  x: number;
  y: number;
  width: number;
  left: number;
  right: number;
};

/** A table that fills a surface, and what it shows. */
export type TableStage = {
  readonly app: HeadlessApp;
  readonly page: Entity;
  readonly table: VirtualTable;
  readonly errors: AppError[];
  /** `row:column` in the order they were bound. */
  readonly bound: string[];
  /** Cells at least partly seen below the headings, by `row:column`. Throws if one is seen twice. */
  seen(): Map<string, SeenCell>;
  /** Makes a column as those it was made with. */
  columnOf(col: Col): TableColumn<readonly Target[]>;
  /** What the scrollbar of the rows takes, CSS pixels; 0 where it is not shown. */
  barWidth(): number;
  /** Headings that are seen, and their arrows: text to x. */
  headings(): Map<string, number>;
  /** The cell that has the ring, '' if none. */
  ringed(): string;
  pointer(kind: 'down' | 'move' | 'up', x: number, y: number, type?: number): void;
  key(code: number, modifiers?: number): void;
  dispose(): void;
};

export type StageOptions = Partial<VirtualTableOptions> & {
  width?: number;
  height?: number;
  /** Names and widths of columns. */
  cols?: readonly Col[];
  /** Instead, so many columns of a grid, named c0 and so on. */
  grid?: { count: number; width: number };
  /** What a row shows. @default its index */
  idOf?: (row: number) => number;
};

/** A column of a test, by name. */
export type Col = {
  name: string;
  width: number;
  frozen?: boolean;
  sortable?: boolean;
  resizable?: boolean;
};

/** Makes one; columns are named c0, c1 and so on unless the test says otherwise. */
export function createTableStage(options: StageOptions = {}): TableStage {
  const { width = 400, height = 300, cols, grid, idOf = (row) => row, ...rest } = options;
  const app = createHeadlessApp({ width, height });
  const { world } = app;
  const errors: AppError[] = [];
  const bound: string[] = [];
  const shows = new Map<Row, { row: number; column: string }>();
  app.on('error', (error) => errors.push(error));
  const page = box(world, { flexDirection: 'column' });
  const columnOf = ({ name, width: size, ...more }: Col): TableColumn<readonly Target[]> => ({
    key: name,
    header: name,
    width: size,
    template: cellTemplate,
    bind(_, [cell], row) {
      bound.push(`${row}:${name}`);
      shows.set(cell as Row, { row: idOf(row), column: name });
    },
    ...more,
  });
  function cellTemplate(cell: Entity): readonly Row[] {
    return [resolve(world, cell)];
  }
  const list = cols ?? Array.from({ length: 20 }, (_, i) => ({ name: `c${i}`, width: 100 }));
  const table = virtualTable(world, {
    parent: page,
    flexGrow: 1,
    flexBasis: 0,
    ...(rest.source ? {} : { rowCount: 1000 }),
    rowHeight: ROW_HEIGHT,
    headerHeight: HEADER_HEIGHT,
    columns: grid
      ? tableGrid({
          ...grid,
          template: cellTemplate,
          bind: (_, [cell], row, column) => shows.set(cell as Row, { row, column: `c${column}` }),
        })
      : list.map(columnOf),
    ...rest,
  });
  const kinds = { down: INPUT_POINTER_DOWN, move: INPUT_POINTER_MOVE, up: INPUT_POINTER_UP };

  function rectOf(row: Row): [number, number, number, number, number, number] | undefined {
    const { parent } = treeOf(world);
    const bits = columns(world, State).bits;
    for (let at: number = row; at !== 0; at = parent[at]!) {
      if ((bits[at]! & STATE_HIDDEN) !== 0) return undefined;
    }
    const { floats } = resource(world, LayerRows);
    const layer = columns(world, LayerOf).id[row]! * LAYER_WORDS;
    const boxes = columns(world, Box);
    const x = floats[layer + LAYER_TX]! + boxes.x[row]!;
    const y = floats[layer + LAYER_TY]! + boxes.y[row]!;
    const left = Math.max(x, floats[layer + LAYER_CLIP]!);
    const right = Math.min(x + boxes.width[row]!, floats[layer + LAYER_CLIP + 2]!);
    const top = Math.max(y, floats[layer + LAYER_CLIP + 1]!);
    const bottom = Math.min(y + boxes.height[row]!, floats[layer + LAYER_CLIP + 3]!);
    if (!(right > left && bottom > top)) return undefined;
    return [x, y, boxes.width[row]!, left, right, bottom];
  }

  const frozenRows = options.frozenRows ?? 0;
  return {
    app,
    page,
    table,
    errors,
    bound,
    seen() {
      const found = new Map<string, SeenCell>();
      const edge = HEADER_HEIGHT + frozenRows * ROW_HEIGHT;
      for (const [cell, { row, column }] of shows) {
        const rect = rectOf(cell);
        if (!rect) continue;
        const [x, y, size, left, right, bottom] = rect;
        if (row >= frozenRows && bottom <= edge) continue;
        if (right <= left) continue;
        const name = `${row}:${column}`;
        if (found.has(name)) throw new Error(`${name} is shown twice`);
        found.set(name, { row, column, x, y, width: size, left, right });
      }
      return found;
    },
    barWidth() {
      const { track } = resource(world, ListTable).lists.at(-1)!;
      const isHidden = (columns(world, State).bits[track]! & STATE_HIDDEN) !== 0;
      return isHidden ? 0 : columns(world, Box).width[track]!;
    },
    headings() {
      const found = new Map<string, number>();
      const { order, length, parent } = treeOf(world);
      for (let i = 0; i < length; i++) {
        const row = order[i]! as Row;
        if (kindOf(world, row) !== TextKind || textOf(world, row) === '') continue;
        const rect = rectOf(parent[row]! as Row);
        if (rect && rect[1] === 0) found.set(textOf(world, row).trim(), rect[0]);
      }
      return found;
    },
    columnOf,
    ringed() {
      const { bits } = columns(world, State);
      const ringed = [...shows].filter(([cell]) => (bits[cell]! & STATE_FOCUS_VISIBLE) !== 0);
      return ringed.map(([, { row, column }]) => `${row}:${column}`).join(' ');
    },
    pointer(kind, x, y, type = 0) {
      app.input.pointer(kinds[kind], 1, x, y, 0, 0, app.clock.now(), type);
    },
    key(code, modifiers = 0) {
      app.input.key(INPUT_KEY_DOWN, code, modifiers, app.clock.now());
      app.frames(1);
    },
    dispose() {
      app.dispose();
    },
  };
}
