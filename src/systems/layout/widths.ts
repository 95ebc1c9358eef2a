import { measureWidth } from './measured';
import { CHILDLESS, LINES, MEASURED } from './node-store';
import type { LayoutState } from './state';

/** Sees to it that `minContent` is known: it is found when it is asked for, as most elements get their width from outside. */
export function needNarrow(state: LayoutState, row: number): void {
  if (state.node.minContent[row]! < 0) findNarrow(state, row);
}

/** Sees to it that `maxContent` is known. */
export function needWide(state: LayoutState, row: number): void {
  if (state.node.maxContent[row]! < 0) findWide(state, row);
}

function findNarrow(state: LayoutState, row: number): void {
  const { node } = state;
  const bits = node.packed[row]!;
  if ((bits & CHILDLESS) === 0) {
    findWidths(state, row);
  } else if ((bits & MEASURED) !== 0) {
    measureWidth(state, row, 0, node.minContent);
  } else {
    const wide = node.maxContent[row]!;
    const least =
      (bits & LINES) !== 0 && state.textPort ? state.textPort.minContentWidth(row) : wide;
    node.minContent[row] = Math.min(wide, textWidth(least));
  }
}

function findWide(state: LayoutState, row: number): void {
  const { node } = state;
  const bits = node.packed[row]!;
  if ((bits & CHILDLESS) === 0) findWidths(state, row);
  else if ((bits & MEASURED) !== 0) {
    measureWidth(state, row, Number.POSITIVE_INFINITY, node.maxContent);
  }
}

/** As if nothing was known of what is around: it may be asked for while that is solved. */
function findWidths(state: LayoutState, row: number): void {
  const { node } = state;
  const roomWidth = node.roomWidth[row]!;
  const roomHeight = node.roomHeight[row]!;
  const percentWidth = node.percentWidth[row]!;
  const percentHeight = node.percentHeight[row]!;
  const givenWidth = node.givenWidth[row]!;
  const givenHeight = node.givenHeight[row]!;
  const givenInner = node.givenInner[row]!;
  node.roomWidth[row] = Number.NaN;
  node.roomHeight[row] = Number.NaN;
  node.percentWidth[row] = Number.NaN;
  node.percentHeight[row] = Number.NaN;
  node.givenInner[row] = Number.NaN;
  state.asks.widths(state, row);
  node.roomWidth[row] = roomWidth;
  node.roomHeight[row] = roomHeight;
  node.percentWidth[row] = percentWidth;
  node.percentHeight[row] = percentHeight;
  node.givenWidth[row] = givenWidth;
  node.givenHeight[row] = givenHeight;
  node.givenInner[row] = givenInner;
}

/** Width of a text on a grid of 1/64 px, rounded up: a box narrower than its text would cost it an ellipsis. */
export function textWidth(width: number): number {
  return Math.ceil(width * 64) / 64;
}
