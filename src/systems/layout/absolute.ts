import {
  ALIGN_AUTO,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_LEFT,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_EVENLY,
  ALIGN_START,
  ALIGN_STRETCH,
  UNIT_AUTO,
  UNIT_STRETCH,
} from '../../ecs/stores';
import { FILLS_HEIGHT, HEIGHT, itemHeight, SETTLED, settledHeight, WIDTH } from './block-size';
import { hasArea } from './grid/areas-out-of-flow';
import { gridStatic } from './grid/arrange-grid';
import {
  contentWidths,
  looksInside,
  NARROW,
  NARROWEST,
  ownWidths,
  RATIO_LEAST,
  RATIO_MOST,
  ratioLimits,
  WIDE,
} from './inline-size';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  ARRANGE,
  AUTO_BOTTOM,
  AUTO_LEFT,
  AUTO_RIGHT,
  AUTO_TOP,
  BAD,
  BOUNDARY,
  CLIPS,
  COLUMN,
  DEFINITE,
  EDGES,
  GRID,
  HEIGHT_SHIFT,
  HIDDEN,
  JUSTIFY_CONTENT_SHIFT,
  JUSTIFY_SELF_SHIFT,
  LINES_REVERSE,
  MAX_SHIFT,
  MIN_SHIFT,
  OUT_OF_FLOW,
  RATIO,
  REVERSE,
  RTL,
  SHRINKS,
  UNIT_MASK,
  WIDTH_SHIFT,
} from './node-store';
import { isByContent, LEAST, lengthIn, MOST, OWN } from './own-sizes';
import { movesContent, resolveEdges } from './pack-style';
import { distribute, isRtl, OFFSET, vertical } from './place-flex';
import type { Axis, LayoutState } from './state';
import { needNarrow, needWide } from './widths';

const SIZES = 0b111_111_111;

/** Places of `LayoutState.given`: the containing block, from the container's border box. */
const BLOCK_X = 23;
const BLOCK_Y = 24;
const BLOCK_WIDTH = 25;
const BLOCK_HEIGHT = 26;

/**
 * Size and place of an absolute child, from its insets, its sizes and the containing block; of a root from the surface, whose insets
 * are 0 where they are auto.
 */
export function placeAbsolute(state: LayoutState, container: number, row: number): void {
  const { node, given } = state;
  const { flags, width, height } = node;
  const before = flags[row]!;
  const oldWidth = width[row]!;
  const oldHeight = height[row]!;
  const bits = node.packed[row]!;
  findBlock(state, container, row);
  if ((bits & EDGES) !== 0) {
    given[0] = given[BLOCK_WIDTH]!;
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
    placeAlong(state, state.x, container, row);
    sizeHeight(state, container, row);
    inner = given[SETTLED]!;
    placeAlong(state, state.y, container, row);
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

function borderOf({ border }: LayoutState, container: number): number {
  return container === 0 ? 0 : Math.max(0, border.width[container]!) || 0;
}

/** Whether an element has an inset at both sides along an axis; a root has, of 0. */
function isInset(axis: Axis, container: number, row: number): boolean {
  if (container === 0) return true;
  return axis.startUnit[row] !== UNIT_AUTO && axis.endUnit[row] !== UNIT_AUTO;
}

/** Finds the containing block: the container's padding box, or the area of a grid that the element is told. */
function findBlock(state: LayoutState, container: number, row: number): void {
  const { node, given } = state;
  if (hasArea(state, container, row)) {
    given[BLOCK_X] = node.x[row]!;
    given[BLOCK_Y] = node.y[row]!;
    given[BLOCK_WIDTH] = node.percentWidth[row]!;
    given[BLOCK_HEIGHT] = node.percentHeight[row]!;
    return;
  }
  const border = borderOf(state, container);
  given[BLOCK_X] = border;
  given[BLOCK_Y] = border;
  given[BLOCK_WIDTH] = Math.max(0, node.width[container]! - 2 * border);
  given[BLOCK_HEIGHT] = Math.max(0, node.height[container]! - 2 * border);
}

/** Size of the containing block along an axis. */
function containingSize({ given }: LayoutState, axis: Axis): number {
  return given[axis.horizontal ? BLOCK_WIDTH : BLOCK_HEIGHT]!;
}

function selfAlignment(
  { node }: LayoutState,
  container: number,
  row: number,
  shift: number,
): number {
  return container === 0 ? ALIGN_AUTO : (node.align[row]! >> shift) & ALIGN_MASK & ~ALIGN_SAFE;
}

/** Whether the height takes no look at the content. */
function isPlain(state: LayoutState, container: number, row: number): boolean {
  const lengths = state.node.units[row]! >> HEIGHT_SHIFT;
  const unit = lengths & UNIT_MASK;
  if (
    isByContent(unit) ||
    isByContent((lengths >> MIN_SHIFT) & UNIT_MASK) ||
    isByContent((lengths >> MAX_SHIFT) & UNIT_MASK)
  ) {
    return false;
  }
  if (unit !== UNIT_AUTO) return true;
  if (!isInset(state.y, container, row)) return false;
  const self = selfAlignment(state, container, row, ALIGN_SELF_SHIFT);
  if (self === ALIGN_STRETCH) return true;
  return self === ALIGN_AUTO && (state.node.packed[row]! & RATIO) === 0;
}

function sizeWidth(state: LayoutState, container: number, row: number): void {
  const { node, given, x, y } = state;
  const bits = node.packed[row]!;
  const lengths = node.units[row]!;
  const unit = (lengths >> WIDTH_SHIFT) & UNIT_MASK;
  const heightUnit = (lengths >> HEIGHT_SHIFT) & UNIT_MASK;
  const ratio = (bits & RATIO) !== 0;
  const edges = node.insetX[row]!;
  const room = roomFor(state, x, container, row);
  node.percentWidth[row] = containingSize(state, x);
  node.percentHeight[row] = containingSize(state, y);
  node.roomWidth[row] = room;
  const across = selfAlignment(state, container, row, ALIGN_SELF_SHIFT);
  const high = isInset(y, container, row) && (across === ALIGN_AUTO || across === ALIGN_STRETCH);
  const space = high ? FILLS_HEIGHT : 0;
  node.roomHeight[row] =
    high ||
    heightUnit === UNIT_STRETCH ||
    ((lengths >> (HEIGHT_SHIFT + MAX_SHIFT)) & UNIT_MASK) === UNIT_STRETCH
      ? roomFor(state, y, container, row)
      : node.percentHeight[row]!;
  const looks = looksInside(bits, node.flags[row]!, (lengths >> WIDTH_SHIFT) & SIZES);
  if (looks) contentWidths(state, row, space);
  const narrow = given[NARROW]!;
  const wide = given[WIDE]!;
  const narrowest = given[NARROWEST]!;
  let from = 0;
  let to = Number.POSITIVE_INFINITY;
  if (ratio && unit === UNIT_AUTO) {
    ratioLimits(state, row, space);
    from = given[RATIO_LEAST]!;
    to = given[RATIO_MOST]!;
  }
  const self = selfAlignment(state, container, row, JUSTIFY_SELF_SHIFT);
  const between = isInset(x, container, row);
  let fills = between && (self === ALIGN_AUTO || self === ALIGN_STRETCH);
  let byRatio = false;
  if (ratio && (high || heightUnit !== UNIT_AUTO)) {
    given[WIDTH] = Number.NaN;
    settledHeight(state, row, space);
    // The stronger wins: the height, but for where it only fills what there is as the width does.
    const strong = heightUnit !== UNIT_AUTO || across === ALIGN_STRETCH;
    byRatio = given[HEIGHT]! >= 0 && (!fills || (self === ALIGN_AUTO && strong));
    if (byRatio) fills = false;
    given[NARROW] = narrow;
    given[WIDE] = wide;
  }
  ownWidths(state, row);
  let size = given[OWN]!;
  let least = given[LEAST]!;
  const most = given[MOST]!;
  if (Number.isNaN(size)) {
    const inner = room - node.marginX[row]!;
    if ((unit === UNIT_AUTO && fills) || (bits & BOUNDARY) !== 0) size = inner;
    else if (looks) size = Math.max(narrow, Math.min(wide, Math.max(0, inner)));
    else {
      needNarrow(state, row);
      needWide(state, row);
      const edge = Math.min(node.maxContent[row]! + edges, Math.max(0, inner));
      size = Math.max(node.minContent[row]! + edges, edge);
    }
  }
  if (
    byRatio &&
    (bits & SHRINKS) === 0 &&
    ((lengths >> (WIDTH_SHIFT + MIN_SHIFT)) & UNIT_MASK) === UNIT_AUTO
  ) {
    least = Math.min(narrowest, most);
  }
  least = Math.max(least, Math.min(from, most), edges);
  node.width[row] = Math.max(Math.min(size, most, to), least);
}

/** What there is for an element: what its insets leave, or without any what there is from where it would stand. */
function roomFor(state: LayoutState, axis: Axis, container: number, row: number): number {
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

/** Writes the height, and leaves what percentages of the children go by in `given[SETTLED]`. */
function sizeHeight(state: LayoutState, container: number, row: number): void {
  const { node, given, y } = state;
  if (isPlain(state, container, row)) {
    node.roomHeight[row] = roomFor(state, y, container, row);
    given[WIDTH] = Number.NaN;
    settledHeight(state, row, FILLS_HEIGHT);
    given[SETTLED] = given[HEIGHT]!;
  } else {
    const self = selfAlignment(state, container, row, ALIGN_SELF_SHIFT);
    const fills =
      isInset(y, container, row) &&
      (self === ALIGN_STRETCH || (self === ALIGN_AUTO && (node.packed[row]! & RATIO) === 0));
    node.roomHeight[row] = roomFor(state, y, container, row);
    node.askedWidth[row] = node.width[row]!;
    itemHeight(state, row, fills ? FILLS_HEIGHT : 0);
  }
  node.height[row] = given[HEIGHT]!;
}

function placeAlong(state: LayoutState, axis: Axis, container: number, row: number): void {
  const { packed, align, flags } = state.node;
  const bits = packed[row]!;
  const begin = state.given[axis.horizontal ? BLOCK_X : BLOCK_Y]!;
  const root = container === 0;
  const containing = containingSize(state, axis);
  const hasStart = root || axis.startUnit[row] !== UNIT_AUTO;
  const hasEnd = root || axis.endUnit[row] !== UNIT_AUTO;
  const start = lengthIn(state, axis.startEdge[row]!, axis.startUnit[row]!, containing);
  const end = lengthIn(state, axis.endEdge[row]!, axis.endUnit[row]!, containing);
  const outer = axis.extent[row]! + axis.margin[row]!;
  const rtl = axis.horizontal && (flags[container]! & RTL) !== 0;
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
      const kind = self & ~ALIGN_SAFE;
      if (kind === ALIGN_SELF_START || kind === ALIGN_SELF_END) {
        const against = axis.horizontal && isRtl(state, container, row) !== rtl;
        self ^= kind ^ (against === (kind === ALIGN_SELF_START) ? ALIGN_END : ALIGN_START);
      }
      at += alignedBetween(state, axis, container, self, start, end, containing, outer, rtl);
    }
  } else if (hasStart) at += begin + start;
  else if (hasEnd) at += begin + containing - end - outer;
  else at += staticPosition(state, axis, container, row);
  axis.position[row] = at;
}

/** Where an element stands between two insets, from the first of them, if it does not fill the room. */
function alignedBetween(
  state: LayoutState,
  axis: Axis,
  container: number,
  self: number,
  start: number,
  end: number,
  containing: number,
  outer: number,
  rtl: boolean,
): number {
  // From where the writing starts, which is the right of what runs from right to left.
  const first = rtl ? end : start;
  const last = Math.max(first, containing - (rtl ? start : end));
  const room = last - first - outer;
  const { node, given } = state;
  const above = node.packed[container]!;
  const upwards =
    (above & GRID) === 0 && (above & ((above & COLUMN) !== 0 ? REVERSE : LINES_REVERSE)) !== 0;
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
  if (self !== ALIGN_AUTO && ((self & ALIGN_SAFE) === 0 || room >= 0)) {
    // What overflows is kept inside the padding box and the insets, at their start if it is too big for both. A clipping
    // container can be scrolled, so it has no end; one that runs upwards no start.
    const clips = (above & CLIPS) !== 0;
    const border = borderOf(state, container);
    const before = given[axis.horizontal ? BLOCK_X : BLOCK_Y]! - border;
    const after = axis.extent[container]! - 2 * border - containing - before;
    if (!clips || upwards) {
      offset = Math.min(offset, Math.max(containing + (rtl ? before : after), last) - outer);
    }
    if (!clips || !upwards) {
      offset = Math.max(offset, Math.min(first, rtl ? -after : -before));
    }
  } else if (room < 0) offset = first;
  return (rtl ? containing - offset - outer : offset) - start;
}

/** Where the only item of the container would stand, from its border box. */
function staticPosition(state: LayoutState, axis: Axis, container: number, row: number): number {
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
