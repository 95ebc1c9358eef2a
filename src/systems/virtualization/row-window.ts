import type { ListState } from '../../ecs/stores';
import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import type { Anchor, Cut } from './anchor';

/** Rows to be shown, in order, and where: `y` in CSS pixels from the top of the viewport, one more than there are rows. */
export type RowWindow = {
  count: number;
  indices: Int32Array;
  y: Float64Array;
  /** What each row takes, CSS pixels. */
  sizes: Float64Array;
};

/** What a list knows of the sizes and places of its rows: a `SizeIndex`, or that of rows in lanes. */
export type RowSizes = Pick<
  SizeIndex,
  | 'count'
  | 'foundStart'
  | 'total'
  | 'unitsAt'
  | 'isMeasured'
  | 'setUnits'
  | 'estimateUnits'
  | 'seek'
  | 'findAt'
  | 'insert'
  | 'remove'
  | 'setCount'
>;

/** How rows lie: one below the other, or in lanes. */
export type Placement = {
  /**
   * Leaves in `foundStart` where a row starts that is to be brought in: exactly, however far it is. For the row after the last: where the
   * last would start if it ended where the list does.
   */
  seek(sizes: RowSizes, index: number): void;
  findTop(anchor: Anchor, sizes: RowSizes, list: ListState): void;
  anchorAt(anchor: Anchor, sizes: RowSizes, list: ListState): void;
  scrollAnchor(anchor: Anchor, sizes: RowSizes, list: ListState): void;
  findCut(cut: Cut, anchor: Anchor, sizes: RowSizes, list: ListState): void;
  anchorAtCut(cut: Cut, anchor: Anchor, sizes: RowSizes): void;
  /** Returns true if the row that the list is anchored to turned out to be elsewhere: then it is to be called again. */
  fillWindow(rowWindow: RowWindow, sizes: RowSizes, reach: Reach): boolean;
};

/** Makes an empty window. */
export function createRowWindow(): RowWindow {
  return {
    count: 0,
    indices: new Int32Array(64),
    y: new Float64Array(65),
    sizes: new Float64Array(64),
  };
}

/** How many times the window may grow at once: rows without height would ask for all there are. */
const MOST_MISSING = 4;

/** Where the window stands and how far it may reach, CSS pixels. */
export type Reach = {
  top: number;
  viewport: number;
  overscan: number;
  /** What rows turned out to take where that is less than estimated, else 0. */
  learned: number;
  /** Most rows. */
  limit: number;
};

// In an array: a fraction handed to a function is a new object.
const edges = new Float64Array(2);

/** Fills the window with the rows in the viewport and in the overscan around it. */
export function fillWindow(rowWindow: RowWindow, index: SizeIndex, reach: Reach): false {
  const { top, viewport, overscan, limit } = reach;
  edges[0] = top - overscan;
  edges[1] = top + viewport + overscan;
  let first = index.findAt(edges, 0);
  let last = index.findAt(edges, 1);
  if (last - first >= limit) {
    fillSparsely(rowWindow, index, reach);
    return false;
  }
  if (reach.learned > 0) {
    const missing = missingRows(index, first, last, reach);
    first = Math.max(0, first - missing);
    last = Math.min(index.count - 1, last + missing);
    if (last - first >= limit) {
      first = index.find(top);
      last = Math.min(index.count - 1, first + limit - 1);
    }
  }
  const count = last - first + 1;
  makeRoom(rowWindow, count);
  const { indices, y, sizes } = rowWindow;
  index.offsetsInto(y, first, count);
  for (let i = 0; i < count; i++) {
    indices[i] = first + i;
    sizes[i] = y[i + 1]! - y[i]!;
  }
  for (let i = 0; i <= count; i++) y[i] = y[i]! - top;
  rowWindow.count = count;
  return false;
}

/** How many rows more it takes to fill the viewport if rows not yet measured are as small as those that were. */
function missingRows(index: SizeIndex, first: number, last: number, { learned }: Reach): number {
  let surplus = 0;
  for (let i = first; i <= last; i++) {
    if (!index.isMeasured(i)) surplus += Math.max(0, index.unitsAt(i) / UNITS_PER_PX - learned);
  }
  return Math.min(Math.ceil(surplus / learned), MOST_MISSING * (last - first + 1));
}

/** For more rows than there may be: from the first in sight on, without those of no height. */
function fillSparsely(
  rowWindow: RowWindow,
  index: SizeIndex,
  { top, viewport, limit }: Reach,
): void {
  makeRoom(rowWindow, limit);
  const { indices, y, sizes } = rowWindow;
  let row = index.find(top);
  let start = index.foundStart;
  let count = 0;
  while (count < limit && start < top + viewport) {
    const size = index.sizeAt(row);
    indices[count] = row;
    y[count] = start - top;
    sizes[count] = size;
    count++;
    start += size;
    // Jumps over any number of rows without height; past the last row it stays where it is.
    const next = index.find(start);
    if (next <= row) break;
    row = next;
  }
  rowWindow.count = count;
}

/** Makes room for as many rows; what the window held may be lost. */
export function makeRoom(rowWindow: RowWindow, count: number): void {
  if (count <= rowWindow.indices.length) return;
  const capacity = 2 ** Math.ceil(Math.log2(count));
  rowWindow.indices = new Int32Array(capacity);
  rowWindow.y = new Float64Array(capacity + 1);
  rowWindow.sizes = new Float64Array(capacity);
}
