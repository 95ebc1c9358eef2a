import { goesByRoom } from './grid/rooms';
import { CHILDLESS, SOLVED } from './node-store';
import type { LayoutState } from './state';

/**
 * Finds the border-box height that an element's content takes in a border box `askedWidth` wide, the percentages in it being of
 * `askedHeight`, NaN for none: writes `intrinsic`.
 */
export function intrinsicHeight(state: LayoutState, row: number): void {
  const { node } = state;
  const edges = node.insetY[row]!;
  const high = node.askedHeight[row]! - edges;
  const childless = (node.packed[row]! & CHILDLESS) !== 0;
  if ((childless || Number.isNaN(high)) && (node.flags[row]! & SOLVED) === 0) {
    node.intrinsic[row] = node.contentHeight[row]! + edges;
    return;
  }
  const width = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
  if (childless || Number.isNaN(high)) {
    if (node.triedWidth[row] !== width || goesByRoom(state, row)) tryWidth(state, row);
    node.intrinsic[row] = node.triedContent[row]! + edges;
    return;
  }
  if (node.triedBoxWidth[row] !== width || node.triedBoxHeight[row] !== high) {
    state.asks.height(state, row);
    node.triedBoxWidth[row] = width;
    node.triedBoxHeight[row] = high;
    node.triedBoxContent[row] = node.intrinsic[row]!;
  }
  node.intrinsic[row] = node.triedBoxContent[row]! + edges;
}

/** Containers also know the height for the width before: what goes to and fro between two is solved once for each. */
function tryWidth(state: LayoutState, row: number): void {
  const { node } = state;
  // Not handed in or kept while others are asked, where numbers would be garbage.
  const width = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
  const isOther = (node.packed[row]! & CHILDLESS) === 0 && node.otherWidth[row] === width;
  if (isOther && !goesByRoom(state, row)) {
    const content = node.otherContent[row]!;
    node.otherWidth[row] = node.triedWidth[row]!;
    node.otherContent[row] = node.triedContent[row]!;
    node.triedContent[row] = content;
  } else {
    node.otherWidth[row] = node.triedWidth[row]!;
    node.otherContent[row] = node.triedContent[row]!;
    state.asks.height(state, row);
    node.triedContent[row] = node.intrinsic[row]!;
  }
  node.triedWidth[row] = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
}
