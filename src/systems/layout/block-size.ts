import { UNIT_AUTO } from '../../ecs/stores';
import { intrinsicHeight } from './content-sizes';
import {
  CLIPS,
  CONTENT_SIZED,
  HEIGHT_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  SIZES,
  UNIT_MASK,
} from './node-store';
import {
  hasKeyword,
  INNER,
  isByContent,
  LEAST,
  MOST,
  MOST_LENGTH,
  OWN,
  ownSizes,
  ROOM,
} from './own-sizes';
import type { LayoutState } from './state';

/** What an element is told beside the room it has: an automatic size fills it. */
export const FILLS_WIDTH = 1;
export const FILLS_HEIGHT = 2;
/** Its height is `roomHeight`, whatever it says itself. */
export const FIXED_HEIGHT = 4;
/** Percentages of its children have nothing to go by, whatever its height. */
export const UNSETTLED = 8;

/** Places of `LayoutState.given`. In: border-box width and height by the content, NaN where not known. */
export const WIDTH = 14;
export const CONTENT = 15;
/** Out: border-box height, NaN if it follows from a content that is not known; and what percentages of the children go by. */
export const HEIGHT = 16;
export const SETTLED = 17;

/**
 * Writes `given[HEIGHT]` for an element that is `given[WIDTH]` wide and has a content `given[CONTENT]` high, and leaves the limits
 * of its height in `given[LEAST]` and `given[MOST]`.
 */
function blockSize(state: LayoutState, row: number, space: number): void {
  const { given, node, y } = state;
  const bits = node.packed[row]!;
  const lengths = (node.units[row]! >> HEIGHT_SHIFT) & SIZES;
  const edges = node.insetY[row]!;
  const intrinsic = given[CONTENT]!;
  let content = intrinsic;
  let byRatio = false;
  if ((bits & RATIO) !== 0 && given[WIDTH]! >= 0) {
    byRatio = true;
    given[HEIGHT] = given[WIDTH]!;
    ratioHeight(state, row, HEIGHT);
    content = given[HEIGHT]!;
  }
  given[INNER] = node.percentHeight[row]!;
  given[ROOM] = node.roomHeight[row]!;
  ownSizes(state, y, row);
  const unit = lengths & UNIT_MASK;
  let size = given[OWN]!;
  if (unit === UNIT_AUTO && (space & FILLS_HEIGHT) !== 0) {
    size = Math.max(edges, node.roomHeight[row]! - node.marginY[row]!);
  }
  const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
  let least = Math.max(edges, given[LEAST]!);
  let most = given[MOST]!;
  if (content >= 0) {
    if (isByContent(minUnit)) least = content;
    if (isByContent((lengths >> MAX_SHIFT) & UNIT_MASK)) most = content;
  }
  if (Number.isNaN(size)) {
    size = content;
    // What has a ratio is no smaller than its content all the same.
    if (
      byRatio &&
      intrinsic >= 0 &&
      (bits & CLIPS) === 0 &&
      !hasNaturalSize(state, row) &&
      minUnit === UNIT_AUTO &&
      (unit === UNIT_AUTO || isByContent(unit))
    ) {
      least = Math.min(intrinsic, most);
    }
  }
  given[LEAST] = least;
  given[MOST] = Math.max(most, least);
  given[HEIGHT] =
    (space & FIXED_HEIGHT) !== 0 ? node.roomHeight[row]! : Math.max(Math.min(size, most), least);
}

/** Height by what is known without looking at the content. */
export function settledHeight(state: LayoutState, row: number, space: number): void {
  state.given[CONTENT] = Number.NaN;
  blockSize(state, row, space);
}

/**
 * Finds the height of an element whose border box is `askedWidth` wide: writes `given[HEIGHT]`, and the height that percentages of
 * its children go by, NaN for none, to `given[SETTLED]`.
 */
export function itemHeight(state: LayoutState, row: number, space: number): void {
  const { given, node } = state;
  const bits = node.packed[row]!;
  const lengths = (node.units[row]! >> HEIGHT_SHIFT) & SIZES;
  if (lengths === 0 && (bits & RATIO) === 0 && (space & FIXED_HEIGHT) === 0) {
    if ((space & FILLS_HEIGHT) !== 0) {
      given[HEIGHT] = Math.max(node.insetY[row]!, node.roomHeight[row]! - node.marginY[row]!);
      given[SETTLED] = Number.NaN;
      if ((space & UNSETTLED) === 0) given[SETTLED] = given[HEIGHT]!;
      return;
    }
    node.askedHeight[row] = Number.NaN;
    intrinsicHeight(state, row);
    given[HEIGHT] = node.intrinsic[row]!;
    given[SETTLED] = Number.NaN;
    return;
  }
  given[WIDTH] = node.askedWidth[row]!;
  settledHeight(state, row, space);
  let settled = Number.NaN;
  if ((space & UNSETTLED) === 0) settled = given[HEIGHT]!;
  if (Number.isNaN(given[HEIGHT]!) || looksAtContent(bits, lengths, space)) {
    node.askedHeight[row] = settled;
    intrinsicHeight(state, row);
    given[WIDTH] = node.askedWidth[row]!;
    given[CONTENT] = node.intrinsic[row]!;
    blockSize(state, row, space);
  }
  given[SETTLED] = settled;
}

/** Whether a height that is known without the content may still change with it. */
function looksAtContent(bits: number, lengths: number, space: number): boolean {
  if ((space & FIXED_HEIGHT) !== 0) return false;
  if ((bits & RATIO) === 0) {
    return (
      hasKeyword(lengths) &&
      (isByContent((lengths >> MIN_SHIFT) & UNIT_MASK) ||
        isByContent((lengths >> MAX_SHIFT) & UNIT_MASK))
    );
  }
  const unit = lengths & UNIT_MASK;
  return (
    (bits & CLIPS) === 0 &&
    ((lengths >> MIN_SHIFT) & UNIT_MASK) === UNIT_AUTO &&
    (isByContent(unit) || (unit === UNIT_AUTO && (space & FILLS_HEIGHT) === 0))
  );
}

/** Whether content of its own proportions says how large an element is, as images do: it never fills, and has no least size. */
export function hasNaturalSize({ style }: LayoutState, row: number): boolean {
  return style.naturalRatio[row]! > 0;
}

/** Makes a border-box width by the ratio of the height in `given[place]`, in place. */
export function ratioWidth(state: LayoutState, item: number, place: number): void {
  const { given, node, style } = state;
  const own = style.aspectRatio[item]!;
  const edges = node.insetX[item]!;
  const height = given[place]!;
  if (own > 0 && (node.packed[item]! & CONTENT_SIZED) === 0) {
    given[place] = Math.max(edges, Math.min(MOST_LENGTH, height * own));
  } else {
    // The ratio of the content itself is one of the content box.
    const ratio = own > 0 ? own : style.naturalRatio[item]!;
    const inner = Math.max(0, height - node.insetY[item]!);
    given[place] = Math.min(MOST_LENGTH, inner * ratio) + edges;
  }
}

/** And the other way round. */
export function ratioHeight(state: LayoutState, item: number, place: number): void {
  const { given, node, style } = state;
  const own = style.aspectRatio[item]!;
  const edges = node.insetY[item]!;
  const width = given[place]!;
  if (own > 0 && (node.packed[item]! & CONTENT_SIZED) === 0) {
    given[place] = Math.max(edges, Math.min(MOST_LENGTH, width / own));
  } else {
    const ratio = own > 0 ? own : style.naturalRatio[item]!;
    const inner = Math.max(0, width - node.insetX[item]!);
    given[place] = Math.min(MOST_LENGTH, inner / ratio) + edges;
  }
}
