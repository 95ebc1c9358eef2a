import { ALIGN_STRETCH, UNIT_AUTO, UNIT_PX } from '../../ecs/stores';
import { FILLS_HEIGHT } from './block-size';
import { movesContent, resolveEdges, resolveInsets } from './edges';
import { alignmentOf } from './flex-line';
import { findGap, GAP, LENGTH } from './gap';
import { measureGrid } from './grid/solve-grid';
import { contentWidths, itemContribution, NARROW, NARROWEST, ownWidths, WIDE } from './inline-size';
import { collectItems } from './items';
import {
  AUTO_Y,
  BASIS_SHIFT,
  BY_COUNT,
  BY_HEIGHT,
  COLUMN,
  CONTENT_SIZED,
  EDGES,
  GRID,
  MIN_SHIFT,
  RATIO,
  SHRINKS,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { hasKeyword, LEAST, MOST, OWN } from './own-sizes';
import { solveFlex } from './solve-flex';
import type { LayoutState } from './state';
import { needNarrow, needWide } from './widths';

const MIN_WIDTH_SHIFT = WIDTH_SHIFT + MIN_SHIFT;

/**
 * Finds what the items of a container make of its content box, `minContent` and `maxContent`: the least width that none of them
 * overflows, and the one they would like to have. Percentages are `auto` here, but for those of heights, which go by the container's
 * `givenInner`.
 */
export function measureItems(state: LayoutState, row: number): void {
  state.counters.solved++;
  if (!movesContent(state, row)) {
    askItems(state, row);
    return;
  }
  // Limits of the box leave as much room for its content whoever asks, and whatever percentages are of there.
  const { insetX, insetY, givenInner } = state.node;
  const edgesX = insetX[row]!;
  const edgesY = insetY[row]!;
  const inner = givenInner[row]!;
  resolveInsets(state, row);
  givenInner[row] = inner - edgesY + insetY[row]!;
  askItems(state, row);
  insetX[row] = edgesX;
  insetY[row] = edgesY;
  givenInner[row] = inner;
}

function askItems(state: LayoutState, row: number): void {
  const { items, node, given } = state;
  const { packed, units, insetX, insetY, marginX } = node;
  const { minContent, maxContent, flags } = node;
  const own = packed[row]!;
  if ((own & GRID) !== 0) {
    measureGrid(state, row);
    return;
  }
  const column = (own & COLUMN) !== 0;
  const from = items.top;
  node.keptWidth[row] = -2;
  collectItems(state, row);
  const to = items.top;
  const wrapping = (own & WRAP) !== 0;
  const wraps = wrapping && to - from > 1;
  const innerHeight = Math.max(0, node.givenInner[row]! - insetY[row]!);
  const settled = innerHeight >= 0;
  let least = 0;
  let most = 0;
  for (let i = from; i < to; i++) {
    const item = items.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    if ((bits & EDGES) !== 0) resolveEdges(state, item, 0);
    let narrow = 0;
    let wide = 0;
    if (lengths !== 0 || (bits & RATIO) !== 0 || (flags[item]! & (BY_HEIGHT | BY_COUNT)) !== 0) {
      const fills =
        !column &&
        !wrapping &&
        settled &&
        alignmentOf(state, row, item) === ALIGN_STRETCH &&
        (bits & AUTO_Y) === 0;
      node.roomWidth[item] = Number.NaN;
      node.percentWidth[item] = Number.NaN;
      node.roomHeight[item] = innerHeight;
      node.percentHeight[item] = innerHeight;
      itemContribution(state, item, fills ? FILLS_HEIGHT : 0);
      if (!column && hasBase(lengths)) {
        limitByBasis(state, item, fills ? FILLS_HEIGHT : 0, wrapping);
      }
      narrow = given[NARROW]!;
      wide = given[WIDE]!;
    } else {
      needNarrow(state, item);
      needWide(state, item);
      narrow = minContent[item]! + insetX[item]!;
      wide = maxContent[item]! + insetX[item]!;
    }
    const margin = marginX[item]!;
    narrow += margin;
    wide += margin;
    if (column) {
      if (narrow > least) least = narrow;
      if (wide > most) most = wide;
    } else {
      if (!wraps) least += narrow;
      else if (narrow > least) least = narrow;
      most += wide;
    }
  }
  const gaps = to - from - 1;
  if (gaps > 0 && !column) {
    given[LENGTH] = Number.NaN;
    findGap(state, state.x, row);
    const gap = gaps * given[GAP]!;
    most += gap;
    if (!wraps) least += gap;
  }
  if (column && wraps) {
    widthOfColumns(state, row, from);
    most = maxContent[row]!;
  }
  minContent[row] = Math.max(0, least);
  maxContent[row] = Math.max(0, most, least);
  items.top = from;
}

/** Whether an item of a row starts from pixels, and these may not be the last word on what it says of its width. */
function hasBase(lengths: number): boolean {
  const basisUnit = (lengths >> BASIS_SHIFT) & UNIT_MASK;
  if (basisUnit === UNIT_PX) return true;
  const widthUnit = (lengths >> WIDTH_SHIFT) & UNIT_MASK;
  return basisUnit === UNIT_AUTO && widthUnit === UNIT_PX && hasKeyword(lengths >> WIDTH_SHIFT);
}

/** What cannot grow over its basis, or shrink under it, has a say no larger or smaller than that. */
function limitByBasis(state: LayoutState, item: number, space: number, wrapping: boolean): void {
  const { given, node, style } = state;
  let narrow = given[NARROW]!;
  let wide = given[WIDE]!;
  const bits = node.packed[item]!;
  const lengths = node.units[item]!;
  const edges = node.insetX[item]!;
  const extra = (bits & CONTENT_SIZED) !== 0 ? edges : 0;
  const byBasis = ((lengths >> BASIS_SHIFT) & UNIT_MASK) === UNIT_PX;
  const base = Math.max(edges, (byBasis ? node.basis[item]! : node.sizeX[item]!) + extra);
  contentWidths(state, item, space);
  const content = Math.max(given[NARROW]!, given[NARROWEST]!);
  ownWidths(state, item);
  let least = given[LEAST]!;
  const most = given[MOST]!;
  if ((bits & SHRINKS) === 0 && ((lengths >> MIN_WIDTH_SHIFT) & UNIT_MASK) === UNIT_AUTO) {
    const specified = given[OWN]!;
    least = Math.min(specified < content ? specified : content, most);
  }
  const size = Math.max(Math.min(base, most), least, edges);
  const grows = style.grow[item]! > 0;
  const shrinks = style.shrink[item]! > 0;
  if (!wrapping && ((narrow > base && !grows) || (narrow < base && !shrinks))) narrow = size;
  if ((wide > base && !grows) || (wide < base && !shrinks)) wide = size;
  given[NARROW] = narrow;
  given[WIDE] = wide;
}

/** Finds the width of all columns of a container that wraps, its items being as wide as they like: writes `maxContent`. */
function widthOfColumns(state: LayoutState, row: number, from: number): void {
  const { items, lines, node, given } = state;
  node.givenWidth[row] = Number.NaN;
  node.givenHeight[row] = node.givenInner[row]!;
  items.top = from;
  const firstLine = lines.top;
  solveFlex(state, row);
  given[LENGTH] = Number.NaN;
  findGap(state, state.x, row);
  let width = (lines.top - firstLine - 1) * given[GAP]!;
  for (let line = firstLine; line < lines.top; line++) width += lines.cross[line]!;
  lines.top = firstLine;
  node.maxContent[row] = width;
}
