import type { RowPool } from './row-pool';

/** Binds an index that is not shown, and keeps it as long as the window does not need its row. Returns false if there is no row for it. */
export function bindAhead(
  { slots, kinds, maker, takeSlot }: RowPool,
  index: number,
  isMoving: boolean,
): boolean {
  const slot = takeSlot(kinds.of(index), false);
  if (slot < 0 || !maker.ensure(slot)) return false;
  maker.bind(slot, index);
  slots.keep(slot);
  slots.isAhead[slot] = isMoving ? 1 : 2;
  return true;
}

/** Takes an index, if it is bound, into the choice of those that stay so. */
export function keepBound({ slots }: RowPool, index: number): void {
  const slot = slots.of(index);
  if (slot >= 0) slots.keep(slot);
}

/** Whether an index is bound, shown or not. */
export function isBound({ slots }: RowPool, index: number): boolean {
  return slots.of(index) >= 0;
}
