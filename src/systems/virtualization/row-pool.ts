import {
  columns,
  despawn,
  type Entity,
  isAlive,
  ROW_MASK,
  type Row,
  resource,
  spawn,
  type Target,
  treeOf,
  ValueError,
  type World,
} from '../../ecs';
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
  STATE_FOCUSED,
  STATE_PRESSED,
  State,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';
import { createIntMap, type SizeIndex } from '../../structures';
import type { RowWindow } from './row-window';

const UNBOUND = -1;

/**
 * Pooled rows of one list, each a layer of its own. A row keeps its slot while it is shown, and what it was bound to until
 * another index needs the slot. Rows are never re-parented or removed while scrolling: unused ones are hidden, but for those that
 * somebody is at: focused, pressed, or held by the app. They keep their slot and stand where they belong, out of sight.
 */
export type RowPool = {
  /** Rows made. */
  readonly size: number;
  /** Rows there is room for. */
  readonly capacity: number;
  /** By slot: the index it is bound to, -1 none. */
  readonly indices: Int32Array;
  readonly rows: Int32Array;
  /** By slot: the height last measured for this binding, NaN before. */
  readonly heights: Float32Array;
  /** Asked before `show` binds a row; unset, it binds all. Rows out of sight are not bound then. */
  mayBind: (() => boolean) | undefined;
  /** Whether `show` begins with the last row of the window. */
  endFirst: boolean;
  /**
   * Shows the window's rows at their places and hides all others. Rows that are not bound are bound, or left out if they may
   * not be.
   */
  show(rowWindow: RowWindow, mayBind: boolean, limit: number): void;
  /** True if the row of an index is shown. */
  isShown(index: number): boolean;
  /** True if an index is bound, shown or not. */
  isBound(index: number): boolean;
  /** Makes room for rows; makes none. */
  reserve(capacity: number): void;
  /** Begins a new choice of indices that stay bound, as long as the window does not need their rows. */
  keepNone(): void;
  /** Takes an index into the choice. */
  keep(index: number): void;
  /** Binds an index that is not shown and keeps it. Returns false if there is no row for it. */
  bindAhead(index: number): boolean;
  hideAll(): void;
  /** Gives bound rows their index after rows were put in before `from`, or, below 0, taken out from it on. */
  move(from: number, change: number): void;
  /** Forgets what is bound, from an index on. */
  forget(from: number): void;
  /** Has all rows bound again, those that are shown in their slots. */
  rebind(): void;
  /** Lets template and bind try again after a failure. */
  retry(): void;
};

type OwnPool = { -readonly [K in keyof RowPool]: RowPool[K] };

export function createRowPool(world: World, list: ListState, sizes: SizeIndex): RowPool {
  const table = resource(world, LayerTable);
  const slotOf = createIntMap(64);
  const entities: Entity[] = [];
  const parts: (readonly Target[])[] = [];
  let layers = new Int32Array(0);
  // The `show` in which a slot was last needed.
  let stamps = new Int32Array(0);
  let stamp = 1;
  // The choice of indices to keep that a slot was last in.
  let keptIn = new Int32Array(0);
  let choice = 1;
  // 1: bound before it was needed, and not shown since.
  let isAhead = new Uint8Array(0);
  // 1: has been bound since it was made.
  let wasBound = new Uint8Array(0);
  // 1: to be bound again, to what it is bound to.
  let isStale = new Uint8Array(0);
  let hand = 0;
  // Rows that stand out of the window, as of the last `show`.
  let held = 0;
  let bindFailed = false;
  let templateFailed = false;

  function report(error: unknown, what: string, row: number): void {
    const message = error instanceof Error ? error.message : String(error);
    const told = new Error(`${what} failed: ${message}`, { cause: error });
    resource(world, Failures).report(told, 'virtualization/bind', row);
  }

  /** Puts a fresh row into a slot. Returns false, and leaves nothing behind, if there can be none. */
  function fill(slot: number): boolean {
    if (templateFailed) return false;
    let entity: Entity | undefined;
    try {
      entity = spawn(world, BoxKind, list.content);
      const row = (entity & ROW_MASK) as Row;
      const layer = acquireLayer(table, row);
      columns(world, LayerOf).own[row] = layer;
      hideLayer(world, table, layer, true);
      styleRow(row);
      const made = list.template(entity);
      if (!Array.isArray(made)) {
        throw new ValueError(
          `it returned ${String(made)}; return the parts that bind fills, or []`,
        );
      }
      entities[slot] = entity;
      parts[slot] = made;
      pool.rows[slot] = row;
      layers[slot] = layer;
      pool.indices[slot] = UNBOUND;
      wasBound[slot] = 0;
      isStale[slot] = 0;
      return true;
    } catch (error) {
      // Once until the list is refreshed: a template that fails would fail for every row of every frame.
      templateFailed = true;
      report(error, 'template', list.row);
      if (entity !== undefined) despawn(world, entity);
      return false;
    }
  }

  function styleRow(row: Row): void {
    const style = columns(world, LayoutStyle);
    style.position[row] = POSITION_ABSOLUTE;
    style.widthUnit[row] = UNIT_PERCENT;
    style.width[row] = 100;
    style.leftUnit[row] = UNIT_PX;
    style.topUnit[row] = UNIT_PX;
    style.boundary[row] = 1;
    if (!list.fixedSize) return;
    style.heightUnit[row] = UNIT_PX;
    style.height[row] = list.estimatedSize;
  }

  function reserve(capacity: number): void {
    if (capacity <= pool.capacity) return;
    pool.capacity = capacity;
    pool.indices = copied(pool.indices, new Int32Array(capacity).fill(UNBOUND));
    pool.rows = copied(pool.rows, new Int32Array(capacity));
    pool.heights = copied(pool.heights, new Float32Array(capacity));
    layers = copied(layers, new Int32Array(capacity));
    stamps = copied(stamps, new Int32Array(capacity));
    keptIn = copied(keptIn, new Int32Array(capacity));
    isAhead = copied(isAhead, new Uint8Array(capacity));
    wasBound = copied(wasBound, new Uint8Array(capacity));
    isStale = copied(isStale, new Uint8Array(capacity));
  }

  function grow(count: number, limit: number): void {
    if (count <= pool.size || templateFailed) return;
    // A quarter more, so that a row or two of difference in height never makes the pool grow again.
    const size = Math.min(limit, Math.ceil(count * 1.25) + 2);
    reserve(size);
    while (pool.size < size && addRow());
  }

  function addRow(): boolean {
    if (!fill(pool.size)) return false;
    pool.size++;
    list.pooled = pool.size;
    return true;
  }

  /**
   * A slot that the running `show` does not need, or -1. The hand goes round, so that rows just hidden stay bound longest; those
   * kept give way last, or not at all.
   */
  function takeSlot(mayTakeKept: boolean): number {
    let kept = -1;
    for (let tried = 0; tried < pool.size; tried++) {
      hand = hand + 1 < pool.size ? hand + 1 : 0;
      if (stamps[hand] === stamp) continue;
      if (keptIn[hand] !== choice || pool.indices[hand] === UNBOUND) return hand;
      if (kept < 0) kept = hand;
    }
    return mayTakeKept ? kept : -1;
  }

  function bind(slot: number, index: number): void {
    if (pool.indices[slot] !== UNBOUND) slotOf.delete(pool.indices[slot]!);
    if (wasBound[slot] === 1) list.rebound++;
    wasBound[slot] = 1;
    list.wasted += isAhead[slot]!;
    isAhead[slot] = 0;
    isStale[slot] = 0;
    slotOf.set(index, slot);
    pool.indices[slot] = index;
    pool.heights[slot] = Number.NaN;
    list.bound++;
    try {
      const result: unknown = list.bind(world, parts[slot]!, index);
      if (result instanceof Promise) result.catch((error: unknown) => failBind(error, index, slot));
    } catch (error) {
      failBind(error, index, slot);
    }
  }

  function failBind(error: unknown, index: number, slot: number): void {
    // Once until the list is refreshed: a broken bind fails for every row.
    if (!bindFailed) report(error, `bind of row ${index}`, pool.rows[slot]!);
    bindFailed = true;
  }

  /** Rows that the app despawned are replaced. */
  function isUsable(slot: number): boolean {
    if (isAlive(world, entities[slot]!)) return true;
    const index = pool.indices[slot]!;
    if (index !== UNBOUND) slotOf.delete(index);
    pool.indices[slot] = UNBOUND;
    return fill(slot);
  }

  /** Shows one row of a window. Returns false if there is no pooled row left. */
  function showAt(rowWindow: RowWindow, i: number, mayBind: boolean): boolean {
    const index = rowWindow.indices[i]!;
    let slot = slotOf.get(index);
    if (slot < 0) {
      if (!mayBind || (pool.mayBind && !(isInSight(rowWindow, i) && pool.mayBind()))) return true;
      slot = takeSlot(true);
      if (slot < 0) slot = spareSlot();
    }
    if (slot < 0) return false;
    stamps[slot] = stamp;
    if (!isUsable(slot)) return true;
    if (pool.indices[slot] !== index || (isStale[slot] === 1 && mayBind)) bind(slot, index);
    list.hits += isAhead[slot]!;
    isAhead[slot] = 0;
    moveLayer(world, table, layers[slot]!, 0, rowWindow.y[i]! + list.stretch);
    hideLayer(world, table, layers[slot]!, false);
    return true;
  }

  /** A slot more, for rows that are held have taken some. */
  function spareSlot(): number {
    if (held === 0 || templateFailed) return -1;
    reserve(pool.size + 1);
    return addRow() ? pool.size - 1 : -1;
  }

  /** Whether somebody is at a row, which may not stand for another one meanwhile. */
  function isHeld(slot: number): boolean {
    const index = pool.indices[slot]!;
    if (index === UNBOUND || index >= sizes.count || !isAlive(world, entities[slot]!)) return false;
    for (let i = 0; i < list.heldCount; i++) if (list.held[i] === index) return true;
    const { indexOf, subtreeEnd, order } = treeOf(world);
    const { bits } = columns(world, State);
    const at = indexOf[pool.rows[slot]!]!;
    if (at < 0) return false;
    for (let i = at; i < subtreeEnd[at]!; i++) {
      if ((bits[order[i]!]! & (STATE_FOCUSED | STATE_PRESSED)) !== 0) return true;
    }
    return false;
  }

  /** Leaves rows of others than the window where they belong, if they were shown and somebody is at them. */
  function showHeld(): void {
    held = 0;
    for (let slot = 0; slot < pool.size; slot++) {
      if (stamps[slot] === stamp || table.hidden[layers[slot]!] === 1 || !isHeld(slot)) continue;
      stamps[slot] = stamp;
      held++;
      sizes.seek(pool.indices[slot]!);
      moveLayer(world, table, layers[slot]!, 0, sizes.foundStart - list.scrollTop + list.stretch);
      if (isStale[slot] === 1) bind(slot, pool.indices[slot]!);
    }
  }

  function isInSight({ y, sizes }: RowWindow, i: number): boolean {
    return y[i]! < list.viewport && y[i]! + sizes[i]! > 0;
  }

  const pool: OwnPool = {
    size: 0,
    capacity: 0,
    mayBind: undefined,
    endFirst: false,
    indices: new Int32Array(0),
    rows: new Int32Array(0),
    heights: new Float32Array(0),
    show(rowWindow, mayBind, limit) {
      stamp = (stamp + 1) | 0;
      if (mayBind) grow(rowWindow.count, limit);
      const { count, indices } = rowWindow;
      for (let i = 0; i < count; i++) {
        const slot = slotOf.get(indices[i]!);
        if (slot >= 0) stamps[slot] = stamp;
      }
      showHeld();
      for (let i = 0; i < count; i++) {
        if (!showAt(rowWindow, pool.endFirst ? count - 1 - i : i, mayBind)) break;
      }
      for (let slot = 0; slot < pool.size; slot++) {
        if (stamps[slot] !== stamp) hide(slot);
      }
    },
    isShown(index) {
      const slot = slotOf.get(index);
      return slot >= 0 && stamps[slot] === stamp;
    },
    isBound: (index) => slotOf.get(index) >= 0,
    reserve,
    keepNone() {
      choice = (choice + 1) | 0;
    },
    keep(index) {
      const slot = slotOf.get(index);
      if (slot >= 0) keptIn[slot] = choice;
    },
    bindAhead(index) {
      let slot = takeSlot(false);
      // Rows that nobody needs first: each that is made is there in every frame.
      if (slot < 0 && pool.size < pool.capacity && addRow()) slot = pool.size - 1;
      if (slot < 0 || !isUsable(slot)) return false;
      bind(slot, index);
      keptIn[slot] = choice;
      isAhead[slot] = 1;
      return true;
    },
    hideAll() {
      stamp = (stamp + 1) | 0;
      for (let slot = 0; slot < pool.size; slot++) if (!isHeld(slot)) hide(slot);
    },
    move(from, change) {
      if (change < 0) forget(from, from - change);
      for (let slot = 0; slot < pool.size; slot++) {
        if (pool.indices[slot]! >= from) slotOf.delete(pool.indices[slot]!);
      }
      for (let slot = 0; slot < pool.size; slot++) {
        if (pool.indices[slot]! < from) continue;
        pool.indices[slot]! += change;
        slotOf.set(pool.indices[slot]!, slot);
      }
    },
    forget: (from) => forget(from, Number.POSITIVE_INFINITY),
    rebind() {
      for (let slot = 0; slot < pool.size; slot++) {
        const index = pool.indices[slot]!;
        // Where rows are bound as there is time, others stand for them meanwhile.
        if (stamps[slot] === stamp && (!pool.mayBind || isHeld(slot))) isStale[slot] = 1;
        else if (index !== UNBOUND) forget(index, index + 1);
      }
    },
    retry() {
      bindFailed = false;
      templateFailed = false;
    },
  };

  function forget(from: number, to: number): void {
    for (let slot = 0; slot < pool.size; slot++) {
      const index = pool.indices[slot]!;
      if (index < from || index >= to || index === UNBOUND) continue;
      slotOf.delete(index);
      pool.indices[slot] = UNBOUND;
      isAhead[slot] = 0;
    }
  }

  function hide(slot: number): void {
    // A layer of a row that the app despawned may be another's by now.
    if (table.hidden[layers[slot]!] === 0 && isAlive(world, entities[slot]!)) {
      hideLayer(world, table, layers[slot]!, true);
    }
  }

  return pool;
}

function copied<A extends Int32Array | Float32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
