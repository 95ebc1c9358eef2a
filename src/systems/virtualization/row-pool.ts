import { columns, ROW_MASK, type Row, resource, spawn, type Target, type World } from '../../ecs';
import {
  acquireLayer,
  BoxKind,
  Failures,
  hideLayer,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  moveLayer,
  POSITION_ABSOLUTE,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';

const NO_PARTS: readonly Target[] = [];

/**
 * Pooled rows of one list. Index k always lives in slot k modulo the pool's size, so the window needs no map, and a row keeps
 * its slot while it is in the window. Rows are never re-parented or removed while scrolling: unused ones are parked.
 */
export type RowPool = {
  readonly size: number;
  /** Index each slot is bound to, -1 none. */
  readonly indices: Int32Array;
  readonly rows: Int32Array;
  /** Makes room for a window of `count` rows. Returns true if slots changed, so that all must be bound again. */
  fit(count: number): boolean;
  /** Puts the row of an index at `y` (CSS pixels in the viewport) and binds it if it is not. */
  show(index: number, y: number): void;
  /** Parks every slot whose index lies outside [first, last]. */
  parkOutside(first: number, last: number): void;
  /** Forgets what is bound. */
  forget(): void;
};

export function createRowPool(world: World, list: ListState): RowPool {
  const table = resource(world, LayerTable);
  const layers: number[] = [];
  const parts: (readonly Target[])[] = [];
  let failed = false;

  function spawnRow(slot: number): void {
    const entity = spawn(world, BoxKind, list.content);
    const row = (entity & ROW_MASK) as Row;
    const layer = acquireLayer(table, row);
    columns(world, LayerOf).own[row] = layer;
    const style = columns(world, LayoutStyle);
    style.position[row] = POSITION_ABSOLUTE;
    style.widthUnit[row] = UNIT_PERCENT;
    style.width[row] = 100;
    style.leftUnit[row] = UNIT_PX;
    style.topUnit[row] = UNIT_PX;
    style.boundary[row] = 1;
    if (list.fixedSize) {
      style.heightUnit[row] = UNIT_PX;
      style.height[row] = list.estimatedSize;
    }
    pool.rows[slot] = row;
    layers[slot] = layer;
    hideLayer(world, table, layer, true);
    parts[slot] = NO_PARTS;
    parts[slot] = list.template(entity);
  }

  function bind(slot: number, index: number): void {
    pool.indices[slot] = index;
    list.bound++;
    try {
      list.bind(world, parts[slot]!, index);
    } catch (error) {
      // Once per list until it is bound anew: a broken bind fails for every row.
      if (!failed)
        resource(world, Failures).report(
          describe(error, index),
          'virtualization/bind',
          pool.rows[slot]!,
        );
      failed = true;
    }
  }

  const pool: RowPool & { size: number; indices: Int32Array; rows: Int32Array } = {
    size: 0,
    indices: new Int32Array(0),
    rows: new Int32Array(0),
    fit(count) {
      if (count <= pool.size) return false;
      // A quarter more, so that a row or two of difference in height never makes the pool grow again.
      const size = Math.ceil(count * 1.25) + 2;
      const rows = new Int32Array(size);
      rows.set(pool.rows);
      pool.rows = rows;
      pool.indices = new Int32Array(size).fill(-1);
      for (let slot = pool.size; slot < size; slot++) spawnRow(slot);
      pool.size = size;
      list.pooled = size;
      return true;
    },
    show(index, y) {
      const slot = index % pool.size;
      if (pool.indices[slot] !== index) bind(slot, index);
      moveLayer(world, table, layers[slot]!, 0, y);
      hideLayer(world, table, layers[slot]!, false);
    },
    parkOutside(first, last) {
      for (let slot = 0; slot < pool.size; slot++) {
        const index = pool.indices[slot]!;
        if (index < first || index > last) hideLayer(world, table, layers[slot]!, true);
      }
    },
    forget() {
      pool.indices.fill(-1);
      failed = false;
    },
  };
  return pool;
}

function describe(error: unknown, index: number): unknown {
  if (error instanceof Error)
    return new Error(`bind of row ${index} failed: ${error.message}`, { cause: error });
  return new Error(`bind of row ${index} failed: ${String(error)}`);
}
