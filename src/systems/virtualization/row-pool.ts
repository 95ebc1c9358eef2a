import { isAlive, resource, type World } from '../../ecs';
import { hideLayer, isRowReady, LayerTable, type ListState, moveLayer } from '../../ecs/stores';
import { isHeld } from './held-rows';
import type { Lanes } from './lanes';
import type { RowKinds } from './row-kinds';
import { createRowMaker, type RowMaker } from './row-maker';
import { RowSlots, UNBOUND } from './row-slots';
import type { RowSizes, RowWindow } from './row-window';

/**
 * Pooled rows of one list, each a layer of its own. A row keeps its slot while it is shown, and what it was bound to until
 * another index needs the slot. Rows are never re-parented or removed while scrolling: unused ones are hidden, but for those that
 * somebody is at: focused, pressed, or held by the app. They keep their slot and stand where they belong, out of sight.
 */
export type RowPool = {
  /** What is known of its rows, and of what types there are. */
  readonly slots: RowSlots;
  readonly kinds: RowKinds;
  readonly maker: RowMaker;
  /** The row that stays at the top, -1 for none, and where it starts in the viewport, CSS pixels. */
  readonly stuck: { index: number; readonly y: Float64Array };
  /** Where rows lie side by side; unset, each takes the whole width. */
  lanes: Lanes | undefined;
  /** Asked before `show` binds a row; unset, it binds all. Rows out of sight are not bound then. */
  mayBind: (() => boolean) | undefined;
  /** Asked, if set, whether a row is made, rather than that one bound out of sight stands for another. */
  mayMake: (() => boolean) | undefined;
  /** Whether `show` begins with the last row of the window. */
  endFirst: boolean;
  /**
   * Shows the window's rows at their places and hides all others. Rows that are not bound are bound, or left out if they may
   * not be.
   */
  show(rowWindow: RowWindow, mayBind: boolean, limit: number): void;
  /** True if the row of an index is shown. */
  isShown(index: number): boolean;
  /** Says how many rows of a type there may be; makes none. */
  reserve(room: number): void;
  /** A slot for a row of a type that the running `show` does not need, or one more, or -1. */
  takeSlot(kind: number, mayTakeKept: boolean): number;
  hideAll(): void;
  /** Has rows bound again, those that are shown in their slots; without an end all. */
  rebind(from: number, to?: number): void;
};

export function createRowPool(world: World, list: ListState, sizes: RowSizes): RowPool {
  const table = resource(world, LayerTable);
  const slots = new RowSlots(list);
  const maker = createRowMaker(world, list, slots);
  const { kinds } = maker;
  // Rows of a type that there may be, and, as of the last `show`, of all.
  let room = 0;
  let most = 2 ** 30;
  const isTyped = kinds.all.length > 1;
  // In an array: a fraction handed to a function is a new object.
  const place = new Float64Array(2);
  // Rows that stand out of the window, as of the last `show`.
  let held = 0;

  function reserve(count: number): void {
    room = Math.max(room, count);
    slots.reserve(count);
  }

  function grow(count: number): void {
    if (count <= slots.size && !isTyped) return;
    // A quarter more, so that a row or two of difference in height never makes the pool grow again.
    const size = Math.min(most, Math.ceil(count * 1.25) + 2);
    reserve(size);
    // Of which types they will be is not known.
    while (!isTyped && slots.size < size && maker.add(0));
  }

  function takeSlot(kind: number, mayTakeKept: boolean): number {
    // Rows that nobody needs first: each that is made is there in every frame.
    let slot = slots.take(kind, mayTakeKept && !isTyped);
    const isFree = slot >= 0 && slots.indices[slot] === UNBOUND;
    const mayMake = slot < 0 ? slots.countOf(kind) < room : !isFree && pool.mayMake?.();
    if (mayMake && slots.size < most && maker.add(kind)) slot = slots.size - 1;
    if (slot >= 0 || !isTyped) return slot;
    slot = slots.take(kind, mayTakeKept);
    if (slot >= 0 || slots.size < most) return slot;
    slot = slots.take(-1, mayTakeKept);
    return slot >= 0 && maker.remake(slot, kind) ? slot : -1;
  }

  /** Whether a row that is bound again is of another type by now; then its elements are free. */
  function isOther(slot: number, index: number): boolean {
    if (!isTyped || kinds.of(index) === slots.kinds[slot]) return false;
    slots.free(slot);
    slots.stamps[slot] = slots.stamp - 1;
    return true;
  }

  /** Shows a row at `place`. Returns false if there is no pooled row left. */
  function showRow(index: number, isSeen: boolean, mayBind: boolean): boolean {
    let slot = slots.of(index);
    const isStale = slot >= 0 && mayBind && isDue(slot);
    if (slot < 0 || (isStale && isOther(slot, index))) {
      if (!mayBind || !isRowReady(list, index)) return true;
      if (pool.mayBind && !(isSeen && pool.mayBind())) return true;
      const kind = kinds.of(index);
      slot = takeSlot(kind, true);
      if (slot < 0) slot = spareSlot(kind);
    }
    if (slot < 0) return false;
    slots.stamps[slot] = slots.stamp;
    if (!maker.ensure(slot)) return true;
    if (slots.indices[slot] !== index || isStale) maker.bind(slot, index);
    const how = slots.isAhead[slot]!;
    list.hits += (how + 1) >> 1;
    list.warmHits += how >> 1;
    slots.isAhead[slot] = 0;
    moveRow(slot, index);
    hideLayer(world, table, slots.layers[slot]!, false);
    return true;
  }

  function moveRow(slot: number, index: number): void {
    const { lanes } = pool;
    place[0] = lanes ? lanes.x[lanes.of(index)]! : 0;
    moveLayer(world, table, slots.layers[slot]!, place);
  }

  function showAt(rowWindow: RowWindow, i: number, mayBind: boolean): boolean {
    const index = rowWindow.indices[i]!;
    const isStuck = index === pool.stuck.index;
    place[1] = isStuck ? pool.stuck.y[0]! : rowWindow.y[i]! + list.stretch;
    return showRow(index, isInSight(rowWindow, i), mayBind);
  }

  /** Shows the row that stays at the top, if the window is beyond it. */
  function showStuck(first: number, mayBind: boolean): void {
    const { index, y } = pool.stuck;
    if (index < 0 || index >= first) return;
    place[1] = y[0]!;
    showRow(index, true, mayBind);
  }

  /** A slot more, for rows that are held have taken some. */
  function spareSlot(kind: number): number {
    return held > 0 && maker.add(kind) ? slots.size - 1 : -1;
  }

  /** Leaves rows of others than the window where they belong, if they were shown and somebody is at them. */
  function showHeld(): void {
    held = 0;
    for (let slot = 0; slot < slots.size; slot++) {
      if (slots.stamps[slot] === slots.stamp || table.hidden[slots.layers[slot]!] === 1) continue;
      if (!isHeld(world, list, sizes.count, slots, slot)) continue;
      const isStale = isDue(slot);
      if (isStale && isOther(slot, slots.indices[slot]!)) continue;
      slots.stamps[slot] = slots.stamp;
      held++;
      sizes.seek(slots.indices[slot]!);
      place[1] = sizes.foundStart - list.scrollTop + list.stretch;
      moveRow(slot, slots.indices[slot]!);
      if (isStale) maker.bind(slot, slots.indices[slot]!);
    }
  }

  /** Whether a row is to be bound again and can be. Until then it stays as it is. */
  function isDue(slot: number): boolean {
    return slots.isStale[slot] === 1 && isRowReady(list, slots.indices[slot]!);
  }

  function isInSight({ y, sizes }: RowWindow, i: number): boolean {
    return y[i]! < list.viewport && y[i]! + sizes[i]! > 0;
  }

  function hide(slot: number): void {
    // A layer of a row that the app despawned may be another's by now.
    const layer = slots.layers[slot]!;
    if (table.hidden[layer] === 0 && isAlive(world, slots.entities[slot]!))
      hideLayer(world, table, layer, true);
  }

  const pool: RowPool = {
    slots,
    kinds,
    maker,
    stuck: { index: -1, y: new Float64Array(1) },
    lanes: undefined,
    mayBind: undefined,
    mayMake: undefined,
    endFirst: false,
    show(rowWindow, mayBind, limit) {
      slots.turn();
      most = limit;
      if (mayBind) grow(rowWindow.count + (pool.stuck.index >= 0 ? 1 : 0));
      const { count, indices } = rowWindow;
      for (let i = 0; i < count; i++) {
        const slot = slots.of(indices[i]!);
        if (slot < 0) continue;
        // Hidden until now, but bound, and it has been seen before.
        if (slots.stamps[slot]! < slots.stamp - 1 && slots.isAhead[slot] === 0) list.cacheHits++;
        slots.stamps[slot] = slots.stamp;
      }
      showStuck(indices[0]!, mayBind);
      showHeld();
      for (let i = 0; i < count; i++) {
        if (!showAt(rowWindow, pool.endFirst ? count - 1 - i : i, mayBind)) break;
      }
      for (let slot = 0; slot < slots.size; slot++) {
        if (slots.stamps[slot] !== slots.stamp) hide(slot);
      }
      pool.lanes?.fit(slots);
    },
    isShown(index) {
      const slot = slots.of(index);
      return slot >= 0 && slots.stamps[slot] === slots.stamp;
    },
    reserve,
    takeSlot,
    hideAll() {
      slots.turn();
      for (let slot = 0; slot < slots.size; slot++) {
        if (!isHeld(world, list, sizes.count, slots, slot)) hide(slot);
      }
    },
    rebind(from, to = UNBOUND) {
      const isAll = to === UNBOUND;
      for (let slot = 0; slot < slots.size; slot++) {
        const index = slots.indices[slot]!;
        if (!isAll && (index < from || index >= to)) continue;
        const isShown = slots.stamps[slot] === slots.stamp;
        // Where all rows are bound as there is time, others stand for them meanwhile.
        const stays = !isAll || !pool.mayBind || isHeld(world, list, sizes.count, slots, slot);
        if (isShown && stays) slots.isStale[slot] = 1;
        else slots.free(slot);
      }
    },
  };
  return pool;
}
