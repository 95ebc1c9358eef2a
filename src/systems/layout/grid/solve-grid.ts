import { ALIGN_AUTO, ALIGN_NORMAL } from '../../../ecs/stores';
import { collectItems } from '../items';
import {
  ALIGN_ITEMS_SHIFT,
  ALIGN_MASK,
  ALIGN_SELF_SHIFT,
  BY_COUNT,
  BY_HEIGHT,
  JUSTIFY_ITEMS_SHIFT,
  JUSTIFY_SELF_SHIFT,
  RATIO,
  SOLVED,
} from '../node-store';
import type { LayoutState } from '../state';
import { alignTracks } from './align-tracks';
import { placeItems } from './place-items';
import {
  countsByRoom,
  countsRows,
  dependsOnHeight,
  findTrackGap,
  roomOfColumns,
  roomOfRows,
  styleOf,
} from './rooms';
import { ROOM_MOST, reserveItems, reserveTracks, TOTAL } from './scratch';
import { FOR_LAYOUT, FOR_LEAST, FOR_MOST, sumTracks } from './size-tracks';
import {
  contributeColumns,
  placeColumns,
  sizeColumns,
  solveColumns,
  writeColumns,
} from './solve-columns';
import { solveRows, writeRows } from './solve-rows';
import { repetitions } from './tracks';

/**
 * Sizes the tracks of a grid whose border box is `givenWidth` by `givenHeight`, the height being NaN where it follows from the rows,
 * and gives every item its width and its area. Pushes on the items and tracks of `state.grid`, columns first; the caller takes
 * them off again. Tells the numbers of tracks in `state.grid`.
 */
export function solveGrid(state: LayoutState, row: number): void {
  const { grid, node } = state;
  const from = grid.items.top;
  const first = grid.tracks.top;
  const definite = node.givenInner[row]! >= 0;
  begin(state, row, FOR_LAYOUT);
  const to = grid.items.top;
  const { columns, rows, columnsBefore, rowsBefore, columnRepeats, rowRepeats } = grid;
  const { explicitColumns, explicitRows } = grid;
  const firstRow = first + columns;
  const end = firstRow + rows;
  writeRows(state, row, from, to, firstRow, end, rowsBefore, rowRepeats, definite);
  writeColumns(state, row, from, to, first, firstRow, columnsBefore, columnRepeats, FOR_LAYOUT);
  const byHeight = contributeColumns(state, from, to, first, firstRow, false);
  solveColumns(state, row, from, to, first, firstRow);
  solveRows(state, row, from, to, firstRow, end, definite);
  const outgrown = definite && isOutgrown(state, row);
  const off = outgrown || (node.givenHeight[row]! >= 0 && isOff(state, row, firstRow, end));
  if (outgrown) node.givenInner[row] = node.givenHeight[row]!;
  if (off || (byHeight && node.givenHeight[row]! >= 0)) {
    // Once more, now that the height is known: what some items take sideways goes by their rows.
    if (byHeight) {
      alignTracks(state, state.y, row, firstRow, end);
      writeColumns(state, row, from, to, first, firstRow, columnsBefore, columnRepeats, FOR_LAYOUT);
      contributeColumns(state, from, to, first, firstRow, true);
    }
    const settled = definite || off || !isCut(state, row, firstRow, end);
    if (!definite && settled) node.givenInner[row] = node.givenHeight[row]!;
    writeRows(state, row, from, to, firstRow, end, rowsBefore, rowRepeats, settled);
    if (byHeight) solveColumns(state, row, from, to, first, firstRow);
    solveRows(state, row, from, to, firstRow, end, settled);
  }
  alignTracks(state, state.y, row, firstRow, end);
  for (let i = from; i < to; i++) {
    const { items, tracks } = grid;
    const start = firstRow + items.rowStart[i]!;
    const last = firstRow + items.rowEnd[i]! - 1;
    items.areaY[i] = tracks.at[start]!;
    items.areaHeight[i] = Math.max(0, tracks.at[last]! + tracks.base[last]! - tracks.at[start]!);
  }
  // Grids in it have left theirs.
  grid.columns = columns;
  grid.rows = rows;
  grid.columnsBefore = columnsBefore;
  grid.rowsBefore = rowsBefore;
  grid.columnRepeats = columnRepeats;
  grid.rowRepeats = rowRepeats;
  grid.explicitColumns = explicitColumns;
  grid.explicitRows = explicitRows;
}

/** Whether the content of a grid is higher than its ratio makes it: what goes by its height goes by the one it has. */
function isOutgrown({ node }: LayoutState, row: number): boolean {
  return (
    (node.packed[row]! & RATIO) !== 0 && node.givenHeight[row]! > node.givenInner[row]! + 1 / 64
  );
}

/** Whether the rows of a grid are others for its height, which they were sized without. */
function isOff(state: LayoutState, row: number, first: number, end: number): boolean {
  const { grid, node } = state;
  if (node.givenInner[row]! >= 0) return false;
  if (dependsOnHeight(state, row)) return true;
  sumTracks(grid, first, end);
  const inner = node.givenHeight[row]! - node.insetY[row]!;
  return Math.abs(grid.given[TOTAL]! - inner) > 1 / 64 && !isCut(state, row, first, end);
}

/** Whether a limit of the grid's own cuts its rows off: it leaves them as they are. */
function isCut(state: LayoutState, row: number, first: number, end: number): boolean {
  const { grid, node } = state;
  sumTracks(grid, first, end);
  const total = grid.given[TOTAL]!;
  const inner = node.givenHeight[row]! - node.insetY[row]!;
  roomOfRows(state, row, false);
  return total > inner && Math.abs(grid.given[ROOM_MOST]! - inner) < 1 / 64;
}

/** What the items of a grid make of its width: writes `minContent` and `maxContent`. Its height is always asked for. */
export function measureGrid(state: LayoutState, row: number): void {
  const { grid, node } = state;
  const from = grid.items.top;
  const first = grid.tracks.top;
  begin(state, row, FOR_LEAST);
  const to = grid.items.top;
  const { columns, rows, columnsBefore, rowsBefore, columnRepeats, rowRepeats } = grid;
  const firstRow = first + columns;
  const end = firstRow + rows;
  const definite = node.givenInner[row]! >= 0;
  writeRows(state, row, from, to, firstRow, end, rowsBefore, rowRepeats, definite);
  writeColumns(state, row, from, to, first, firstRow, columnsBefore, columnRepeats, FOR_LEAST);
  const byHeight = contributeColumns(state, from, to, first, firstRow, false);
  for (let purpose = FOR_LEAST; purpose <= FOR_MOST; purpose++) {
    if (byHeight && purpose === FOR_MOST) {
      writeColumns(state, row, from, to, first, firstRow, columnsBefore, columnRepeats, purpose);
      contributeColumns(state, from, to, first, firstRow, false);
    }
    roomOfColumns(state, row, purpose);
    sizeColumns(state, row, from, to, first, firstRow, purpose);
    if (byHeight) {
      // Once more, as what these items take sideways goes by their rows.
      sumTracks(grid, first, firstRow);
      node.givenWidth[row] = grid.given[TOTAL]! + node.insetX[row]!;
      node.givenHeight[row] = Number.NaN;
      placeColumns(state, row, from, to, first, firstRow);
      solveRows(state, row, from, to, firstRow, end, definite);
      alignTracks(state, state.y, row, firstRow, end);
      writeColumns(state, row, from, to, first, firstRow, columnsBefore, columnRepeats, purpose);
      contributeColumns(state, from, to, first, firstRow, true);
      roomOfColumns(state, row, purpose);
      sizeColumns(state, row, from, to, first, firstRow, purpose);
    }
    sumTracks(grid, first, firstRow);
    const size = grid.given[TOTAL]!;
    if (purpose === FOR_LEAST) node.minContent[row] = size;
    node.maxContent[row] = Math.max(size, node.minContent[row]!);
  }
  node.contentHeight[row] = 0;
  node.flags[row] =
    (node.flags[row]! & ~(BY_HEIGHT | BY_COUNT)) |
    SOLVED |
    (byHeight || countsByRoom(state, row) ? BY_HEIGHT : 0) |
    (countsRows(state, row) || holdsCounted(state, from, to) ? BY_COUNT : 0);
  grid.items.top = from;
  grid.tracks.top = first;
}

/** Whether an item goes by how many rows fit into its height. */
function holdsCounted({ grid, node }: LayoutState, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if ((node.flags[grid.items.rows[i]!]! & BY_COUNT) !== 0) return true;
  }
  return false;
}

/**
 * Finds the content height of a grid whose border box is `askedWidth` wide, the percentages in it being of `askedHeight`: writes
 * `intrinsic`.
 */
export function solveGridHeight(state: LayoutState, row: number): void {
  const { grid, node } = state;
  const from = grid.items.top;
  const first = grid.tracks.top;
  node.givenWidth[row] = node.askedWidth[row]!;
  node.givenHeight[row] = Number.NaN;
  node.givenInner[row] = node.askedHeight[row]!;
  solveGrid(state, row);
  const { at, base } = grid.tracks;
  const firstRow = first + grid.columns;
  const last = firstRow + grid.rows - 1;
  // With what is between the rows, where their room is known.
  node.intrinsic[row] = grid.rows > 0 ? at[last]! + base[last]! - at[firstRow]! : 0;
  grid.items.top = from;
  grid.tracks.top = first;
}

/** How an item is aligned: as it says, or as the grid does; both may leave it to what it is, `ALIGN_AUTO`. */
function inArea(self: number, items: number): number {
  if (self === ALIGN_AUTO) return items;
  return self === ALIGN_NORMAL ? ALIGN_AUTO : self;
}

/** Pushes items, finds how many explicit tracks there are, places the items and pushes the tracks. */
function begin(state: LayoutState, row: number, purpose: number): void {
  const { grid, items: flexItems, node, style: columns } = state;
  const { align } = node;
  const style = styleOf(state, row);
  const from = grid.items.top;
  const firstItem = flexItems.top;
  collectItems(state, row);
  const count = flexItems.top - firstItem;
  reserveItems(grid.items, count);
  const { items } = grid;
  const justifyItems = (align[row]! >> JUSTIFY_ITEMS_SHIFT) & ALIGN_MASK;
  const alignItems = (align[row]! >> ALIGN_ITEMS_SHIFT) & ALIGN_MASK;
  for (let i = 0; i < count; i++) {
    const item = flexItems.rows[firstItem + i]!;
    const justify = (align[item]! >> JUSTIFY_SELF_SHIFT) & ALIGN_MASK;
    const across = (align[item]! >> ALIGN_SELF_SHIFT) & ALIGN_MASK;
    items.rows[from + i] = item;
    items.justify[from + i] = inArea(justify, justifyItems);
    items.align[from + i] = inArea(across, alignItems);
    items.ascent[from + i] = Number.NaN;
  }
  flexItems.top = firstItem;
  items.top = from + count;
  roomOfColumns(state, row, purpose);
  findTrackGap(state, state.x, row);
  const columnRepeats = repetitions(grid, style.columns);
  roomOfRows(state, row, node.givenInner[row]! >= 0, true);
  findTrackGap(state, state.y, row);
  const rowRepeats = repetitions(grid, style.rows);
  grid.columnRepeats = columnRepeats;
  grid.rowRepeats = rowRepeats;
  const { columns: c, rows: r, areas } = style;
  const moreColumns = Math.max(0, columnRepeats - 1) * (c.repeatTo - c.repeatFrom);
  const moreRows = Math.max(0, rowRepeats - 1) * (r.repeatTo - r.repeatFrom);
  grid.explicitColumns = Math.max(c.count + moreColumns, areas ? areas.columns : 0);
  grid.explicitRows = Math.max(r.count + moreRows, areas ? areas.rows : 0);
  placeItems(grid, from, from + count, style, state.grids.places, columns.gridPlace);
  const tracks = grid.columns + grid.rows;
  reserveTracks(grid.tracks, tracks);
  grid.tracks.state.fill(0, grid.tracks.top, grid.tracks.top + tracks);
  grid.tracks.top += tracks;
}
