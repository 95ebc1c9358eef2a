import { ALIGN_BASELINE, ALIGN_SAFE } from '../../../ecs/stores';
import { isOfRoom } from '../by-room';
import { collectItems } from '../items';
import { AUTO_Y, BAD, HEIGHT_SHIFT, LEAF, MAX_SHIFT, MIN_SHIFT } from '../node-store';
import type { LayoutState } from '../state';
import { SPANS_BY_CONTENT, SPANS_FLEXIBLE } from './content-tracks';

/** Finds the baselines of the items aligned by them, and the lowest in each row. */
export function alignBaselines(
  state: LayoutState,
  from: number,
  to: number,
  first: number,
  end: number,
): void {
  const { grid } = state;
  grid.tracks.ascent.fill(Number.NEGATIVE_INFINITY, first, end);
  for (let i = from; i < to; i++) {
    if (!isOnBaseline(state, i)) continue;
    findAscent(state, i);
    const track = first + grid.items.rowStart[i]!;
    grid.tracks.ascent[track] = Math.max(grid.tracks.ascent[track]!, grid.items.ascent[i]!);
  }
}

/** Whether an item is aligned by its baseline with those of its row. */
export function isOnBaseline(state: LayoutState, i: number): boolean {
  const { grid, node } = state;
  if ((grid.items.align[i]! & ~ALIGN_SAFE) !== ALIGN_BASELINE) return false;
  const item = grid.items.rows[i]!;
  if ((node.packed[item]! & AUTO_Y) !== 0) return false;
  // A lower edge stands for a baseline, but not where it goes by rows that go by it.
  return (
    (grid.items.spans[i]! & (SPANS_BY_CONTENT | SPANS_FLEXIBLE)) === 0 ||
    !goesByArea(node.units[item]! >> HEIGHT_SHIFT) ||
    hasBaseline(state, item)
  );
}

/** Finds the baseline of an item whose size is known. */
function findAscent(state: LayoutState, i: number): void {
  const { grid, node } = state;
  const item = grid.items.rows[i]!;
  node.givenWidth[item] = grid.items.width[i]!;
  node.givenHeight[item] = grid.items.height[i]!;
  node.givenInner[item] = grid.items.inner[i]!;
  state.asks.baseline(state, item);
  grid.items.ascent[i] = node.marginTop[item]! + node.baseline[item]!;
}

function goesByArea(lengths: number): boolean {
  return isOfRoom(lengths) || isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT);
}

/** Whether there is anything in an element that has a baseline. */
function hasBaseline(state: LayoutState, item: number): boolean {
  const { items, node } = state;
  if ((node.packed[item]! & BAD) !== 0) return false;
  if ((node.packed[item]! & LEAF) !== 0) return true;
  const from = items.top;
  collectItems(state, item);
  const any = items.top > from;
  items.top = from;
  return any;
}
