import {
  addEntity,
  addComponent as bitAdd,
  removeComponent as bitRemove,
  entityExists,
  hasComponent,
  observe,
  onRemove,
  removeEntity,
} from 'bitecs';
import { recordAdd, recordFree, recordJoin, recordRemove } from './commands';
import { ALL_DIRT, keepAwake, STRUCTURE, touch } from './dirt';
import { CapacityError, StaleHandleError, SystemError, TreeError, ValueError } from './errors';
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
import { renewRow } from './renew';
import { checkNoCycle, link, unlink } from './tree';
import { growTo } from './world';

/**
 * Adds an element of a kind below a parent (none or 0 = a root) and returns its handle. The row, its columns and its place among
 * its siblings exist at once; inside a frame queries and depth-first arrays show it when the phase ends. Below a stale parent,
 * which a frame counts instead of throwing, the element is made gone: its handle is stale and its row is freed when the phase
 * ends. Throws `CapacityError` when the world is full; nothing was changed then.
 */
export function spawn(world: World, kind: object, parent?: Target): Entity {
  const state = internals(world);
  const isRoot = parent === undefined || parent === NO_ROW;
  const above = isRoot ? NO_ROW : resolve(world, parent);
  if (state.aliveCount >= state.limit) throw full(state);
  const id = kindId(world, kind);
  const lastId = state.bitIds.maxId;
  const row = takeRow(world, state);
  const generation = ++state.generation[row]!;
  state.kindOf[row] = id;
  // An id nobody ever had still has the values its columns were made with; one that the app had may not.
  if (row <= lastId) renewRow(state, row, lastId);
  const { tree } = state;
  tree.indexOf[row] = -1;
  tree.first[row] = 0;
  tree.last[row] = 0;
  if (!isRoot && above === NO_ROW) {
    tree.parent[row] = 0;
    state.life[row] = ROW_DOOMED;
    recordFree(world, row);
    return packEntity(row, generation);
  }
  state.life[row] = ROW_ALIVE;
  state.aliveCount++;
  link(tree, row, above, 0);
  try {
    if (state.inFrame) recordJoin(world, row);
    else bitAdd(world.bit, row, kind);
    touch(world, row, ALL_DIRT);
    touch(world, above, STRUCTURE);
  } catch (error) {
    // An observer of the app threw: nobody will get this handle, so the element must not stay.
    discard(world, row);
    throw error;
  }
  return packEntity(row, generation);
}

/** Removes an element and everything below it. Their handles are dead at once; rows are recycled when the phase ends. */
export function despawn(world: World, target: Target): void {
  const row = resolve(world, target);
  if (row === NO_ROW) return;
  const state = internals(world);
  doom(world, state, row);
  freeSubtree(world, state, row);
}

/**
 * Moves an element below another parent (0 or undefined = root), last or before a sibling if one is given. Throws `TreeError`
 * on a cycle or a sibling that is not one. Inside a frame a move that names a stale handle is counted and ignored.
 */
export function move(world: World, target: Target, parent?: Target, before?: Target): void {
  const row = resolve(world, target);
  if (row === NO_ROW) return;
  const state = internals(world);
  const { tree } = state;
  const isRoot = parent === undefined || parent === NO_ROW;
  const above = isRoot ? NO_ROW : resolve(world, parent);
  if (!isRoot && above === NO_ROW) return;
  const isLast = before === undefined || before === NO_ROW;
  const sibling = isLast ? NO_ROW : resolve(world, before);
  if (!isLast && sibling === NO_ROW) return;
  if (!isLast && tree.parent[sibling] !== above) {
    throw new TreeError(
      `row ${sibling} is not a child of row ${above}; give a sibling of the new place or none`,
    );
  }
  if (sibling === row) return;
  checkNoCycle(tree, row, above);
  const oldParent = tree.parent[row]!;
  unlink(tree, row);
  link(tree, row, above, sibling);
  touch(world, oldParent, STRUCTURE);
  touch(world, above, STRUCTURE);
  touch(world, row, ALL_DIRT);
}

/** Adds a bitECS component of the app's own to an element; inside a frame at the end of the phase. */
export function addComponent(world: World, target: Target, component: object): void {
  const row = resolve(world, target);
  if (row === NO_ROW) return;
  if (internals(world).inFrame) recordAdd(world, row, component);
  else bitAdd(world.bit, row, component);
}

/**
 * Removes a bitECS component from an element; inside a frame at the end of the phase. Throws `ValueError` for the kind the
 * element was spawned with.
 */
export function removeComponent(world: World, target: Target, component: object): void {
  const row = resolve(world, target);
  if (row === NO_ROW) return;
  const state = internals(world);
  if (state.kinds[state.kindOf[row]!] === component) {
    throw new ValueError(
      `element ${target} (row ${row}) is of this kind and keeps it for life; despawn it instead`,
    );
  }
  if (state.inFrame) recordRemove(world, row, component);
  else bitRemove(world.bit, row, component);
}

/** True if the element carries the bitECS component now. */
export function has(world: World, target: Target, component: object): boolean {
  const row = resolve(world, target);
  return row !== NO_ROW && hasComponent(world.bit, row, component);
}

/** The kind a live row was spawned with; unlike what queries show, known from the moment it is. */
export function kindOf(world: World, row: Row): object {
  const { kinds, kindOf: ids } = internals(world);
  return kinds[ids[row]!]!;
}

/** True while the handle's element lives. */
export function isAlive(world: World, entity: Entity): boolean {
  const state = internals(world);
  const row = entity & ROW_MASK;
  return (
    entity >= ROW_LIMIT &&
    row < state.capacity &&
    packEntity(row, state.generation[row]!) === entity &&
    state.life[row] === ROW_ALIVE
  );
}

/** The handle of a live row. */
export function entityOf(world: World, row: number): Entity {
  return packEntity(row, internals(world).generation[row]!);
}

/**
 * The row of a handle, or the row itself. A stale handle, or the row of no live element, throws `StaleHandleError` outside a
 * frame; inside one it is counted (`staleHandles(world)`) and 0 is returned, which every setter ignores.
 */
export function resolve(world: World, target: Target): Row {
  const state = internals(world);
  if (target < ROW_LIMIT) {
    // Row 0, negative numbers and fractions are no rows and have no life.
    return state.life[target] === ROW_ALIVE ? (target as Row) : stale(state, target);
  }
  const row = target & ROW_MASK;
  // Packed again, so that numbers which only look like a handle after 32-bit conversion fail.
  return row < state.capacity &&
    packEntity(row, state.generation[row]!) === target &&
    state.life[row] === ROW_ALIVE
    ? (row as Row)
    : stale(state, target);
}

/** How many stale handles were ignored inside frames since the world was made. */
export function staleHandles(world: World): number {
  return internals(world).staleInFrame;
}

/**
 * Calls the listener with every row just before it is freed, so that what hangs on it can be returned; returns how to stop.
 * Its handle is stale already, its columns still hold its values. A listener that throws keeps neither the others from being
 * called nor the row from being freed.
 */
export function onFree(world: World, listener: (row: number) => void): () => void {
  const state = internals(world);
  // Copied, so that a listener may stop itself or another while rows are being freed.
  state.freeHooks = [...state.freeHooks, listener];
  let active = true;
  return () => {
    if (!active) return;
    active = false;
    const hooks = [...state.freeHooks];
    hooks.splice(hooks.indexOf(listener), 1);
    state.freeHooks = hooks;
  };
}

/** Returns a doomed row: listeners, then bitECS. All of it is done before the first error is thrown. */
export function freeRow(world: World, row: number): void {
  const state = internals(world);
  // Free before any code of the app runs, so that our own observer can tell our removal from the app's.
  state.life[row] = ROW_FREE;
  let failure: Failure = callFreeHooks(state, row);
  // An observer that throws stops bitECS half-way; asked again it goes on with the queries that are left.
  for (let tries = 0; tries < MOST_TRIES && entityExists(world.bit, row); tries++) {
    try {
      removeEntity(world.bit, row);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) throw failure.error;
}

/** Gives up an element whose bitECS entity the app removed itself: that means despawn. */
export function adoptRemoval(world: World, row: number): void {
  const state = internals(world);
  let failure: Failure;
  if (state.life[row] === ROW_ALIVE) {
    doom(world, state, row);
    for (let child = state.tree.first[row]!; child !== 0; ) {
      const following = state.tree.next[child]!;
      try {
        freeSubtree(world, state, child);
      } catch (error) {
        failure ??= { error };
      }
      child = following;
    }
  }
  state.life[row] = ROW_FREE;
  failure = callFreeHooks(state, row) ?? failure;
  if (failure) throw failure.error;
}

/** More than the queries of any app. */
const MOST_TRIES = 1000;

type Failure = { error: unknown } | undefined;

function callFreeHooks(state: Internals, row: number): Failure {
  const hooks = state.freeHooks;
  let failure: Failure;
  for (let i = 0; i < hooks.length; i++) {
    try {
      hooks[i]!(row);
    } catch (error) {
      failure ??= { error };
    }
  }
  return failure;
}

/** Takes a subtree out of the tree; every handle in it is dead when this returns. Walks by links: a chain may be long. */
function doom(world: World, state: Internals, top: number): void {
  const { first, next, parent } = state.tree;
  const above = parent[top]!;
  unlink(state.tree, top);
  if (above === 0) keepAwake(world);
  else touch(world, above, STRUCTURE);
  for (let row = top; ; ) {
    state.life[row] = ROW_DOOMED;
    state.aliveCount--;
    if (first[row] !== 0) {
      row = first[row]!;
      continue;
    }
    while (row !== top && next[row] === 0) row = parent[row]!;
    if (row === top) return;
    row = next[row]!;
  }
}

/** Frees doomed rows, children first: at once outside a frame, at the end of the phase inside one. */
function freeSubtree(world: World, state: Internals, top: number): void {
  let failure: Failure;
  for (let row = deepestFirst(state, top); ; ) {
    // Read before the row is freed, for a listener may spawn into it; arrays too, for they may grow.
    const following = row === top ? 0 : state.tree.next[row]!;
    const above = state.tree.parent[row]!;
    if (state.inFrame) {
      recordFree(world, row);
    } else {
      try {
        freeRow(world, row);
      } catch (error) {
        failure ??= { error };
      }
    }
    if (row === top) break;
    row = following === 0 ? above : deepestFirst(state, following);
  }
  if (failure) throw failure.error;
}

function deepestFirst(state: Internals, row: number): number {
  const { first } = state.tree;
  let at = row;
  while (first[at] !== 0) at = first[at]!;
  return at;
}

function discard(world: World, row: number): void {
  try {
    despawn(world, row as Row);
  } catch {
    // The error that made the element go is the one to tell.
  }
}

/** A row nobody uses, with room in every array. */
function takeRow(world: World, state: Internals): number {
  for (;;) {
    const row = addEntity(world.bit);
    if (row >= state.capacity) makeRoom(world, state, row);
    const life = state.life[row];
    // The app removed this element through bitECS before it had joined its kind, where nobody could notice.
    if (life === ROW_ALIVE || life === ROW_DOOMED) adoptRemoval(world, row);
    if (state.generation[row]! < GENERATION_MAX) return row;
    // Keeps its bitECS id for ever, so that nobody is handed it again.
    if (life !== ROW_RETIRED) state.retiredCount++;
    state.life[row] = ROW_RETIRED;
  }
}

function makeRoom(world: World, state: Internals, row: number): void {
  try {
    if (row >= ROW_LIMIT) throw full(state);
    growTo(state, row + 1);
  } catch (error) {
    removeEntity(world.bit, row);
    throw error;
  }
}

function kindId(world: World, kind: object): number {
  const state = internals(world);
  const known = state.kindIds.get(kind);
  if (known !== undefined) return known;
  const stop = observe(world.bit, onRemove(kind), (row: number) => {
    const life = state.life[row];
    if (life === ROW_ALIVE || life === ROW_DOOMED) adoptRemoval(world, row);
  });
  state.stops.push(stop);
  const id = state.kinds.push(kind) - 1;
  state.kindIds.set(kind, id);
  return id;
}

function stale(state: Internals, target: number): Row {
  if (state.inFrame) {
    state.staleInFrame++;
    return NO_ROW;
  }
  if (!(target >= 1 && target < 2 ** 32) || !Number.isInteger(target)) {
    throw new ValueError(
      `${target} is not an element; pass what a factory returned, or a row from a query`,
    );
  }
  const row = target & ROW_MASK;
  throw new StaleHandleError(
    target < ROW_LIMIT
      ? `row ${row} holds no element; it was despawned or never made. Keep handles, not rows, across frames`
      : `element ${target} (row ${row}, generation ${target >>> ROW_BITS}) is gone; it was despawned or never made. Check isAlive(world, entity) first`,
  );
}

function full(state: Internals): Error {
  if (state.disposed) return new SystemError('the world is disposed; make a new one');
  return new CapacityError(
    `the world holds ${state.aliveCount} elements of ${state.limit} (${state.retiredCount} rows retired); raise maxEntities (at most ${ROW_MASK}) or despawn some`,
  );
}
