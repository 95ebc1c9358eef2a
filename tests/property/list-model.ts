import {
  columns,
  despawn,
  type Entity,
  LAYOUT,
  type Row,
  resolve,
  resource,
  touch,
} from '../../src/ecs';
import { Box, LayerOf, LayerTable, LayoutStyle, ListTable, UNIT_PX } from '../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { box, setStyle, type VirtualList, virtualList } from '../../src/ui';
import { importsSettled } from '../imports';

/** Heights of all rows as a list of an estimate and exceptions, added up one by one: what the size index must agree with. */
export class NaiveSizes {
  readonly known = new Map<number, number>();
  count: number;
  readonly estimate: number;

  constructor(count: number, estimate: number) {
    this.count = count;
    this.estimate = estimate;
  }

  sizeOf(index: number): number {
    return this.known.get(index) ?? this.estimate;
  }

  offsetOf(index: number): number {
    let offset = index * this.estimate;
    for (const [row, size] of this.known) if (row < index) offset += size - this.estimate;
    return offset;
  }

  total(): number {
    return this.offsetOf(this.count);
  }

  /** First and last row with a part in [top, bottom), -1 if none. */
  range(top: number, bottom: number): [number, number] {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.offsetOf(middle + 1) > top) high = middle;
      else low = middle + 1;
    }
    let first = -1;
    let last = -1;
    let start = low < this.count ? this.offsetOf(low) : Number.POSITIVE_INFINITY;
    for (let index = low; index < this.count && start < bottom; index++) {
      const size = this.sizeOf(index);
      if (size > 0 && start + size > top) {
        if (first < 0) first = index;
        last = index;
      }
      start += size;
    }
    return [first, last];
  }

  /** Puts rows in before an index, or, with a number below 0, takes some out from it on. */
  edit(index: number, change: number): void {
    const before = [...this.known];
    this.known.clear();
    for (const [row, size] of before) {
      if (row < index) this.known.set(row, size);
      else if (row >= index - change) this.known.set(row + change, size);
    }
    this.count += change;
  }

  /** Moves rows to where they begin at `to`, counted without them. */
  move(from: number, count: number, to: number): void {
    const before = [...this.known];
    this.known.clear();
    for (const [row, size] of before) this.known.set(afterMove(row, from, count, to), size);
  }

  setCount(count: number): void {
    this.count = count;
    for (const row of [...this.known.keys()]) if (row >= count) this.known.delete(row);
  }
}

/** What a list's stage tells an oracle of heights. */
export type ToldSizes = {
  readonly known: { set(index: number, height: number): unknown };
  edit(index: number, change: number): void;
  move(from: number, count: number, to: number): void;
};

/** Where a row is after others, or it, were moved. */
export function afterMove(row: number, from: number, count: number, to: number): number {
  if (row >= from && row < from + count) return row - from + to;
  const without = row < from ? row : row - count;
  return without < to ? without : without + count;
}

/** A list in a headless app beside its oracle. */
export type ListStage = {
  readonly app: HeadlessApp;
  readonly list: VirtualList;
  readonly sizes: NaiveSizes;
  /** Heights the rows have when they are bound. */
  heightOf: (index: number) => number;
  /** How often each index was bound since the last `forgetBinds`. */
  readonly binds: Map<number, number>;
  viewport: number;
  resize(height: number): void;
  /** Gives a live row another height without binding it. */
  grow(index: number, height: number): void;
  /** Puts rows into the data before an index, or, with a number below 0, takes some out from it on. */
  edit(index: number, change: number): void;
  /** Moves rows of the data to where they begin at `to`, counted without them. */
  move(from: number, count: number, to: number): void;
  /** Rows that are shown: index to where its layer stands and how high its box is. */
  shown(): Map<number, { y: number; height: number }>;
  dispose(): void;
};

export type StageOptions = {
  app?: HeadlessApp;
  count: number;
  estimate: number;
  viewport: number;
  heightOf: (index: number) => number;
  stickToEnd?: boolean;
  /** The list is told heights by a function, when it asks. */
  sized?: boolean;
  sections?: readonly number[];
  /** Told of heights in place of `sizes`. */
  told?: ToldSizes;
};

/** Makes a list of plain boxes whose heights the test decides. */
export function createListStage(options: StageOptions): ListStage {
  const { count, estimate, viewport, stickToEnd = false, sized = false, sections } = options;
  const app = options.app ?? createHeadlessApp({ width: 300, height: 2000 });
  const { world } = app;
  const sizes = new NaiveSizes(count, estimate);
  const told: ToldSizes = options.told ?? sizes;
  const binds = new Map<number, number>();
  const boundTo = new Map<Row, number>();
  const frame: Entity = box(world, { width: 200, height: viewport, position: 'absolute' });
  const list = virtualList(world, {
    parent: frame,
    width: '100%',
    height: '100%',
    count,
    estimatedSize: estimate,
    stickToEnd,
    ...(sections && { sections }),
    ...(sized && {
      sizeOf(index: number) {
        const height = stage.heightOf(index);
        sizes.known.set(index, height);
        return height;
      },
    }),
    template: (entity) => [resolve(world, entity)] as const,
    bind(_, [row], index) {
      // Rows that take no time are not readied.
      app.clock.advance(0.25);
      boundTo.set(row, index);
      binds.set(index, (binds.get(index) ?? 0) + 1);
      if (!sized) writeHeight(row, index, stage.heightOf(index));
    },
  });

  function writeHeight(row: Row, index: number, height: number): void {
    const style = columns(world, LayoutStyle);
    style.heightUnit[row] = UNIT_PX;
    style.height[row] = height;
    touch(world, row, LAYOUT);
    told.known.set(index, height);
  }

  const stage: ListStage = {
    app,
    list,
    sizes,
    heightOf: options.heightOf,
    binds,
    viewport,
    resize(height) {
      stage.viewport = height;
      setStyle(world, frame, { height });
    },
    grow(index, height) {
      for (const [row, bound] of boundTo) {
        if (bound === index) writeHeight(row, index, height);
      }
    },
    edit(index, change) {
      if (change > 0) list.insertRows(index, change);
      else list.removeRows(index, -change);
      told.edit(index, change);
      binds.clear();
      for (const [row, bound] of [...boundTo]) {
        if (bound < index) continue;
        if (bound < index - change) boundTo.delete(row);
        else boundTo.set(row, bound + change);
      }
    },
    move(from, count, to) {
      list.moveRows(from, count, to);
      told.move(from, count, to);
      binds.clear();
      for (const [row, bound] of [...boundTo]) boundTo.set(row, afterMove(bound, from, count, to));
    },
    shown() {
      const table = resource(world, LayerTable);
      const { own } = columns(world, LayerOf);
      const { height } = columns(world, Box);
      const found = new Map<number, { y: number; height: number }>();
      for (const [row, index] of boundTo) {
        const layer = own[row]!;
        if (table.hidden[layer] !== 0) continue;
        if (found.has(index)) throw new Error(`row ${index} is shown twice`);
        found.set(index, { y: table.y[layer]!, height: height[row]! });
      }
      return found;
    },
    dispose() {
      if (options.app) despawnList(app, frame);
      else app.dispose();
    },
  };
  return stage;
}

/** Has an app load what lists load when their rows move: all that are made later have it from their first frame on. */
export async function loadMoves(app: HeadlessApp): Promise<void> {
  const stage = createListStage({
    app,
    count: 3,
    estimate: 20,
    viewport: 100,
    heightOf: () => 20,
  });
  app.frames(1);
  stage.list.moveRows(0, 1, 2);
  app.frames(1);
  await importsSettled();
  app.frames(1);
  stage.dispose();
}

function despawnList(app: HeadlessApp, frame: Entity): void {
  despawn(app.world, frame);
  const left = resource(app.world, ListTable).lists.length;
  if (left > 0) throw new Error(`${left} lists are left behind`);
}
