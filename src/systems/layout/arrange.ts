import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_STRETCH,
  JUSTIFY_CENTER,
  JUSTIFY_END,
  JUSTIFY_SPACE_AROUND,
  JUSTIFY_SPACE_BETWEEN,
  JUSTIFY_SPACE_EVENLY,
  UNIT_AUTO,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';
import { placeAbsolute } from './absolute';
import { growFlexItems, resolveFlexibleLengths } from './flexible-lengths';
import { hideSubtree } from './hide';
import {
  ABSOLUTE,
  ARRANGE,
  BAD,
  BASIS_SHIFT,
  CHILDLESS,
  CLIPS,
  COLUMN,
  DEFINITE,
  HIDDEN,
  INSET,
  ITEMS_SHIFT,
  JUSTIFY_SHIFT,
  LEAF,
  NONE,
  OUT_OF_FLOW,
  REVERSE,
  SELF_SHIFT,
} from './node-store';
import type { LayoutState } from './state';

/** Gives every child of an element whose own size is final its size and its place in the element. */
export function arrangeChildren(state: LayoutState, row: number): void {
  const { first, next } = state.tree;
  const { flags, packed } = state.node;
  const { items } = state;
  state.counters.arranged++;
  const childless = (packed[row]! & CHILDLESS) !== 0;
  let count = 0;
  let outOfFlow = 0;
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    const bits = packed[child]!;
    if (childless || (bits & NONE) !== 0) {
      if ((flags[child]! & HIDDEN) === 0) hideSubtree(state, child);
    } else if ((bits & ABSOLUTE) !== 0) {
      outOfFlow++;
    } else {
      if (count === items.rows.length) growFlexItems(items);
      items.rows[count++] = child;
    }
  }
  if (count > 0) {
    sizeItems(state, row, count);
    placeItems(state, row, count);
  }
  if (outOfFlow === 0) return;
  for (let child = first[row]!; child !== 0; child = next[child]!) {
    if ((packed[child]! & (NONE | ABSOLUTE)) === ABSOLUTE) placeAbsolute(state, row, child);
  }
}

/** Sizes of the items along the main axis, into `items.size`. */
function sizeItems(state: LayoutState, row: number, count: number): void {
  const { items, style } = state;
  const { packed, flags } = state.node;
  const column = (packed[row]! & COLUMN) !== 0;
  const axis = column ? state.y : state.x;
  const { rows, base, min, max, size, inset, grow, shrink } = items;
  const inner = Math.max(0, axis.extent[row]! - axis.inset[row]!);
  const definite = !column || (flags[row]! & DEFINITE) !== 0;
  let space = inner - (count - 1) * axis.gap[row]!;
  let used = 0;
  let growth = 0;
  let shrinkage = 0;
  for (let i = 0; i < count; i++) {
    const item = rows[i]!;
    const bits = packed[item]!;
    const content = axis.content[item]!;
    const edges = axis.inset[item]!;
    const unit = (bits >> axis.sizeShift) & 3;
    let own = Number.NaN;
    if (unit === UNIT_PX) own = axis.size[item]!;
    else if (unit === UNIT_PERCENT && definite) own = (axis.size[item]! / 100) * inner;
    const basisUnit = (bits >> BASIS_SHIFT) & 3;
    let from = Number.isNaN(own) ? content : own;
    if (basisUnit === UNIT_PX) from = style.basis[item]!;
    else if (basisUnit === UNIT_PERCENT)
      from = definite ? (style.basis[item]! / 100) * inner : content;
    if (from < edges) from = edges;
    const maxUnit = (bits >> axis.maxShift) & 3;
    let most = Number.POSITIVE_INFINITY;
    if (maxUnit === UNIT_PX) most = axis.max[item]!;
    else if (maxUnit === UNIT_PERCENT && definite) most = (axis.max[item]! / 100) * inner;
    const minUnit = (bits >> axis.minShift) & 3;
    let least = 0;
    if (minUnit === UNIT_PX) least = axis.min[item]!;
    else if (minUnit === UNIT_PERCENT) least = definite ? (axis.min[item]! / 100) * inner : 0;
    else if ((bits & (CLIPS | LEAF)) === 0) least = Math.min(own < content ? own : content, most);
    if (least < edges) least = edges;
    const hypothetical = Math.max(Math.min(from, most), least);
    base[i] = from;
    min[i] = least;
    max[i] = most;
    size[i] = hypothetical;
    inset[i] = edges;
    const bad = (bits & BAD) !== 0;
    grow[i] = bad ? 0 : Math.max(0, style.grow[item]!);
    shrink[i] = bad ? 0 : Math.max(0, style.shrink[item]!);
    growth += grow[i]!;
    shrinkage += shrink[i]!;
    used += hypothetical;
    space -= axis.margin[item]!;
  }
  items.space[0] = space;
  if (used < space ? growth > 0 : used > space && shrinkage > 0) {
    resolveFlexibleLengths(items, count, used < space);
  }
}

/** Cross sizes, positions along both axes, and what changed of it. */
function placeItems(state: LayoutState, row: number, count: number): void {
  const { items } = state;
  const { packed, flags } = state.node;
  const { rows, size } = items;
  const own = packed[row]!;
  const column = (own & COLUMN) !== 0;
  const reverse = (own & REVERSE) !== 0;
  const main = column ? state.y : state.x;
  const cross = column ? state.x : state.y;
  const innerMain = Math.max(0, main.extent[row]! - main.inset[row]!);
  const innerCross = Math.max(0, cross.extent[row]! - cross.inset[row]!);
  const definite = (flags[row]! & DEFINITE) !== 0;
  const crossDefinite = column || definite;
  const mainStart = main.start[row]!;
  const crossStart = cross.start[row]!;
  const alignItems = (own >> ITEMS_SHIFT) & 7;

  let free = items.space[0]!;
  for (let i = 0; i < count; i++) free -= size[i]!;
  let cursor = 0;
  let between = main.gap[row]!;
  switch ((own >> JUSTIFY_SHIFT) & 7) {
    case JUSTIFY_END:
      cursor = free;
      break;
    case JUSTIFY_CENTER:
      cursor = free / 2;
      break;
    case JUSTIFY_SPACE_BETWEEN:
      if (free > 0 && count > 1) between += free / (count - 1);
      break;
    case JUSTIFY_SPACE_AROUND:
      if (free > 0) {
        cursor = free / count / 2;
        between += free / count;
      } else if (reverse) cursor = free;
      break;
    case JUSTIFY_SPACE_EVENLY:
      if (free > 0) {
        cursor = free / (count + 1);
        between += cursor;
      } else if (reverse) cursor = free;
      break;
  }

  for (let i = 0; i < count; i++) {
    const item = rows[i]!;
    const bits = packed[item]!;
    const outer = size[i]! + main.margin[item]!;
    let along =
      (reverse ? innerMain - cursor - outer : cursor) + mainStart + main.marginStart[item]!;
    cursor += outer + between;

    const align = ((bits >> SELF_SHIFT) & 7) === ALIGN_AUTO ? alignItems : (bits >> SELF_SHIFT) & 7;
    const unit = (bits >> cross.sizeShift) & 3;
    const room = innerCross - cross.margin[item]!;
    let across = cross.content[item]!;
    let fixed = true;
    if (unit === UNIT_PX) across = cross.size[item]!;
    else if (unit === UNIT_PERCENT && crossDefinite)
      across = (cross.size[item]! / 100) * innerCross;
    else if (unit === UNIT_AUTO && align === ALIGN_STRETCH) across = room;
    else fixed = false;
    const maxUnit = (bits >> cross.maxShift) & 3;
    if (maxUnit === UNIT_PX) across = Math.min(across, cross.max[item]!);
    else if (maxUnit === UNIT_PERCENT && crossDefinite) {
      across = Math.min(across, (cross.max[item]! / 100) * innerCross);
    }
    const minUnit = (bits >> cross.minShift) & 3;
    if (minUnit === UNIT_PX) across = Math.max(across, cross.min[item]!);
    else if (minUnit === UNIT_PERCENT && crossDefinite) {
      across = Math.max(across, (cross.min[item]! / 100) * innerCross);
    }
    across = Math.max(across, cross.inset[item]!);
    let aside = crossStart + cross.marginStart[item]!;
    if (align === ALIGN_END) aside += room - across;
    else if (align === ALIGN_CENTER) aside += (room - across) / 2;

    if ((bits & INSET) !== 0) {
      along += offset(state, item, column, innerMain, definite);
      aside += offset(state, item, !column, innerCross, definite);
    }

    // An item's height is definite if it is given, stretched, or shared out by a column of definite height.
    const basisUnit = (bits >> BASIS_SHIFT) & 3;
    const heightUnit = basisUnit === UNIT_AUTO ? (bits >> state.y.sizeShift) & 3 : basisUnit;
    const isDefinite = column ? definite || heightUnit === UNIT_PX : fixed;
    const before = flags[item]!;
    let after = before & ~(OUT_OF_FLOW | HIDDEN | DEFINITE);
    if (isDefinite) after |= DEFINITE;
    if (
      main.extent[item] !== size[i] ||
      cross.extent[item] !== across ||
      ((after ^ before) & DEFINITE) !== 0
    ) {
      main.extent[item] = size[i]!;
      cross.extent[item] = across;
      after |= ARRANGE;
    }
    main.position[item] = along;
    cross.position[item] = aside;
    flags[item] = after;
  }
}

/** How far a relative item's insets shift it along one axis. */
function offset(
  state: LayoutState,
  item: number,
  vertical: boolean,
  inner: number,
  definite: boolean,
): number {
  const axis = vertical ? state.y : state.x;
  const start = axis.startUnit[item]!;
  if (start === UNIT_PX) return axis.startEdge[item]!;
  if (start === UNIT_PERCENT && (definite || !vertical))
    return (axis.startEdge[item]! / 100) * inner;
  const end = axis.endUnit[item]!;
  if (end === UNIT_PX) return -axis.endEdge[item]!;
  if (end === UNIT_PERCENT && (definite || !vertical)) return (-axis.endEdge[item]! / 100) * inner;
  return 0;
}
