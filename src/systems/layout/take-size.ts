import { movesContent } from './edges';
import { ARRANGE, DEFINITE, DISTANT, HIDDEN, OUT_OF_FLOW, RTL } from './node-store';
import type { LayoutState } from './state';

/** Places of `LayoutState.given`: the border box an item got, and the height that percentages in it go by, NaN for none. */
export const TAKEN_WIDTH = 32;
export const TAKEN_HEIGHT = 33;
export const TAKEN_INNER = 34;

/** Takes over the size of an item, and marks it if its own items must be placed again. */
export function takeSize(state: LayoutState, item: number, rtl: boolean): void {
  const { node, given } = state;
  const { flags } = node;
  const width = given[TAKEN_WIDTH]!;
  const height = given[TAKEN_HEIGHT]!;
  const inner = given[TAKEN_INNER]!;
  const before = flags[item]!;
  let after = before & ~(OUT_OF_FLOW | HIDDEN | DISTANT | DEFINITE | RTL);
  if (inner >= 0) after |= DEFINITE;
  if (rtl) after |= RTL;
  if (
    node.width[item] !== width ||
    node.height[item] !== height ||
    (inner >= 0 && node.inner[item] !== inner) ||
    ((after ^ before) & (DEFINITE | RTL)) !== 0 ||
    movesContent(state, item)
  ) {
    node.width[item] = width;
    node.height[item] = height;
    if (inner >= 0) node.inner[item] = inner;
    after |= ARRANGE;
  }
  flags[item] = after;
}
