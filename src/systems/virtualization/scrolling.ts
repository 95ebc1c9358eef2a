import { keepAwake, resource, type Tunables, type World } from '../../ecs';
import {
  KEY_DOWN,
  KEY_END,
  KEY_HOME,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_UP,
  ScrollRequests,
} from '../../ecs/stores';
import type { ListView } from './list-view';
import type { virtualizationTunables } from './tunables';

/** Slowest fling worth a frame, CSS pixels per ms. */
const STILL = 0.02;
/** A finger that rests this long before it lifts does not fling, ms. */
const REST_MS = 60;

type Knobs = Tunables<(typeof virtualizationTunables)['knobs']>;

/** Motion of one list: what input asks for and what a fling still owes. */
export type Scroller = {
  /** Adds this frame's input and fling to the list's scroll request. */
  update(view: ListView, deltaMs: number, now: number): void;
  /** Stops a fling. */
  halt(): void;
};

export function createScroller(world: World, knobs: Knobs): Scroller {
  const requests = resource(world, ScrollRequests);
  let velocity = 0;
  let flinging = false;
  let lastDrag = Number.NEGATIVE_INFINITY;

  function applyKey(view: ListView, key: number): void {
    const { list, viewport } = view;
    if (key === KEY_HOME) list.scrollTo = 0;
    else if (key === KEY_END) list.scrollTo = Number.MAX_VALUE;
    else if (key === KEY_PAGE_DOWN) list.scrollBy += viewport - list.estimatedSize;
    else if (key === KEY_PAGE_UP) list.scrollBy -= viewport - list.estimatedSize;
    else if (key === KEY_DOWN) list.scrollBy += list.estimatedSize;
    else if (key === KEY_UP) list.scrollBy -= list.estimatedSize;
  }

  return {
    update(view, deltaMs, now) {
      const { list } = view;
      // Whoever sends the list somewhere else, or empties it, ends the motion.
      if (list.count === 0 || list.targetIndex >= 0 || !Number.isNaN(list.scrollTo)) this.halt();
      for (let i = 0; i < requests.length; i++) {
        if (requests.rows[i] !== list.row) continue;
        if (requests.key[i] !== 0) {
          this.halt();
          applyKey(view, requests.key[i]!);
        }
        const dy = requests.deltaY[i]!;
        if (requests.drag[i] === 1) {
          if (dy !== 0 && deltaMs > 0) {
            // Half old, half new: one late event must not decide how far a fling goes.
            velocity = velocity * 0.5 + (dy / deltaMs) * 0.5;
            lastDrag = now;
          }
          flinging =
            requests.release[i] === 1 && now - lastDrag < REST_MS && Math.abs(velocity) > STILL;
          list.scrollBy += dy;
        } else if (dy !== 0) {
          flinging = false;
          list.scrollBy += dy * knobs.values.wheelSpeed;
        }
        if (!flinging && requests.drag[i] === 0) velocity = 0;
      }
      if (!flinging) return;
      const kept = knobs.values.decay ** deltaMs;
      // Integral of the decaying speed over this frame.
      list.scrollBy += (velocity * (kept - 1)) / Math.log(knobs.values.decay);
      velocity *= kept;
      if (Math.abs(velocity) < STILL) {
        flinging = false;
        velocity = 0;
      } else {
        keepAwake(world);
      }
    },
    halt() {
      flinging = false;
      velocity = 0;
    },
  };
}
