import { ALIGN_AUTO, ALIGN_STRETCH, UNIT_AUTO, UNIT_STRETCH } from '../../ecs/stores';
import {
  FILLS_HEIGHT,
  HEIGHT,
  hasNaturalSize,
  itemHeight,
  SETTLED,
  settledHeight,
  WIDTH,
} from './block-size';
import { isInset, selfAlignment, sizeOf } from './containing-block';
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
  ALIGN_SELF_SHIFT,
  BOUNDARY,
  HEIGHT_SHIFT,
  JUSTIFY_SELF_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  SHRINKS,
  SIZES,
  UNIT_MASK,
  WIDTH_SHIFT,
} from './node-store';
import { isByContent, LEAST, MOST, OWN } from './own-sizes';
import type { LayoutState } from './state';
import { findRoom, ROOM_LEFT } from './static-position';
import { needNarrow, needWide } from './widths';

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

/** Whether an element between two insets is as large as what lies between, as its alignment says. */
function fillsBetween(alignment: number, natural: boolean): boolean {
  return alignment === ALIGN_STRETCH || (alignment === ALIGN_AUTO && !natural);
}

export function sizeWidth(state: LayoutState, container: number, row: number): void {
  const { node, given, x, y } = state;
  const bits = node.packed[row]!;
  const lengths = node.units[row]!;
  const unit = (lengths >> WIDTH_SHIFT) & UNIT_MASK;
  const heightUnit = (lengths >> HEIGHT_SHIFT) & UNIT_MASK;
  const ratio = (bits & RATIO) !== 0;
  const edges = node.insetX[row]!;
  findRoom(state, x, container, row);
  const room = given[ROOM_LEFT]!;
  node.percentWidth[row] = given[sizeOf(x)]!;
  node.percentHeight[row] = given[sizeOf(y)]!;
  node.roomWidth[row] = room;
  const across = selfAlignment(state, container, row, ALIGN_SELF_SHIFT);
  const natural = hasNaturalSize(state, row);
  const high = isInset(y, container, row) && fillsBetween(across, natural);
  const space = high ? FILLS_HEIGHT : 0;
  node.roomHeight[row] = node.percentHeight[row]!;
  if (
    high ||
    heightUnit === UNIT_STRETCH ||
    ((lengths >> (HEIGHT_SHIFT + MAX_SHIFT)) & UNIT_MASK) === UNIT_STRETCH
  ) {
    findRoom(state, y, container, row);
    node.roomHeight[row] = given[ROOM_LEFT]!;
  }
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
  let fills = between && fillsBetween(self, natural);
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
    !natural &&
    ((lengths >> (WIDTH_SHIFT + MIN_SHIFT)) & UNIT_MASK) === UNIT_AUTO
  ) {
    least = Math.min(narrowest, most);
  }
  least = Math.max(least, Math.min(from, most), edges);
  node.width[row] = Math.max(Math.min(size, most, to), least);
}

/** Writes the height, and leaves what percentages of the children go by in `given[SETTLED]`. */
export function sizeHeight(state: LayoutState, container: number, row: number): void {
  const { node, given, y } = state;
  findRoom(state, y, container, row);
  node.roomHeight[row] = given[ROOM_LEFT]!;
  if (isPlain(state, container, row)) {
    given[WIDTH] = Number.NaN;
    settledHeight(state, row, FILLS_HEIGHT);
    given[SETTLED] = given[HEIGHT]!;
  } else {
    const self = selfAlignment(state, container, row, ALIGN_SELF_SHIFT);
    const fills =
      isInset(y, container, row) &&
      (self === ALIGN_STRETCH || (self === ALIGN_AUTO && (node.packed[row]! & RATIO) === 0));
    node.askedWidth[row] = node.width[row]!;
    itemHeight(state, row, fills ? FILLS_HEIGHT : 0);
  }
  node.height[row] = given[HEIGHT]!;
}
