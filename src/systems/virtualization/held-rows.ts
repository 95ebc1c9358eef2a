import { columns, isAlive, treeOf, type World } from '../../ecs';
import { type ListState, STATE_FOCUSED, STATE_PRESSED, State } from '../../ecs/stores';
import { type RowSlots, UNBOUND } from './row-slots';

/** Whether somebody is at a row, which may not stand for another one of `count` meanwhile: it is focused, pressed, or held by the app. */
export function isHeld(
  world: World,
  list: ListState,
  count: number,
  slots: RowSlots,
  slot: number,
): boolean {
  const index = slots.indices[slot]!;
  if (index === UNBOUND || index >= count || !isAlive(world, slots.entities[slot]!)) return false;
  for (let i = 0; i < list.heldCount; i++) if (list.held[i] === index) return true;
  const { indexOf, subtreeEnd, order } = treeOf(world);
  const { bits } = columns(world, State);
  const at = indexOf[slots.rows[slot]!]!;
  if (at < 0) return false;
  for (let i = at; i < subtreeEnd[at]!; i++) {
    if ((bits[order[i]!]! & (STATE_FOCUSED | STATE_PRESSED)) !== 0) return true;
  }
  return false;
}
