import { findResource, type World } from '../../ecs';
import { Failures, type ListState } from '../../ecs/stores';
import type { Foresight } from './foresight';

/** Tells the source of a list, if it has one that wants to know, which rows are shown and which will be, when that changes. */
export function createSourceTeller(world: World, list: ListState): (foresight?: Foresight) => void {
  const { source } = list;
  const told = new Int32Array(6).fill(-2);

  return (foresight) => {
    if (!source?.show) return;
    const { firstVisible, lastVisible } = list;
    let changed = told[0] !== firstVisible || told[1] !== lastVisible;
    told[0] = firstVisible;
    told[1] = lastVisible;
    for (let i = 0; i < 4; i++) {
      const row = foresight ? foresight.ranges[i]! : -1;
      if (told[i + 2] !== row) changed = true;
      told[i + 2] = row;
    }
    if (!changed) return;
    try {
      source.show(told[0]!, told[1]!, told[2]!, told[3]!, told[4]!, told[5]!);
    } catch (error) {
      findResource(world, Failures)?.report(error, 'virtualization/source', list.row);
    }
  };
}
