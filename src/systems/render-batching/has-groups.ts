import { columns, type World } from '../../ecs';
import { BLEND_NORMAL, Filter, Foreign, type LayerTable } from '../../ecs/stores';

/** Whether some layer may have to be put together before it is drawn. */
export function hasGroups(world: World, table: LayerTable): boolean {
  const { opacity, blend, used, owner, count } = table;
  const filter = columns(world, Filter).id;
  const { held } = columns(world, Foreign);
  for (let layer = 1; layer < count; layer++) {
    if (used[layer] !== 1) continue;
    const row = owner[layer]!;
    if (opacity[layer]! < 1 || blend[layer] !== BLEND_NORMAL || filter[row]! + held[row]! > 0)
      return true;
  }
  return false;
}
