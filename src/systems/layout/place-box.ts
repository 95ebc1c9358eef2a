import { PAINT, PLACE, PROJECTION, touchRows } from '../../ecs';
import { markLayer } from '../../ecs/stores';
import type { LayoutState } from './state';

/** The clip being placed: edges from the left clockwise, corners from the top left clockwise. */
const clip = new Float32Array(8);

/**
 * Writes an element's box from its place in its parent, if it changed: relative to its layer, or (0, 0) when it is the root of
 * one, whose origin it moves then.
 * @returns whether what is below has to move too.
 */
export function placeBox(state: LayoutState, row: number): boolean {
  const { box, node } = state;
  const layer = state.layerOf.own[row]!;
  let x = 0;
  let y = 0;
  if (layer === 0) {
    const above = state.tree.parent[row]!;
    x = Math.fround(box.x[above]! + node.x[row]!);
    y = Math.fround(box.y[above]! + node.y[row]!);
  } else if (state.layers) placeLayer(state, row, layer);
  const width = Math.fround(node.width[row]!);
  const height = Math.fround(node.height[row]!);
  const moved = box.x[row] !== x || box.y[row] !== y;
  const resized = box.width[row] !== width || box.height[row] !== height;
  if (!moved && !resized) return false;
  box.x[row] = x;
  box.y[row] = y;
  box.width[row] = width;
  box.height[row] = height;
  state.counters.written++;
  if (resized) state.resized.push(row);
  else state.moved.push(row);
  return moved;
}

/** Tells of the boxes that the pass wrote: together, as that is faster. */
export function tellBoxes({ world, moved, resized }: LayoutState): void {
  touchRows(world, moved.rows, moved.length, PROJECTION | PLACE);
  touchRows(world, resized.rows, resized.length, PROJECTION | PAINT);
  moved.clear();
  resized.clear();
}

function placeLayer(state: LayoutState, row: number, layer: number): void {
  const table = state.layers!;
  const { box, node } = state;
  const above = state.tree.parent[row]!;
  // Not handed over: a fraction that a function is given is an object.
  const x = Math.fround(box.x[above]! + node.x[row]!);
  const y = Math.fround(box.y[above]! + node.y[row]!);
  let changed = table.originX[layer] !== x || table.originY[layer] !== y;
  if (changed) {
    table.originX[layer] = x;
    table.originY[layer] = y;
  }
  const width = Math.fround(node.width[row]!);
  const height = Math.fround(node.height[row]!);
  if (table.width[layer] !== width || table.height[layer] !== height) {
    table.width[layer] = width;
    table.height[layer] = height;
    // A pivot that is a share of the size has moved, which shows where anything turns about it.
    changed ||=
      table.rotation[layer] !== 0 || table.scaleX[layer] !== 1 || table.scaleY[layer] !== 1;
  }
  if (placeClip(state, row, layer)) changed = true;
  if (!changed) return;
  state.counters.written++;
  markLayer(state.world, table, layer);
}

/** Writes the clip of a layer: the padding box, or of what has no children, whose letters are its own, all of the box. */
function placeClip(state: LayoutState, row: number, layer: number): boolean {
  const table = state.layers!;
  const { border, node, radius } = state;
  const clips = table.clips[layer] !== 0;
  const isAround = clips && state.tree.first[row] !== 0;
  const left = isAround && border.left[row]! > 0 ? border.left[row]! : 0;
  const top = isAround && border.top[row]! > 0 ? border.top[row]! : 0;
  const right = isAround && border.right[row]! > 0 ? border.right[row]! : 0;
  const bottom = isAround && border.bottom[row]! > 0 ? border.bottom[row]! : 0;
  const insets = left + top + right + bottom > 0 ? 1 : 0;
  if (table.insets[layer] !== insets) {
    table.insets[layer] = insets;
    table.insetsChanged = true;
  } else if (!clips) return false;
  clip[0] = left;
  clip[1] = top;
  clip[2] = node.width[row]! - right;
  clip[3] = node.height[row]! - bottom;
  // Inside of sides that differ corners are elliptical; of these, the circle that cuts less.
  clip[4] = Math.max(0, radius.topLeft[row]! - Math.max(left, top));
  clip[5] = Math.max(0, radius.topRight[row]! - Math.max(right, top));
  clip[6] = Math.max(0, radius.bottomRight[row]! - Math.max(right, bottom));
  clip[7] = Math.max(0, radius.bottomLeft[row]! - Math.max(left, bottom));
  const { clipLeft, clipTop, clipRight, clipBottom, clipRadii } = table;
  const corner = layer * 4;
  if (
    clipLeft[layer] === clip[0] &&
    clipTop[layer] === clip[1] &&
    clipRight[layer] === clip[2] &&
    clipBottom[layer] === clip[3] &&
    clipRadii[corner] === clip[4] &&
    clipRadii[corner + 1] === clip[5] &&
    clipRadii[corner + 2] === clip[6] &&
    clipRadii[corner + 3] === clip[7]
  ) {
    return false;
  }
  clipLeft[layer] = clip[0]!;
  clipTop[layer] = clip[1]!;
  clipRight[layer] = clip[2]!;
  clipBottom[layer] = clip[3]!;
  for (let i = 0; i < 4; i++) clipRadii[corner + i] = clip[4 + i]!;
  return true;
}
