import {
  ALIGN_AUTO,
  ALIGN_SAFE,
  ALIGN_STRETCH,
  TRACK_PX,
  UNIT_AUTO,
  UNIT_FIT_CONTENT,
  UNIT_PERCENT,
  UNIT_STRETCH,
} from '../../../ecs/stores';
import {
  FILLS_HEIGHT,
  FILLS_WIDTH,
  HEIGHT,
  hasNaturalSize,
  itemHeight,
  SETTLED,
  settledHeight,
  WIDTH,
} from '../block-size';
import { isOfRoom } from '../by-room';
import { resolveEdges } from '../edges';
import {
  contentWidths,
  ITEM_WIDTH,
  itemContribution,
  itemWidth,
  NARROW,
  ownWidths,
  RATIO_LEAST,
  RATIO_MOST,
  ratioLimits,
  WIDE,
} from '../inline-size';
import {
  AUTO_X,
  AUTO_Y,
  BY_HEIGHT,
  CLIPS,
  EDGES,
  HEIGHT_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  RATIO,
  SHRINKS,
  UNIT_MASK,
} from '../node-store';
import { isByContent, LEAST, MOST } from '../own-sizes';
import type { LayoutState } from '../state';
import { SPANS_AUTO, SPANS_FLEXIBLE } from './content-tracks';
import { SHIM, TOTAL } from './scratch';

/** Writes what an item makes of its columns: `least`, `narrow` and `wide`, percentages being as good as `auto`. */
export function measureColumns(state: LayoutState, i: number, first: number): void {
  const { node, given, grid } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  if ((bits & EDGES) !== 0) resolveEdges(state, item, 0);
  const height = items.areaHeight[i]!;
  node.roomWidth[item] = Number.NaN;
  node.percentWidth[item] = Number.NaN;
  node.roomHeight[item] = height;
  node.percentHeight[item] = height;
  const fills = height >= 0 && wouldFillHeight(state, i);
  const space = fills ? FILLS_HEIGHT : 0;
  itemContribution(state, item, space);
  const margin = node.marginX[item]!;
  items.narrow[i] = Math.max(0, given[NARROW]! + margin);
  items.wide[i] = Math.max(0, given[WIDE]! + margin);
  items.least[i] = items.narrow[i]!;
  const lengths = node.units[item]!;
  if (!isLoose(lengths & UNIT_MASK)) return;
  const begin = first + items.columnStart[i]!;
  const last = first + items.columnEnd[i]!;
  const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
  let least = given[NARROW]!;
  if (hasAutoMinimum(bits & SHRINKS, minUnit, items.spans[i]!, last - begin)) {
    findMost(state, begin, last);
    least = Math.min(least, grid.given[TOTAL]! - margin);
  } else {
    contentWidths(state, item, space);
    ownWidths(state, item);
    least = given[LEAST]!;
  }
  items.least[i] = Math.max(0, Math.max(least, node.insetX[item]!) + margin);
}

/** Writes an item's width anew where that goes by its height, its area being known. */
export function sizeWidthAgain(state: LayoutState, i: number): void {
  if (goesByHeight(state, i)) sizeWidth(state, i);
}

/** Writes an item's border-box width in its area, whose height may be known. */
export function sizeWidth(state: LayoutState, i: number): void {
  const { node, given, grid } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const area = items.areaWidth[i]!;
  if ((bits & EDGES) !== 0) {
    given[0] = area;
    resolveEdges(state, item, 1);
  }
  const height = items.areaHeight[i]!;
  node.roomWidth[item] = area;
  node.percentWidth[item] = area;
  node.roomHeight[item] = height;
  node.percentHeight[item] = height;
  const space = height >= 0 && fillsHeight(state, i) ? FILLS_HEIGHT : 0;
  if ((bits & RATIO) !== 0) widthByRatio(state, i, item, space);
  else {
    itemWidth(state, item, space | (wouldFillWidth(state, i) ? FILLS_WIDTH : 0));
    items.width[i] = given[ITEM_WIDTH]!;
  }
}

/** Writes the width of an item with a ratio: by its height where it has one, else by its area, else by the area's height. */
function widthByRatio(state: LayoutState, i: number, item: number, space: number): void {
  const { node, given, grid } = state;
  const { items } = grid;
  const unit = node.units[item]! & UNIT_MASK;
  const fills = wouldFillWidth(state, i);
  const told = (items.justify[i]! & ~ALIGN_SAFE) === ALIGN_STRETCH;
  given[WIDTH] = Number.NaN;
  settledHeight(state, item, space);
  const isOwn = given[HEIGHT]! >= 0;
  const loose = unit === UNIT_AUTO || isByContent(unit);
  const down = items.areaHeight[i]! >= 0 && wouldFillHeight(state, i) ? FILLS_HEIGHT : space;
  if (unit === UNIT_AUTO && fills && (told || !isOwn)) {
    itemWidth(state, item, down | FILLS_WIDTH);
    items.width[i] = given[ITEM_WIDTH]!;
    if (told) return;
    ratioLimits(state, item, space);
  } else if (
    loose &&
    !isOwn &&
    down === FILLS_HEIGHT &&
    ((node.units[item]! >> HEIGHT_SHIFT) & UNIT_MASK) === UNIT_AUTO
  ) {
    contentWidths(state, item, down);
    items.width[i] = given[NARROW]!;
    given[RATIO_LEAST] = 0;
    given[RATIO_MOST] = Number.POSITIVE_INFINITY;
  } else {
    itemWidth(state, item, loose ? space : down);
    items.width[i] = given[ITEM_WIDTH]!;
    return;
  }
  // What the limits of the height make of it comes after its own, but for the largest.
  const least = given[RATIO_LEAST]!;
  const most = given[RATIO_MOST]!;
  contentWidths(state, item, down);
  ownWidths(state, item);
  const width = Math.min(items.width[i]!, most, given[MOST]!);
  const floor = Math.max(Math.min(least, given[MOST]!), given[LEAST]!, node.insetX[item]!);
  items.width[i] = Math.max(width, floor);
}

/** Writes an item's border-box height, in its area if that is known. */
export function sizeHeight(state: LayoutState, i: number, known: boolean): void {
  const { node, given, grid } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const fills = known && fillsHeight(state, i);
  if ((bits & EDGES) !== 0) {
    given[0] = items.areaWidth[i]!;
    resolveEdges(state, item, 1);
  }
  const area = items.areaWidth[i]!;
  let height = Number.NaN;
  if (known) height = items.areaHeight[i]!;
  node.roomWidth[item] = area;
  node.percentWidth[item] = area;
  node.roomHeight[item] = height;
  node.percentHeight[item] = height;
  node.askedWidth[item] = items.width[i]!;
  itemHeight(state, item, fills ? FILLS_HEIGHT : 0);
  items.height[i] = given[HEIGHT]!;
  items.inner[i] = given[SETTLED]!;
}

/** Whether an item of automatic height would be as high as its area if its width had no say. */
function wouldFillHeight(state: LayoutState, i: number): boolean {
  const { node, grid } = state;
  const item = grid.items.rows[i]!;
  if ((node.packed[item]! & AUTO_Y) !== 0) return false;
  return stretches(state, item, grid.items.align[i]! & ~ALIGN_SAFE);
}

/** Whether an item of automatic height is as high as its area. One with a ratio follows from its width unless told to stretch. */
function fillsHeight(state: LayoutState, i: number): boolean {
  const { node, grid } = state;
  if (!wouldFillHeight(state, i)) return false;
  return (
    (node.packed[grid.items.rows[i]!]! & RATIO) === 0 ||
    (grid.items.align[i]! & ~ALIGN_SAFE) === ALIGN_STRETCH
  );
}

/** Whether what an item with a ratio takes sideways goes by the height of its area. */
export function goesByHeight(state: LayoutState, i: number): boolean {
  const { node, grid } = state;
  const item = grid.items.rows[i]!;
  if ((node.flags[item]! & BY_HEIGHT) !== 0) return true;
  if ((node.packed[item]! & RATIO) === 0) return false;
  const lengths = node.units[item]! >> HEIGHT_SHIFT;
  const unit = lengths & UNIT_MASK;
  if (unit === UNIT_AUTO && wouldFillHeight(state, i)) return true;
  return isOfRoom(lengths) || isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT);
}

function wouldFillWidth(state: LayoutState, i: number): boolean {
  const { node, grid } = state;
  const item = grid.items.rows[i]!;
  if ((node.packed[item]! & AUTO_X) !== 0) return false;
  return stretches(state, item, grid.items.justify[i]! & ~ALIGN_SAFE);
}

/** What has a natural size keeps it unless it is told to stretch. */
function stretches(state: LayoutState, item: number, alignment: number): boolean {
  return alignment === ALIGN_STRETCH || (alignment === ALIGN_AUTO && !hasNaturalSize(state, item));
}

/** Writes what an item whose height by its own is known makes of its rows. */
export function measureRows(state: LayoutState, i: number, first: number): void {
  const { node, grid, given } = state;
  const { items } = grid;
  const item = items.rows[i]!;
  const bits = node.packed[item]!;
  const lengths = node.units[item]! >> HEIGHT_SHIFT;
  const minUnit = (lengths >> MIN_SHIFT) & UNIT_MASK;
  const begin = first + items.rowStart[i]!;
  const last = first + items.rowEnd[i]!;
  const margin = node.marginY[item]!;
  findShim(state, i, begin);
  const shim = grid.given[SHIM]!;
  const high = items.height[i]!;
  const outer = Math.max(0, high + margin + shim);
  items.narrow[i] = outer;
  items.wide[i] = outer;
  items.least[i] = outer;
  if (!isLoose(lengths & UNIT_MASK)) return;
  let least = 0;
  let lowered = 0;
  if (hasAutoMinimum(bits & CLIPS, minUnit, items.spans[i]!, last - begin)) {
    lowered = shim;
    findMost(state, begin, last);
    least = Math.min(high, grid.given[TOTAL]! - margin - shim);
  } else if (minUnit !== UNIT_AUTO && !isByContent(minUnit)) {
    // As browsers: a minimum by the content is none here, and no minimum counts how far the item is lowered.
    sizeHeight(state, i, false);
    least = given[LEAST]!;
  }
  items.least[i] = Math.max(0, Math.max(least, node.insetY[item]!) + margin + lowered);
}

/** Writes how far an item is lowered for its baseline to meet that of its row: `given[SHIM]`. */
export function findShim({ grid }: LayoutState, i: number, track: number): void {
  const ascent = grid.items.ascent[i]!;
  grid.given[SHIM] = Number.isNaN(ascent) ? 0 : grid.tracks.ascent[track]! - ascent;
}

/** A size that the tracks have to give. */
function isLoose(unit: number): boolean {
  return (
    unit === UNIT_AUTO ||
    unit === UNIT_FIT_CONTENT ||
    unit === UNIT_STRETCH ||
    unit === UNIT_PERCENT
  );
}

function hasAutoMinimum(shrinks: number, minUnit: number, spans: number, count: number): boolean {
  return (
    minUnit === UNIT_AUTO &&
    shrinks === 0 &&
    (spans & SPANS_AUTO) !== 0 &&
    (count === 1 || (spans & SPANS_FLEXIBLE) === 0)
  );
}

/** Writes the most that tracks can be together, infinity if that follows from their items: `given[TOTAL]`. */
function findMost({ grid }: LayoutState, begin: number, last: number): void {
  const { maxKind, max, gap } = grid.tracks;
  let most = 0;
  for (let track = begin; track < last; track++) {
    most += maxKind[track] === TRACK_PX ? max[track]! : Number.POSITIVE_INFINITY;
    if (track > begin) most += gap[track]!;
  }
  grid.given[TOTAL] = most;
}
