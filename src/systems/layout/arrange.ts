import { isNear, placeAbsolute } from './absolute';
import { noteAsked, restoreEdges } from './edges';
import { arrangeGrid } from './grid/arrange-grid';
import { hideChild } from './hide';
import { hideUndisplayed } from './items';
import {
  ABSOLUTE,
  CHILDLESS,
  COLUMN,
  CONTENTS,
  DEFINITE,
  EDGES,
  GRID,
  HIDDEN,
  INSET,
  LINES,
  NONE,
  RTL,
} from './node-store';
import { isRtl, placeFlex } from './place-flex';
import { shiftX, shiftY } from './relative';
import { solveFlex } from './solve-flex';
import type { LayoutState } from './state';
import { TAKEN_HEIGHT, TAKEN_INNER, TAKEN_WIDTH, takeSize } from './take-size';

/** Gives every item of an element whose own size is final its size and its place in the element. */
export function arrangeChildren(state: LayoutState, row: number): void {
  const { node, items, lines } = state;
  const bits = node.packed[row]!;
  state.counters.arranged++;
  node.arrangedPass[row] = state.pass;
  restoreEdges(state, row);
  if ((bits & CHILDLESS) !== 0) {
    hideChildren(state, row);
    if ((bits & LINES) !== 0) noteAsked(state, row);
    return;
  }
  const outOfFlow = hideUndisplayed(state, row);
  const definite = (node.flags[row]! & DEFINITE) !== 0;
  node.givenWidth[row] = node.width[row]!;
  node.givenHeight[row] = node.height[row]!;
  node.givenInner[row] = Number.NaN;
  if (definite) node.givenInner[row] = node.inner[row]!;
  const from = items.top;
  const firstLine = lines.top;
  if ((bits & GRID) !== 0) arrangeGrid(state, row, outOfFlow);
  else {
    solveFlex(state, row);
    placeFlex(state, row, from, firstLine);
    for (let i = from; i < items.top; i++) commit(state, row, i, definite);
  }
  items.top = from;
  lines.top = firstLine;
  if (outOfFlow) placeOutOfFlow(state, row, row);
}

function hideChildren(state: LayoutState, row: number): void {
  const { first, next } = state.tree;
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    if ((state.node.flags[child]! & HIDDEN) === 0) hideChild(state, row, child);
  }
}

function placeOutOfFlow(state: LayoutState, container: number, row: number): void {
  const { first, next } = state.tree;
  const { packed } = state.node;
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    const bits = packed[child]!;
    if ((bits & (NONE | ABSOLUTE)) === ABSOLUTE) {
      if (isNear(state, container, child)) placeAbsolute(state, container, child);
    } else if ((bits & (NONE | CONTENTS)) === CONTENTS) placeOutOfFlow(state, container, child);
  }
}

/** Takes over size and place of an item, and marks it if its own items must be placed again. */
function commit(state: LayoutState, row: number, i: number, definite: boolean): void {
  const { items, node } = state;
  const { flags } = node;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const column = (node.packed[row]! & COLUMN) !== 0;
  const width = column ? items.cross[i]! : items.size[i]!;
  const height = column ? items.size[i]! : items.cross[i]!;
  let left = node.startX[row]! + (column ? items.crossAt[i]! : items.mainAt[i]!);
  let top = node.startY[row]! + (column ? items.mainAt[i]! : items.crossAt[i]!);
  const rtl = isRtl(state, row, item);
  if ((bits & INSET) !== 0) {
    state.given[0] = Math.max(0, node.width[row]! - node.insetX[row]!);
    state.given[1] = Math.max(0, node.inner[row]! - node.insetY[row]!);
    left += shiftX(state, item, (flags[row]! & RTL) !== 0);
    top += shiftY(state, item, definite);
  }
  if ((bits & EDGES) !== 0) {
    node.edgeBase[item] = Math.max(0, node.width[row]! - node.insetX[row]!);
  }
  node.x[item] = left;
  node.y[item] = top;
  state.given[TAKEN_WIDTH] = width;
  state.given[TAKEN_HEIGHT] = height;
  state.given[TAKEN_INNER] = items.inner[i]!;
  takeSize(state, item, rtl);
}
