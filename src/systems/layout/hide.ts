import { entityOf, isDeveloper, PAINT, PROJECTION, touch, ValueError } from '../../ecs';
import { markLayer } from '../../ecs/stores';
import { ARRANGE, BAD, HIDDEN, LEAF, MEASURE, NONE, PATH } from './node-store';
import type { LayoutState } from './state';

/** Takes an element and everything below it out of layout: boxes of size 0, everything to be computed when shown again. */
export function hideSubtree(state: LayoutState, start: number): void {
  const { first, next, parent } = state.tree;
  const { flags } = state.node;
  for (let row = start; ; ) {
    zeroBox(state, row);
    flags[row] = HIDDEN | MEASURE | ARRANGE | PATH;
    if (first[row] !== 0) {
      row = first[row]!;
      continue;
    }
    while (row !== start && next[row] === 0) row = parent[row]!;
    if (row === start) return;
    row = next[row]!;
  }
}

/** Hides a child of what shows none; where that is a text, or is measured, a `developer` world is told. */
export function hideChild(state: LayoutState, parent: number, child: number): void {
  hideSubtree(state, child);
  const { world, node, turnedBad } = state;
  if (!isDeveloper(world) || (node.packed[parent]! & (LEAF | BAD | NONE)) !== LEAF) return;
  if ((node.packed[child]! & NONE) !== 0) return;
  const error = new ValueError(
    `element ${entityOf(world, child)} (row ${child}) is in element ${entityOf(world, parent)} (row ${parent}), whose text or measured content leaves children no room, so it is not displayed; put both into a box`,
  );
  turnedBad.push({ error, row: child, hidden: true });
}

function zeroBox({ world, box, node, layerOf, layers, counters }: LayoutState, row: number): void {
  node.x[row] = 0;
  node.y[row] = 0;
  node.width[row] = 0;
  node.height[row] = 0;
  const layer = layerOf.own[row]!;
  if (layer !== 0 && layers) {
    const clipped = layers.clips[layer] !== 0;
    if (
      layers.originX[layer] !== 0 ||
      layers.originY[layer] !== 0 ||
      (clipped && (layers.clipRight[layer] !== 0 || layers.clipBottom[layer] !== 0))
    ) {
      layers.originX[layer] = 0;
      layers.originY[layer] = 0;
      if (clipped) {
        layers.clipRight[layer] = 0;
        layers.clipBottom[layer] = 0;
      }
      counters.written++;
      markLayer(world, layers, layer);
    }
  }
  if (box.x[row] === 0 && box.y[row] === 0 && box.width[row] === 0 && box.height[row] === 0) return;
  box.x[row] = 0;
  box.y[row] = 0;
  box.width[row] = 0;
  box.height[row] = 0;
  counters.written++;
  touch(world, row, PROJECTION | PAINT);
}
