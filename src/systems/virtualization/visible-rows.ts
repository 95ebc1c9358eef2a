import type { ListView } from './list-view';

/** Reports which rows of the window are in sight, and how much of the viewport shows none. */
export function countVisible(
  { list, pool, rowWindow, foresight }: ListView,
  hasLanes: boolean,
): void {
  const { viewport, scrollTop, total } = list;
  // In lanes rows need not lie in order: what they leave free is nothing that a row should show.
  let blank = hasLanes ? 0 : Math.min(viewport, total - scrollTop);
  let placeheld = 0;
  for (let i = 0; i < rowWindow.count; i++) {
    const y = rowWindow.y[i]!;
    const seen = Math.min(y + rowWindow.sizes[i]!, viewport) - Math.max(y, 0);
    if (!(seen > 0)) continue;
    const index = rowWindow.indices[i]!;
    if (list.firstVisible < 0) list.firstVisible = index;
    list.lastVisible = index;
    if (hasLanes) blank += seen;
    if (pool.isShown(index)) blank -= seen;
    else if (foresight?.standsIn(index)) placeheld += seen;
  }
  // Sums of sizes are exact, the top of the viewport is not.
  list.placeheld = placeheld / list.laneCount;
  blank = (blank - placeheld) / list.laneCount;
  list.blank = blank > 1e-3 ? blank : 0;
}
