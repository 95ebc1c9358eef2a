import { type Frame, keepAwake, parentOf, resource, type Tunables, type World } from '../../ecs';
import {
  KEY_DOWN,
  KEY_END,
  KEY_HOME,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_UP,
  type ListState,
  meanOf,
  pageOf,
  ScrollRequests,
} from '../../ecs/stores';
import type { virtualizationTunables } from './tunables';

/** Slowest fling worth a frame, CSS pixels per ms. */
const STILL = 0.02;
/** Fastest fling, CSS pixels per ms: what a hasty finger reaches; faster ones are the host's clock playing tricks. */
const FASTEST = 16;
/** A finger that rests this long before it lifts does not fling, ms. */
const REST_MS = 60;

type Knobs = Tunables<(typeof virtualizationTunables)['knobs']>;

/** Motion of one list: what input asks for and what a fling still owes. */
export type Scroller = {
  /** Holds the speed of a fling, CSS pixels per ms; 0 while there is none. */
  readonly fling: Float64Array;
  /** True while a pointer is down on the list, and while it drags it. */
  readonly isHeld: boolean;
  readonly isDragging: boolean;
  /** True in the frame in which a fling came to its end by itself. */
  readonly hasEnded: boolean;
  /** Changes the speed of a fling by a factor. */
  change(factor: number): void;
  /** Adds this frame's input and fling to the list's requests. */
  update(list: ListState, frame: Frame): void;
  /** Stops a fling. */
  halt(): void;
};

export function createScroller(world: World, knobs: Knobs): Scroller {
  const requests = resource(world, ScrollRequests);
  // Of the finger and then of the fling, CSS pixels per ms; time of the last move of a drag, NaN before it.
  const motion = { velocity: 0, dragged: Number.NaN };
  let flinging = false;
  let dragging = false;
  let held = false;
  let ended = false;
  const fling = new Float64Array(1);

  function halt(): void {
    flinging = false;
    fling[0] = 0;
    motion.velocity = 0;
    motion.dragged = Number.NaN;
  }

  function drag(at: number, frame: Frame): void {
    const dy = requests.deltaY[at]!;
    const time = requests.time[at]!;
    // Written so that NaN, which stands for a press, rests.
    const rested = !(time - motion.dragged < REST_MS);
    if (rested) motion.velocity = 0;
    const elapsed = rested || time <= motion.dragged ? frame.deltaMs : time - motion.dragged;
    if (dy !== 0 && elapsed > 0) {
      const speed = Math.max(-FASTEST, Math.min(FASTEST, dy / elapsed));
      // Half old, half new: one late event must not decide how far a fling goes.
      motion.velocity = motion.velocity === 0 ? speed : motion.velocity * 0.5 + speed * 0.5;
    }
    if (dy !== 0) motion.dragged = time;
    held = requests.release[at] === 0;
    if (dy !== 0) dragging = true;
    if (requests.release[at] === 0) return;
    dragging = false;
    flinging = requests.release[at] === 1 && Math.abs(motion.velocity) > STILL;
    fling[0] = flinging ? motion.velocity : 0;
    motion.dragged = Number.NaN;
  }

  function isWithin(row: number, outer: number): boolean {
    let at = row;
    while (at !== 0 && at !== outer) at = parentOf(world, at);
    return at !== 0;
  }

  function takeInput(list: ListState, frame: Frame): void {
    for (let i = 0; i < requests.length; i++) {
      if (requests.rows[i] !== list.row) {
        // A press on something that scrolls in it holds it too.
        if (flinging && requests.drag[i] === 1 && isWithin(requests.rows[i]!, list.row)) halt();
        continue;
      }
      const dy = requests.deltaY[i]!;
      if (dy !== 0) list.scrolledAt = requests.time[i]!;
      if (requests.drag[i] === 1) {
        // A press, or a drag that follows a fling.
        if (flinging) halt();
        drag(i, frame);
        list.scrollBy += dy;
      } else if (dy !== 0) {
        halt();
        list.scrollBy += dy * knobs.values.wheelSpeed;
      }
      if (requests.key[i] !== 0) {
        halt();
        applyKey(list, requests.key[i]!);
      }
    }
  }

  return {
    fling,
    get isHeld() {
      return held;
    },
    get hasEnded() {
      return ended;
    },
    get isDragging() {
      return dragging;
    },
    change(factor) {
      motion.velocity *= factor;
    },
    update(list, frame) {
      ended = false;
      takeInput(list, frame);
      // Whoever sends the list somewhere else, or empties it, ends the motion.
      if (list.count === 0 || list.targetIndex >= 0 || !Number.isNaN(list.scrollTo)) halt();
      if (!flinging) return;
      const { decay } = knobs.values;
      const kept = decay ** frame.deltaMs;
      // Integral of the decaying speed over this frame.
      list.scrollBy += (motion.velocity * (kept - 1)) / Math.log(decay);
      motion.velocity *= kept;
      fling[0] = motion.velocity;
      if (Math.abs(motion.velocity) < STILL) {
        halt();
        ended = true;
      } else keepAwake(world);
    },
    halt,
  };
}

function applyKey(list: ListState, key: number): void {
  if (key === KEY_HOME) list.scrollTo = 0;
  else if (key === KEY_END) list.scrollTo = Number.MAX_VALUE;
  else if (key === KEY_PAGE_DOWN) list.scrollBy += pageOf(list);
  else if (key === KEY_PAGE_UP) list.scrollBy -= pageOf(list);
  else if (key === KEY_DOWN) list.scrollBy += meanOf(list);
  else if (key === KEY_UP) list.scrollBy -= meanOf(list);
}
