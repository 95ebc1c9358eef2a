import { findResource, type World } from '../../ecs';
import { Failures, type ListState } from '../../ecs/stores';
import type { Foresight } from './foresight';

/** Tells the source of a list, if it has one that wants to know, which rows are shown and which will be, when that changes. */
export function createSourceTeller(world: World, list: ListState): (foresight?: Foresight) => void {
  const { source } = list;
  const told = new Int32Array(6).fill(-2);

  return (foresight) => {
    if (!source?.show) return;
    let changed = false;
    for (let i = 0; i < 6; i++) {
      const row =
        i === 0 ? list.firstVisible : i === 1 ? list.lastVisible : (foresight?.ranges[i - 2] ?? -1);
      changed ||= told[i] !== row;
      told[i] = row;
    }
    if (!changed) return;
    try {
      source.show(told[0]!, told[1]!, told[2]!, told[3]!, told[4]!, told[5]!);
    } catch (error) {
      findResource(world, Failures)?.report(error, 'virtualization/source', list.row);
    }
  };
}
