import { columns, type World } from '../../src/ecs';
import * as stores from '../../src/ecs/stores';

export const { BoxKind } = stores;

/** Makes the columns of every shared store, as a composed app has them. */
export function defineCoreStores(world: World): void {
  for (const value of Object.values(stores)) {
    if (typeof value === 'object' && 'type' in value && value.type === 'store')
      columns(world, value as never);
  }
}
