import {
  addEntity,
  addComponent as bitAdd,
  removeComponent as bitRemove,
  hasComponent,
  observe,
  onRemove,
  removeEntity,
} from 'bitecs';
import { recordAdd, recordFree, recordJoin, recordRemove } from './commands';
import { ALL_DIRT, LAYOUT, STRUCTURE, touch } from './dirt';
import { CapacityError, StaleHandleError, TreeError, ValueError } from './errors';
import {
  type Entity,
  GENERATION_MAX,
  NO_ROW,
  packEntity,
  ROW_BITS,
  ROW_LIMIT,
  ROW_MASK,
  type Row,
  type Target,
} from './handle';
import {
  type Internals,
  internals,
  ROW_ALIVE,
  ROW_DOOMED,
  ROW_FREE,
  ROW_RETIRED,
  type World,
} from './internals';
import { resetRow } from './store';
import { checkNoCycle, link, unlink } from './tree';
import { growTo } from './world';

/**
 * Adds an element of a kind below a parent (none = a root) and returns its handle. The row, its columns and its place among its
 * siblings exist at once; inside a frame queries and depth-first arrays show it when the phase ends. Throws `CapacityError` when
 * the world is full.
 */
export function spawn(world: World, kind: object, parent?: Target): Entity {
  const state = internals(world);
  const above = parent === undefined ? NO_ROW : resolve(world, parent);
  if (parent !== undefined && above === 0) {
    // Inside a frame a stale parent is counted, not thrown; the element then becomes a root that nobody sees until moved.
    state.staleInFrame++;
  }
  if (state.aliveCount + state.retiredCount >= state.limit) throw full(state);
  const row = addEntity(world.bit);
  if (row >= ROW_LIMIT) {
    removeEntity(world.bit, row);
    throw full(state);
  }
  if (row >= state.capacity) {
    try {
      growTo(state, row + 1);
    } catch (error) {
      removeEntity(world.bit, row);
      throw error;
    }
  }
  state.generation[row]!++;
  state.life[row] = ROW_ALIVE;
  state.kindOf[row] = kindId(world, kind);
  state.aliveCount++;
  resetRow(state.stores, row);
  state.tree.indexOf[row] = -1;
  state.tree.first[row] = 0;
  state.tree.last[row] = 0;
  link(state.tree, row, above, 0);
  if (state.inFrame) recordJoin(world, row);
  else bitAdd(world.bit, row, kind);
  touch(world, row, ALL_DIRT);
  touch(world, above, STRUCTURE | LAYOUT);
  return packEntity(row, state.generation[row]!);
}

/** Removes an element and everything below it. Their handles are dead at once; rows are recycled when the phase ends. */
export function despawn(world: World, target: Target): void {
  const row = resolve(world, target);
  if (row === 0) return;
  const state = internals(world);
  touch(world, state.tree.parent[row]!, STRUCTURE | LAYOUT);
  unlink(state.tree, row);
  doom(world, state, row);
}

/** Moves an element below another parent (0 or undefined = root), before a sibling if one is given. Throws on a cycle. */
export function move(world: World, target: Target, parent?: Target, before?: Target): void {
  const row = resolve(world, target);
  if (row === 0) return;
  const state = internals(world);
  const above = parent === undefined ? NO_ROW : resolve(world, parent);
  if (parent !== undefined && above === 0) return;
  const sibling = before === undefined ? NO_ROW : resolve(world, before);
  if (sibling === row) return;
  if (sibling !== 0 && state.tree.parent[sibling] !== above) {
    throw new TreeError(
      `row ${sibling} is not a child of row ${above}; give a sibling of the new place or none`,
    );
  }
  checkNoCycle(state.tree, row, above);
  touch(world, state.tree.parent[row]!, STRUCTURE | LAYOUT);
  unlink(state.tree, row);
  link(state.tree, row, above, sibling);
  touch(world, above, STRUCTURE | LAYOUT);
  touch(world, row, ALL_DIRT);
}

/** Adds a bitECS component of the app's own to an element; inside a frame at the end of the phase. */
export function addComponent(world: World, target: Target, component: object): void {
  const row = resolve(world, target);
  if (row === 0) return;
  if (internals(world).inFrame) recordAdd(world, row, component);
  else bitAdd(world.bit, row, component);
}

/** Removes a bitECS component from an element; inside a frame at the end of the phase. */
export function removeComponent(world: World, target: Target, component: object): void {
  const row = resolve(world, target);
  if (row === 0) return;
  if (internals(world).inFrame) recordRemove(world, row, component);
  else bitRemove(world.bit, row, component);
}

/** True if the element carries the bitECS component now. */
export function has(world: World, target: Target, component: object): boolean {
  const row = resolve(world, target);
  return row !== 0 && hasComponent(world.bit, row, component);
}

/** True while the handle's element lives. */
export function isAlive(world: World, entity: Entity): boolean {
  const state = internals(world);
  const row = entity & ROW_MASK;
  return (
    entity >= ROW_LIMIT &&
    row < state.capacity &&
    state.life[row] === ROW_ALIVE &&
    state.generation[row] === entity >>> ROW_BITS
  );
}

/** The handle of a live row. */
export function entityOf(world: World, row: number): Entity {
  return packEntity(row, internals(world).generation[row]!);
}

/**
 * The row of a handle, or the row itself. A stale handle throws `StaleHandleError` outside a frame; inside one it is counted
 * (`staleHandles(world)`) and 0 is returned, which every setter ignores.
 */
export function resolve(world: World, target: Target): Row {
  const state = internals(world);
  if (target < ROW_LIMIT) {
    if (target > 0 && target < state.capacity && state.life[target] === ROW_ALIVE)
      return target as Row;
    return stale(state, target);
  }
  const row = target & ROW_MASK;
  if (
    row < state.capacity &&
    state.generation[row] === target >>> ROW_BITS &&
    state.life[row] === ROW_ALIVE
  )
    return row as Row;
  return stale(state, target);
}

/** How many stale handles were ignored inside frames since the world was made. */
export function staleHandles(world: World): number {
  return internals(world).staleInFrame;
}

/** Calls the listener with every row just before it is freed, so that what hangs on it can be returned. */
export function onFree(world: World, listener: (row: number) => void): () => void {
  const { freeHooks } = internals(world);
  freeHooks.push(listener);
  return () => {
    const at = freeHooks.indexOf(listener);
    if (at >= 0) freeHooks.splice(at, 1);
  };
}

/** Returns a doomed row: hooks, bitECS, then free or retired. */
export function freeRow(world: World, row: number): void {
  const state = internals(world);
  for (let i = 0; i < state.freeHooks.length; i++) state.freeHooks[i]!(row);
  const retired = state.generation[row]! >= GENERATION_MAX;
  state.life[row] = retired ? ROW_RETIRED : ROW_FREE;
  state.removing = true;
  try {
    if (!retired) removeEntity(world.bit, row);
    // A retired row keeps its bitECS id for ever, so that nobody is handed it again.
    else if (hasComponent(world.bit, row, state.kinds[state.kindOf[row]!]!))
      bitRemove(world.bit, row, state.kinds[state.kindOf[row]!]!);
  } finally {
    state.removing = false;
  }
  if (retired) state.retiredCount++;
}

function doom(world: World, state: Internals, row: number): void {
  state.life[row] = ROW_DOOMED;
  state.aliveCount--;
  for (let child = state.tree.first[row]!; child !== 0; ) {
    const following = state.tree.next[child]!;
    doom(world, state, child);
    child = following;
  }
  state.tree.first[row] = 0;
  state.tree.last[row] = 0;
  if (state.inFrame) recordFree(world, row);
  else freeRow(world, row);
}

function kindId(world: World, kind: object): number {
  const state = internals(world);
  const known = state.kindIds.get(kind);
  if (known !== undefined) return known;
  const id = state.kinds.push(kind) - 1;
  state.kindIds.set(kind, id);
  // An app that removes our entity through bitECS itself means despawn.
  observe(world.bit, onRemove(kind), (row: number) => {
    if (state.removing || state.life[row] !== ROW_ALIVE) return;
    adoptRemoval(world, state, row);
  });
  return id;
}

function adoptRemoval(world: World, state: Internals, row: number): void {
  touch(world, state.tree.parent[row]!, STRUCTURE | LAYOUT);
  unlink(state.tree, row);
  for (let child = state.tree.first[row]!; child !== 0; ) {
    const following = state.tree.next[child]!;
    doom(world, state, child);
    child = following;
  }
  state.tree.first[row] = 0;
  state.tree.last[row] = 0;
  state.life[row] = ROW_FREE;
  state.aliveCount--;
  for (let i = 0; i < state.freeHooks.length; i++) state.freeHooks[i]!(row);
}

function stale(state: Internals, target: number): Row {
  if (state.inFrame) {
    state.staleInFrame++;
    return NO_ROW;
  }
  if (!(target >= 1) || !Number.isInteger(target)) {
    throw new ValueError(
      `${target} is not an element; pass what a factory returned, or a row from a query`,
    );
  }
  const row = target & ROW_MASK;
  throw new StaleHandleError(
    `element ${target} (row ${row}, generation ${target >>> ROW_BITS}) is gone; it was despawned or never made. Check isAlive(world, entity) first`,
  );
}

function full(state: Internals): CapacityError {
  return new CapacityError(
    `the world holds ${state.aliveCount} elements of ${state.limit} (${state.retiredCount} rows retired); raise maxEntities (at most ${ROW_MASK}) or despawn some`,
  );
}
