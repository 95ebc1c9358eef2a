import { despawn, isAlive, type World } from '../../ecs';
import type { ListState } from '../../ecs/stores';
import { isHeld } from './held-rows';
import { type RowSlots, UNBOUND } from './row-slots';

/** The slot of the bound row that is furthest from what is in sight, out of sight, and that nobody is at; -1 for none. */
export function furthestHidden(world: World, list: ListState, slots: RowSlots): number {
  const { indices, stamps, stamp } = slots;
  let furthest = -1;
  let most = -1;
  for (let slot = 0; slot < slots.size; slot++) {
    const index = indices[slot]!;
    const distance = Math.max(list.firstVisible - index, index - list.lastVisible);
    if (index === UNBOUND || stamps[slot] === stamp || distance <= most) continue;
    if (isHeld(world, list, list.count, slots, slot)) continue;
    furthest = slot;
    most = distance;
  }
  return furthest;
}

/** Despawns the row of a slot, which stands for nothing any more. The last slot takes its place. */
export function dropRow(world: World, slots: RowSlots, slot: number): void {
  slots.free(slot);
  const entity = slots.entities[slot]!;
  slots.counts[slots.kinds[slot]!]!--;
  const last = --slots.size;
  const { indices, rows, layers, heights, stamps, kinds, isAhead, wasBound, isStale } = slots;
  if (slot !== last) {
    indices[slot] = indices[last]!;
    rows[slot] = rows[last]!;
    layers[slot] = layers[last]!;
    heights[slot] = heights[last]!;
    stamps[slot] = stamps[last]!;
    kinds[slot] = kinds[last]!;
    isAhead[slot] = isAhead[last]!;
    wasBound[slot] = wasBound[last]!;
    isStale[slot] = isStale[last]!;
    slots.keptIn[slot] = slots.keptIn[last]!;
    slots.entities[slot] = slots.entities[last]!;
    slots.parts[slot] = slots.parts[last]!;
    if (indices[slot] !== UNBOUND) slots.slots.set(indices[slot]!, slot);
  }
  indices[last] = UNBOUND;
  rows[last] = 0;
  isAhead[last] = 0;
  isStale[last] = 0;
  slots.entities.length = last;
  slots.parts.length = last;
  if (isAlive(world, entity)) despawn(world, entity);
}
