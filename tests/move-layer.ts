import type { World } from '../src/ecs';
import { type LayerTable, moveLayer as moveTo } from '../src/ecs/stores';

const place = new Float64Array(2);

/** Sets a layer's translation, CSS pixels. */
export function moveLayer(world: World, table: LayerTable, id: number, x: number, y: number): void {
  place[0] = x;
  place[1] = y;
  moveTo(world, table, id, place);
}
