import { columns, isRowAlive, type World } from '../../ecs';
import { type EdgesOf, UNIT_AUTO, UNIT_PERCENT, UNIT_VH, UNIT_VW } from '../../ecs/stores';
import { EDGES, HIDDEN, LayoutNode, LINES } from './node-store';
import { MOST_LENGTH } from './own-sizes';
import type { LayoutState } from './state';

/** What tools ask for the edges that layout uses. */
export function createEdgesOf(world: World): EdgesOf {
  const node = columns(world, LayoutNode);
  return (row, out) => {
    out.marginLeft = node.marginLeft[row]!;
    out.marginTop = node.marginTop[row]!;
    out.marginRight = node.marginX[row]! - out.marginLeft;
    out.marginBottom = node.marginY[row]! - out.marginTop;
    out.left = node.startX[row]!;
    out.top = node.startY[row]!;
    out.right = node.insetX[row]! - out.left;
    out.bottom = node.insetY[row]! - out.top;
  };
}

/**
 * Padding and margins of an element whose edges are not all pixels, `state.given[0]` being the content width of what contains it:
 * without it (`known` 0) percentages are 0, as for what the content takes.
 */
export function resolveEdges(state: LayoutState, row: number, known: 0 | 1): void {
  const { style: s, node, given } = state;
  const { border } = state;
  noteAsked(state, row);
  // In an array, as numbers given to a function that is not inlined are garbage.
  given[2] = known === 1 ? given[0]! / 100 : 0;
  edge(state, s.paddingLeft, s.paddingLeftUnit, row);
  const left = Math.max(0, border.left[row]!) + Math.max(0, given[1]!);
  edge(state, s.paddingTop, s.paddingTopUnit, row);
  const top = Math.max(0, border.top[row]!) + Math.max(0, given[1]!);
  edge(state, s.paddingRight, s.paddingRightUnit, row);
  node.insetX[row] = left + (Math.max(0, border.right[row]!) + Math.max(0, given[1]!));
  edge(state, s.paddingBottom, s.paddingBottomUnit, row);
  node.insetY[row] = top + (Math.max(0, border.bottom[row]!) + Math.max(0, given[1]!));
  node.startX[row] = left;
  node.startY[row] = top;
  edge(state, s.marginLeft, s.marginLeftUnit, row);
  const marginLeft = given[1]!;
  edge(state, s.marginTop, s.marginTopUnit, row);
  const marginTop = given[1]!;
  edge(state, s.marginRight, s.marginRightUnit, row);
  node.marginX[row] = marginLeft + given[1]!;
  edge(state, s.marginBottom, s.marginBottomUnit, row);
  node.marginY[row] = marginTop + given[1]!;
  node.marginLeft[row] = marginLeft;
  node.marginTop[row] = marginTop;
}

/** Border and padding of both sides without percentages: for a question alone, after which whoever asks puts back what they were. */
export function resolveInsets(state: LayoutState, row: number): void {
  const { style: s, node, given } = state;
  const { left, top, right, bottom } = state.border;
  given[2] = 0;
  edge(state, s.paddingLeft, s.paddingLeftUnit, row);
  node.insetX[row] = Math.max(0, left[row]!) + Math.max(0, right[row]!) + Math.max(0, given[1]!);
  edge(state, s.paddingRight, s.paddingRightUnit, row);
  node.insetX[row]! += Math.max(0, given[1]!);
  edge(state, s.paddingTop, s.paddingTopUnit, row);
  node.insetY[row] = Math.max(0, top[row]!) + Math.max(0, bottom[row]!) + Math.max(0, given[1]!);
  edge(state, s.paddingBottom, s.paddingBottomUnit, row);
  node.insetY[row]! += Math.max(0, given[1]!);
}

/** Whether an element's content may move although its own box stays: padding that is a percentage. */
export function movesContent({ node, style: s }: LayoutState, row: number): boolean {
  if ((node.packed[row]! & EDGES) === 0) return false;
  return (
    s.paddingLeftUnit[row] === UNIT_PERCENT ||
    s.paddingTopUnit[row] === UNIT_PERCENT ||
    s.paddingRightUnit[row] === UNIT_PERCENT ||
    s.paddingBottomUnit[row] === UNIT_PERCENT
  );
}

function edge(
  { given, viewportWidth, viewportHeight }: LayoutState,
  values: Float32Array,
  units: Uint8Array,
  row: number,
): void {
  const unit = units[row]!;
  let length = unit === UNIT_AUTO ? 0 : values[row]!;
  if (unit === UNIT_PERCENT) {
    length = Math.max(-MOST_LENGTH, Math.min(MOST_LENGTH, length * given[2]!));
  } else if (unit === UNIT_VW) length *= viewportWidth / 100;
  else if (unit === UNIT_VH) length *= viewportHeight / 100;
  given[1] = length;
}

/** Resolves an element's edges as where it was placed. */
export function restoreEdges(state: LayoutState, row: number): void {
  if ((state.node.packed[row]! & EDGES) === 0) return;
  state.given[0] = state.node.edgeBase[row]!;
  resolveEdges(state, row, 1);
}

/** Remembers an element whose edges or lines are those of a question. */
export function noteAsked({ node, asked, pass }: LayoutState, row: number): void {
  if (node.askedPass[row] === pass) return;
  node.askedPass[row] = pass;
  asked.push(row);
}

/** Puts edges and lines back that were asked for otherwise than the elements were placed. */
export function restoreAsked(state: LayoutState): void {
  const { asked, node, world } = state;
  for (let i = 0; i < asked.length; i++) {
    const row = asked.rows[i]!;
    if (!isRowAlive(world, row) || (node.flags[row]! & HIDDEN) !== 0) continue;
    restoreEdges(state, row);
    if ((node.packed[row]! & LINES) !== 0) {
      state.textPort?.wrap(row, Math.max(0, node.width[row]! - node.insetX[row]!));
    }
  }
  asked.clear();
}
