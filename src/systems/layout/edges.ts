import { columns, type World } from '../../ecs';
import type { EdgesOf } from '../../ecs/stores';
import { LayoutNode } from './node-store';

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
