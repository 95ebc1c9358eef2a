import { findGap, GAP, LENGTH } from '../gap';
import { ABSOLUTE, CONTENTS, GRID, NONE, RTL, STATIC } from '../node-store';
import { BETWEEN, OFFSET } from '../place-flex';
import type { Axis, LayoutState } from '../state';
import { alignTracks } from './align-tracks';
import { NO_LINE, resolveEdgeLines } from './lines';
import { styleOf } from './rooms';
import { LEAD, reserveItems } from './scratch';
import { COLLAPSED } from './tracks';

/** Whether an element out of flow stands between lines of the grid that it is in. */
export function hasArea({ node, style }: LayoutState, container: number, row: number): boolean {
  // What is out of flow in a static grid does not go by it.
  return style.gridPlace[row] !== 0 && (node.packed[container]! & (GRID | STATIC)) === GRID;
}

/**
 * Finds the areas of what is out of flow in a grid that is solved, its columns being those from `first` on: writes their places from
 * its border box to `x` and `y`, their sizes to `percentWidth` and `percentHeight`, where placing takes them.
 */
export function findAreas(state: LayoutState, grid: number, above: number, first: number): void {
  const { first: children, next } = state.tree;
  const { packed } = state.node;
  for (let row = children[above]!; row !== 0; row = next[row]!) {
    const bits = packed[row]!;
    if ((bits & (NONE | CONTENTS)) === CONTENTS) findAreas(state, grid, row, first);
    if ((bits & (NONE | ABSOLUTE)) !== ABSOLUTE || !hasArea(state, grid, row)) continue;
    findAlong(state, state.x, grid, row, first);
    findAlong(state, state.y, grid, row, first + state.grid.columns);
  }
}

function findAlong(
  state: LayoutState,
  axis: Axis,
  container: number,
  row: number,
  first: number,
): void {
  const { node, grid, grids, style } = state;
  const { items } = grid;
  const { horizontal } = axis;
  reserveItems(items, 1);
  const i = items.top;
  const place = grids.places[style.gridPlace[row]!]!;
  resolveEdgeLines(grid, styleOf(state, container), place, horizontal, i);
  const start = (horizontal ? items.columnStart : items.rowStart)[i]!;
  const end = (horizontal ? items.columnEnd : items.rowEnd)[i]!;
  const count = horizontal ? grid.columns : grid.rows;
  const rtl = horizontal && (node.flags[container]! & RTL) !== 0;
  const inner = Math.max(0, axis.extent[container]! - axis.inset[container]!);
  const paddingLeft = axis.start[container]! - Math.max(0, axis.borderStart[container]!);
  const edgeRight = axis.inset[container]! - axis.start[container]!;
  const paddingRight = edgeRight - Math.max(0, axis.borderEnd[container]!);
  let from = rtl ? -paddingRight : -paddingLeft;
  let to = inner + (rtl ? paddingLeft : paddingRight);
  if (start !== NO_LINE) {
    findLine(state, axis, container, first, count, start, true);
    from = grid.given[LEAD]!;
  }
  if (end !== NO_LINE) {
    findLine(state, axis, container, first, count, end, false);
    to = grid.given[LEAD]!;
  }
  const size = Math.max(0, to - from);
  axis.position[row] = axis.start[container]! + (rtl ? inner - from - size : from);
  if (horizontal) node.percentWidth[row] = size;
  else node.percentHeight[row] = size;
}

/** Writes where a line is from the start of the content box, `given[LEAD]`: after the gap for what begins there, else before it. */
function findLine(
  state: LayoutState,
  axis: Axis,
  container: number,
  first: number,
  count: number,
  line: number,
  begins: boolean,
): void {
  const { tracks, given } = state.grid;
  const track = first + line;
  if (count === 0) {
    alignTracks(state, axis, container, first, first);
    given[LEAD] = state.given[OFFSET]!;
  } else if (line === 0 || (begins && line < count)) {
    given[LEAD] = tracks.at[track]!;
    if (line > 0) addGapBeforeEmpty(state, axis, container, first, track, count);
  } else given[LEAD] = tracks.at[track - 1]! + tracks.base[track - 1]!;
}

/**
 * Adds to `given[LEAD]` what is before a track that is empty and of `repeat(auto-fit)`: the gap that would be there, if it is after
 * any other.
 */
function addGapBeforeEmpty(
  state: LayoutState,
  axis: Axis,
  container: number,
  first: number,
  track: number,
  count: number,
): void {
  const { tracks } = state.grid;
  if ((tracks.state[track]! & COLLAPSED) === 0) return;
  let before = first;
  while (before < track && (tracks.state[before]! & COLLAPSED) !== 0) before++;
  if (before === track) return;
  state.given[LENGTH] = Math.max(0, axis.extent[container]! - axis.inset[container]!);
  findGap(state, axis, container);
  const gap = state.given[GAP]!;
  alignTracks(state, axis, container, first, first + count);
  state.grid.given[LEAD]! += gap + state.given[BETWEEN]!;
}
