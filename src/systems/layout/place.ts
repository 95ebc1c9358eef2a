import { PAINT, touch } from '../../ecs';
import { arrangeChildren } from './arrange';
import { noteAsked } from './edges';
import {
  ABSOLUTE,
  ARRANGE,
  CONTENTS,
  DISTANT,
  EDGES,
  HIDDEN,
  LEAF,
  LINES,
  NEAR_DISTANT,
  RTL,
  STRAIGHT,
  VISIT,
} from './node-store';
import { placeBox } from './place-box';
import type { LayoutState } from './state';
import { arrangeStraight } from './straight';

/** Places everything below an element whose own box is final, entering only what changed or moved. */
export function placeBelow(state: LayoutState, start: number): void {
  const { first, next, parent } = state.tree;
  const { flags } = state.node;
  let row = start;
  placeChildren(state, row);
  let child = first[row]!;
  for (;;) {
    while (child !== 0 && (flags[child]! & VISIT) === 0) child = next[child]!;
    if (child !== 0) {
      row = child;
      placeChildren(state, row);
      child = first[row]!;
      continue;
    }
    if (row === start) return;
    child = next[row]!;
    row = parent[row]!;
  }
}

function placeChildren(state: LayoutState, row: number): void {
  const { first, next } = state.tree;
  const { flags, packed } = state.node;
  const before = flags[row]!;
  const arranged = (before & ARRANGE) !== 0;
  if ((before & NEAR_DISTANT) !== 0) state.distantMoved = true;
  if ((before & (ARRANGE | STRAIGHT | RTL)) === (ARRANGE | STRAIGHT)) {
    flags[row] = before & ~(ARRANGE | VISIT);
    arrangeStraight(state, row);
    return;
  }
  if (arranged && (packed[row]! & CONTENTS) === 0) arrangeChildren(state, row);
  flags[row]! &= ~(ARRANGE | VISIT);
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    const before = flags[child]!;
    if ((before & (HIDDEN | DISTANT)) !== 0) continue;
    const contents = (packed[child]! & CONTENTS) !== 0;
    // What has no box has its children moved by the container.
    const dirty = (before & ARRANGE) !== 0 || (contents && arranged);
    // Its own size is not final yet: it stands in the list of what is arranged after this.
    if (dirty && !arranged && (packed[child]! & ABSOLUTE) !== 0) continue;
    const moved = placeBox(state, child);
    if (!moved && !dirty) continue;
    if (first[child] !== 0) flags[child]! |= contents && dirty ? VISIT | ARRANGE : VISIT;
    else {
      flags[child]! &= ~ARRANGE;
      if ((packed[child]! & LINES) !== 0) noteAsked(state, child);
    }
    // Its text may stand elsewhere in a box that stays.
    if ((packed[child]! & (LEAF | EDGES)) === (LEAF | EDGES)) touch(state.world, child, PAINT);
  }
}
