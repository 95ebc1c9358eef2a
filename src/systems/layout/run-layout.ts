import { CONTENT, findResource, isRowAlive, LAYOUT, STRUCTURE, setCurrentRow } from '../../ecs';
import { Failures } from '../../ecs/stores';
import { isNear, placeAbsolute } from './absolute';
import { placeDistant } from './distant';
import { restoreAsked, restoreEdges } from './edges';
import { isEntry } from './entry';
import { hasArea } from './grid/areas-out-of-flow';
import { hideChild, hideSubtree } from './hide';
import { containerOf } from './items';
import { isMeasured, measureFrom } from './measure';
import {
  ABSOLUTE,
  ARRANGE,
  BAD,
  CHILDLESS,
  DISTANT,
  HIDDEN,
  LEAF,
  MEASURE,
  NONE,
  OF_SURFACE,
  OUT_OF_FLOW,
  PATH,
} from './node-store';
import { isLeaf, packStyle } from './pack-style';
import { placeBelow } from './place';
import { placeBox, tellBoxes } from './place-box';
import { sortByOrder } from './sort-by-order';
import { beginPass, type LayoutState } from './state';

/**
 * One pass: takes the dirt, climbs from it to where it cannot matter any more, measures upwards and places downwards from
 * there. Elements that turned bad are reported in the name of `system` after everything else has its box; a world without
 * `Failures` gets the first of them thrown.
 */
export function runPass(state: LayoutState, system: string, full: boolean): void {
  const { dirt, entries, arrange } = state;
  const resized = beginPass(state);
  // A pass that was cut short by an exception leaves flags behind that would hide dirt from the next one.
  if (full || state.unfinished) forgetAll(state);
  state.unfinished = true;
  const idle = !full && !resized && dirt.taken === dirt.length;
  if (!idle) {
    state.stats.passes++;
    state.stats.totalPasses++;
  }
  for (let i = dirt.taken; i < dirt.length; i++)
    takeDirt(state, dirt.rows[i]!, dirt.bits[dirt.rows[i]!]!);
  dirt.take();
  if (resized) {
    relayoutRoots(state);
    takeSurfaceLengths(state);
  }
  for (let i = 0; i < entries.length; i++) measureEntry(state, entries.rows[i]!);
  entries.clear();
  if (arrange.length > 1) sortByOrder(arrange, state.tree.indexOf);
  for (let i = 0; i < arrange.length; i++) arrangeFrom(state, arrange.rows[i]!);
  arrange.clear();
  if (state.distantMoved) placeDistant(state);
  restoreAsked(state);
  tellBoxes(state);
  state.unfinished = false;
  if (state.turnedBad.length > 0) reportBad(state, system);
}

/** Not before the end: listeners of the app may change the world. */
function reportBad(state: LayoutState, system: string): void {
  const { world, turnedBad } = state;
  state.turnedBad = [];
  const failures = findResource(world, Failures);
  for (const { error, row, hidden } of turnedBad) {
    // What it is in may have become another before the pass was over.
    if (hidden && (state.node.flags[row]! & HIDDEN) === 0) continue;
    if (failures) {
      failures.report(error, system, row);
    } else {
      setCurrentRow(world, row);
      throw error;
    }
  }
}

function takeDirt(state: LayoutState, row: number, kinds: number): void {
  const { flags, packed } = state.node;
  if (!isRowAlive(state.world, row)) return;
  if ((kinds & LAYOUT) !== 0) {
    takeStyle(state, row);
    return;
  }
  if ((kinds & STRUCTURE) !== 0) takeChildren(state, row);
  if ((kinds & CONTENT) === 0) return;
  const { width, height } = state.text;
  const leaf = isLeaf(state, row);
  const wasLeaf = (packed[row]! & (LEAF | BAD)) === LEAF;
  // Content that appears, disappears or is not a number changes what the element is.
  if (leaf !== wasLeaf || !Number.isFinite(width[row]! + height[row]!)) takeStyle(state, row);
  else if (leaf && (flags[row]! & HIDDEN) === 0) takeContent(state, row);
}

function takeStyle(state: LayoutState, row: number): void {
  const { flags, packed } = state.node;
  packStyle(state, row);
  const parent = state.tree.parent[row]!;
  if (
    parent !== 0 &&
    ((flags[parent]! & HIDDEN) !== 0 || (packed[parent]! & (CHILDLESS | NONE)) !== 0)
  ) {
    if ((flags[row]! & HIDDEN) === 0) hideChild(state, parent, row);
    return;
  }
  flags[row]! |= MEASURE | ARRANGE;
  // A hidden root has the flag of everything hidden, but nobody above to measure it.
  if (parent === 0) flags[row]! &= ~PATH;
  const stays =
    (packed[row]! & ABSOLUTE) !== 0 && (flags[row]! & (OUT_OF_FLOW | HIDDEN)) === OUT_OF_FLOW;
  if (parent === 0 || stays) {
    climb(state, row);
    return;
  }
  flags[parent]! |= MEASURE | ARRANGE;
  climb(state, parent);
}

/** Other children are other content: of the element's own style, and of its parent's, they change nothing. */
function takeChildren(state: LayoutState, row: number): void {
  // What is hidden has these flags, and `PATH`, already.
  state.node.flags[row]! |= MEASURE | ARRANGE;
  climb(state, row);
}

function takeContent(state: LayoutState, row: number): void {
  if (isMeasured(state, row)) return;
  state.node.flags[row]! |= MEASURE;
  climb(state, row);
}

/** Leaves a trail of `PATH` up to the nearest element outside of which nothing can change. */
function climb(state: LayoutState, from: number): void {
  const { flags } = state.node;
  const { parent } = state.tree;
  for (let row = from; (flags[row]! & PATH) === 0; row = parent[row]!) {
    flags[row]! |= PATH;
    if (!isEntry(state, row)) continue;
    state.entries.push(row);
    return;
  }
}

/** Not displayed by itself or by an ancestor that stays as it is. */
function isOut(state: LayoutState, row: number): boolean {
  return state.tree.parent[row] !== 0 && (state.node.flags[row]! & HIDDEN) !== 0;
}

function measureEntry(state: LayoutState, row: number): void {
  // Display and parent may have changed since the climb: an element that is hidden keeps its flags for later.
  if (isOut(state, row)) return;
  if ((state.node.packed[row]! & NONE) !== 0) state.arrange.push(row);
  else if ((state.node.flags[row]! & (MEASURE | PATH)) !== 0) {
    state.counters.entered++;
    if (!measureFrom(state, row)) return;
    const above = state.tree.parent[row]!;
    state.node.flags[above]! |= MEASURE | ARRANGE;
    climb(state, above);
  }
}

function arrangeFrom(state: LayoutState, row: number): void {
  const { flags, packed } = state.node;
  const parent = state.tree.parent[row]!;
  if ((flags[row]! & ARRANGE) === 0 || isOut(state, row)) return;
  let moved = false;
  if (parent === 0 || (packed[row]! & ABSOLUTE) !== 0) {
    if ((packed[row]! & NONE) !== 0) {
      if ((flags[row]! & HIDDEN) === 0) hideSubtree(state, row);
      return;
    }
    const container = containerOf(state, row);
    if (!isNear(state, container, row)) return;
    if (hasArea(state, container, row)) {
      // Only a grid that is laid out knows where its lines are.
      flags[container]! |= ARRANGE;
      // One that waits for the end of the pass has no size yet.
      if ((flags[container]! & DISTANT) === 0) placeBelow(state, container);
      else state.distantMoved = true;
      return;
    }
    restoreEdges(state, container);
    placeAbsolute(state, container, row);
    moved = placeBox(state, row);
  } else if (state.layerOf.own[row] !== 0) {
    // What a layer cuts off goes by whether there are children.
    moved = placeBox(state, row);
  }
  if (moved || (flags[row]! & ARRANGE) !== 0) placeBelow(state, row);
}

function relayoutRoots(state: LayoutState): void {
  const { first, next } = state.tree;
  for (let root = first[0]!; root !== 0; root = next[root]!) {
    state.node.flags[root]! |= ARRANGE;
    state.arrange.push(root);
  }
}

/** Lengths of the surface have other pixels now. */
function takeSurfaceLengths(state: LayoutState): void {
  const { order, length } = state.tree;
  for (let i = 0; i < length; i++) {
    if ((state.node.packed[order[i]!]! & OF_SURFACE) !== 0) takeStyle(state, order[i]!);
  }
}

/** As if nothing had been laid out before: what incremental passes are tested against. */
function forgetAll(state: LayoutState): void {
  state.entries.clear();
  state.arrange.clear();
  state.distant.clear();
  state.distantMoved = false;
  const { tree, node } = state;
  for (let i = 0; i < tree.length; i++) {
    const row = tree.order[i]!;
    node.flags[row] = 0;
    node.minContent[row] = -1;
    node.maxContent[row] = -1;
    node.contentHeight[row] = -1;
    node.width[row] = -1;
    node.height[row] = -1;
  }
  for (let i = 0; i < tree.length; i++) takeStyle(state, tree.order[i]!);
}
