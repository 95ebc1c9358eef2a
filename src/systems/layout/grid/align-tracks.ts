import { ALIGN_CENTER, ALIGN_SAFE, ALIGN_SPACE_AROUND } from '../../../ecs/stores';
import { ALIGN_CONTENT_SHIFT, ALIGN_MASK, JUSTIFY_CONTENT_SHIFT, RTL } from '../node-store';
import { BETWEEN, distribute, OFFSET, vertical } from '../place-flex';
import type { Axis, LayoutState } from '../state';
import { TOTAL } from './scratch';
import { sumTracks } from './size-tracks';
import { COLLAPSED } from './tracks';

/** Writes where tracks begin, free space being divided as the grid's style says; leaves what is before them in `given[OFFSET]`. */
export function alignTracks(
  state: LayoutState,
  axis: Axis,
  row: number,
  first: number,
  end: number,
): void {
  const { grid, node, given } = state;
  const { tracks } = grid;
  const shift = axis.horizontal ? JUSTIFY_CONTENT_SHIFT : ALIGN_CONTENT_SHIFT;
  let kind = (node.align[row]! >> shift) & ALIGN_MASK;
  const size = axis.horizontal ? node.givenWidth[row]! : node.givenHeight[row]!;
  const settled = node.givenInner[row]!;
  const known = axis.horizontal || Number.isNaN(settled) ? size : settled;
  const room = Math.max(0, known - axis.inset[row]!);
  let count = 0;
  for (let track = first; track < end; track++) {
    if ((tracks.state[track]! & COLLAPSED) === 0) count++;
  }
  given[OFFSET] = 0;
  given[BETWEEN] = 0;
  if (room >= 0) {
    sumTracks(grid, first, end);
    given[OFFSET] = room - grid.given[TOTAL]!;
    // Without tracks there still are lines.
    if (count === 0 && (kind & ~ALIGN_SAFE) === ALIGN_SPACE_AROUND) kind = ALIGN_CENTER;
    const rtl = axis.horizontal && (node.flags[row]! & RTL) !== 0;
    distribute(state.given, axis.horizontal ? kind : vertical(kind), count, false, rtl);
  }
  let at = given[OFFSET]!;
  let isFirst = true;
  for (let track = first; track < end; track++) {
    const collapsed = (tracks.state[track]! & COLLAPSED) !== 0;
    at += tracks.gap[track]! + (collapsed || isFirst ? 0 : given[BETWEEN]!);
    if (!collapsed) isFirst = false;
    tracks.at[track] = at;
    at += tracks.base[track]!;
  }
}
