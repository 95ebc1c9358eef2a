import { columns, type World } from '../../ecs';
import { LayoutNode } from './node-store';

/** Of an element, CSS pixels: its margins, and its border and padding together. */
export type Edges = {
  marginLeft: number;
  marginTop: number;
  marginRight: number;
  marginBottom: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
};

/** Writes what layout took an element's edges for the last time, percentages and all; an `auto` margin is 0. For tools. */
export function edgesOf(world: World, row: number, out: Edges): void {
  const node = columns(world, LayoutNode);
  out.marginLeft = node.marginLeft[row]!;
  out.marginTop = node.marginTop[row]!;
  out.marginRight = node.marginX[row]! - out.marginLeft;
  out.marginBottom = node.marginY[row]! - out.marginTop;
  out.left = node.startX[row]!;
  out.top = node.startY[row]!;
  out.right = node.insetX[row]! - out.left;
  out.bottom = node.insetY[row]! - out.top;
}
