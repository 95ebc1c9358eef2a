import { ALIGN_AUTO, ALIGN_NORMAL, ALIGN_STRETCH } from '../../ecs/stores';
import { pushLine } from './flex-lines';
import { type FlexItems, resolveFlexibleLengths } from './flexible-lengths';
import { GAP, LENGTH } from './gap';
import { ALIGN_ITEMS_SHIFT, ALIGN_MASK, ALIGN_SELF_SHIFT, BAD } from './node-store';
import { LEAST, MOST } from './own-sizes';
import type { Axis, LayoutState } from './state';
import { needNarrow } from './widths';

/** Place of `LayoutState.given`: the size that an item starts from. */
export const BASIS = 20;
/** As browsers: what overflows by less than a 64th of a pixel fits. */
const SLACK = 1 / 64;

/** How an item is aligned across: `normal` stretches. */
export function alignmentOf({ node }: LayoutState, container: number, item: number): number {
  const self = (node.align[item]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  if (self !== ALIGN_AUTO) return self === ALIGN_NORMAL ? ALIGN_STRETCH : self;
  const across = (node.align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK;
  return across === ALIGN_AUTO ? ALIGN_STRETCH : across;
}

/** Takes over what an item starts from and its limits, `given[BASIS]`, `given[LEAST]` and `given[MOST]`. */
export function pushSizes(
  { given, node, style }: LayoutState,
  items: FlexItems,
  axis: Axis,
  i: number,
  item: number,
): void {
  const edges = axis.inset[item]!;
  const most = given[MOST]!;
  const from = Math.max(given[BASIS]!, edges);
  const floor = Math.max(given[LEAST]!, edges);
  items.base[i] = from;
  items.min[i] = floor;
  items.max[i] = most;
  items.size[i] = Math.max(Math.min(from, most), floor);
  items.floats[i] = 0;
  items.inset[i] = edges;
  items.margin[i] = axis.margin[item]!;
  const bad = (node.packed[item]! & BAD) !== 0;
  items.grow[i] = bad ? 0 : Math.max(0, style.grow[item]!);
  items.shrink[i] = bad ? 0 : Math.max(0, style.shrink[item]!);
}

/** Pushes all lines but the last: each takes what fits in `given[LENGTH]`, and one item at least. */
export function breakLines(state: LayoutState, from: number, to: number): void {
  const { items, lines } = state;
  for (let end = lineEnd(state, items, from, to); end < to; end = lineEnd(state, items, end, to)) {
    pushLine(lines, end);
  }
}

/** Where a line ends that takes what fits in `given[LENGTH]`, and one item at least. */
export function lineEnd(
  { given }: LayoutState,
  { size, margin }: FlexItems,
  start: number,
  to: number,
): number {
  const length = given[LENGTH]! + SLACK;
  const gap = given[GAP]!;
  let used = 0;
  for (let i = start; i < to; i++) {
    const outer = size[i]! + margin[i]!;
    if (i > start && used + gap + outer > length) return i;
    used += i > start ? gap + outer : outer;
  }
  return to;
}

/** Grows or shrinks the items of a line to `given[LENGTH]`. */
export function flexLine(state: LayoutState, from: number, to: number): void {
  const { items, given } = state;
  const { size, margin, grow, shrink } = items;
  let space = given[LENGTH]! - (to - from - 1) * given[GAP]!;
  let used = 0;
  let growth = 0;
  let shrinkage = 0;
  for (let i = from; i < to; i++) {
    used += size[i]!;
    space -= margin[i]!;
    growth += grow[i]!;
    shrinkage += shrink[i]!;
  }
  if (!(used < space ? growth > 0 : used > space && shrinkage > 0)) return;
  if (used > space) findFloors(state, from, to);
  given[0] = space;
  resolveFlexibleLengths(items, from, to, used < space, given);
}

/** Completes the limits of items that shrink: no narrower than their content or, if that is less, their size. */
function findFloors(state: LayoutState, from: number, to: number): void {
  const { items, node } = state;
  for (let i = from; i < to; i++) {
    if (items.floats[i] === 0 || items.shrink[i] === 0) continue;
    const item = items.rows[i]!;
    needNarrow(state, item);
    const narrow = node.minContent[item]! + items.inset[i]!;
    items.min[i] = Math.max(items.min[i]!, Math.min(narrow, items.base[i]!, items.max[i]!));
  }
}
