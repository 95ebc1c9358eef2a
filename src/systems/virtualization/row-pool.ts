import { isAlive, resource, type World } from '../../ecs';
import { hideLayer, isRowReady, LayerTable, type ListState, moveLayer } from '../../ecs/stores';
import type { SizeIndex } from '../../structures';
import { isHeld } from './held-rows';
import { createRowMaker } from './row-maker';
import { RowSlots, UNBOUND } from './row-slots';
import type { RowWindow } from './row-window';

/**
 * Pooled rows of one list, each a layer of its own. A row keeps its slot while it is shown, and what it was bound to until
 * another index needs the slot. Rows are never re-parented or removed while scrolling: unused ones are hidden, but for those that
 * somebody is at: focused, pressed, or held by the app. They keep their slot and stand where they belong, out of sight.
 */
export type RowPool = {
  /** What is known of its rows. */
  readonly slots: RowSlots;
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
  /** Has rows bound again, those that are shown in their slots; without an end all. */
  rebind(from: number, to?: number): void;
  /** Lets template and bind try again after a failure. */
  retry(): void;
};

export function createRowPool(world: World, list: ListState, sizes: SizeIndex): RowPool {
  const table = resource(world, LayerTable);
  const slots = new RowSlots();
  const maker = createRowMaker(world, list, slots);
  // Rows that stand out of the window, as of the last `show`.
  let held = 0;

  function grow(count: number, limit: number): void {
    if (count <= slots.size || maker.isBroken) return;
    // A quarter more, so that a row or two of difference in height never makes the pool grow again.
    const size = Math.min(limit, Math.ceil(count * 1.25) + 2);
    slots.reserve(size);
    while (slots.size < size && maker.add());
  }

  /** Shows one row of a window. Returns false if there is no pooled row left. */
  function showAt(rowWindow: RowWindow, i: number, mayBind: boolean): boolean {
    const index = rowWindow.indices[i]!;
    let slot = slots.of(index);
    if (slot < 0) {
      if (!mayBind || !isRowReady(list, index)) return true;
      if (pool.mayBind && !(isInSight(rowWindow, i) && pool.mayBind())) return true;
      slot = slots.take(true);
      if (slot < 0) slot = spareSlot();
    }
    if (slot < 0) return false;
    slots.stamps[slot] = slots.stamp;
    if (!maker.ensure(slot)) return true;
    if (slots.indices[slot] !== index || (mayBind && isDue(slot))) maker.bind(slot, index);
    list.hits += slots.isAhead[slot]!;
    slots.isAhead[slot] = 0;
    moveLayer(world, table, slots.layers[slot]!, 0, rowWindow.y[i]! + list.stretch);
    hideLayer(world, table, slots.layers[slot]!, false);
    return true;
  }

  /** A slot more, for rows that are held have taken some. */
  function spareSlot(): number {
    if (held === 0 || maker.isBroken) return -1;
    slots.reserve(slots.size + 1);
    return maker.add() ? slots.size - 1 : -1;
  }

  /** Leaves rows of others than the window where they belong, if they were shown and somebody is at them. */
  function showHeld(): void {
    held = 0;
    for (let slot = 0; slot < slots.size; slot++) {
      if (slots.stamps[slot] === slots.stamp || table.hidden[slots.layers[slot]!] === 1) continue;
      if (!isHeld(world, list, sizes.count, slots, slot)) continue;
      slots.stamps[slot] = slots.stamp;
      held++;
      sizes.seek(slots.indices[slot]!);
      const layer = slots.layers[slot]!;
      moveLayer(world, table, layer, 0, sizes.foundStart - list.scrollTop + list.stretch);
      if (isDue(slot)) maker.bind(slot, slots.indices[slot]!);
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
    mayBind: undefined,
    endFirst: false,
    show(rowWindow, mayBind, limit) {
      slots.turn();
      if (mayBind) grow(rowWindow.count, limit);
      const { count, indices } = rowWindow;
      for (let i = 0; i < count; i++) {
        const slot = slots.of(indices[i]!);
        if (slot >= 0) slots.stamps[slot] = slots.stamp;
      }
      showHeld();
      for (let i = 0; i < count; i++) {
        if (!showAt(rowWindow, pool.endFirst ? count - 1 - i : i, mayBind)) break;
      }
      for (let slot = 0; slot < slots.size; slot++) {
        if (slots.stamps[slot] !== slots.stamp) hide(slot);
      }
    },
    isShown(index) {
      const slot = slots.of(index);
      return slot >= 0 && slots.stamps[slot] === slots.stamp;
    },
    isBound: (index) => slots.of(index) >= 0,
    reserve: (capacity) => slots.reserve(capacity),
    keepNone: () => slots.keepNone(),
    keep(index) {
      const slot = slots.of(index);
      if (slot >= 0) slots.keep(slot);
    },
    bindAhead(index) {
      let slot = slots.take(false);
      // Rows that nobody needs first: each that is made is there in every frame.
      if (slot < 0 && slots.size < slots.capacity && maker.add()) slot = slots.size - 1;
      if (slot < 0 || !maker.ensure(slot)) return false;
      maker.bind(slot, index);
      slots.keep(slot);
      slots.isAhead[slot] = 1;
      return true;
    },
    hideAll() {
      slots.turn();
      for (let slot = 0; slot < slots.size; slot++) {
        if (!isHeld(world, list, sizes.count, slots, slot)) hide(slot);
      }
    },
    move: (from, change) => slots.move(from, change),
    forget: (from) => slots.forget(from, Number.POSITIVE_INFINITY),
    rebind(from, to = UNBOUND) {
      const isAll = to === UNBOUND;
      for (let slot = 0; slot < slots.size; slot++) {
        const index = slots.indices[slot]!;
        if (!isAll && (index < from || index >= to)) continue;
        const isShown = slots.stamps[slot] === slots.stamp;
        // Where all rows are bound as there is time, others stand for them meanwhile.
        const stays = !isAll || !pool.mayBind || isHeld(world, list, sizes.count, slots, slot);
        if (isShown && stays) slots.isStale[slot] = 1;
        else if (index !== UNBOUND) slots.forget(index, index + 1);
      }
    },
    retry: () => maker.retry(),
  };
  return pool;
}
