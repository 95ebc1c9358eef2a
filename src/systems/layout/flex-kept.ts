import { freeHeight } from './content-sizes';
import { resolveFlexibleLengths } from './flexible-lengths';
import { GAP, LENGTH } from './gap';
import { GROWS, RIGID } from './node-store';
import type { LayoutState } from './state';
import { needNarrow } from './widths';

/** What `floats` of a kept item is: its automatic minimum has no say before it shrinks. */
export const LATE = 1;
/** It starts from the size it has and may be as large as there is room; no smaller than its edges. */
export const FREE = 2;
/** And no smaller than that size. */
export const FIRM = 4;

/** Grows or shrinks the kept items of a line to `given[LENGTH]`. */
export function flexKept(state: LayoutState, from: number, to: number, column: boolean): void {
  const { kept, node, given, style } = state;
  const { rows, size, margin } = kept;
  const { packed } = node;
  let space = given[LENGTH]! - (to - from - 1) * given[GAP]!;
  let used = 0;
  let some = 0;
  let all = RIGID;
  for (let i = from; i < to; i++) {
    used += size[i]!;
    space -= margin[i]!;
    const bits = packed[rows[i]!]!;
    some |= bits;
    all &= bits;
  }
  if (!(used < space ? (some & GROWS) !== 0 : used > space && all === 0)) return;
  const { base, min, max, inset, grow, shrink, floats } = kept;
  const insets = column ? node.insetY : node.insetX;
  for (let i = from; i < to; i++) {
    const item = rows[i]!;
    const edges = insets[item]!;
    inset[i] = edges;
    grow[i] = Math.max(0, style.grow[item]!);
    shrink[i] = Math.max(0, style.shrink[item]!);
    if ((floats[i]! & FREE) === 0) continue;
    base[i] = size[i]!;
    min[i] = (floats[i]! & FIRM) !== 0 ? size[i]! : edges;
    max[i] = Number.POSITIVE_INFINITY;
  }
  if (used > space) findFloors(state, from, to, column);
  given[0] = space;
  resolveFlexibleLengths(kept, from, to, used < space, given);
}

/** Completes the limits of items that shrink: no smaller than their content or, if that is less, their size. */
function findFloors(state: LayoutState, from: number, to: number, column: boolean): void {
  const { kept, node } = state;
  for (let i = from; i < to; i++) {
    if ((kept.floats[i]! & LATE) === 0 || kept.shrink[i] === 0) continue;
    const item = kept.rows[i]!;
    if (column) {
      node.askedWidth[item] = kept.cross[i]!;
      node.percentHeight[item] = Number.NaN;
      freeHeight(state, item);
      kept.min[i] = Math.max(kept.min[i]!, Math.min(node.intrinsic[item]!, kept.base[i]!));
    } else {
      needNarrow(state, item);
      const narrow = node.minContent[item]! + kept.inset[i]!;
      kept.min[i] = Math.max(kept.min[i]!, Math.min(narrow, kept.base[i]!, kept.max[i]!));
    }
  }
}
