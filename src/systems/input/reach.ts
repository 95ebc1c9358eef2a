import { columns, findResource, type Tree, treeOf, type World } from '../../ecs';
import {
  DISPLAY_NONE,
  LayerOf,
  LayerTable,
  LayoutStyle,
  STATE_DISABLED,
  STATE_FOCUSABLE,
  STATE_HIDDEN,
  STATE_SCROLLABLE,
  State,
} from '../../ecs/stores';

/** True if an element and all it is in are shown and enabled. */
export function isReachable(world: World, row: number): boolean {
  const { parent } = treeOf(world);
  for (let at = row; at !== 0; at = parent[at]!) if (isShut(world, at)) return false;
  return true;
}

/**
 * The next element that takes focus after `from` in tree order, or before it; goes on at the other end. `from` itself if it is
 * the only one, 0 if there is none.
 */
export function nextFocusable(world: World, from: number, backwards: boolean): number {
  const tree = treeOf(world);
  const at = from === 0 ? -1 : tree.indexOf[from]!;
  const { bits } = columns(world, State);
  let first = 0;
  let last = 0;
  let before = 0;
  for (let i = 0; i < tree.length; i = step(world, tree, i)) {
    const row = tree.order[i]!;
    if ((bits[row]! & STATE_FOCUSABLE) === 0 || isShut(world, row)) continue;
    if (first === 0) first = row;
    if (i < at) before = row;
    else if (i > at && !backwards) return row;
    last = row;
  }
  if (!backwards) return first;
  return before !== 0 ? before : last;
}

/** The first element in tree order that scrolls, is shown and enabled; 0 if none. */
export function firstScrollable(world: World): number {
  const tree = treeOf(world);
  const { bits } = columns(world, State);
  for (let i = 0; i < tree.length; i = step(world, tree, i)) {
    const row = tree.order[i]!;
    if ((bits[row]! & STATE_SCROLLABLE) !== 0 && !isShut(world, row)) return row;
  }
  return 0;
}

function step(world: World, tree: Tree, at: number): number {
  return isShut(world, tree.order[at]!) ? tree.subtreeEnd[at]! : at + 1;
}

function isShut(world: World, row: number): boolean {
  if ((columns(world, State).bits[row]! & (STATE_HIDDEN | STATE_DISABLED)) !== 0) return true;
  if (columns(world, LayoutStyle).display[row] === DISPLAY_NONE) return true;
  // A parked row of a list is an element out of use, though nothing else says so.
  const own = columns(world, LayerOf).own[row]!;
  return own !== 0 && findResource(world, LayerTable)?.hidden[own] === 1;
}
