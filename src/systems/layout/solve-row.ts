import { ALIGN_BASELINE, ALIGN_STRETCH, UNIT_AUTO, UNIT_CONTENT } from '../../ecs/stores';
import { FILLS_HEIGHT, HEIGHT, itemHeight, SETTLED } from './block-size';
import { resolveEdges } from './edges';
import { alignmentOf, BASIS, breakLines, flexLine, pushSizes } from './flex-line';
import { pushLine } from './flex-lines';
import { findGap, GAP, LENGTH } from './gap';
import {
  byContent,
  contentWidths,
  looksInside,
  NARROW,
  NARROWEST,
  ownWidths,
  WIDE,
} from './inline-size';
import {
  AUTO_Y,
  BASIS_SHIFT,
  EDGES,
  HEIGHT_SHIFT,
  LINES_REVERSE,
  MIN_SHIFT,
  RATIO,
  SHRINKS,
  SIZES,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { INNER, isByContent, LEAST, lengthOf, MOST, OWN, ownSizes, ROOM } from './own-sizes';
import type { LayoutState } from './state';
import { needNarrow, needWide } from './widths';

/** Sizes the items of a row; see `solveFlex`. */
export function solveRow(state: LayoutState, row: number, from: number): void {
  const { items, node, given, lines, x } = state;
  const { packed, units, insetX, insetY, marginY } = node;
  const to = items.top;
  const wraps = (packed[row]! & WRAP) !== 0;
  const inner = Math.max(0, node.givenWidth[row]! - insetX[row]!);
  const height = Math.max(0, node.givenHeight[row]! - insetY[row]!);
  const settled = Math.max(0, node.givenInner[row]! - insetY[row]!);
  given[LENGTH] = inner;
  findGap(state, x, row);
  const gap = given[GAP]!;
  for (let i = from; i < to; i++) {
    const item = items.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    if ((bits & EDGES) !== 0) {
      given[0] = inner;
      resolveEdges(state, item, 1);
    }
    const across = alignmentOf(state, row, item);
    items.align[i] = across;
    items.space[i] = !wraps && settled >= 0 && stretches(bits, lengths, across) ? FILLS_HEIGHT : 0;
    node.roomWidth[item] = inner;
    node.percentWidth[item] = inner;
    node.roomHeight[item] = settled;
    node.percentHeight[item] = settled;
    const edges = insetX[item]!;
    const floats =
      (bits & SHRINKS) === 0 && ((lengths >> (WIDTH_SHIFT + MIN_SHIFT)) & UNIT_MASK) === UNIT_AUTO;
    const basis = (lengths >> BASIS_SHIFT) & UNIT_MASK;
    if (
      !isByContent(basis) &&
      !looksInside(bits, node.flags[item]!, (lengths >> WIDTH_SHIFT) & SIZES)
    ) {
      // What starts from its own size is over its automatic minimum until it shrinks.
      const late = floats && basis === UNIT_AUTO;
      if (floats && !late) needNarrow(state, item);
      plainBasis(state, item, basis);
      if (floats && !late) {
        const narrow = node.minContent[item]! + edges;
        const own = given[OWN]!;
        given[LEAST] = Math.min(own < narrow ? own : narrow, given[MOST]!);
      }
      pushSizes(state, items, x, i, item);
      items.floats[i] = late ? 1 : 0;
      continue;
    }
    contentWidths(state, item, items.space[i]!);
    let narrow = given[NARROW]!;
    let base = given[WIDE]!;
    let own = Number.NaN;
    let most = Number.POSITIVE_INFINITY;
    let least = 0;
    if (lengths !== 0) {
      given[NARROW] = narrow;
      given[WIDE] = base;
      ownWidths(state, item);
      own = given[OWN]!;
      most = given[MOST]!;
      least = given[LEAST]!;
      const basisUnit = (lengths >> BASIS_SHIFT) & UNIT_MASK;
      if (basisUnit === UNIT_AUTO) {
        if (own >= 0) base = own;
      } else if (basisUnit !== UNIT_CONTENT) {
        given[BASIS] = base;
        if (isByContent(basisUnit)) byContent(state, item, basisUnit, BASIS);
        else lengthOf(state, x, item, basisUnit, node.basis, BASIS);
        base = given[BASIS]!;
      }
    }
    if (floats) {
      if ((bits & RATIO) !== 0) narrow = Math.max(narrow, given[NARROWEST]!);
      least = Math.min(own < narrow ? own : narrow, most);
    }
    given[BASIS] = base;
    given[LEAST] = least;
    given[MOST] = most;
    pushSizes(state, items, x, i, item);
  }
  const firstLine = lines.top;
  given[LENGTH] = inner;
  given[GAP] = gap;
  if (wraps) breakLines(state, from, to);
  pushLine(lines, to);
  let start = from;
  for (let line = firstLine; line < lines.top; line++) {
    const end = lines.end[line]!;
    given[LENGTH] = inner;
    given[GAP] = gap;
    flexLine(state, start, end);
    // Heights, now that widths are known.
    let cross = 0;
    let ascent = Number.NEGATIVE_INFINITY;
    let descent = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const item = items.rows[i]!;
      const bits = packed[item]!;
      const across = items.align[i]!;
      // One line is as high as its container: the content has no say. `placeFlex` sizes the item.
      if (!wraps && height >= 0 && (bits & RATIO) === 0 && stretches(bits, units[item]!, across)) {
        continue;
      }
      node.askedWidth[item] = items.size[i]!;
      itemHeight(state, item, items.space[i]!);
      const high = given[HEIGHT]!;
      items.cross[i] = high;
      items.inner[i] = given[SETTLED]!;
      const outer = high + marginY[item]!;
      if (across === ALIGN_BASELINE && (bits & AUTO_Y) === 0) {
        ascentOf(state, row, i);
        const above = items.ascent[i]!;
        if (above > ascent) ascent = above;
        if (outer - above > descent) descent = outer - above;
        if (ascent + descent > cross) cross = ascent + descent;
      } else if (outer > cross) cross = outer;
    }
    lines.ascent[line] = ascent;
    lines.cross[line] = !wraps && height >= 0 ? height : cross;
    start = end;
  }
}

/** Writes the size that an item starts from, `given[BASIS]`, and what else its style says of its width, as `ownSizes` does. */
function plainBasis(state: LayoutState, item: number, unit: number): void {
  const { node, given, x } = state;
  // Before the rest, which whoever is asked writes over.
  if (
    unit === UNIT_CONTENT ||
    (unit === UNIT_AUTO && ((node.units[item]! >> WIDTH_SHIFT) & UNIT_MASK) === UNIT_AUTO)
  ) {
    needWide(state, item);
  }
  given[INNER] = node.percentWidth[item]!;
  given[ROOM] = node.roomWidth[item]!;
  ownSizes(state, x, item);
  given[BASIS] = Number.NaN;
  if (unit === UNIT_AUTO) given[BASIS] = given[OWN]!;
  else if (unit !== UNIT_CONTENT) lengthOf(state, x, item, unit, node.basis, BASIS);
  if (Number.isNaN(given[BASIS]!)) given[BASIS] = node.maxContent[item]! + node.insetX[item]!;
}

/** Finds how far an item's baseline is from where the cross axis starts: writes its `ascent`. */
export function ascentOf(state: LayoutState, row: number, i: number): void {
  const { items, node } = state;
  const item = items.rows[i]!;
  node.givenWidth[item] = items.size[i]!;
  node.givenHeight[item] = items.cross[i]!;
  node.givenInner[item] = items.inner[i]!;
  state.asks.baseline(state, item);
  const above = node.marginTop[item]! + node.baseline[item]!;
  // Lines that follow each other upwards have their items' baselines at one distance from their lower end.
  const upwards = (node.packed[row]! & LINES_REVERSE) !== 0;
  items.ascent[i] = upwards ? items.cross[i]! + node.marginY[item]! - above : above;
}

/** Whether an item of a row is as high as its line. */
export function stretches(bits: number, lengths: number, across: number): boolean {
  return (
    across === ALIGN_STRETCH &&
    ((lengths >> HEIGHT_SHIFT) & UNIT_MASK) === UNIT_AUTO &&
    (bits & AUTO_Y) === 0
  );
}
