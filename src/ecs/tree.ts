import { TreeError } from './errors';
import { type Internals, internals, ROW_ALIVE, type World } from './internals';

/** Above every position. Not Infinity: engines keep that as a double, of which code that is not hot yet makes an object a read. */
const CLEAN = 2 ** 30 - 1;

/**
 * Parent and sibling links are the truth and change at once; `order`, `indexOf`, `subtreeEnd` and `depth` are what systems
 * walk and change only between phases.
 */
export type TreeState = {
  parent: Int32Array;
  first: Int32Array;
  last: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  /** Rows depth-first. */
  order: Int32Array;
  /** Position of a row in `order`, -1 while not in it. */
  indexOf: Int32Array;
  /** By position: the position after the last descendant. */
  subtreeEnd: Int32Array;
  /** By position: 0 for roots. */
  depth: Int32Array;
  length: number;
  /** Lowest position whose subtree may have changed; `CLEAN` when none has. */
  dirtyFrom: number;
  /** Goes up by one with every change of `order`. */
  version: number;
};

/** What systems may read of the tree. */
export type Tree = Readonly<TreeState>;

/** Makes the arrays of an empty tree. */
export function createTreeState(capacity: number): TreeState {
  const ints = (): Int32Array => new Int32Array(capacity);
  return {
    parent: ints(),
    first: ints(),
    last: ints(),
    next: ints(),
    previous: ints(),
    order: ints(),
    indexOf: ints().fill(-1),
    subtreeEnd: ints(),
    depth: ints(),
    length: 0,
    dirtyFrom: CLEAN,
    version: 0,
  };
}

/** Names of the arrays that have a place by row. */
export const treeArrays = [
  'parent',
  'first',
  'last',
  'next',
  'previous',
  'order',
  'indexOf',
  'subtreeEnd',
  'depth',
] as const;

/** Arrays of the tree for so many rows, not yet in place. */
export function grownTree(tree: TreeState, capacity: number): Int32Array[] {
  return treeArrays.map((name) => {
    const grown = new Int32Array(capacity);
    if (name === 'indexOf') grown.fill(-1);
    grown.set(tree[name].subarray(0, capacity));
    return grown;
  });
}

/** Puts the arrays of `grownTree` in place. */
export function placeTree(tree: TreeState, grown: Int32Array[]): void {
  treeArrays.forEach((name, i) => {
    tree[name] = grown[i]!;
  });
}

/**
 * The depth-first arrays as of the last phase boundary, or of now when no frame runs. Inside a frame they may list rows that were
 * despawned in this phase (`isRowAlive` tells) and miss those spawned in it; `version` says whether anything changed, roots
 * included, which have no parent that becomes dirty.
 */
export function treeOf(world: World): Tree {
  const state = internals(world);
  if (!state.inFrame) refreshTree(state);
  return state.tree;
}

/** Links a row as the last child of `parent` (0 = root), or before a sibling. Both must be checked already. */
export function link(tree: TreeState, row: number, parent: number, before: number): void {
  const after = before === 0 ? tree.last[parent]! : tree.previous[before]!;
  tree.parent[row] = parent;
  tree.previous[row] = after;
  tree.next[row] = before;
  if (after === 0) tree.first[parent] = row;
  else tree.next[after] = row;
  if (before === 0) tree.last[parent] = row;
  else tree.previous[before] = row;
  markFrom(tree, parent);
}

/** Takes a row and what is below it out of its place among its siblings. */
export function unlink(tree: TreeState, row: number): void {
  const parent = tree.parent[row]!;
  const after = tree.previous[row]!;
  const before = tree.next[row]!;
  if (after === 0) tree.first[parent] = before;
  else tree.next[after] = before;
  if (before === 0) tree.last[parent] = after;
  else tree.previous[before] = after;
  tree.parent[row] = 0;
  tree.previous[row] = 0;
  tree.next[row] = 0;
  markFrom(tree, parent);
}

function markFrom(tree: TreeState, parent: number): void {
  // Row 0 stands above all roots: its list changes the order from the start. A parent that is not in the order yet was
  // marked when it was linked itself.
  const at = parent === 0 ? 0 : tree.indexOf[parent]!;
  if (at >= 0 && at < tree.dirtyFrom) tree.dirtyFrom = at;
}

/** Throws if `parent` is the row itself or lies below it. */
export function checkNoCycle(tree: TreeState, row: number, parent: number): void {
  for (let at = parent; at !== 0; at = tree.parent[at]!) {
    if (at === row)
      throw new TreeError(
        `row ${row} cannot move below row ${parent}, which is itself or its own descendant`,
      );
  }
}

/** Brings the depth-first arrays up to date, resuming the walk at the lowest position that changed. */
export function refreshTree(state: Internals): void {
  const { tree } = state;
  if (tree.dirtyFrom === CLEAN) return;
  const { order, indexOf, subtreeEnd, depth, parent, first, next } = tree;
  const from = tree.dirtyFrom;
  tree.dirtyFrom = CLEAN;
  let position = from;
  let row = from === 0 ? first[0]! : order[from]!;
  const oldLength = tree.length;
  // Rows that left the order must read -1 even when nothing takes their place.
  for (let i = from; i < oldLength; i++) indexOf[order[i]!] = -1;
  while (row !== 0) {
    order[position] = row;
    indexOf[row] = position;
    const above = parent[row]!;
    depth[position] = above === 0 ? 0 : depth[indexOf[above]!]! + 1;
    position++;
    if (first[row] !== 0) {
      row = first[row]!;
      continue;
    }
    while (row !== 0 && next[row] === 0) {
      subtreeEnd[indexOf[row]!] = position;
      row = parent[row]!;
    }
    if (row !== 0) {
      subtreeEnd[indexOf[row]!] = position;
      row = next[row]!;
    }
  }
  tree.length = position;
  tree.version++;
}

/** Parent row, or 0. */
export function parentOf(world: World, row: number): number {
  return internals(world).tree.parent[row]!;
}

/** First child row, or 0; follow with `nextSiblingOf`. */
export function firstChildOf(world: World, row: number): number {
  return internals(world).tree.first[row]!;
}

/** Next sibling row, or 0. */
export function nextSiblingOf(world: World, row: number): number {
  return internals(world).tree.next[row]!;
}

/** True while the row's element lives. */
export function isRowAlive(world: World, row: number): boolean {
  return internals(world).life[row] === ROW_ALIVE;
}
