import { ALIGN_STRETCH, UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import { FILLS_HEIGHT, HEIGHT, itemHeight, SETTLED } from './block-size';
import { intrinsicHeight } from './content-sizes';
import { alignmentOf, findFloors } from './flex-line';
import { resolveFlexibleLengths } from './flexible-lengths';
import {
  BASIS_SHIFT,
  CONTENT_SIZED,
  GRID,
  HEIGHT_SHIFT,
  MIN_SHIFT,
  SHRINKS,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { INNER, LEAST, MOST, OWN, ownSizes, ROOM } from './own-sizes';
import type { LayoutState } from './state';
import { needNarrow, needWide } from './widths';

const SIZES = 0b111_111_111;

/** Sizes the kept items of a straight row, `givenWidth` wide. With `high`, those that are as high as the row wait for `fillRow`. */
export function sizeRow(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  high: boolean,
): void {
  const { kept, node, given, style } = state;
  const { packed, units, insetX, insetY, marginX } = node;
  const inner = Math.max(0, node.givenWidth[row]! - insetX[row]!);
  const settled = Math.max(0, node.givenInner[row]! - insetY[row]!);
  let used = 0;
  let space = inner - (to - from - 1) * style.columnGap[row]!;
  let growth = 0;
  let shrinkage = 0;
  for (let i = from; i < to; i++) {
    const item = kept.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    kept.align[i] = alignmentOf(state, row, item);
    if (lengths !== 0 || (bits & (GRID | WRAP)) !== 0) {
      node.roomWidth[item] = inner;
      node.percentWidth[item] = inner;
      node.roomHeight[item] = settled;
      node.percentHeight[item] = settled;
    }
    const basis = (lengths >> BASIS_SHIFT) & UNIT_MASK;
    const wide = (lengths >> WIDTH_SHIFT) & SIZES;
    const edges = insetX[item]!;
    const extra = (bits & CONTENT_SIZED) !== 0 ? edges : 0;
    const floats = (bits & SHRINKS) === 0 && ((wide >> MIN_SHIFT) & UNIT_MASK) === UNIT_AUTO;
    // What starts from its own size is over its automatic minimum until it shrinks.
    const late = floats && basis === UNIT_AUTO;
    if (floats && !late) needNarrow(state, item);
    if (basis === UNIT_AUTO && (wide & UNIT_MASK) === UNIT_AUTO) needWide(state, item);
    let own = Number.NaN;
    let least = 0;
    let most = Number.POSITIVE_INFINITY;
    if (wide > UNIT_MASK) {
      given[INNER] = inner;
      given[ROOM] = inner;
      ownSizes(state, state.x, item);
      own = given[OWN]!;
      least = given[LEAST]!;
      most = given[MOST]!;
    } else if (wide === UNIT_PX) own = Math.max(edges, node.sizeX[item]! + extra);
    else if (wide === UNIT_PERCENT) {
      own = Math.max(edges, (node.sizeX[item]! / 100) * inner + extra);
    }
    let base = own;
    if (basis === UNIT_PX) base = Math.max(edges, node.basis[item]! + extra);
    else if (basis === UNIT_PERCENT) {
      base = Math.max(edges, (node.basis[item]! / 100) * inner + extra);
    } else if (wide === UNIT_AUTO || Number.isNaN(own)) base = node.maxContent[item]! + edges;
    if (floats && !late) {
      const narrow = node.minContent[item]! + edges;
      least = Math.min(own < narrow ? own : narrow, most);
    }
    base = Math.max(base, edges);
    least = Math.max(least, edges);
    const size = Math.max(Math.min(base, most), least);
    const margin = marginX[item]!;
    const grow = Math.max(0, style.grow[item]!);
    const shrink = Math.max(0, style.shrink[item]!);
    kept.base[i] = base;
    kept.min[i] = least;
    kept.max[i] = most;
    kept.size[i] = size;
    kept.floats[i] = late ? 1 : 0;
    kept.inset[i] = edges;
    kept.margin[i] = margin;
    kept.grow[i] = grow;
    kept.shrink[i] = shrink;
    used += size;
    space -= margin;
    growth += grow;
    shrinkage += shrink;
  }
  if (used < space ? growth > 0 : used > space && shrinkage > 0) {
    if (used > space) findFloors(state, kept, from, to);
    given[0] = space;
    resolveFlexibleLengths(kept, from, to, used < space, given);
  }
  for (let i = from; i < to; i++) {
    const item = kept.rows[i]!;
    const tall = (units[item]! >> HEIGHT_SHIFT) & SIZES;
    if (high && kept.align[i] === ALIGN_STRETCH && (tall & UNIT_MASK) === UNIT_AUTO) continue;
    node.askedWidth[item] = kept.size[i]!;
    if (tall === UNIT_AUTO) {
      node.askedHeight[item] = Number.NaN;
      intrinsicHeight(state, item);
      kept.cross[i] = node.intrinsic[item]!;
      kept.inner[i] = Number.NaN;
    } else if (tall === UNIT_PX) {
      const edges = insetY[item]!;
      const extra = (packed[item]! & CONTENT_SIZED) !== 0 ? edges : 0;
      kept.cross[i] = Math.max(edges, node.sizeY[item]! + extra);
      kept.inner[i] = kept.cross[i]!;
    } else {
      itemHeight(state, item, 0);
      kept.cross[i] = given[HEIGHT]!;
      kept.inner[i] = given[SETTLED]!;
    }
  }
}

/** Makes the items of a row that stretch as high as the row. */
export function fillRow(state: LayoutState, row: number, from: number, to: number): void {
  const { kept, node, given } = state;
  const { packed, units, insetY, marginY } = node;
  const height = Math.max(0, node.givenHeight[row]! - insetY[row]!);
  for (let i = from; i < to; i++) {
    if (kept.align[i] !== ALIGN_STRETCH) continue;
    const item = kept.rows[i]!;
    const tall = (units[item]! >> HEIGHT_SHIFT) & SIZES;
    if ((tall & UNIT_MASK) !== UNIT_AUTO) continue;
    if (tall === UNIT_AUTO) {
      const filled = Math.max(insetY[item]!, height - marginY[item]!);
      kept.cross[i] = filled;
      kept.inner[i] = filled;
      if ((packed[item]! & (GRID | WRAP)) !== 0) node.roomHeight[item] = height;
      continue;
    }
    node.askedWidth[item] = kept.size[i]!;
    node.roomHeight[item] = height;
    itemHeight(state, item, FILLS_HEIGHT);
    kept.cross[i] = given[HEIGHT]!;
    kept.inner[i] = given[SETTLED]!;
  }
}
