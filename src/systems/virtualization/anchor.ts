import type { SizeIndex } from '../../structures';

/**
 * The only truth about where a list is: a row, and where it starts in the viewport. Rows above may be measured, grow and shrink
 * without moving what is seen.
 */
export type Anchor = {
  index: number;
  /** CSS pixels from the top of the viewport to the row's start; below 0 only if no row starts in the viewport. */
  y: number;
};

/** Where the viewport starts, CSS pixels from the start of the first row, within what can be scrolled. */
export function topOf(anchor: Anchor, sizes: SizeIndex, viewport: number): number {
  if (sizes.count === 0) return 0;
  const index = Math.min(anchor.index, sizes.count - 1);
  const top = sizes.offsetOf(index) - anchor.y;
  return Math.max(0, Math.min(top, sizes.total() - viewport));
}

/**
 * Anchors to the first row that starts in a viewport at `top`, or to the row that fills it. A row that is cut by the upper edge
 * is no anchor: what it gains it must gain upwards, out of sight.
 */
export function anchorAt(anchor: Anchor, sizes: SizeIndex, top: number, viewport: number): void {
  if (sizes.count === 0) {
    anchor.index = 0;
    anchor.y = 0;
    return;
  }
  let index = sizes.find(top);
  let start = sizes.foundStart;
  if (start < top && index + 1 < sizes.count) {
    const next = start + sizes.sizeAt(index);
    if (next < top + viewport && next < sizes.total()) {
      // Not simply the next one: a row of no height may get one, and would push away what is seen.
      index = sizes.find(next);
      start = next;
    }
  }
  anchor.index = index;
  anchor.y = start - top;
}

/**
 * Moves the viewport to `top` while rows are not yet measured: keeps to the row it is anchored to while that starts in sight,
 * else to the first one that was measured. A row that came into sight just now may turn out to have any size.
 */
export function scrollAnchor(
  anchor: Anchor,
  sizes: SizeIndex,
  top: number,
  viewport: number,
): void {
  if (anchor.index < sizes.count) {
    const y = sizes.offsetOf(anchor.index) - top;
    if (y >= 0 && y < viewport) {
      anchor.y = y;
      return;
    }
  }
  anchorAt(anchor, sizes, top, viewport);
  let y = anchor.y;
  for (let index = anchor.index; index < sizes.count && y < viewport; index++) {
    if (sizes.isMeasured(index)) {
      anchor.index = index;
      anchor.y = y;
      return;
    }
    // Rows without height have no place to be anchored at, and there may be any number of them.
    const size = sizes.sizeAt(index);
    if (size === 0) return;
    y += size;
  }
}
