import { PAINT, PROJECTION, touch } from '../../ecs';
import { markLayer } from '../../ecs/stores';
import { arrangeChildren } from './arrange';
import { noteAsked } from './edges';
import { ABSOLUTE, ARRANGE, CONTENTS, EDGES, HIDDEN, LEAF, LINES, VISIT } from './node-store';
import type { LayoutState } from './state';

/**
 * Writes an element's box from its place in its parent, if it changed: relative to its layer, or (0, 0) when it is the root of
 * one, whose origin it moves then.
 * @returns whether what is below has to move too.
 */
export function placeBox(state: LayoutState, row: number): boolean {
  const { box, node } = state;
  const layer = state.layerOf.own[row]!;
  let x = 0;
  let y = 0;
  if (layer === 0) {
    const above = state.tree.parent[row]!;
    x = Math.fround(box.x[above]! + node.x[row]!);
    y = Math.fround(box.y[above]! + node.y[row]!);
  } else if (state.layers) placeLayer(state, row, layer);
  const width = Math.fround(node.width[row]!);
  const height = Math.fround(node.height[row]!);
  const moved = box.x[row] !== x || box.y[row] !== y;
  const resized = box.width[row] !== width;
  if (!moved && !resized && box.height[row] === height) return false;
  box.x[row] = x;
  box.y[row] = y;
  box.width[row] = width;
  box.height[row] = height;
  state.counters.written++;
  touch(state.world, row, PROJECTION | PAINT);
  return moved;
}

function placeLayer(state: LayoutState, row: number, layer: number): void {
  const table = state.layers!;
  const { box, node, radius } = state;
  const above = state.tree.parent[row]!;
  // Not handed over: a fraction that a function is given is an object.
  const x = Math.fround(box.x[above]! + node.x[row]!);
  const y = Math.fround(box.y[above]! + node.y[row]!);
  let changed = table.originX[layer] !== x || table.originY[layer] !== y;
  if (changed) {
    table.originX[layer] = x;
    table.originY[layer] = y;
  }
  const width = Math.fround(node.width[row]!);
  const height = Math.fround(node.height[row]!);
  if (table.width[layer] !== width || table.height[layer] !== height) {
    table.width[layer] = width;
    table.height[layer] = height;
    // A pivot that is a share of the size has moved, which shows where anything turns about it.
    changed ||=
      table.rotation[layer] !== 0 || table.scaleX[layer] !== 1 || table.scaleY[layer] !== 1;
  }
  if (table.clips[layer] !== 0) {
    const { clipRadii } = table;
    const corner = layer * 4;
    if (
      table.clipLeft[layer] !== 0 ||
      table.clipTop[layer] !== 0 ||
      table.clipRight[layer] !== width ||
      table.clipBottom[layer] !== height ||
      clipRadii[corner] !== radius.topLeft[row] ||
      clipRadii[corner + 1] !== radius.topRight[row] ||
      clipRadii[corner + 2] !== radius.bottomRight[row] ||
      clipRadii[corner + 3] !== radius.bottomLeft[row]
    ) {
      table.clipLeft[layer] = 0;
      table.clipTop[layer] = 0;
      table.clipRight[layer] = width;
      table.clipBottom[layer] = height;
      clipRadii[corner] = radius.topLeft[row]!;
      clipRadii[corner + 1] = radius.topRight[row]!;
      clipRadii[corner + 2] = radius.bottomRight[row]!;
      clipRadii[corner + 3] = radius.bottomLeft[row]!;
      changed = true;
    }
  }
  if (!changed) return;
  state.counters.written++;
  markLayer(state.world, table, layer);
}

/** Places everything below an element whose own box is final, entering only what changed or moved. */
export function placeBelow(state: LayoutState, start: number): void {
  const { first, next, parent } = state.tree;
  const { flags } = state.node;
  let row = start;
  placeChildren(state, row);
  let child = first[row]!;
  for (;;) {
    while (child !== 0 && (flags[child]! & VISIT) === 0) child = next[child]!;
    if (child !== 0) {
      row = child;
      placeChildren(state, row);
      child = first[row]!;
      continue;
    }
    if (row === start) return;
    child = next[row]!;
    row = parent[row]!;
  }
}

function placeChildren(state: LayoutState, row: number): void {
  const { first, next } = state.tree;
  const { flags, packed } = state.node;
  const arranged = (flags[row]! & ARRANGE) !== 0;
  if (arranged && (packed[row]! & CONTENTS) === 0) arrangeChildren(state, row);
  flags[row]! &= ~(ARRANGE | VISIT);
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    const before = flags[child]!;
    if ((before & HIDDEN) !== 0) continue;
    const contents = (packed[child]! & CONTENTS) !== 0;
    // What has no box has its children moved by the container.
    const dirty = (before & ARRANGE) !== 0 || (contents && arranged);
    // Its own size is not final yet: it stands in the list of what is arranged after this.
    if (dirty && !arranged && (packed[child]! & ABSOLUTE) !== 0) continue;
    const moved = placeBox(state, child);
    if (!moved && !dirty) continue;
    if (first[child] !== 0) flags[child]! |= contents && dirty ? VISIT | ARRANGE : VISIT;
    else {
      flags[child]! &= ~ARRANGE;
      if ((packed[child]! & LINES) !== 0) noteAsked(state, child);
    }
    // Its text may stand elsewhere in a box that stays.
    if ((packed[child]! & (LEAF | EDGES)) === (LEAF | EDGES)) touch(state.world, child, PAINT);
  }
}
