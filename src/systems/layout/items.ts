import { growFlexItems } from './flexible-lengths';
import { hideSubtree } from './hide';
import {
  ABSOLUTE,
  CONTENTS,
  DISTANT,
  HIDDEN,
  NONE,
  ORDERED,
  OUT_OF_FLOW,
  PLAIN,
} from './node-store';
import { sortByStyle } from './sort-by-style';
import type { LayoutState } from './state';

/**
 * Pushes the items of a container on `state.items`, in their order: its children in flow, those of `display: contents` in place of
 * these themselves. Whoever calls takes them off again by setting `items.top` back.
 */
export function collectItems(state: LayoutState, row: number): void {
  const { items } = state;
  const { first, next, parent } = state.tree;
  const { packed, flags } = state.node;
  const from = items.top;
  let child = first[row]!;
  if ((flags[row]! & PLAIN) !== 0) {
    for (; child !== 0; child = next[child]!) {
      if (items.top === items.rows.length) growFlexItems(items);
      items.rows[items.top++] = child;
    }
    return;
  }
  let kinds = 0;
  let above = row;
  for (;;) {
    if (child === 0) {
      if (above === row) break;
      child = next[above]!;
      above = parent[above]!;
      continue;
    }
    const bits = packed[child]!;
    kinds |= bits;
    if ((bits & (NONE | ABSOLUTE | CONTENTS)) === 0) {
      if (items.top === items.rows.length) growFlexItems(items);
      items.rows[items.top++] = child;
    } else if ((bits & CONTENTS) !== 0) {
      above = child;
      child = first[child]!;
      continue;
    }
    child = next[child]!;
  }
  if ((kinds & (NONE | ABSOLUTE | CONTENTS | ORDERED)) === 0) flags[row]! |= PLAIN;
  else if ((kinds & ORDERED) !== 0) sortByStyle(items, from, state.style.order);
}

/** Hides what is not displayed below a container, and says whether it has anything out of flow. */
export function hideUndisplayed(state: LayoutState, row: number): boolean {
  const { first, next, parent } = state.tree;
  const { flags, packed, x, y, width, height } = state.node;
  if ((flags[row]! & PLAIN) !== 0) return false;
  let outOfFlow = false;
  let child = first[row]!;
  let above = row;
  for (;;) {
    if (child === 0) {
      if (above === row) return outOfFlow;
      child = next[above]!;
      above = parent[above]!;
      continue;
    }
    const bits = packed[child]!;
    if ((bits & NONE) !== 0) {
      if ((flags[child]! & HIDDEN) === 0) hideSubtree(state, child);
    } else if ((bits & ABSOLUTE) !== 0) outOfFlow = true;
    else if ((bits & CONTENTS) !== 0) {
      // No box of its own; its children stand where the container says.
      x[child] = 0;
      y[child] = 0;
      width[child] = 0;
      height[child] = 0;
      flags[child]! &= ~(HIDDEN | OUT_OF_FLOW | DISTANT);
      above = child;
      child = first[child]!;
      continue;
    }
    child = next[child]!;
  }
}

/** The element whose box an element is laid out in. */
export function containerOf({ tree, node }: LayoutState, row: number): number {
  let above = tree.parent[row]!;
  while ((node.packed[above]! & CONTENTS) !== 0) above = tree.parent[above]!;
  return above;
}
