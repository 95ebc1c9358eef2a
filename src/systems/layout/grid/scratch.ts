/**
 * The items of the grids being solved, a stack: those of the innermost one end at `top`. Scratch: grown by doubling, never shrunk.
 */
export type GridItems = {
  top: number;
  rows: Int32Array;
  /** Tracks that the item covers, counted from the first of the axis; `start` is `UNPLACED` and `end` a span before placement. */
  columnStart: Int32Array;
  columnEnd: Int32Array;
  rowStart: Int32Array;
  rowEnd: Int32Array;
  /** Alignment in the area, sideways and downwards, without `auto`. */
  justify: Uint8Array;
  align: Uint8Array;
  /** What the item makes of the tracks of the axis being sized, `SPANS_FLEXIBLE` and the like. */
  spans: Uint8Array;
  /** Margin-box sizes that the item gives its tracks: at least, by its smallest and by its largest content. */
  least: Float64Array;
  narrow: Float64Array;
  wide: Float64Array;
  /** The area, and the border box. */
  areaX: Float64Array;
  areaY: Float64Array;
  areaWidth: Float64Array;
  areaHeight: Float64Array;
  width: Float64Array;
  height: Float64Array;
  /** The height that percentages of its children go by, NaN for none. */
  inner: Float64Array;
  /** From the top of the margin box to the first baseline, of items aligned by it. */
  ascent: Float64Array;
};

/** The tracks of the grids being solved, columns before rows. */
export type GridTracks = {
  top: number;
  minKind: Uint8Array;
  min: Float64Array;
  maxKind: Uint8Array;
  max: Float64Array;
  /** `COLLAPSED` and the like. */
  state: Uint8Array;
  base: Float64Array;
  limit: Float64Array;
  planned: Float64Array;
  /** What it may grow by in the distribution at hand. */
  room: Float64Array;
  /** What the item at hand adds. */
  share: Float64Array;
  /** The gap before the track. */
  gap: Float64Array;
  /** Where the track begins, from the start of the content box. */
  at: Float64Array;
  /** The largest ascent of the items that begin in the row. */
  ascent: Float64Array;
};

export type GridScratch = {
  items: GridItems;
  tracks: GridTracks;
  /** Which cells are taken while items are placed, `stride` of them a line. */
  cells: Uint8Array;
  stride: number;
  cellsUsed: number;
  /** Where the next item goes in each line. */
  cursors: Int32Array;
  /** Where each kind of item found room last while gaps are filled, a hash table of `fitEntries`. */
  fits: Int32Array;
  fitEntries: number;
  /** Of the grid placed last: tracks of each axis, and how many of them come before the explicit ones. */
  columns: number;
  rows: number;
  columnsBefore: number;
  rowsBefore: number;
  /** Explicit tracks, and how often the repeated ones are there. */
  explicitColumns: number;
  explicitRows: number;
  columnRepeats: number;
  rowRepeats: number;
  /** Numbers that functions hand each other. */
  readonly given: Float64Array;
};

/** Places of `GridScratch.given`: the room for tracks, NaN where it follows from them, and its limits. */
export const AVAILABLE = 0;
export const ROOM_LEAST = 1;
export const ROOM_MOST = 2;
export const FR = 3;
export const EXTRA = 4;
/** The gap between two tracks. */
export const TRACK_GAP = 5;
/** Out of `sumTracks`. */
export const TOTAL = 6;
/** In and out of `align`, and out of what places an item. */
export const LEAD = 7;
export const SHIM = 8;
/** Of the surface. */
export const SURFACE_WIDTH = 9;
export const SURFACE_HEIGHT = 10;

export const UNPLACED = -(2 ** 30);

export function createGridScratch(): GridScratch {
  return {
    items: createItems(32),
    tracks: createTracks(32),
    cells: new Uint8Array(256),
    stride: 1,
    cellsUsed: 0,
    cursors: new Int32Array(32),
    fits: new Int32Array(64),
    fitEntries: 16,
    columns: 0,
    rows: 0,
    columnsBefore: 0,
    rowsBefore: 0,
    explicitColumns: 0,
    explicitRows: 0,
    columnRepeats: 0,
    rowRepeats: 0,
    given: new Float64Array(16),
  };
}

/** Makes room for `count` more items. */
export function reserveItems(items: GridItems, count: number): void {
  if (items.top + count > items.rows.length) grow(items, createItems, items.top + count);
}

export function reserveTracks(tracks: GridTracks, count: number): void {
  if (tracks.top + count > tracks.base.length) grow(tracks, createTracks, tracks.top + count);
}

function grow<T extends { top: number }>(
  stack: T,
  create: (capacity: number) => T,
  least: number,
): void {
  let capacity = 64;
  while (capacity < least) capacity *= 2;
  const grown = create(capacity);
  for (const [name, column] of Object.entries(grown)) {
    if (typeof column === 'object')
      (column as Float64Array).set(stack[name as keyof T] as unknown as Float64Array);
  }
  Object.assign(stack, grown, { top: stack.top });
}

function createItems(capacity: number): GridItems {
  const lines = (): Int32Array => new Int32Array(capacity);
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    top: 0,
    rows: lines(),
    columnStart: lines(),
    columnEnd: lines(),
    rowStart: lines(),
    rowEnd: lines(),
    justify: new Uint8Array(capacity),
    align: new Uint8Array(capacity),
    spans: new Uint8Array(capacity),
    least: numbers(),
    narrow: numbers(),
    wide: numbers(),
    areaX: numbers(),
    areaY: numbers(),
    areaWidth: numbers(),
    areaHeight: numbers(),
    width: numbers(),
    height: numbers(),
    inner: numbers(),
    ascent: numbers(),
  };
}

function createTracks(capacity: number): GridTracks {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    top: 0,
    minKind: new Uint8Array(capacity),
    min: numbers(),
    maxKind: new Uint8Array(capacity),
    max: numbers(),
    state: new Uint8Array(capacity),
    base: numbers(),
    limit: numbers(),
    planned: numbers(),
    room: numbers(),
    share: numbers(),
    gap: numbers(),
    at: numbers(),
    ascent: numbers(),
  };
}
