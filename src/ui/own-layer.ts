import { columns, LAYOUT, PAINT, PROJECTION, resource, touch, type World } from '../ecs';
import { acquireLayer, LayerOf, LayerTable } from '../ecs/stores';

/**
 * The layer an element is the root of, made if there is none. Its box is then told by the layer's origin, and everything in it
 * lives in the new layer: layout writes the one, projection sees by the layer table's version that it must find the other anew.
 */
export function ownLayer(world: World, row: number): number {
  const layers = columns(world, LayerOf);
  if (layers.own[row] === 0) {
    layers.own[row] = acquireLayer(resource(world, LayerTable), row);
    touch(world, row, LAYOUT | PROJECTION | PAINT);
  }
  return layers.own[row]!;
}
