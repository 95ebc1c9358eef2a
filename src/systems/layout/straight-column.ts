import { ALIGN_STRETCH, UNIT_AUTO, UNIT_PERCENT, UNIT_PX } from '../../ecs/stores';
import { FILLS_WIDTH, UNSETTLED } from './block-size';
import { freeHeight } from './content-sizes';
import { FIRM, FREE, flexKept, LATE } from './flex-kept';
import { alignmentOf, pushSizes } from './flex-line';
import { GAP, LENGTH } from './gap';
import { ITEM_WIDTH, itemWidth } from './inline-size';
import {
  BASIS_SHIFT,
  CLIPS,
  CONTENT_SIZED,
  GRID,
  HEIGHT_SHIFT,
  SIZES,
  UNIT_MASK,
  WRAP,
} from './node-store';
import { MOST_LENGTH } from './own-sizes';
import { mainSizes } from './solve-column';
import type { LayoutState } from './state';

/** Sizes the kept items of a straight column, `givenWidth` wide, but for what there is to grow into or to shrink from. */
export function sizeColumn(state: LayoutState, row: number, from: number, to: number): void {
  const { kept, node, given } = state;
  const { packed, units, insetX, insetY, marginX, marginY, askedWidth } = node;
  const inner = Math.max(0, node.givenWidth[row]! - insetX[row]!);
  const settled = Math.max(0, node.givenInner[row]! - insetY[row]!);
  const open = Number.isNaN(settled) ? UNSETTLED : 0;
  for (let i = from; i < to; i++) {
    const item = kept.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    const across = alignmentOf(state, row, item);
    kept.align[i] = across;
    if (lengths !== 0 || (bits & (GRID | WRAP)) !== 0) {
      node.roomWidth[item] = inner;
      node.percentWidth[item] = inner;
      node.roomHeight[item] = settled;
      node.percentHeight[item] = settled;
    }
    const wide = lengths & SIZES;
    const edges = insetX[item]!;
    const extra = (bits & CONTENT_SIZED) !== 0 ? edges : 0;
    let width = 0;
    if (wide === UNIT_AUTO && across === ALIGN_STRETCH) {
      width = Math.max(edges, inner - marginX[item]!);
    } else if (wide === UNIT_PX) width = Math.max(edges, node.sizeX[item]! + extra);
    else if (wide === UNIT_PERCENT) {
      width = Math.max(edges, Math.min(MOST_LENGTH, (node.sizeX[item]! / 100) * inner) + extra);
    } else {
      node.roomWidth[item] = inner;
      itemWidth(state, item, UNSETTLED | (across === ALIGN_STRETCH ? FILLS_WIDTH : 0));
      width = given[ITEM_WIDTH]!;
    }
    kept.cross[i] = width;
    askedWidth[item] = width;
    const high = (lengths >> HEIGHT_SHIFT) & SIZES;
    const floats = (bits & CLIPS) === 0;
    if (((lengths >> BASIS_SHIFT) & UNIT_MASK) === UNIT_AUTO && high <= UNIT_PX) {
      let size = 0;
      if (high === UNIT_AUTO) {
        freeHeight(state, item);
        size = node.intrinsic[item]!;
        kept.floats[i] = floats ? FREE | FIRM : FREE;
        kept.space[i] = open;
      } else {
        const edge = insetY[item]!;
        size = Math.max(edge, node.sizeY[item]! + ((bits & CONTENT_SIZED) !== 0 ? edge : 0));
        // No smaller than its content, which nobody asks for before it shrinks.
        kept.floats[i] = floats ? FREE | LATE : FREE;
        kept.space[i] = 0;
      }
      kept.size[i] = size;
      kept.margin[i] = marginY[item]!;
      continue;
    }
    node.percentHeight[item] = Number.NaN;
    given[LENGTH] = settled;
    kept.space[i] = mainSizes(state, item);
    pushSizes(state, kept, state.y, i, item);
  }
}

/** Grows or shrinks the items of a column to its height. */
export function flexColumn(state: LayoutState, row: number, from: number, to: number): void {
  const { kept, node, given, style } = state;
  given[LENGTH] = Math.max(0, node.givenHeight[row]! - node.insetY[row]!);
  given[GAP] = style.rowGap[row]!;
  flexKept(state, from, to, true);
  const { inner, size, space } = kept;
  for (let i = from; i < to; i++) {
    inner[i] = Number.NaN;
    if (space[i] === 0) inner[i] = size[i]!;
  }
}
