import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_LEFT,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
} from '../../../ecs/stores';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  AUTO_BOTTOM,
  AUTO_LEFT,
  AUTO_RIGHT,
  AUTO_TOP,
  EDGES,
  INSET,
  JUSTIFY_ITEMS_SHIFT,
  JUSTIFY_SELF_SHIFT,
  RTL,
} from '../node-store';
import { isRtl } from '../place-flex';
import { shiftX, shiftY } from '../relative';
import type { Axis, LayoutState } from '../state';
import { TAKEN_HEIGHT, TAKEN_INNER, TAKEN_WIDTH, takeSize } from '../take-size';
import { findAreas } from './areas-out-of-flow';
import { alignBaselines } from './baselines';
import { findShim, sizeHeight, sizeWidthAgain } from './item-sizes';
import { type GridScratch, LEAD, SHIM } from './scratch';
import { solveGrid } from './solve-grid';

/** Gives every item of a grid whose own size is `givenWidth` by `givenHeight` its size and its place in it. */
export function arrangeGrid(state: LayoutState, row: number, outOfFlow: boolean): void {
  const { grid } = state;
  const from = grid.items.top;
  const first = grid.tracks.top;
  solveGrid(state, row);
  if (outOfFlow) findAreas(state, row, row, first);
  const firstRow = first + grid.columns;
  const to = grid.items.top;
  finish(state, from, to, firstRow);
  for (let i = from; i < to; i++) commit(state, row, i, firstRow);
  grid.items.top = from;
  grid.tracks.top = first;
}

/** Sizes the items in their areas, and takes the baselines anew. */
function finish(state: LayoutState, from: number, to: number, firstRow: number): void {
  const rows = state.grid.rows;
  for (let i = from; i < to; i++) {
    sizeWidthAgain(state, i);
    sizeHeight(state, i, true);
  }
  alignBaselines(state, from, to, firstRow, firstRow + rows);
}

/**
 * Finds the first baseline of a grid whose border box is `givenWidth` by `givenHeight`: that of the items aligned by it in the first
 * row, else that of the first item there.
 */
export function gridBaseline(state: LayoutState, row: number): void {
  const { grid, node } = state;
  const from = grid.items.top;
  const first = grid.tracks.top;
  solveGrid(state, row);
  const { items } = grid;
  const firstRow = first + grid.columns;
  finish(state, from, items.top, firstRow);
  let chosen = -1;
  for (let i = from; i < items.top; i++) {
    if (chosen < 0) {
      chosen = i;
      continue;
    }
    const line = items.rowStart[i]! - items.rowStart[chosen]!;
    const aligned = !Number.isNaN(items.ascent[i]!);
    const wasAligned = !Number.isNaN(items.ascent[chosen]!);
    if (
      line < 0 ||
      (line === 0 &&
        (aligned !== wasAligned ? aligned : items.columnStart[i]! < items.columnStart[chosen]!))
    ) {
      chosen = i;
    }
  }
  if (chosen >= 0) {
    const item = items.rows[chosen]!;
    findTop(state, chosen, firstRow);
    const top = node.startY[row]! + grid.given[LEAD]!;
    node.givenWidth[item] = grid.items.width[chosen]!;
    node.givenHeight[item] = grid.items.height[chosen]!;
    node.givenInner[item] = grid.items.inner[chosen]!;
    state.asks.baseline(state, item);
    node.baseline[row] = top + node.baseline[item]!;
  }
  grid.items.top = from;
  grid.tracks.top = first;
}

function commit(state: LayoutState, row: number, i: number, firstRow: number): void {
  const { grid, node } = state;
  const { items } = grid;
  const { flags } = node;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const width = items.width[i]!;
  const height = items.height[i]!;
  const rtl = isRtl(state, row, item);
  findLeft(state, row, i, rtl);
  let left = node.startX[row]! + grid.given[LEAD]!;
  findTop(state, i, firstRow);
  let top = node.startY[row]! + grid.given[LEAD]!;
  if ((bits & INSET) !== 0) {
    state.given[0] = items.areaWidth[i]!;
    state.given[1] = items.areaHeight[i]!;
    left += shiftX(state, item, (flags[row]! & RTL) !== 0);
    top += shiftY(state, item, true);
  }
  if ((bits & EDGES) !== 0) node.edgeBase[item] = items.areaWidth[i]!;
  node.x[item] = left;
  node.y[item] = top;
  state.given[TAKEN_WIDTH] = width;
  state.given[TAKEN_HEIGHT] = height;
  state.given[TAKEN_INNER] = items.inner[i]!;
  takeSize(state, item, rtl);
}

/** Writes where an item stands from the left of the grid's content box: `given[LEAD]`. */
function findLeft(state: LayoutState, row: number, i: number, itemRtl: boolean): void {
  const { grid, node } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const rtl = (node.flags[row]! & RTL) !== 0;
  const area = items.areaWidth[i]!;
  const inner = Math.max(0, node.givenWidth[row]! - node.insetX[row]!);
  const begin = rtl ? inner - items.areaX[i]! - area : items.areaX[i]!;
  const bits = node.packed[item]!;
  const free = area - items.width[i]! - node.marginX[item]!;
  const startAuto = (bits & AUTO_LEFT) !== 0;
  const endAuto = (bits & AUTO_RIGHT) !== 0;
  let lead = 0;
  if (startAuto || endAuto) {
    if (free <= 0) lead = rtl ? free : 0;
    else lead = startAuto ? (endAuto ? free / 2 : free) : 0;
  } else {
    grid.given[LEAD] = free;
    align(grid, items.justify[i]!, rtl, itemRtl);
    lead = grid.given[LEAD]!;
  }
  grid.given[LEAD] = begin + lead + node.marginLeft[item]!;
}

/** And from its top. */
function findTop(state: LayoutState, i: number, firstRow: number): void {
  const { grid, node } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const free = items.areaHeight[i]! - items.height[i]! - node.marginY[item]!;
  const startAuto = (bits & AUTO_TOP) !== 0;
  const endAuto = (bits & AUTO_BOTTOM) !== 0;
  let lead = 0;
  if (startAuto || endAuto) {
    if (free > 0) lead = startAuto ? (endAuto ? free / 2 : free) : 0;
  } else if (!Number.isNaN(items.ascent[i]!)) {
    findShim(state, i, firstRow + items.rowStart[i]!);
    lead = Math.max(0, grid.given[SHIM]!);
  } else {
    grid.given[LEAD] = free;
    align(grid, items.align[i]!, false, false);
    lead = grid.given[LEAD]!;
  }
  grid.given[LEAD] = items.areaY[i]! + lead + node.marginTop[item]!;
}

/**
 * Turns what an element out of flow without insets leaves of its containing block, `given[LEAD]` of the grid's, into where it stands
 * there.
 */
export function alignInGrid(state: LayoutState, axis: Axis, container: number, row: number): void {
  const { align: alignments, flags } = state.node;
  const shift = axis.horizontal ? JUSTIFY_SELF_SHIFT : ALIGN_SELF_SHIFT;
  const own = (alignments[row]! >> shift) & ALIGN_MASK;
  const items = axis.horizontal ? JUSTIFY_ITEMS_SHIFT : ALIGN_ITEMS_SHIFT;
  // Only an alignment of its own can be safe.
  const kind =
    own === ALIGN_AUTO ? (alignments[container]! >> items) & ALIGN_MASK & ~ALIGN_SAFE : own;
  const rtl = axis.horizontal && (flags[container]! & RTL) !== 0;
  const itemRtl = axis.horizontal && isRtl(state, container, row);
  align(state.grid, kind, rtl, itemRtl);
}

/** Turns the free space in `given[LEAD]` into where something stands in it. */
function align({ given }: GridScratch, kind: number, rtl: boolean, itemRtl: boolean): void {
  const free = given[LEAD]!;
  let share = rtl ? 1 : 0;
  if ((kind & ALIGN_SAFE) === 0 || free >= 0) {
    switch (kind & ~ALIGN_SAFE) {
      case ALIGN_CENTER:
        share = 0.5;
        break;
      case ALIGN_END:
      case ALIGN_FLEX_END:
        share = rtl ? 0 : 1;
        break;
      case ALIGN_SELF_START:
        share = itemRtl ? 1 : 0;
        break;
      case ALIGN_SELF_END:
        share = itemRtl ? 0 : 1;
        break;
      case ALIGN_LEFT:
        share = 0;
        break;
      case ALIGN_RIGHT:
        share = 1;
        break;
    }
  }
  given[LEAD] = free * share;
}
