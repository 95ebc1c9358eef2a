import {
  ALIGN_AUTO,
  ALIGN_BASELINE,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_FLEX_START,
  ALIGN_LEFT,
  ALIGN_RIGHT,
  ALIGN_SAFE,
  ALIGN_SELF_END,
  ALIGN_SELF_START,
  ALIGN_SPACE_AROUND,
  ALIGN_SPACE_BETWEEN,
  ALIGN_SPACE_EVENLY,
  ALIGN_START,
  ALIGN_STRETCH,
} from '../../ecs/stores';
import { FILLS_HEIGHT, FILLS_WIDTH, FIXED_HEIGHT, HEIGHT, itemHeight, SETTLED } from './block-size';
import { findGap, GAP, LENGTH } from './gap';
import { ITEM_WIDTH, itemWidth } from './inline-size';
import {
  ALIGN_CONTENT_SHIFT,
  ALIGN_MASK,
  AUTO_BOTTOM,
  AUTO_LEFT,
  AUTO_RIGHT,
  AUTO_TOP,
  AUTO_X,
  AUTO_Y,
  COLUMN,
  HEIGHT_SHIFT,
  JUSTIFY_CONTENT_SHIFT,
  LINES_REVERSE,
  OWN_LTR,
  OWN_RTL,
  RATIO,
  REVERSE,
  RTL,
  WRAP,
} from './node-store';
import { fillsRoom } from './own-sizes';
import { sidewaysAscent, stretchesAcross } from './solve-column';
import { ascentOf, stretches } from './solve-row';
import type { LayoutState } from './state';

/** Out of `distribute`, in `state.given`: where the first thing starts, and what is between two beside the gap. */
export const OFFSET = 8;
export const BETWEEN = 9;

/**
 * Places the items that `solveFlex` sized, in a container whose border box is `givenWidth` by `givenHeight`: writes `mainAt`,
 * `crossAt` and the `cross` of those that stretch.
 */
export function placeFlex(state: LayoutState, row: number, from: number, firstLine: number): void {
  const { items, node, lines, given, x, y } = state;
  const { packed, align, units } = node;
  const own = packed[row]!;
  const column = (own & COLUMN) !== 0;
  const reverse = (own & REVERSE) !== 0;
  const rtl = (node.flags[row]! & RTL) !== 0;
  const linesReverse = (own & LINES_REVERSE) !== 0;
  const main = column ? y : x;
  const cross = column ? x : y;
  const width = Math.max(0, node.givenWidth[row]! - node.insetX[row]!);
  const height = Math.max(0, node.givenHeight[row]! - node.insetY[row]!);
  const innerMain = column ? height : width;
  const innerCross = column ? width : height;
  const againstMain = column ? reverse : reverse !== rtl;
  const againstCross = (column && rtl) !== linesReverse;
  const settled = Math.max(0, node.givenInner[row]! - node.insetY[row]!);
  given[LENGTH] = column ? settled : innerMain;
  findGap(state, main, row);
  const gap = given[GAP]!;
  const lastLine = lines.top;
  const wraps = (own & WRAP) !== 0;
  const justify = (align[row]! >> JUSTIFY_CONTENT_SHIFT) & ALIGN_MASK;
  let at = 0;
  let between = 0;
  let grown = 0;
  if (wraps) {
    given[LENGTH] = column ? innerCross : settled;
    findGap(state, cross, row);
    const lineGap = given[GAP]!;
    const count = lastLine - firstLine;
    let free = innerCross - (count - 1) * lineGap;
    for (let line = firstLine; line < lastLine; line++) free -= lines.cross[line]!;
    const content = (align[row]! >> ALIGN_CONTENT_SHIFT) & ALIGN_MASK;
    const kind = content & ~ALIGN_SAFE;
    if (kind === ALIGN_AUTO || kind === ALIGN_STRETCH) {
      if (free > 0) grown = free / count;
    } else {
      given[OFFSET] = free;
      distribute(given, content, count, linesReverse, againstCross);
      at = given[OFFSET]!;
    }
    between = lineGap + (kind === ALIGN_AUTO || kind === ALIGN_STRETCH ? 0 : given[BETWEEN]!);
  }
  let start = from;
  for (let line = firstLine; line < lastLine; line++) {
    const end = lines.end[line]!;
    const lineSize = lines.cross[line]! + grown;
    lines.cross[line] = lineSize;
    const lineAt = againstCross ? innerCross - at - lineSize : at;
    at += lineSize + between;
    const count = end - start;
    let free = innerMain - (count - 1) * gap;
    let autos = 0;
    for (let i = start; i < end; i++) {
      free -= items.size[i]! + items.margin[i]!;
      const bits = packed[items.rows[i]!]!;
      if ((bits & (AUTO_X | AUTO_Y)) !== 0) {
        if ((bits & (column ? AUTO_TOP : AUTO_LEFT)) !== 0) autos++;
        if ((bits & (column ? AUTO_BOTTOM : AUTO_RIGHT)) !== 0) autos++;
      }
    }
    let share = 0;
    let cursor = 0;
    let extra = 0;
    if (autos > 0 && free > 0) share = free / autos;
    else if (justify !== ALIGN_AUTO && justify !== ALIGN_FLEX_START) {
      given[OFFSET] = free;
      distribute(given, column ? vertical(justify) : justify, count, reverse, againstMain);
      cursor = given[OFFSET]!;
      extra = given[BETWEEN]!;
    }
    for (let i = start; i < end; i++) {
      const item = items.rows[i]!;
      const bits = packed[item]!;
      let outer = items.size[i]! + items.margin[i]!;
      let before = main.marginStart[item]!;
      if (share > 0) {
        if ((bits & (column ? AUTO_TOP : AUTO_LEFT)) !== 0) {
          before += share;
          outer += share;
        }
        if ((bits & (column ? AUTO_BOTTOM : AUTO_RIGHT)) !== 0) outer += share;
      }
      items.mainAt[i] = (againstMain ? innerMain - cursor - outer : cursor) + before;
      cursor += outer + gap + extra;

      const margin = cross.margin[item]!;
      const aligned = items.align[i]!;
      const kind = aligned & ~ALIGN_SAFE;
      const startAuto = (bits & (column ? AUTO_LEFT : AUTO_TOP)) !== 0;
      const endAuto = (bits & (column ? AUTO_RIGHT : AUTO_BOTTOM)) !== 0;
      // Room is what lines are now.
      if (column) {
        if (wraps) {
          node.roomWidth[item] = lineSize;
          const fills = stretchesAcross(bits, units[item]!, aligned) ? FILLS_WIDTH : 0;
          itemWidth(state, item, items.space[i]! | fills | FIXED_HEIGHT);
          items.cross[i] = given[ITEM_WIDTH]!;
          if (kind === ALIGN_BASELINE) sidewaysAscent(state, row, i);
        }
      } else if (stretches(bits, units[item]!, aligned)) {
        stretch(state, i, line, FILLS_HEIGHT);
      } else if (fillsRoom(units[item]! >> HEIGHT_SHIFT)) {
        stretch(state, i, line, 0);
        if (kind === ALIGN_BASELINE) ascentOf(state, row, i);
      }
      const size = items.cross[i]!;
      const room = lineSize - size - margin;
      let lead = 0;
      if (startAuto || endAuto) {
        if (room > 0) lead = startAuto ? (endAuto ? room / 2 : room) : 0;
        else if (againstCross !== linesReverse) lead = room;
      } else if (kind === ALIGN_BASELINE) {
        lead = lines.ascent[line]! - items.ascent[i]!;
        if (againstCross) lead = room - lead;
      } else if ((aligned & ALIGN_SAFE) !== 0 && room < 0) {
        lead = column && rtl ? room : 0;
      } else {
        switch (kind) {
          case ALIGN_CENTER:
            lead = room / 2;
            break;
          case ALIGN_FLEX_END:
            lead = againstCross ? 0 : room;
            break;
          case ALIGN_START:
            lead = column && rtl ? room : 0;
            break;
          case ALIGN_END:
            lead = column && rtl ? 0 : room;
            break;
          case ALIGN_SELF_START:
            lead = column && isRtl(state, row, item) ? room : 0;
            break;
          case ALIGN_SELF_END:
            lead = column && isRtl(state, row, item) ? 0 : room;
            break;
          default:
            lead = againstCross ? room : 0;
        }
      }
      items.crossAt[i] = lineAt + lead + cross.marginStart[item]!;
    }
    start = end;
  }
}

/** Gives an item of a row the height that it has in its line. */
function stretch(state: LayoutState, i: number, line: number, space: number): void {
  const { items, lines, node, given } = state;
  const item = items.rows[i]!;
  node.askedWidth[item] = items.size[i]!;
  let before = Number.NaN;
  if (space === 0 && items.inner[i]! >= 0) before = items.cross[i]!;
  if ((node.packed[item]! & RATIO) !== 0) {
    itemHeight(state, item, 0);
    before = given[HEIGHT]!;
    items.inner[i] = given[SETTLED]!;
  }
  node.roomHeight[item] = lines.cross[line]!;
  itemHeight(state, item, space);
  items.cross[i] = given[HEIGHT]!;
  // As browsers: what is as high as it was without, and makes the line so high itself, keeps what its percentages go by.
  const makesLine = before + node.marginY[item]! >= lines.cross[line]!;
  if (given[HEIGHT] !== before || !makesLine) items.inner[i] = given[SETTLED]!;
}

/** Whether an item runs from right to left, by itself or by what is around it. */
export function isRtl(state: LayoutState, container: number, item: number): boolean {
  const { packed, flags } = state.node;
  for (let row = item; row !== container; row = state.tree.parent[row]!) {
    if ((packed[row]! & (OWN_LTR | OWN_RTL)) !== 0) return (packed[row]! & OWN_RTL) !== 0;
  }
  return (flags[container]! & RTL) !== 0;
}

/** Left and right are of no axis that runs downwards. */
export function vertical(justify: number): number {
  const kind = justify & ~ALIGN_SAFE;
  return kind === ALIGN_LEFT || kind === ALIGN_RIGHT
    ? ALIGN_START | (justify & ALIGN_SAFE)
    : justify;
}

/**
 * Divides the free space in `given[OFFSET]` before and between `count` things along an axis. `reverse`: it runs against the
 * writing; `against`: it runs from right to left or upwards.
 */
export function distribute(
  given: Float64Array,
  alignment: number,
  count: number,
  reverse: boolean,
  against: boolean,
): void {
  const free = given[OFFSET]!;
  const kind = alignment & ~ALIGN_SAFE;
  let offset = 0;
  let between = 0;
  // Where what is told to be safe, or has no room to be apart, goes: the start of the writing.
  const safe = reverse ? free : 0;
  switch (kind) {
    case ALIGN_FLEX_END:
      offset = free;
      break;
    case ALIGN_CENTER:
      offset = free / 2;
      break;
    case ALIGN_START:
    case ALIGN_SELF_START:
      offset = reverse ? free : 0;
      break;
    case ALIGN_END:
    case ALIGN_SELF_END:
      offset = reverse ? 0 : free;
      break;
    case ALIGN_LEFT:
      offset = against ? free : 0;
      break;
    case ALIGN_RIGHT:
      offset = against ? 0 : free;
      break;
    case ALIGN_SPACE_BETWEEN:
      if (free > 0 && count > 1) between = free / (count - 1);
      break;
    case ALIGN_SPACE_AROUND:
      if (free > 0) {
        between = free / count;
        offset = between / 2;
      } else offset = safe;
      break;
    case ALIGN_SPACE_EVENLY:
      if (free > 0) {
        between = free / (count + 1);
        offset = between;
      } else offset = safe;
      break;
  }
  if ((alignment & ALIGN_SAFE) !== 0 && free < 0) offset = safe;
  given[OFFSET] = offset;
  given[BETWEEN] = between;
}
