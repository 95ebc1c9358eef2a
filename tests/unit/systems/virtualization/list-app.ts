import type { AppError } from '../../../../src/app';
import {
  columns,
  type Entity,
  LAYOUT,
  type Row,
  resolve,
  resource,
  touch,
} from '../../../../src/ecs';
import {
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  ListTable,
  UNIT_PX,
} from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, type VirtualList, type VirtualListOptions, virtualList } from '../../../../src/ui';

export type Parts = readonly Row[];

/** A list that fills a surface of 300 x 400, and what it did. */
export type ListApp = {
  readonly app: HeadlessApp;
  readonly page: Entity;
  readonly list: VirtualList;
  readonly state: ListState;
  readonly errors: AppError[];
  /** Indices in the order they were bound. */
  readonly bound: number[];
  /** Shown rows: index to y. */
  shown(): Map<number, number>;
  /** Pooled row that an index was bound to last. */
  rowOf(index: number): Row;
  pointer(kind: 'down' | 'move' | 'up', x: number, y: number): void;
};

/** Makes one; rows are 40 px high unless the test says otherwise. */
export function createListApp(
  options: Partial<VirtualListOptions<Parts>> & { heightOf?: (index: number) => number } = {},
): ListApp {
  const { heightOf = () => 40, ...rest } = options;
  const app = createHeadlessApp({ width: 300, height: 400 });
  const { world } = app;
  const errors: AppError[] = [];
  const bound: number[] = [];
  const boundTo = new Map<Row, number>();
  app.on('error', (error) => errors.push(error));
  const page = box(world, { flexDirection: 'column' });
  const list = virtualList<Parts>(world, {
    parent: page,
    flexGrow: 1,
    flexBasis: 0,
    ...(rest.source ? {} : { count: 1000 }),
    estimatedSize: 40,
    template: (row) => [resolve(world, row)],
    ...rest,
    bind(_, parts, index) {
      bound.push(index);
      const [row] = parts;
      if (row !== undefined) {
        boundTo.set(row, index);
        setHeight(app, row, heightOf(index));
      }
      return rest.bind?.(world, parts, index);
    },
  });
  const state = resource(world, ListTable).lists.at(-1)!;
  const kinds = { down: INPUT_POINTER_DOWN, move: INPUT_POINTER_MOVE, up: INPUT_POINTER_UP };
  return {
    app,
    page,
    list,
    state,
    errors,
    bound,
    shown: () => shownLayers(app, boundTo),
    rowOf(index) {
      const found = [...boundTo].find(([, own]) => own === index);
      if (!found) throw new Error(`row ${index} is not bound`);
      return found[0];
    },
    pointer(kind, x, y) {
      app.input.pointer(kinds[kind], 1, x, y, 0, 0, app.clock.now());
    },
  };
}

/** Those of the rows that are shown: index to y. */
export function shownLayers(
  { world }: HeadlessApp,
  boundTo: ReadonlyMap<Row, number>,
): Map<number, number> {
  const table = resource(world, LayerTable);
  const { own } = columns(world, LayerOf);
  const found = new Map<number, number>();
  for (const [row, index] of boundTo) {
    // Those despawned have none.
    if (own[row] !== 0 && table.hidden[own[row]!] === 0) found.set(index, table.y[own[row]!]!);
  }
  return found;
}

/** Gives a row a height of its own. */
export function setHeight(app: HeadlessApp, row: Row, height: number): void {
  const style = columns(app.world, LayoutStyle);
  style.heightUnit[row] = UNIT_PX;
  style.height[row] = height;
  touch(app.world, row, LAYOUT);
}

/** Drags the pointer upwards by `distance` in `steps` frames and lifts it while it moves. */
export function flick({ app, pointer }: ListApp, distance: number, steps: number): void {
  pointer('down', 100, 300);
  app.frames(1);
  for (let i = 1; i <= steps; i++) {
    app.clock.advance(0);
    pointer('move', 100, 300 - (distance * i) / steps);
    if (i === steps) pointer('up', 100, 300 - distance);
    app.frames(1);
  }
}
