import { goesByRoom } from './by-room';
import { CHILDLESS, MEASURED, SOLVED } from './node-store';
import type { LayoutState } from './state';

/**
 * Finds the border-box height that an element's content takes in a border box `askedWidth` wide, the percentages in it being of
 * `askedHeight`, NaN for none: writes `intrinsic`.
 */
export function intrinsicHeight(state: LayoutState, row: number): void {
  const { node } = state;
  const edges = node.insetY[row]!;
  const high = node.askedHeight[row]! - edges;
  if ((node.packed[row]! & CHILDLESS) !== 0 || Number.isNaN(high)) {
    freeHeight(state, row);
    return;
  }
  const width = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
  if (node.triedBoxWidth[row] !== width || node.triedBoxHeight[row] !== high) {
    state.asks.height(state, row);
    node.triedBoxWidth[row] = width;
    node.triedBoxHeight[row] = high;
    node.triedBoxContent[row] = node.intrinsic[row]!;
  }
  node.intrinsic[row] = node.triedBoxContent[row]! + edges;
}

/** As `intrinsicHeight`, the percentages in the element having nothing to go by. */
export function freeHeight(state: LayoutState, row: number): void {
  const { node } = state;
  const edges = node.insetY[row]!;
  if ((node.flags[row]! & SOLVED) === 0) {
    node.intrinsic[row] = node.contentHeight[row]! + edges;
    return;
  }
  const width = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
  if (node.triedWidth[row] !== width || !isTriedRoom(state, row)) tryWidth(state, row);
  node.intrinsic[row] = node.triedContent[row]! + edges;
}

/** Heights for the width before are known too: what goes to and fro between two is solved once for each. */
function tryWidth(state: LayoutState, row: number): void {
  const { node } = state;
  // Not handed in or kept while others are asked, where numbers would be garbage.
  const width = Math.max(0, node.askedWidth[row]! - node.insetX[row]!);
  const byRoom = goesByRoom(state, row);
  const isOther = !byRoom && node.otherWidth[row] === width && isRemembered(state, row);
  const content = node.otherContent[row]!;
  node.otherWidth[row] = node.triedWidth[row]!;
  node.otherContent[row] = node.triedContent[row]!;
  node.triedWidth[row] = width;
  if (byRoom) {
    const percent = node.percentHeight[row]!;
    const room = node.roomHeight[row]!;
    node.triedPercent[row] = percent >= 0 ? percent : -1;
    node.triedRoom[row] = room >= 0 ? room : -1;
    node.triedEdges[row] = node.insetY[row]!;
  }
  if (isOther) {
    node.triedContent[row] = content;
    if ((node.packed[row]! & MEASURED) !== 0) {
      node.contentHeight[row] = content;
      node.contentBaseline[row] = Number.NaN;
    }
    return;
  }
  node.askedHeight[row] = Number.NaN;
  state.asks.height(state, row);
  node.triedContent[row] = node.intrinsic[row]!;
}

/** Whether a height is all that an answer left: not the lines of a text, nor a baseline that somebody asks for. */
function isRemembered({ node, hasBaselines }: LayoutState, row: number): boolean {
  const bits = node.packed[row]!;
  return (bits & CHILDLESS) === 0 || ((bits & MEASURED) !== 0 && !hasBaselines);
}

/** Whether the answer that is remembered is for what else the height goes by. */
function isTriedRoom(state: LayoutState, row: number): boolean {
  if (!goesByRoom(state, row)) return true;
  const { node } = state;
  const percent = node.percentHeight[row]!;
  const room = node.roomHeight[row]!;
  return (
    node.triedPercent[row] === (percent >= 0 ? percent : -1) &&
    node.triedRoom[row] === (room >= 0 ? room : -1) &&
    node.triedEdges[row] === node.insetY[row]
  );
}
