import { columns, despawn, type Entity, LAYOUT, resolve, resource, touch } from '../../src/ecs';
import {
  Box,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type RowSink,
  type RowSource,
  UNIT_PX,
} from '../../src/ecs/stores';
import type { HeadlessApp } from '../../src/testing/headless-app';
import { box, setStyle, type VirtualList, virtualList } from '../../src/ui';
import { afterMove } from './list-model';

/** Where a row is that is shown: CSS pixels in the viewport. */
export type Place = { x: number; y: number; height: number; width: number };

/** A list in lanes of plain boxes whose heights the test decides. */
export type LanesStage = {
  readonly list: VirtualList;
  readonly heightOf: Map<number, number> | ((index: number) => number);
  viewport: number;
  /** Whether its data comes page by page. */
  readonly isPaged: boolean;
  resize(width: number, height: number): void;
  /** Gives a live row another height without binding it; false if it is not live. */
  grow(index: number, height: number): boolean;
  /** Rows that were put in or taken out: has those that are live known by their new index. */
  edit(index: number, change: number): void;
  /** The same for rows moved to where they begin at `to`, counted without them. */
  move(from: number, count: number, to: number): void;
  shown(): Map<number, Place>;
  /** Runs frames until nothing changes any more; for a list whose data comes page by page, until all that is in sight is there. */
  settle(): void;
  dispose(): void;
};

export type LanesOptions = {
  app: HeadlessApp;
  count: number;
  estimate: number;
  width: number;
  viewport: number;
  lanes: number | { minWidth: number };
  gap: number;
  heightOf: (index: number) => number;
  /** The list is told heights by a function, when it asks. */
  sized?: boolean;
  /** Rows whose data comes together, a frame after one of them was in sight; by default all data is there. */
  page?: number;
};

/** Frames after which a list rests. */
const SETTLE = 2;
/** Frames in which the data of all that is in sight must have come. */
const PATIENCE = 60;

export function createLanesStage(options: LanesOptions): LanesStage {
  const { app, count, estimate, width, viewport, lanes, gap, heightOf, sized = false } = options;
  const source = options.page === undefined ? undefined : createPages(count, options.page);
  const { world } = app;
  const boundTo = new Map<number, number>();
  const frame: Entity = box(world, { width, height: viewport, position: 'absolute' });
  const list = virtualList(world, {
    parent: frame,
    width: '100%',
    height: '100%',
    ...(source ? { source } : { count }),
    estimatedSize: estimate,
    lanes,
    gap,
    ...(sized && { sizeOf: heightOf }),
    template: (entity) => [resolve(world, entity)] as const,
    bind(_, [row], index) {
      app.clock.advance(0.25);
      boundTo.set(row, index);
      if (!sized) writeHeight(row, heightOf(index));
    },
  });

  function writeHeight(row: number, height: number): void {
    const style = columns(world, LayoutStyle);
    style.heightUnit[row] = UNIT_PX;
    style.height[row] = height;
    touch(world, row as never, LAYOUT);
  }

  const stage: LanesStage = {
    list,
    heightOf,
    viewport,
    isPaged: source !== undefined,
    resize(wide, high) {
      stage.viewport = high;
      setStyle(world, frame, { width: wide, height: high });
    },
    grow(index, height) {
      let found = false;
      for (const [row, bound] of boundTo) {
        if (bound !== index) continue;
        writeHeight(row, height);
        found = true;
      }
      return found;
    },
    edit(index, change) {
      if (source) source.edit(index, change);
      else if (change > 0) list.insertRows(index, change);
      else list.removeRows(index, -change);
      for (const [row, bound] of [...boundTo]) {
        if (bound < index) continue;
        if (bound < index - change) boundTo.delete(row);
        else boundTo.set(row, bound + change);
      }
    },
    move(from, count, to) {
      if (source) source.move(from, count, to);
      else list.moveRows(from, count, to);
      for (const [row, bound] of [...boundTo]) boundTo.set(row, afterMove(bound, from, count, to));
    },
    shown() {
      const table = resource(world, LayerTable);
      const { own } = columns(world, LayerOf);
      const boxes = columns(world, Box);
      const found = new Map<number, Place>();
      for (const [row, index] of boundTo) {
        const layer = own[row]!;
        if (table.hidden[layer] !== 0) continue;
        if (found.has(index)) throw new Error(`row ${index} is shown twice`);
        found.set(index, {
          x: table.x[layer]!,
          y: table.y[layer]!,
          height: boxes.height[row]!,
          width: boxes.width[row]!,
        });
      }
      return found;
    },
    settle() {
      app.frames(SETTLE);
      for (let i = 0; source?.isBusy(); i++) {
        if (i === PATIENCE) throw new Error('data of rows in sight is asked for again and again');
        app.frames(SETTLE);
      }
    },
    dispose: () => despawn(world, frame),
  };
  return stage;
}

type Pages = RowSource & {
  edit(index: number, change: number): void;
  move(from: number, count: number, to: number): void;
  /** Whether data is on its way. */
  isBusy(): boolean;
};

/** A source of which nothing is there until it is in sight. */
function createPages(count: number, page: number): Pages {
  const there = new Array<boolean>(count).fill(false);
  let sink: RowSink | undefined;
  let first = -1;
  let last = -1;

  function missing(): boolean {
    for (let row = Math.max(0, first); row <= Math.min(last, there.length - 1); row++) {
      if (!there[row]) return true;
    }
    return false;
  }

  return {
    get count() {
      return there.length;
    },
    isReady: (index) => there[index] === true,
    show(from, to) {
      first = from;
      last = to;
      if (missing()) sink?.wake();
    },
    update() {
      if (!missing()) return;
      // Those in the middle first: what comes before what lies above it is harder.
      const middle = (first + last) >> 1;
      for (let i = 0; ; i++) {
        const row = middle + (i & 1 ? -1 : 1) * ((i + 1) >> 1);
        if (row < first || row > last || there[row]) continue;
        const from = row - (row % page);
        there.fill(true, from, Math.min(from + page, there.length));
        break;
      }
      sink?.wake();
    },
    connect(to) {
      sink = to;
      return () => {
        sink = undefined;
      };
    },
    edit(index, change) {
      if (change > 0) there.splice(index, 0, ...new Array<boolean>(change).fill(false));
      else there.splice(index, -change);
      if (change > 0) sink?.insertRows(index, change);
      else sink?.removeRows(index, -change);
    },
    move(from, count, to) {
      there.splice(to, 0, ...there.splice(from, count));
      sink?.moveRows(from, count, to);
    },
    isBusy: missing,
  };
}

/** Lays all rows from the first one on, each in the lane that is shortest: what lanes must agree with. */
export function naiveLanes(
  count: number,
  lanes: number,
  gap: number,
  heightOf: (index: number) => number,
): { lane: number; y: number }[] {
  const ends = new Array<number>(lanes).fill(0);
  return Array.from({ length: count }, (_, index) => {
    const lane = ends.indexOf(Math.min(...ends));
    const y = ends[lane]!;
    ends[lane] = y + heightOf(index) + gap;
    return { lane, y };
  });
}
