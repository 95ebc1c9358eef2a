import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_EVENLY,
  UNIT_AUTO,
} from '../../ecs/stores';
import { BLOCK_X, BLOCK_Y, borderOf, containingSize } from './containing-block';
import { gridStatic } from './grid/arrange-grid';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  COLUMN,
  GRID,
  JUSTIFY_CONTENT_SHIFT,
  LINES_REVERSE,
  REVERSE,
  RTL,
} from './node-store';
import { lengthIn } from './own-sizes';
import { distribute, isRtl, OFFSET, vertical } from './place-flex';
import type { Axis, LayoutState } from './state';

/** Where the only item of the container would stand, from its border box. */
export function staticPosition(
  state: LayoutState,
  axis: Axis,
  container: number,
  row: number,
): number {
  const { node } = state;
  const bits = node.packed[container]!;
  const outer = axis.extent[row]! + axis.margin[row]!;
  const inner = axis.extent[container]! - axis.inset[container]!;
  const start = axis.start[container]!;
  if ((bits & GRID) !== 0) {
    const begin = state.given[axis.horizontal ? BLOCK_X : BLOCK_Y]!;
    return begin + gridStatic(state, axis, container, row, containingSize(state, axis) - outer);
  }
  const column = (bits & COLUMN) !== 0;
  const self = (node.align[row]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  if (column === axis.horizontal && (self & ALIGN_SAFE) !== 0) {
    const room = roomFor(state, axis, container, row);
    if (outer > room) {
      // What does not fit starts where the room does.
      const border = borderOf(state, container);
      const rtl = axis.horizontal && (node.flags[container]! & RTL) !== 0;
      const before = start - border;
      const after = axis.inset[container]! - 2 * border - before;
      const share = staticOffsetOf(state, axis, container, row, 1);
      let lead = 0;
      if (share === 0) lead = before;
      else if (share !== 1) lead = Math.max(0, before - after);
      return border + (rtl ? lead + room - outer : lead);
    }
  }
  return start + staticOffsetOf(state, axis, container, row, inner - outer);
}

function staticOffsetOf(
  state: LayoutState,
  axis: Axis,
  container: number,
  row: number,
  free: number,
): number {
  const { node, given } = state;
  const bits = node.packed[container]!;
  const column = (bits & COLUMN) !== 0;
  const rtl = (node.flags[container]! & RTL) !== 0;
  given[OFFSET] = free;
  if (column !== axis.horizontal) {
    const reverse = (bits & REVERSE) !== 0;
    const against = column ? reverse : reverse !== rtl;
    const justify = (node.align[container]! >> JUSTIFY_CONTENT_SHIFT) & ALIGN_MASK;
    // Alone and without a place of its own, it may overflow at both sides.
    let kind = justify & ~ALIGN_SAFE;
    if (kind === ALIGN_SPACE_AROUND || kind === ALIGN_SPACE_EVENLY) kind = ALIGN_CENTER;
    distribute(state, column ? vertical(kind) : kind, 1, reverse, against);
    return against ? free - given[OFFSET]! : given[OFFSET]!;
  }
  const self = (node.align[row]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  const across =
    self === ALIGN_AUTO ? (node.align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK : self;
  const kind = across & ~ALIGN_SAFE;
  const linesReverse = (bits & LINES_REVERSE) !== 0;
  const startsLate = column && rtl;
  if (kind === ALIGN_CENTER) return free / 2;
  if (kind === ALIGN_FLEX_END) return startsLate !== linesReverse ? 0 : free;
  if (kind === ALIGN_SELF_START || kind === ALIGN_SELF_END) {
    return (column && isRtl(state, container, row)) === (kind === ALIGN_SELF_START) ? free : 0;
  }
  if (kind === ALIGN_END) return startsLate ? 0 : free;
  if (kind <= ALIGN_FLEX_END) return startsLate !== linesReverse ? free : 0;
  return startsLate ? free : 0;
}

/** What there is for an element: what its insets leave, or without any what there is from where it would stand. */
export function roomFor(state: LayoutState, axis: Axis, container: number, row: number): number {
  const containing = containingSize(state, axis);
  const between =
    containing -
    lengthIn(state, axis.startEdge[row]!, axis.startUnit[row]!, containing) -
    lengthIn(state, axis.endEdge[row]!, axis.endUnit[row]!, containing);
  if (container === 0 || axis.startUnit[row] !== UNIT_AUTO || axis.endUnit[row] !== UNIT_AUTO) {
    return Math.max(0, between);
  }
  if ((state.node.packed[container]! & GRID) !== 0) return Math.max(0, between);
  const border = borderOf(state, container);
  const before = axis.start[container]! - border;
  const after = axis.inset[container]! - 2 * border - before;
  // Where it stands: at the start, at the end or in the middle.
  const share = staticOffsetOf(state, axis, container, row, 1);
  if (share === 0) return Math.max(0, between - before);
  if (share === 1) return Math.max(0, between - after);
  return Math.max(0, between - Math.abs(before - after));
}
