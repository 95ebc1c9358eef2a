import { noteAsked } from './edges';
import { findGap, GAP, LENGTH } from './gap';
import { solveGridHeight } from './grid/solve-grid';
import { measureContent } from './measured';
import { COLUMN, GRID, LINES, MEASURED, STRAIGHT } from './node-store';
import { solveFlex } from './solve-flex';
import type { LayoutState } from './state';
import { straightHeight } from './straight';

/**
 * Finds the content height of an element whose border box is `askedWidth` wide, the percentages in it being of `askedHeight`: writes
 * `intrinsic`.
 */
export function solveHeight(state: LayoutState, row: number): void {
  const { node } = state;
  const bits = node.packed[row]!;
  if ((bits & LINES) !== 0) {
    noteAsked(state, row);
    state.counters.asked++;
    state.textPort?.wrap(row, Math.max(0, node.askedWidth[row]! - node.insetX[row]!));
    node.intrinsic[row] = state.text.height[row]!;
  } else if ((bits & MEASURED) !== 0) {
    measureContent(state, row, Math.max(0, node.askedWidth[row]! - node.insetX[row]!));
    node.intrinsic[row] = node.contentHeight[row]!;
  } else {
    state.counters.solved++;
    if ((bits & GRID) !== 0) solveGridHeight(state, row);
    else if ((node.flags[row]! & STRAIGHT) !== 0 && Number.isNaN(node.askedHeight[row]!)) {
      straightHeight(state, row);
    } else solveFlexHeight(state, row);
  }
}

function solveFlexHeight(state: LayoutState, row: number): void {
  const { node, items, lines, given } = state;
  const from = items.top;
  const firstLine = lines.top;
  const column = (node.packed[row]! & COLUMN) !== 0;
  node.givenWidth[row] = node.askedWidth[row]!;
  node.givenHeight[row] = Number.NaN;
  node.givenInner[row] = node.askedHeight[row]!;
  given[LENGTH] = Math.max(0, node.askedHeight[row]! - node.insetY[row]!);
  findGap(state, state.y, row);
  const gap = given[GAP]!;
  solveFlex(state, row);
  let height = 0;
  let start = from;
  for (let line = firstLine; line < lines.top; line++) {
    const end = lines.end[line]!;
    if (column) {
      let length = (end - start - 1) * gap;
      for (let i = start; i < end; i++) length += items.size[i]! + items.margin[i]!;
      if (length > height) height = length;
    } else height += lines.cross[line]! + (line > firstLine ? gap : 0);
    start = end;
  }
  items.top = from;
  lines.top = firstLine;
  node.intrinsic[row] = Math.max(0, height);
}
