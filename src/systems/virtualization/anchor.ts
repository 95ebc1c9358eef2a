import type { ListState } from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import type { RowSizes } from './row-window';

/**
 * The only truth about where a list is: a row, and where it starts in the viewport. Rows above may be measured, grow and shrink
 * without moving what is seen.
 */
export type Anchor = {
  index: number;
  /** CSS pixels from the top of the viewport to the row's start; below 0 only if no row starts in the viewport. */
  y: number;
  /** Where the viewport starts, CSS pixels from the start of the first row, within what can be scrolled; after `findTop`. */
  top: number;
};

/** A row that the upper edge cuts, or that fills the viewport: -1 for none; and which share of it is above the edge. */
export type Cut = { index: number; share: number };

// Positions travel in the anchor, in an array or in `foundStart`: a fraction handed to a function or back is a new object, in
// every frame.
const sought = new Float64Array(1);

/** Writes `top` from the row the list is anchored to. */
export function findTop(anchor: Anchor, sizes: RowSizes, list: ListState): void {
  if (sizes.count === 0) {
    anchor.top = 0;
    return;
  }
  const index = Math.min(anchor.index, sizes.count - 1);
  sizes.seek(index);
  const top = sizes.foundStart - anchor.y;
  anchor.top = Math.max(0, Math.min(top, sizes.total() - list.viewport));
}

/**
 * Anchors to the first row that starts in a viewport at its `top`, or to the row that fills it. A row that is cut by the upper edge
 * is no anchor: what it gains it must gain upwards, out of sight.
 */
export function anchorAt(anchor: Anchor, sizes: RowSizes, list: ListState): void {
  const { top } = anchor;
  const { viewport } = list;
  if (sizes.count === 0) {
    anchor.index = 0;
    anchor.y = 0;
    return;
  }
  sought[0] = top;
  let index = sizes.findAt(sought, 0);
  let start = sizes.foundStart;
  if (start < top && index + 1 < sizes.count) {
    sizes.seek(index + 1);
    const next = sizes.foundStart;
    if (next < top + viewport && next < sizes.total()) {
      // Not simply the next one: a row of no height may get one, and would push away what is seen.
      sought[0] = next;
      index = sizes.findAt(sought, 0);
      start = next;
    }
  }
  anchor.index = index;
  anchor.y = start - top;
}

/**
 * Moves the viewport to the anchor's `top` while rows are not yet measured: keeps to the row it is anchored to while that starts
 * in sight. A row that came into sight just now may turn out to have any size.
 */
export function scrollAnchor(anchor: Anchor, sizes: RowSizes, list: ListState): void {
  const { top } = anchor;
  const { viewport } = list;
  if (anchor.index < sizes.count) {
    sizes.seek(anchor.index);
    const y = sizes.foundStart - top;
    if (y >= 0 && y < viewport) {
      anchor.y = y;
      return;
    }
  }
  anchorAt(anchor, sizes, list);
}

/** Anchors to where a row is, or, below 0, to the next (`~index`): that takes the place of one that is gone, not that of its cut part. */
export function anchorTo(anchor: Pick<Anchor, 'index' | 'y'>, row: number): void {
  anchor.index = row < 0 ? ~row : row;
  if (row < 0) anchor.y = Math.max(0, anchor.y);
}

/** Finds the row at the upper edge, and the share of it that is above. */
export function findCut(cut: Cut, anchor: Anchor, sizes: RowSizes, list: ListState): void {
  cut.index = -1;
  if (sizes.count === 0) return;
  findTop(anchor, sizes, list);
  sought[0] = anchor.top;
  const index = sizes.findAt(sought, 0);
  const size = sizes.unitsAt(index) / UNITS_PER_PX;
  if (size === 0) return;
  cut.index = index;
  cut.share = (anchor.top - sizes.foundStart) / size;
}

/** Anchors to a row that has another size by now, with the same share of it above the edge. */
export function anchorAtCut(cut: Cut, anchor: Anchor, sizes: RowSizes): void {
  if (cut.index < 0) return;
  anchor.index = cut.index;
  anchor.y = (-cut.share * sizes.unitsAt(cut.index)) / UNITS_PER_PX;
}
