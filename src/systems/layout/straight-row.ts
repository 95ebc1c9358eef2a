import { ALIGN_STRETCH, UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import { FILLS_HEIGHT, HEIGHT, itemHeight, SETTLED } from './block-size';
import { freeHeight } from './content-sizes';
import { flexKept, LATE } from './flex-kept';
import { alignmentOf, lineEnd } from './flex-line';
import { GAP, LENGTH } from './gap';
import {
  BASIS_SHIFT,
  CONTENT_SIZED,
  GRID,
  HEIGHT_SHIFT,
  MIN_SHIFT,
  SHRINKS,
  SIZES,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { INNER, LEAST, MOST, MOST_LENGTH, OWN, ownSizes, ROOM } from './own-sizes';
import type { LayoutState } from './state';
import { needNarrow, needWide } from './widths';

/** Sizes the kept items of a straight row, `givenWidth` wide. With `high`, those that are as high as the row wait for `fillLine`. */
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
      own = Math.max(edges, Math.min(MOST_LENGTH, (node.sizeX[item]! / 100) * inner) + extra);
    }
    let base = own;
    if (basis === UNIT_PX) base = Math.max(edges, node.basis[item]! + extra);
    else if (basis === UNIT_PERCENT) {
      base = Math.max(edges, Math.min(MOST_LENGTH, (node.basis[item]! / 100) * inner) + extra);
    } else if (wide === UNIT_AUTO || Number.isNaN(own)) base = node.maxContent[item]! + edges;
    if (floats && !late) {
      const narrow = node.minContent[item]! + edges;
      least = Math.min(own < narrow ? own : narrow, most);
    }
    base = Math.max(base, edges);
    least = Math.max(least, edges);
    kept.base[i] = base;
    kept.min[i] = least;
    kept.max[i] = most;
    kept.size[i] = Math.max(Math.min(base, most), least);
    kept.floats[i] = late ? LATE : 0;
    kept.margin[i] = marginX[item]!;
  }
  const wraps = (packed[row]! & WRAP) !== 0;
  for (let start = from; start < to; ) {
    given[LENGTH] = inner;
    given[GAP] = style.columnGap[row]!;
    const end = wraps ? lineEnd(state, kept, start, to) : to;
    flexKept(state, start, end, false);
    sizeAcross(state, start, end, high && !wraps);
    kept.lineEnd[start] = end;
    start = end;
  }
}

/** Finds the heights of the items of a line, and how high they make it. */
function sizeAcross(state: LayoutState, from: number, to: number, high: boolean): void {
  const { kept, node, given } = state;
  const { packed, units, insetY, marginY } = node;
  let line = 0;
  for (let i = from; i < to; i++) {
    const item = kept.rows[i]!;
    const tall = (units[item]! >> HEIGHT_SHIFT) & SIZES;
    if (high && kept.align[i] === ALIGN_STRETCH && (tall & UNIT_MASK) === UNIT_AUTO) continue;
    node.askedWidth[item] = kept.size[i]!;
    if (tall === UNIT_AUTO) {
      freeHeight(state, item);
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
    const outer = kept.cross[i]! + marginY[item]!;
    if (outer > line) line = outer;
  }
  kept.lineCross[from] = line;
}

/** Makes the items of a line that stretch as high as the line is. */
export function fillLine(state: LayoutState, from: number, to: number): void {
  const { kept, node, given } = state;
  const { units, insetY, marginY } = node;
  const height = kept.lineCross[from]!;
  for (let i = from; i < to; i++) {
    if (kept.align[i] !== ALIGN_STRETCH) continue;
    const item = kept.rows[i]!;
    const tall = (units[item]! >> HEIGHT_SHIFT) & SIZES;
    if ((tall & UNIT_MASK) !== UNIT_AUTO) continue;
    if (tall === UNIT_AUTO) {
      const filled = Math.max(insetY[item]!, height - marginY[item]!);
      kept.cross[i] = filled;
      kept.inner[i] = filled;
      continue;
    }
    node.askedWidth[item] = kept.size[i]!;
    node.roomHeight[item] = height;
    itemHeight(state, item, FILLS_HEIGHT);
    kept.cross[i] = given[HEIGHT]!;
    kept.inner[i] = given[SETTLED]!;
  }
}
