import { findResource, resource } from '../../ecs';
import { Failures, LayerTable } from '../../ecs/stores';
import type { Canvas } from './canvas';
import { SLOTS } from './picture-slots';

/** Why a layer that should be put together is drawn part by part. */
export type Refusal = 'budget' | 'slots' | 'records' | 'multiply' | 'split' | 'device';

/** Counts the layers of a frame that are drawn part by part and without filters though they should not be, and tells of each reason once. */
export type GroupRefusals = {
  /** Begins to count those of a frame. */
  begin(): void;
  /** Counts a layer, and tells of its element if it is the first for that reason. */
  add(reason: Refusal, layer: number): void;
};

const SO = 'so some are drawn part by part, without filters';

export function createGroupRefusals({ world, stats, switches }: Canvas): GroupRefusals {
  const table = resource(world, LayerTable);
  const told = new Set<Refusal>();

  function tell(reason: Refusal, layer: number): void {
    told.add(reason);
    const error = new Error(messageOf(reason, switches.groupBudget));
    findResource(world, Failures)?.report(error, 'render-batching/groups', table.owner[layer]!);
  }

  return {
    begin() {
      stats.groupsRefused = 0;
    },
    add(reason, layer) {
      stats.groupsRefused++;
      if (!told.has(reason)) tell(reason, layer);
    },
  };
}

function messageOf(reason: Refusal, budget: number): string {
  switch (reason) {
    case 'budget':
      return `groups need more than the ${budget} MB that their pictures may take, ${SO}; raise groupBudget of 'rendering', or fade and filter less at once`;
    case 'slots':
      return `more than ${SLOTS - 1} elements are groups at once, ${SO}; fade and filter what is around them instead of each, or fewer at once`;
    case 'records':
      return `groups find no room among the records that this device has, ${SO}; show fewer elements at once`;
    case 'multiply':
      return `an element that fades, mixes or is filtered has one with mixBlendMode 'multiply' in it, which needs what lies below, ${SO}; take that out of it, or give it another mode`;
    case 'split':
      return `other elements are drawn between the parts of one that fades, mixes or is filtered, ${SO}; give it zIndex: 0, by which its parts stay together`;
    case 'device':
      return `the device gave no texture for the picture of a group, ${SO}; fade and filter smaller elements, or fewer at once`;
  }
}
