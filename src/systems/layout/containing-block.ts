import {
  ALIGN_AUTO,
  ALIGN_NORMAL,
  ALIGN_SAFE,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_VH,
  UNIT_VW,
} from '../../ecs/stores';
import { hasArea } from './grid/areas-out-of-flow';
import { containerOf } from './items';
import { ALIGN_MASK, STATIC } from './node-store';
import { MOST_LENGTH } from './own-sizes';
import type { Axis, LayoutState } from './state';

/** Places of `LayoutState.given`: the containing block, from the container's border box. */
export const BLOCK_X = 23;
export const BLOCK_Y = 24;
export const BLOCK_WIDTH = 25;
const BLOCK_HEIGHT = 26;
/** Out of `findInsets`. */
export const START_INSET = 28;
export const END_INSET = 29;

/** Where `given` has the start of the containing block along an axis. */
export function startOf(axis: Axis): number {
  return axis.horizontal ? BLOCK_X : BLOCK_Y;
}

/** And its size. */
export function sizeOf(axis: Axis): number {
  return axis.horizontal ? BLOCK_WIDTH : BLOCK_HEIGHT;
}

/** Whether an element has an inset at both sides along an axis; a root has, of 0. */
export function isInset(axis: Axis, container: number, row: number): boolean {
  if (container === 0) return true;
  return axis.startUnit[row] !== UNIT_AUTO && axis.endUnit[row] !== UNIT_AUTO;
}

/**
 * Finds the containing block: the padding box of the nearest element around that is not static, or the area of a grid that the element
 * is told. Returns that element, which is the container for most, 0 for the surface.
 */
export function findBlock(state: LayoutState, container: number, row: number): number {
  const { node, given, border } = state;
  if (hasArea(state, container, row)) {
    given[BLOCK_X] = node.x[row]!;
    given[BLOCK_Y] = node.y[row]!;
    given[BLOCK_WIDTH] = node.percentWidth[row]!;
    given[BLOCK_HEIGHT] = node.percentHeight[row]!;
    return container;
  }
  given[BLOCK_X] = 0;
  given[BLOCK_Y] = 0;
  let block = container;
  while ((node.packed[block]! & STATIC) !== 0) {
    given[BLOCK_X]! -= node.x[block]!;
    given[BLOCK_Y]! -= node.y[block]!;
    block = containerOf(state, block);
  }
  // Row 0 is the surface. Written so that NaN is no border.
  const left = border.left[block]! > 0 ? border.left[block]! : 0;
  const top = border.top[block]! > 0 ? border.top[block]! : 0;
  const right = border.right[block]! > 0 ? border.right[block]! : 0;
  const bottom = border.bottom[block]! > 0 ? border.bottom[block]! : 0;
  given[BLOCK_X]! += left;
  given[BLOCK_Y]! += top;
  given[BLOCK_WIDTH] = Math.max(0, node.width[block]! - left - right);
  given[BLOCK_HEIGHT] = Math.max(0, node.height[block]! - top - bottom);
  return block;
}

/** Finds the insets of an element along an axis, 0 where they are auto: writes `given[START_INSET]`, `given[END_INSET]`. */
export function findInsets(state: LayoutState, axis: Axis, row: number): void {
  findInset(state, axis, row, axis.startEdge, axis.startUnit, START_INSET);
  findInset(state, axis, row, axis.endEdge, axis.endUnit, END_INSET);
}

function findInset(
  { given, viewportWidth, viewportHeight }: LayoutState,
  axis: Axis,
  row: number,
  values: Float32Array,
  units: Uint8Array,
  place: number,
): void {
  const unit = units[row]!;
  let length = unit === UNIT_AUTO ? 0 : values[row]!;
  if (unit === UNIT_PERCENT) {
    length = (length / 100) * given[sizeOf(axis)]!;
    length = Math.max(-MOST_LENGTH, Math.min(MOST_LENGTH, length));
  } else if (unit === UNIT_VW) length = (length / 100) * viewportWidth;
  else if (unit === UNIT_VH) length = (length / 100) * viewportHeight;
  given[place] = length;
}

export function selfAlignment(
  { node }: LayoutState,
  container: number,
  row: number,
  shift: number,
): number {
  const self = (node.align[row]! >> shift) & ALIGN_MASK;
  return container === 0 || self === ALIGN_NORMAL ? ALIGN_AUTO : self & ~ALIGN_SAFE;
}
