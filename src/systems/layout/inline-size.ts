import {
  UNIT_AUTO,
  UNIT_FIT_CONTENT,
  UNIT_MAX_CONTENT,
  UNIT_MIN_CONTENT,
  UNIT_PERCENT,
  UNIT_PX,
  UNIT_STRETCH,
} from '../../ecs/stores';
import {
  FILLS_HEIGHT,
  FILLS_WIDTH,
  HEIGHT,
  hasNaturalSize,
  ratioHeight,
  ratioWidth,
  settledHeight,
  UNSETTLED,
  WIDTH,
} from './block-size';
import { isOfRoom } from './by-room';
import { countsByRoom } from './grid/rooms';
import {
  BY_COUNT,
  BY_HEIGHT,
  COLUMN,
  GRID,
  HEIGHT_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  SHRINKS,
  SIZES,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { hasKeyword, INNER, isByContent, LEAST, MOST, OWN, ownSizes, ROOM } from './own-sizes';
import type { LayoutState } from './state';
import { needNarrow, needWide } from './widths';

/** Places of `LayoutState.given`, out of `contentWidths`: border-box widths by content and ratio, and the least by content alone. */
export const NARROW = 10;
export const WIDE = 11;
export const NARROWEST = 12;
/** Out of `itemWidth`. */
export const ITEM_WIDTH = 13;
/** Out of `ratioLimits`. */
export const RATIO_LEAST = 18;
export const RATIO_MOST = 19;

/**
 * Writes how narrow and how wide an element is by its content, or by its ratio where its height is known. Returns whether it is by
 * the ratio.
 */
export function contentWidths(state: LayoutState, row: number, space: number): boolean {
  const { given, node } = state;
  const bits = node.packed[row]!;
  const edges = node.insetX[row]!;
  const ratio = (bits & RATIO) !== 0;
  let height = Number.NaN;
  if (ratio || (node.flags[row]! & (BY_HEIGHT | BY_COUNT)) !== 0) {
    given[WIDTH] = Number.NaN;
    settledHeight(state, row, space);
    if ((space & UNSETTLED) === 0) height = given[HEIGHT]!;
  }
  needNarrow(state, row);
  needWide(state, row);
  given[NARROW] = node.minContent[row]! + edges;
  given[WIDE] = node.maxContent[row]! + edges;
  if (
    (node.flags[row]! & (BY_HEIGHT | BY_COUNT)) !== 0 &&
    (height >= 0 || hasOwnLimit(state, row))
  ) {
    node.givenInner[row] = height;
    measureInHeight(state, row);
    given[NARROW] = node.boxNarrow[row]! + edges;
    given[WIDE] = node.boxWide[row]! + edges;
  }
  given[NARROWEST] = given[NARROW]!;
  if (!ratio) return false;
  if (height >= 0) {
    given[NARROW] = height;
    ratioWidth(state, row, NARROW);
    given[WIDE] = given[NARROW]!;
    return true;
  }
  ratioLimits(state, row, space);
  const least = given[RATIO_LEAST]!;
  const most = given[RATIO_MOST]!;
  given[NARROW] = Math.max(Math.min(given[NARROW]!, most), least);
  given[WIDE] = Math.max(Math.min(given[WIDE]!, most), least);
  given[NARROWEST] = given[NARROW]!;
  return false;
}

/** Finds what widths by content are in a border box `givenInner` high: writes `boxNarrow` and `boxWide`. */
function measureInHeight(state: LayoutState, row: number): void {
  const { node } = state;
  const given = node.givenInner[row]! - node.insetY[row]!;
  const height = Number.isNaN(given) ? -2 : given;
  const grid = (node.packed[row]! & GRID) !== 0;
  const lengths = node.units[row]!;
  // Columns of a grid are stretched to its least width, and it is not asked for more than its greatest.
  const byRoom = grid
    ? isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT)
    : hasOwnLimit(state, row);
  const percent = grid ? node.percentWidth[row]! : node.percentHeight[row]!;
  const room = grid ? node.roomWidth[row]! : node.roomHeight[row]!;
  const knownPercent = byRoom && percent >= 0 ? percent : -1;
  const knownRoom = byRoom && room >= 0 ? room : -1;
  if (
    node.boxHeight[row] === height &&
    node.boxPercent[row] === knownPercent &&
    node.boxRoom[row] === knownRoom
  ) {
    return;
  }
  const narrow = node.minContent[row]!;
  const wide = node.maxContent[row]!;
  state.asks.widths(state, row);
  node.boxHeight[row] = height;
  node.boxPercent[row] = knownPercent;
  node.boxRoom[row] = knownRoom;
  node.boxNarrow[row] = node.minContent[row]!;
  node.boxWide[row] = node.maxContent[row]!;
  node.minContent[row] = narrow;
  node.maxContent[row] = wide;
}

/** Whether the room says how high the lines of a column that wraps may be. */
function hasOwnLimit(state: LayoutState, row: number): boolean {
  const { node } = state;
  const bits = node.packed[row]!;
  if ((bits & GRID) !== 0) return countsByRoom(state, row);
  if ((bits & (COLUMN | WRAP)) !== (COLUMN | WRAP)) return false;
  const unit = (node.units[row]! >> (HEIGHT_SHIFT + MAX_SHIFT)) & UNIT_MASK;
  return unit === UNIT_PERCENT || unit === UNIT_STRETCH;
}

/** Writes what the limits of the height make of the width by the ratio: `given[RATIO_LEAST]`, `given[RATIO_MOST]`. */
export function ratioLimits(state: LayoutState, row: number, space: number): void {
  const { given, node } = state;
  given[WIDTH] = Number.NaN;
  settledHeight(state, row, space);
  const unlimited = given[MOST] === Number.POSITIVE_INFINITY;
  given[RATIO_LEAST] = given[LEAST]!;
  given[RATIO_MOST] = given[MOST]!;
  if (given[RATIO_LEAST]! > 0) ratioWidth(state, row, RATIO_LEAST);
  if (!unlimited) {
    ratioWidth(state, row, RATIO_MOST);
    given[RATIO_MOST] = Math.max(given[RATIO_MOST]!, given[RATIO_LEAST]!);
  }
  given[INNER] = node.percentWidth[row]!;
}

/**
 * Writes what the style says of an element's width, `contentWidths` having been asked for what of it goes by the content: `OWN` is
 * NaN for `auto` and what is not known.
 */
export function ownWidths(state: LayoutState, row: number): void {
  const { given, node, x } = state;
  const lengths = node.units[row]! >> WIDTH_SHIFT;
  given[INNER] = node.percentWidth[row]!;
  given[ROOM] = node.roomWidth[row]!;
  ownSizes(state, x, row);
  const unit = lengths & UNIT_MASK;
  const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
  const maxUnit = (lengths >> MAX_SHIFT) & UNIT_MASK;
  if (isByContent(unit)) byContent(state, row, unit, OWN);
  if (isByContent(maxUnit)) byContent(state, row, maxUnit, MOST);
  if (isByContent(minUnit)) byContent(state, row, minUnit, LEAST);
}

/** Writes a width that goes by the content, as `contentWidths` found it; `fit-content` stays as it is without a room to fit. */
export function byContent(
  { given, node }: LayoutState,
  row: number,
  unit: number,
  place: number,
): void {
  if (unit === UNIT_MIN_CONTENT) given[place] = given[NARROW]!;
  else if (unit === UNIT_MAX_CONTENT) given[place] = given[WIDE]!;
  else if (unit === UNIT_FIT_CONTENT) {
    const room = node.roomWidth[row]! - node.marginX[row]!;
    if (!Number.isNaN(room)) {
      given[place] = Math.max(given[NARROW]!, Math.min(given[WIDE]!, Math.max(0, room)));
    } else if (place === LEAST) given[place] = given[NARROW]!;
    else if (place === MOST) given[place] = given[WIDE]!;
  }
}

/** Whether a width, or a limit of it, may go by the content although it is not what is left to `auto`. */
export function looksInside(bits: number, flags: number, lengths: number): boolean {
  return (bits & RATIO) !== 0 || (flags & (BY_HEIGHT | BY_COUNT)) !== 0 || hasKeyword(lengths);
}

/** Finds the border-box width of an element that has `roomWidth`, by its own style: writes `given[ITEM_WIDTH]`. */
export function itemWidth(state: LayoutState, row: number, space: number): void {
  const { given, node } = state;
  const bits = node.packed[row]!;
  const edges = node.insetX[row]!;
  const lengths = (node.units[row]! >> WIDTH_SHIFT) & SIZES;
  const unit = lengths & UNIT_MASK;
  const room = node.roomWidth[row]! - node.marginX[row]!;
  const fills = unit === UNIT_AUTO && (space & FILLS_WIDTH) !== 0;
  const ratio = (bits & RATIO) !== 0;
  if (fills && lengths === 0) {
    given[ITEM_WIDTH] = Math.max(edges, room);
    return;
  }
  if (!looksInside(bits, node.flags[row]!, lengths)) {
    plainWidth(state, row, fills);
    return;
  }
  let floats = false;
  if (ratio && !fills && (unit === UNIT_AUTO || isByContent(unit))) {
    floats = isSettled(state, row, space) && hasFloor(bits, lengths) && !hasNaturalSize(state, row);
  }
  contentWidths(state, row, space);
  const narrow = given[NARROW]!;
  const wide = given[WIDE]!;
  const narrowest = given[NARROWEST]!;
  let from = 0;
  let to = Number.POSITIVE_INFINITY;
  if (ratio && unit === UNIT_AUTO && !fills) {
    ratioLimits(state, row, space);
    from = given[RATIO_LEAST]!;
    to = given[RATIO_MOST]!;
  }
  let size = Number.NaN;
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  if (lengths !== 0) {
    given[NARROW] = narrow;
    given[WIDE] = wide;
    ownWidths(state, row);
    size = given[OWN]!;
    least = given[LEAST]!;
    most = given[MOST]!;
  }
  if (Number.isNaN(size)) {
    // `fit-content`; written out, as what a function is given may be garbage.
    size = fills ? room : Math.max(narrow, Math.min(wide, Math.max(0, room)));
  }
  if (floats) least = Math.min(narrowest, most);
  least = Math.max(least, Math.min(from, most), edges);
  given[ITEM_WIDTH] = Math.max(Math.min(size, most, to), least);
}

/** As `itemWidth`, where the content is not asked unless the width is left to it. */
function plainWidth(state: LayoutState, row: number, fills: boolean): void {
  const { given, node } = state;
  const edges = node.insetX[row]!;
  const room = node.roomWidth[row]! - node.marginX[row]!;
  given[INNER] = node.percentWidth[row]!;
  given[ROOM] = node.roomWidth[row]!;
  ownSizes(state, state.x, row);
  let size = given[OWN]!;
  const least = given[LEAST]!;
  const most = given[MOST]!;
  if (Number.isNaN(size)) {
    if (fills) size = room;
    else {
      needNarrow(state, row);
      needWide(state, row);
      const wide = Math.min(node.maxContent[row]! + edges, Math.max(0, room));
      size = Math.max(node.minContent[row]! + edges, wide);
    }
  }
  given[ITEM_WIDTH] = Math.max(Math.min(size, most), least, edges);
}

/** Finds what an element makes of the width by content of what it is in: writes `given[NARROW]` and `given[WIDE]`, border boxes. */
export function itemContribution(state: LayoutState, row: number, space: number): void {
  const { given, node } = state;
  const bits = node.packed[row]!;
  const edges = node.insetX[row]!;
  const lengths = (node.units[row]! >> WIDTH_SHIFT) & SIZES;
  const unit = lengths & UNIT_MASK;
  if (unit === UNIT_PX && !looksInside(bits, node.flags[row]!, lengths)) {
    given[INNER] = node.percentWidth[row]!;
    given[ROOM] = node.roomWidth[row]!;
    ownSizes(state, state.x, row);
    const own = Math.max(Math.min(given[OWN]!, given[MOST]!), given[LEAST]!, edges);
    given[NARROW] = own;
    given[WIDE] = own;
    return;
  }
  const applied = contentWidths(state, row, space);
  if (lengths === 0 && (bits & RATIO) === 0) return;
  let narrow = given[NARROW]!;
  let wide = given[WIDE]!;
  const narrowest = given[NARROWEST]!;
  let from = 0;
  let to = Number.POSITIVE_INFINITY;
  if ((bits & RATIO) !== 0 && unit === UNIT_AUTO) {
    ratioLimits(state, row, space);
    from = given[RATIO_LEAST]!;
    to = given[RATIO_MOST]!;
    given[NARROW] = narrow;
    given[WIDE] = wide;
  }
  ownWidths(state, row);
  const size = given[OWN]!;
  if (!Number.isNaN(size)) {
    narrow = size;
    wide = size;
  }
  // `fit-content` is one thing for what is narrow and another for what is wide.
  const maxUnit = (lengths >> MAX_SHIFT) & UNIT_MASK;
  const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
  const most = given[MOST]!;
  const mostNarrow = maxUnit === UNIT_FIT_CONTENT ? given[NARROW]! : most;
  let least = given[LEAST]!;
  const looks = Number.isNaN(size) || isByContent(unit);
  if (applied && looks && hasFloor(bits, lengths)) least = Math.min(narrowest, most);
  const leastWide = minUnit === UNIT_FIT_CONTENT ? given[WIDE]! : least;
  const floor = Math.max(Math.min(from, most), edges);
  given[NARROW] = Math.max(Math.min(narrow, mostNarrow, to), least, floor);
  given[WIDE] = Math.max(Math.min(wide, most, to), leastWide, floor);
}

/** Whether the height is known, so that a width may follow from it. One that is `auto` has to fill its room for that. */
function isSettled(state: LayoutState, row: number, space: number): boolean {
  const { given, node } = state;
  const unit = (node.units[row]! >> HEIGHT_SHIFT) & UNIT_MASK;
  if (unit === UNIT_AUTO && (space & FILLS_HEIGHT) === 0) return false;
  given[WIDTH] = Number.NaN;
  settledHeight(state, row, space);
  return given[HEIGHT]! >= 0;
}

/** Whether a width that follows from the ratio has an automatic minimum. */
function hasFloor(bits: number, lengths: number): boolean {
  return (bits & SHRINKS) === 0 && ((lengths >> MIN_SHIFT) & UNIT_MASK) === UNIT_AUTO;
}

/** Brings `given[HEIGHT]`, a height by content, between what an element's own limits of its width make of it by its ratio. */
export function ratioHeights(state: LayoutState, row: number): void {
  const { given, node } = state;
  if (((node.units[row]! >> WIDTH_SHIFT) & SIZES) <= UNIT_MASK) return;
  const high = given[HEIGHT]!;
  contentWidths(state, row, UNSETTLED);
  ownWidths(state, row);
  const unlimited = given[MOST] === Number.POSITIVE_INFINITY;
  const hasLeast = given[LEAST]! > 0;
  if (!unlimited) ratioHeight(state, row, MOST);
  if (hasLeast) ratioHeight(state, row, LEAST);
  given[HEIGHT] = Math.max(Math.min(high, given[MOST]!), given[LEAST]!);
}
