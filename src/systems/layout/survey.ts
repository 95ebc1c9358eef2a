import { ALIGN_AUTO, ALIGN_BASELINE, UNIT_AUTO, UNIT_PX } from '../../ecs/stores';
import { HEIGHT } from './block-size';
import { resolveEdges } from './edges';
import { isEntry } from './entry';
import { findGap, GAP, LENGTH } from './gap';
import { collectItems } from './items';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  BASIS_SHIFT,
  BY_COUNT,
  BY_HEIGHT,
  CLIPS,
  COLUMN,
  CONTENT_SIZED,
  EDGES,
  HEIGHT_SHIFT,
  MAX_SHIFT,
  MIN_SHIFT,
  PLAIN,
  PLAIN_ITEM,
  RATIO,
  SOLVED,
  STRAIGHT,
  UNIT_MASK,
  WIDTH_SHIFT,
  WRAP,
} from './node-store';
import { hasKeyword } from './own-sizes';
import type { LayoutState } from './state';
import { isStraight } from './straight';

const UNLIMITED = Number.POSITIVE_INFINITY;
const MAX_HEIGHT_SHIFT = HEIGHT_SHIFT + MAX_SHIFT;
const MIN_HEIGHT_SHIFT = HEIGHT_SHIFT + MIN_SHIFT;

/**
 * Looks over the items of a flex container: whether its height has to be solved, whether its width by content goes by its height, and,
 * where it takes no more than adding up, the height of its content.
 */
export function surveyItems(state: LayoutState, row: number): void {
  const { items, node, given } = state;
  const { packed, units, align, insetY, marginY, contentHeight, flags } = node;
  const own = packed[row]!;
  const column = (own & COLUMN) !== 0;
  const from = items.top;
  collectItems(state, row);
  const to = items.top;
  const wraps = (own & WRAP) !== 0 && to - from > 1;
  const alignItems = (align[row]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK;
  // Columns beside each other, where the height says how many.
  let byHeight = column && wraps ? BY_HEIGHT : 0;
  let solved = wraps ? SOLVED : 0;
  let straight = isStraight(state, row);
  let height = 0;
  for (let i = from; i < to; i++) {
    const item = items.rows[i]!;
    const bits = packed[item]!;
    const lengths = units[item]!;
    const inside = flags[item]!;
    if ((bits & EDGES) !== 0) resolveEdges(state, item, 0);
    if ((bits & PLAIN_ITEM) === 0 || (inside & (BY_HEIGHT | BY_COUNT)) !== 0) straight = false;
    if (((inside & SOLVED) !== 0 || (bits & (EDGES | RATIO)) !== 0) && !isEntry(state, item)) {
      solved = SOLVED;
    } else if (!column) {
      const self = (align[item]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
      if ((self === ALIGN_AUTO ? alignItems : self) === ALIGN_BASELINE) solved = SOLVED;
    }
    let high = contentHeight[item]! + insetY[item]!;
    if (lengths !== 0) {
      if (hasKeyword(lengths >> HEIGHT_SHIFT)) solved = SOLVED;
      given[HEIGHT] = high;
      plainHeight(state, item, column);
      high = given[HEIGHT]!;
    }
    if ((bits & RATIO) !== 0 || (inside & (BY_HEIGHT | BY_COUNT)) !== 0) {
      // As browsers: not for what an automatic minimum beside a width of its own makes of the height.
      const looks =
        ((lengths >> WIDTH_SHIFT) & UNIT_MASK) !== UNIT_PX || hasKeyword(lengths >> WIDTH_SHIFT);
      if (looks) byHeight |= (bits & RATIO) !== 0 ? BY_HEIGHT : inside & (BY_HEIGHT | BY_COUNT);
    }
    high += marginY[item]!;
    if (column) height += high;
    else if (high > height) height = high;
  }
  items.top = from;
  const gaps = to - from - 1;
  if (column && gaps > 0) {
    given[LENGTH] = Number.NaN;
    findGap(state, state.y, row);
    height += gaps * given[GAP]!;
  }
  contentHeight[row] = Math.max(0, height);
  flags[row] = (flags[row]! & ~(SOLVED | BY_HEIGHT | BY_COUNT | STRAIGHT)) | solved | byHeight;
  if (straight && (flags[row]! & PLAIN) !== 0) flags[row]! |= STRAIGHT;
}

/** Makes of `given[HEIGHT]`, the height of an item's content, that of the item, as far as it needs no width. */
function plainHeight({ given, node }: LayoutState, item: number, column: boolean): void {
  const content = given[HEIGHT]!;
  const bits = node.packed[item]!;
  const lengths = node.units[item]!;
  const edges = node.insetY[item]!;
  const extra = (bits & CONTENT_SIZED) !== 0 ? edges : 0;
  const own = ((lengths >> HEIGHT_SHIFT) & UNIT_MASK) === UNIT_PX ? node.sizeY[item]! + extra : -1;
  const most =
    ((lengths >> MAX_HEIGHT_SHIFT) & UNIT_MASK) === UNIT_PX ? node.maxY[item]! + extra : UNLIMITED;
  const minUnit = (lengths >> MIN_HEIGHT_SHIFT) & UNIT_MASK;
  let least = minUnit === UNIT_PX ? node.minY[item]! + extra : 0;
  let high = own >= 0 ? own : content;
  if (column) {
    if ((bits & CLIPS) === 0 && minUnit === UNIT_AUTO) {
      least = Math.min(own < 0 ? most : own, content, most);
    }
    const basisUnit = (lengths >> BASIS_SHIFT) & UNIT_MASK;
    if (basisUnit === UNIT_PX) high = node.basis[item]! + extra;
    else if (basisUnit !== UNIT_AUTO) high = content;
  }
  given[HEIGHT] = Math.max(Math.min(high, most), least, edges);
}
