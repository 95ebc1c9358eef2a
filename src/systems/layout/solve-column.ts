import { ALIGN_BASELINE, ALIGN_STRETCH, UNIT_AUTO, UNIT_CONTENT, UNIT_PX } from '../../ecs/stores';
import {
  FILLS_WIDTH,
  FIXED_HEIGHT,
  HEIGHT,
  ratioHeight,
  settledHeight,
  UNSETTLED,
  WIDTH,
} from './block-size';
import { intrinsicHeight } from './content-sizes';
import { resolveEdges } from './edges';
import { alignmentOf, BASIS, breakLines, flexLine, pushSizes } from './flex-line';
import { pushLine } from './flex-lines';
import { findGap, GAP, LENGTH } from './gap';
import { ITEM_WIDTH, itemContribution, itemWidth, ratioHeights, WIDE } from './inline-size';
import { containerOf } from './items';
import {
  ABSOLUTE,
  AUTO_X,
  BASIS_SHIFT,
  BY_COUNT,
  BY_HEIGHT,
  CLIPS,
  COLUMN,
  EDGES,
  HEIGHT_SHIFT,
  LINES_REVERSE,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  RTL,
  SIZES,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import {
  hasKeyword,
  INNER,
  isByContent,
  LEAST,
  lengthOf,
  MOST,
  OWN,
  ownSizes,
  ROOM,
} from './own-sizes';
import type { LayoutState } from './state';

/** Sizes the items of a column; see `solveFlex`. A width that is NaN is asked for: items are as wide as they like. */
export function solveColumn(state: LayoutState, row: number, from: number): void {
  const { items, node, given, lines, y } = state;
  const { packed, units, insetX, insetY, marginX } = node;
  const to = items.top;
  const wraps = (packed[row]! & WRAP) !== 0;
  const inner = Math.max(0, node.givenWidth[row]! - insetX[row]!);
  const height = Math.max(0, node.givenHeight[row]! - insetY[row]!);
  const settled = Math.max(0, node.givenInner[row]! - insetY[row]!);
  given[LENGTH] = settled;
  findGap(state, y, row);
  const gap = given[GAP]!;
  for (let i = from; i < to; i++) {
    const item = items.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    if ((bits & EDGES) !== 0) {
      given[0] = inner;
      resolveEdges(state, item, inner >= 0 ? 1 : 0);
    }
    const across = alignmentOf(state, row, item);
    items.align[i] = across;
    const fills = !wraps && stretchesAcross(bits, lengths, across) ? FILLS_WIDTH : 0;
    node.roomWidth[item] = inner;
    node.percentWidth[item] = inner;
    node.roomHeight[item] = settled;
    node.percentHeight[item] = Number.NaN;
    if (inner >= 0) {
      itemWidth(state, item, fills | UNSETTLED);
      items.cross[i] = given[ITEM_WIDTH]!;
    } else {
      node.percentHeight[item] = settled;
      itemContribution(state, item, 0);
      items.cross[i] = given[WIDE]!;
    }
    node.askedWidth[item] = items.cross[i]!;
    given[LENGTH] = settled;
    items.space[i] = fills | mainSizes(state, item);
    pushSizes(state, items, y, i, item);
  }
  const firstLine = lines.top;
  if (wraps) {
    given[HEIGHT] = settled;
    if (!(settled >= 0)) lineLimit(state, row);
    given[LENGTH] = given[HEIGHT]!;
    given[GAP] = gap;
    breakLines(state, from, to);
  }
  pushLine(lines, to);
  let start = from;
  for (let line = firstLine; line < lines.top; line++) {
    const end = lines.end[line]!;
    if (height >= 0) {
      given[LENGTH] = height;
      given[GAP] = gap;
      flexLine(state, start, end);
    }
    let cross = 0;
    let ascent = Number.NEGATIVE_INFINITY;
    let descent = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const item = items.rows[i]!;
      const size = items.size[i]!;
      const space = items.space[i]! | FIXED_HEIGHT;
      items.inner[i] = Number.NaN;
      if ((space & UNSETTLED) === 0) items.inner[i] = size;
      node.roomHeight[item] = size;
      node.percentHeight[item] = settled;
      if (
        inner >= 0 &&
        ((packed[item]! & RATIO) !== 0 || (node.flags[item]! & (BY_HEIGHT | BY_COUNT)) !== 0)
      ) {
        itemWidth(state, item, space);
        items.cross[i] = given[ITEM_WIDTH]!;
      }
      const outer = items.cross[i]! + marginX[item]!;
      if (items.align[i] === ALIGN_BASELINE && (packed[item]! & AUTO_X) === 0) {
        sidewaysAscent(state, row, i);
        const above = items.ascent[i]!;
        if (above > ascent) ascent = above;
        if (outer - above > descent) descent = outer - above;
        if (ascent + descent > cross) cross = ascent + descent;
      } else if (outer > cross) cross = outer;
    }
    lines.cross[line] = wraps || !(inner >= 0) ? cross : inner;
    lines.ascent[line] = ascent;
    start = end;
  }
}

/**
 * Finds the size that an item of a column starts from, and its limits: writes `given[BASIS]`, `given[LEAST]` and `given[MOST]`.
 * Percentages are of `given[LENGTH]`. Returns `UNSETTLED` if those of its children have nothing to go by.
 */
export function mainSizes(state: LayoutState, item: number): number {
  const { node, given, y } = state;
  const settled = given[LENGTH]!;
  const bits = node.packed[item]!;
  const lengths = (node.units[item]! >> HEIGHT_SHIFT) & SIZES;
  const basisUnit = (node.units[item]! >> BASIS_SHIFT) & UNIT_MASK;
  const heightUnit = lengths & UNIT_MASK;
  const ratio = (bits & RATIO) !== 0;
  const floats = (bits & CLIPS) === 0 && ((lengths >> MIN_SHIFT) & UNIT_MASK) === UNIT_AUTO;
  const fixed = heightUnit === UNIT_PX && basisUnit === UNIT_AUTO;
  let content = 0;
  let intrinsic = 0;
  if (!fixed || (floats && state.style.shrink[item]! > 0) || hasKeyword(lengths)) {
    if (!ratio || floats) {
      node.askedHeight[item] = Number.NaN;
      intrinsicHeight(state, item);
      intrinsic = node.intrinsic[item]!;
    }
    content = intrinsic;
    if (ratio) {
      given[HEIGHT] = node.askedWidth[item]!;
      ratioHeight(state, item, HEIGHT);
      content = given[HEIGHT]!;
      if (floats) {
        given[HEIGHT] = intrinsic;
        ratioHeights(state, item);
        intrinsic = given[HEIGHT]!;
      }
    }
  }
  node.percentHeight[item] = settled;
  given[INNER] = settled;
  given[ROOM] = settled;
  let own = Number.NaN;
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  if (lengths !== 0) {
    ownSizes(state, y, item);
    own = given[OWN]!;
    least = given[LEAST]!;
    most = given[MOST]!;
    if (hasKeyword(lengths)) {
      const maxUnit = (lengths >> MAX_SHIFT) & UNIT_MASK;
      const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
      if (isByContent(maxUnit)) most = content;
      if (isByContent(minUnit)) least = content;
    }
  }
  let base = content;
  let byContent = true;
  if (basisUnit === UNIT_AUTO) {
    if (own >= 0) {
      base = own;
      byContent = false;
    }
  } else if (basisUnit !== UNIT_CONTENT) {
    given[BASIS] = Number.NaN;
    lengthOf(state, y, item, basisUnit, node.basis, BASIS);
    if (given[BASIS]! >= 0) {
      base = given[BASIS]!;
      byContent = false;
    }
  }
  if (floats) {
    const specified =
      heightUnit === UNIT_AUTO ? Number.POSITIVE_INFINITY : own >= 0 ? own : content;
    least = Math.min(specified, ratio ? Math.max(content, intrinsic) : content, most);
  }
  given[BASIS] = base;
  given[LEAST] = least;
  given[MOST] = most;
  return byContent && !ratio && Number.isNaN(settled) ? UNSETTLED : 0;
}

/** Finds how far an item's baseline, the left edge of its border box, is from where the cross axis starts: writes its `ascent`. */
export function sidewaysAscent({ items, node }: LayoutState, row: number, i: number): void {
  const item = items.rows[i]!;
  const left = node.marginLeft[item]!;
  const rtl = (node.flags[row]! & RTL) !== 0;
  const reverse = (node.packed[row]! & LINES_REVERSE) !== 0;
  items.ascent[i] = rtl === reverse ? left : items.cross[i]! + node.marginX[item]! - left;
}

/** Whether an item of a column is as wide as its line. */
export function stretchesAcross(bits: number, lengths: number, across: number): boolean {
  return (
    across === ALIGN_STRETCH &&
    ((lengths >> WIDTH_SHIFT) & UNIT_MASK) === UNIT_AUTO &&
    (bits & AUTO_X) === 0
  );
}

/**
 * Finds the content height that a column which wraps has for a line, infinity for as much as it takes, and not one that follows from
 * the items: writes `given[HEIGHT]`.
 */
function lineLimit(state: LayoutState, row: number): void {
  const { given, node } = state;
  const container = containerOf(state, row);
  const inColumn = (node.packed[row]! & ABSOLUTE) === 0 && (node.packed[container]! & COLUMN) !== 0;
  if (container !== 0 && inColumn && node.givenHeight[row]! >= 0) {
    given[HEIGHT] = node.givenHeight[row]!;
  } else {
    given[WIDTH] = node.givenWidth[row]!;
    settledHeight(state, row, 0);
    if (!(given[HEIGHT]! >= 0)) given[HEIGHT] = given[MOST]!;
  }
  given[HEIGHT] = Math.max(0, given[HEIGHT]! - node.insetY[row]!);
}
