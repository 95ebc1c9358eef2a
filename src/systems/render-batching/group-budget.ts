import { grown } from '../../structures';
import type { Canvas } from './canvas';
import type { GroupRefusals } from './group-refusals';

const MEGABYTE = 2 ** 20;
/** Frames until a layer that found no room is looked at again: it may have become smaller. */
const RETRY = 60;

/** Bounds the bytes of pictures of groups: those that come first in the order of painting have theirs. */
export type GroupBudget = {
  /** Begins to sum up what the groups of a frame need. */
  begin(): void;
  /** Whether a layer that found no room may be looked at again. */
  mayTry(layer: number): boolean;
  /** Takes so many bytes for a layer's picture. Where that is too much it is counted, told of once, and false given. */
  take(layer: number, bytes: number): boolean;
  /** Says that a layer shows something else, or is no group. */
  changed(layer: number): void;
  growColumns(capacity: number): void;
};

export function createGroupBudget(
  { switches }: Pick<Canvas, 'switches'>,
  refusals: GroupRefusals,
): GroupBudget {
  // By layer: frames until it is tried again, 0 where it has room; and what it needed.
  let waits = new Uint8Array(0);
  let needed = new Float64Array(0);
  let most = 0;
  let taken = 0;

  return {
    begin() {
      if (most !== switches.groupBudget * MEGABYTE) {
        most = switches.groupBudget * MEGABYTE;
        waits.fill(0);
      }
      taken = 0;
    },
    mayTry(layer) {
      if (waits[layer] === 0) return true;
      waits[layer]!--;
      if (waits[layer] === 0 || taken + needed[layer]! <= most) return true;
      refusals.add('budget', layer);
      return false;
    },
    take(layer, bytes) {
      if (taken + bytes <= most) {
        taken += bytes;
        waits[layer] = 0;
        return true;
      }
      waits[layer] = RETRY;
      needed[layer] = bytes;
      refusals.add('budget', layer);
      return false;
    },
    changed(layer) {
      waits[layer] = 0;
    },
    growColumns(capacity) {
      if (waits.length === capacity) return;
      waits = grown(waits, new Uint8Array(capacity));
      needed = grown(needed, new Float64Array(capacity));
    },
  };
}
