import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_NORMAL,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_EVENLY,
  UNIT_AUTO,
} from '../../ecs/stores';
import { END_INSET, findInsets, START_INSET, sizeOf, startOf } from './containing-block';
import { alignInGrid } from './grid/arrange-grid';
import { LEAD } from './grid/scratch';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  COLUMN,
  GRID,
  JUSTIFY_CONTENT_SHIFT,
  JUSTIFY_SELF_SHIFT,
  LINES_REVERSE,
  REVERSE,
  RTL,
  STATIC,
} from './node-store';
import { distribute, isRtl, OFFSET, vertical } from './place-flex';
import type { Axis, LayoutState } from './state';

/** Place of `LayoutState.given`, out of `findRoom`. */
export const ROOM_LEFT = 30;

/** Finds where the only item of the container would stand, from its border box: writes `given[OFFSET]`. */
export function placeStatically(
  state: LayoutState,
  axis: Axis,
  container: number,
  block: number,
  row: number,
): void {
  const { node, given, grid } = state;
  const bits = node.packed[container]!;
  const outer = axis.extent[row]! + axis.margin[row]!;
  const inner = axis.extent[container]! - axis.inset[container]!;
  const start = axis.start[container]!;
  const inGrid = (bits & GRID) !== 0;
  if ((bits & (GRID | STATIC)) === GRID) {
    grid.given[LEAD] = given[sizeOf(axis)]! - outer;
    alignInGrid(state, axis, container, row);
    given[OFFSET] = given[startOf(axis)]! + grid.given[LEAD]!;
    return;
  }
  // As browsers: along the main axis of a flex container `justifySelf` counts for this.
  const along = axis.horizontal === (inGrid || (bits & COLUMN) === 0);
  const self = node.align[row]! >> (along ? JUSTIFY_SELF_SHIFT : ALIGN_SELF_SHIFT);
  if ((self & ALIGN_SAFE) !== 0) {
    findRoom(state, axis, container, row);
    const room = given[ROOM_LEFT]!;
    if (outer > room) {
      // What does not fit starts where the room does.
      const begin = given[startOf(axis)]!;
      const rtl = axis.horizontal && (node.flags[block]! & RTL) !== 0;
      given[OFFSET] = 1;
      shareStatically(state, axis, container, row);
      const lead = start - begin + (inner - room) * given[OFFSET]!;
      given[OFFSET] = begin + (rtl ? lead + room - outer : lead);
      return;
    }
  }
  if (inGrid) {
    given[OFFSET] = 1;
    shareStatically(state, axis, container, row);
    given[OFFSET]! *= inner - outer;
  } else {
    given[OFFSET] = inner - outer;
    offsetStatically(state, axis, container, row);
  }
  given[OFFSET]! += start;
}

/** Turns the 1 in `given[OFFSET]` into the share of free space that is before the element. */
function shareStatically(state: LayoutState, axis: Axis, container: number, row: number): void {
  if ((state.node.packed[container]! & GRID) === 0) {
    offsetStatically(state, axis, container, row);
    return;
  }
  const { given } = state.grid;
  given[LEAD] = 1;
  alignInGrid(state, axis, container, row);
  state.given[OFFSET] = given[LEAD]!;
}

/** Turns the free space in `given[OFFSET]` into what of it is before the element. */
function offsetStatically(state: LayoutState, axis: Axis, container: number, row: number): void {
  const { node, given } = state;
  const bits = node.packed[container]!;
  const column = (bits & COLUMN) !== 0;
  const rtl = (node.flags[container]! & RTL) !== 0;
  const free = given[OFFSET]!;
  if (column !== axis.horizontal) {
    const reverse = (bits & REVERSE) !== 0;
    const against = column ? reverse : reverse !== rtl;
    const justify = (node.align[container]! >> JUSTIFY_CONTENT_SHIFT) & ALIGN_MASK;
    // Alone and without a place of its own, it may overflow at both sides.
    let kind = justify & ~ALIGN_SAFE;
    if (kind === ALIGN_SPACE_AROUND || kind === ALIGN_SPACE_EVENLY) kind = ALIGN_CENTER;
    distribute(given, column ? vertical(kind) : kind, 1, reverse, against);
    if (against) given[OFFSET] = free - given[OFFSET]!;
    return;
  }
  const self = (node.align[row]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
  const across =
    self === ALIGN_AUTO ? (node.align[container]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK : self;
  const kind = across === ALIGN_NORMAL ? ALIGN_AUTO : across & ~ALIGN_SAFE;
  const linesReverse = (bits & LINES_REVERSE) !== 0;
  const startsLate = column && rtl;
  let late = startsLate;
  if (kind === ALIGN_FLEX_END) late = startsLate === linesReverse;
  else if (kind === ALIGN_SELF_START || kind === ALIGN_SELF_END) {
    late = (column && isRtl(state, container, row)) === (kind === ALIGN_SELF_START);
  } else if (kind === ALIGN_END) late = !startsLate;
  else if (kind < ALIGN_FLEX_END) late = startsLate !== linesReverse;
  given[OFFSET] = kind === ALIGN_CENTER ? free / 2 : late ? free : 0;
}

/**
 * Finds what there is for an element, what its insets leave, or without any what there is from where it would stand: writes
 * `given[ROOM_LEFT]`.
 */
export function findRoom(state: LayoutState, axis: Axis, container: number, row: number): void {
  const { given } = state;
  findInsets(state, axis, row);
  const between = given[sizeOf(axis)]! - given[START_INSET]! - given[END_INSET]!;
  given[ROOM_LEFT] = Math.max(0, between);
  if (container === 0 || axis.startUnit[row] !== UNIT_AUTO || axis.endUnit[row] !== UNIT_AUTO) {
    return;
  }
  if ((state.node.packed[container]! & (GRID | STATIC)) === GRID) return;
  const begin = given[startOf(axis)]!;
  const before = axis.start[container]! - begin;
  const content = axis.extent[container]! - axis.inset[container]!;
  const after = begin + given[sizeOf(axis)]! - axis.start[container]! - content;
  // Where it stands: at the start, at the end or in the middle.
  given[OFFSET] = 1;
  shareStatically(state, axis, container, row);
  const share = given[OFFSET]!;
  const taken = share === 0 ? before : share === 1 ? after : Math.abs(before - after);
  given[ROOM_LEFT] = Math.max(0, between - taken);
}
