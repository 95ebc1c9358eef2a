import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_LEFT,
  ALIGN_NORMAL,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_START,
  UNIT_AUTO,
} from '../../ecs/stores';
import { sizeHeight, sizeWidth } from './absolute-size';
import { SETTLED } from './block-size';
import {
  BLOCK_WIDTH,
  BLOCK_X,
  BLOCK_Y,
  END_INSET,
  findBlock,
  findInsets,
  START_INSET,
  sizeOf,
  startOf,
} from './containing-block';
import { movesContent, resolveEdges } from './edges';
import {
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  ALIGN_SELF_UNSAFE,
  ARRANGE,
  AUTO_BOTTOM,
  AUTO_LEFT,
  AUTO_RIGHT,
  AUTO_TOP,
  BAD,
  CLIPS,
  COLUMN,
  DEFINITE,
  DISTANT,
  EDGES,
  GRID,
  HIDDEN,
  JUSTIFY_SELF_SHIFT,
  JUSTIFY_UNSAFE,
  LINES_REVERSE,
  OUT_OF_FLOW,
  REVERSE,
  RTL,
  STATIC,
} from './node-store';
import { isRtl, OFFSET } from './place-flex';
import type { Axis, LayoutState } from './state';
import { placeStatically } from './static-position';

/**
 * Size and place of an absolute child, from its insets, its sizes and the containing block; of a root from the surface, whose insets
 * are 0 where they are auto.
 */
export function placeAbsolute(state: LayoutState, container: number, row: number): void {
  const { node, given } = state;
  state.counters.absolute++;
  const { flags, width, height } = node;
  const before = flags[row]!;
  const oldWidth = width[row]!;
  const oldHeight = height[row]!;
  const bits = node.packed[row]!;
  const block = findBlock(state, container, row);
  if ((bits & EDGES) !== 0) {
    given[0] = given[BLOCK_WIDTH]!;
    node.edgeBase[row] = given[0]!;
    resolveEdges(state, row, 1);
  }
  const rtl = isRtl(state, container, row);
  let inner = 0;
  if ((bits & BAD) !== 0) {
    width[row] = 0;
    height[row] = 0;
    node.x[row] = given[BLOCK_X]!;
    node.y[row] = given[BLOCK_Y]!;
  } else {
    sizeWidth(state, container, row);
    placeAlong(state, state.x, container, block, row);
    sizeHeight(state, container, row);
    inner = given[SETTLED]!;
    placeAlong(state, state.y, container, block, row);
  }
  let after = (before & ~(HIDDEN | DEFINITE | RTL)) | OUT_OF_FLOW;
  if (inner >= 0) after |= DEFINITE;
  if (rtl) after |= RTL;
  if (
    oldWidth !== width[row] ||
    oldHeight !== height[row] ||
    (inner >= 0 && node.inner[row] !== inner) ||
    ((before ^ after) & (DEFINITE | RTL)) !== 0 ||
    movesContent(state, row)
  ) {
    after |= ARRANGE;
    if (inner >= 0) node.inner[row] = inner;
  }
  flags[row] = after;
}

/**
 * Takes an absolute element as one of its container, or, if that is static, leaves it to the end of the pass. Returns whether it is to
 * be placed now.
 */
export function isNear(state: LayoutState, container: number, row: number): boolean {
  const { node, distant } = state;
  const { flags } = node;
  if ((node.packed[container]! & STATIC) === 0) {
    flags[row]! &= ~DISTANT;
    return true;
  }
  if ((flags[row]! & DISTANT) === 0) distant.push(row);
  flags[row]! |= DISTANT | ARRANGE;
  state.distantMoved = true;
  return false;
}

function placeAlong(
  state: LayoutState,
  axis: Axis,
  container: number,
  block: number,
  row: number,
): void {
  const { packed, align, flags } = state.node;
  const bits = packed[row]!;
  const { given } = state;
  const begin = given[startOf(axis)]!;
  const root = container === 0;
  const containing = given[sizeOf(axis)]!;
  const hasStart = root || axis.startUnit[row] !== UNIT_AUTO;
  const hasEnd = root || axis.endUnit[row] !== UNIT_AUTO;
  findInsets(state, axis, row);
  const start = given[START_INSET]!;
  const end = given[END_INSET]!;
  const outer = axis.extent[row]! + axis.margin[row]!;
  const rtl = axis.horizontal && (flags[block]! & RTL) !== 0;
  let at = axis.marginStart[row]!;
  if (hasStart && hasEnd) {
    const startAuto = (bits & (axis.horizontal ? AUTO_LEFT : AUTO_TOP)) !== 0;
    const endAuto = (bits & (axis.horizontal ? AUTO_RIGHT : AUTO_BOTTOM)) !== 0;
    const room = Math.max(0, containing - start - end);
    const free = room - outer;
    if (startAuto || endAuto) at += begin + (rtl ? containing - end - room : start);
    else at += begin + start;
    if (startAuto && endAuto) {
      if (free >= 0 || !axis.horizontal) at += free / 2;
      else if (rtl) at += free;
    } else if (startAuto) at += free;
    else if (!endAuto) {
      const shift = axis.horizontal ? JUSTIFY_SELF_SHIFT : ALIGN_SELF_SHIFT;
      let self = root ? ALIGN_AUTO : (align[row]! >> shift) & ALIGN_MASK;
      if (self === ALIGN_NORMAL) self = ALIGN_AUTO;
      const kind = self & ~ALIGN_SAFE;
      if (kind === ALIGN_SELF_START || kind === ALIGN_SELF_END) {
        const against = axis.horizontal && isRtl(state, container, row) !== rtl;
        self ^= kind ^ (against === (kind === ALIGN_SELF_START) ? ALIGN_END : ALIGN_START);
      }
      alignBetween(state, axis, container, block, row, self);
      at += given[OFFSET]!;
    }
  } else if (hasStart) at += begin + start;
  else if (hasEnd) at += begin + containing - end - outer;
  else {
    placeStatically(state, axis, container, block, row);
    at += given[OFFSET]!;
  }
  axis.position[row] = at;
}

/** Finds where an element stands between its insets, from the first of them, if it does not fill the room: writes `given[OFFSET]`. */
function alignBetween(
  state: LayoutState,
  axis: Axis,
  container: number,
  block: number,
  row: number,
  self: number,
): void {
  const { node, given } = state;
  const start = given[START_INSET]!;
  const end = given[END_INSET]!;
  const containing = given[sizeOf(axis)]!;
  const outer = axis.extent[row]! + axis.margin[row]!;
  const rtl = axis.horizontal && (node.flags[block]! & RTL) !== 0;
  // From where the writing starts, which is the right of what runs from right to left.
  const first = rtl ? end : start;
  const last = Math.max(first, containing - (rtl ? start : end));
  const room = last - first - outer;
  const above = node.packed[block]!;
  const main = ((above & COLUMN) !== 0) !== axis.horizontal;
  const upwards = (above & GRID) === 0 && (above & (main ? REVERSE : LINES_REVERSE)) !== 0;
  let offset = first;
  switch (self & ~ALIGN_SAFE) {
    case ALIGN_END:
    case ALIGN_FLEX_END:
      offset += room;
      break;
    case ALIGN_CENTER:
      offset += room / 2;
      break;
    case ALIGN_LEFT:
      if (rtl) offset += room;
      break;
    case ALIGN_RIGHT:
      if (!rtl) offset += room;
      break;
  }
  const unsafe = axis.horizontal ? JUSTIFY_UNSAFE : ALIGN_SELF_UNSAFE;
  if ((node.align[row]! & unsafe) !== 0) {
    // It may be anywhere.
  } else if (self !== ALIGN_AUTO && ((self & ALIGN_SAFE) === 0 || room >= 0)) {
    // What overflows is kept inside the padding box and the insets, at their start if it is too big for both. A clipping
    // container can be scrolled, so it has no end; one that runs upwards no start.
    const clips = (above & CLIPS) !== 0;
    let before = 0;
    let after = 0;
    if (block === container) {
      const begin = given[startOf(axis)]!;
      before = begin - Math.max(0, axis.borderStart[container]!);
      const padded = axis.extent[container]! - Math.max(0, axis.borderEnd[container]!);
      after = padded - containing - begin;
    }
    if (!clips || upwards) {
      offset = Math.min(offset, Math.max(containing + (rtl ? before : after), last) - outer);
    }
    if (!clips || !upwards) {
      offset = Math.max(offset, Math.min(first, rtl ? -after : -before));
    }
  } else if (room < 0) offset = first;
  given[OFFSET] = (rtl ? containing - offset - outer : offset) - start;
}
