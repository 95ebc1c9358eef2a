import { ALIGN_AUTO, ALIGN_SAFE, UNIT_AUTO } from '../../ecs/stores';
import { hasArea } from './grid/areas-out-of-flow';
import { ALIGN_MASK } from './node-store';
import type { Axis, LayoutState } from './state';

/** Places of `LayoutState.given`: the containing block, from the container's border box. */
export const BLOCK_X = 23;
export const BLOCK_Y = 24;
export const BLOCK_WIDTH = 25;
export const BLOCK_HEIGHT = 26;

export function borderOf({ border }: LayoutState, container: number): number {
  return container === 0 ? 0 : Math.max(0, border.width[container]!) || 0;
}

/** Whether an element has an inset at both sides along an axis; a root has, of 0. */
export function isInset(axis: Axis, container: number, row: number): boolean {
  if (container === 0) return true;
  return axis.startUnit[row] !== UNIT_AUTO && axis.endUnit[row] !== UNIT_AUTO;
}

/** Finds the containing block: the container's padding box, or the area of a grid that the element is told. */
export function findBlock(state: LayoutState, container: number, row: number): void {
  const { node, given } = state;
  if (hasArea(state, container, row)) {
    given[BLOCK_X] = node.x[row]!;
    given[BLOCK_Y] = node.y[row]!;
    given[BLOCK_WIDTH] = node.percentWidth[row]!;
    given[BLOCK_HEIGHT] = node.percentHeight[row]!;
    return;
  }
  const border = borderOf(state, container);
  given[BLOCK_X] = border;
  given[BLOCK_Y] = border;
  given[BLOCK_WIDTH] = Math.max(0, node.width[container]! - 2 * border);
  given[BLOCK_HEIGHT] = Math.max(0, node.height[container]! - 2 * border);
}

/** Size of the containing block along an axis. */
export function containingSize({ given }: LayoutState, axis: Axis): number {
  return given[axis.horizontal ? BLOCK_WIDTH : BLOCK_HEIGHT]!;
}

export function selfAlignment(
  { node }: LayoutState,
  container: number,
  row: number,
  shift: number,
): number {
  return container === 0 ? ALIGN_AUTO : (node.align[row]! >> shift) & ALIGN_MASK & ~ALIGN_SAFE;
}
