import {
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_FLEX_END,
  ALIGN_SAFE,
  ALIGN_SELF_END,
} from '../../ecs/stores';
import { noteAsked } from './edges';
import {
  ARRANGE,
  COLUMN,
  DEFINITE,
  DISTANT,
  HIDDEN,
  LINES,
  OUT_OF_FLOW,
  RTL,
  VISIT,
} from './node-store';
import { placeBox } from './place-box';
import { BETWEEN, OFFSET } from './place-flex';
import type { LayoutState } from './state';

/** Places of `LayoutState.given`: where a line is across, and its size. */
export const LINE_AT = 35;
export const LINE_SIZE = 36;

/**
 * Gives the kept items of a line, sized along both axes, their places: the first is `given[OFFSET]` from the start,
 * and between two is `given[BETWEEN]` beside the gap. Writes their boxes, and marks those whose items must be placed again.
 */
export function settle(state: LayoutState, row: number, from: number, to: number): void {
  const { kept, node, tree, box, layerOf, given, style } = state;
  const { rows, size, cross, inner, align } = kept;
  const { flags, packed, width, height, marginX, marginY, marginLeft, marginTop } = node;
  const column = (packed[row]! & COLUMN) !== 0;
  const lineAt = given[LINE_AT]!;
  const room = given[LINE_SIZE]!;
  const startX = node.startX[row]!;
  const startY = node.startY[row]!;
  const boxX = box.x[row]!;
  const boxY = box.y[row]!;
  const step = (column ? style.rowGap[row]! : style.columnGap[row]!) + given[BETWEEN]!;
  let cursor = given[OFFSET]!;
  for (let i = from; i < to; i++) {
    const item = rows[i]!;
    const long = size[i]!;
    const across = cross[i]!;
    const free = room - across - (column ? marginX[item]! : marginY[item]!);
    const aligned = align[i]!;
    const kind = aligned & ~ALIGN_SAFE;
    let lead = 0;
    if (aligned === kind || free >= 0) {
      if (kind === ALIGN_CENTER) lead = free / 2;
      else if (kind === ALIGN_FLEX_END || kind === ALIGN_END || kind === ALIGN_SELF_END) {
        lead = free;
      }
    }
    const left = startX + ((column ? lineAt + lead : cursor) + marginLeft[item]!);
    const top = startY + ((column ? cursor : lineAt + lead) + marginTop[item]!);
    const wide = column ? across : long;
    const high = column ? long : across;
    cursor += long + kept.margin[i]! + step;
    const settled = inner[i]!;
    const before = flags[item]!;
    let after = before & ~(OUT_OF_FLOW | HIDDEN | DISTANT | DEFINITE | RTL);
    if (settled >= 0) after |= DEFINITE;
    if (
      width[item] !== wide ||
      height[item] !== high ||
      (settled >= 0 && node.inner[item] !== settled) ||
      ((after ^ before) & (DEFINITE | RTL)) !== 0
    ) {
      width[item] = wide;
      height[item] = high;
      if (settled >= 0) node.inner[item] = settled;
      after |= ARRANGE;
    }
    node.x[item] = left;
    node.y[item] = top;
    let moved = false;
    if (layerOf.own[item] === 0) {
      const x = Math.fround(boxX + left);
      const y = Math.fround(boxY + top);
      const w = Math.fround(wide);
      const h = Math.fround(high);
      moved = box.x[item] !== x || box.y[item] !== y;
      const resized = box.width[item] !== w || box.height[item] !== h;
      if (moved || resized) {
        box.x[item] = x;
        box.y[item] = y;
        box.width[item] = w;
        box.height[item] = h;
        state.counters.written++;
        if (resized) state.resized.push(item);
        else state.moved.push(item);
      }
    } else moved = placeBox(state, item);
    if (moved || (after & ARRANGE) !== 0) {
      if (tree.first[item] !== 0) after |= VISIT;
      else {
        after &= ~ARRANGE;
        if ((packed[item]! & LINES) !== 0) noteAsked(state, item);
      }
    }
    flags[item] = after;
  }
}
