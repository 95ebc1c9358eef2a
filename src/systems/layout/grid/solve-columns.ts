import { ALIGN_AUTO, ALIGN_SAFE, ALIGN_STRETCH, TRACK_PX } from '../../../ecs/stores';
import { ALIGN_MASK, JUSTIFY_CONTENT_SHIFT } from '../node-store';
import type { LayoutState } from '../state';
import { alignTracks } from './align-tracks';
import { classify } from './content-tracks';
import { goesByHeight, measureColumns, sizeWidth } from './item-sizes';
import { findTrackGap, roomOfColumns, styleOf } from './rooms';
import { FOR_LAYOUT, sizeTracks } from './size-tracks';
import { collapseEmpty, writeGaps, writeTracks } from './tracks';

/** Sizes and places the columns of a grid whose width is known, and gives every item its width. */
export function solveColumns(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
): void {
  roomOfColumns(state, row, FOR_LAYOUT);
  sizeColumns(state, row, from, to, first, end, FOR_LAYOUT);
  placeColumns(state, row, from, to, first, end);
}

/** Places the columns of a grid, and gives every item its width. */
export function placeColumns(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
): void {
  const { grid } = state;
  alignTracks(state, state.x, row, first, end);
  for (let i = from; i < to; i++) {
    const { items, tracks } = grid;
    const start = first + items.columnStart[i]!;
    const last = first + items.columnEnd[i]! - 1;
    items.areaX[i] = tracks.at[start]!;
    items.areaWidth[i] = Math.max(0, tracks.at[last]! + tracks.base[last]! - tracks.at[start]!);
    // As for its rows: these are known only where they are fixed.
    fixHeight(state, i, end, false);
    sizeWidth(state, i);
  }
}

export function writeColumns(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
  before: number,
  repeats: number,
  purpose: number,
): void {
  const { grid } = state;
  const style = styleOf(state, row);
  const { columnStart, columnEnd } = grid.items;
  roomOfColumns(state, row, purpose);
  writeTracks(grid, style.columns, style.autoColumns, first, end - first, before, repeats);
  if (style.columns.repeatFit) {
    collapseEmpty(grid, style.columns, first, before, repeats, columnStart, columnEnd, from, to);
  }
  findTrackGap(state, state.x, row);
  writeGaps(grid, first, end);
  classify(grid, columnStart, columnEnd, from, to, first);
}

/**
 * Asks the items what they make of the columns, the heights of their areas being known where their rows are (`known`), or where
 * these are fixed. Returns whether that counts for any of them.
 */
export function contributeColumns(
  state: LayoutState,
  from: number,
  to: number,
  first: number,
  firstRow: number,
  known: boolean,
): boolean {
  const { grid } = state;
  let any = false;
  for (let i = from; i < to; i++) {
    const byHeight = goesByHeight(state, i);
    if (byHeight) {
      any = true;
      fixHeight(state, i, firstRow, known);
    } else grid.items.areaHeight[i] = Number.NaN;
    if (grid.items.spans[i] !== 0) measureColumns(state, i, first);
  }
  return any;
}

/** Writes the height of an item's area if all its rows are fixed or, `known`, sized. */
export function fixHeight(state: LayoutState, i: number, firstRow: number, known: boolean): void {
  const { items, tracks } = state.grid;
  const begin = firstRow + items.rowStart[i]!;
  const end = firstRow + items.rowEnd[i]!;
  if (known) {
    const last = end - 1;
    items.areaHeight[i] = tracks.at[last]! + tracks.base[last]! - tracks.at[begin]!;
    return;
  }
  let height = 0;
  for (let track = begin; track < end; track++) {
    const fixed = tracks.minKind[track] === TRACK_PX && tracks.maxKind[track] === TRACK_PX;
    height += fixed ? Math.max(tracks.min[track]!, tracks.max[track]!) : Number.NaN;
    if (track > begin) height += tracks.gap[track]!;
  }
  items.areaHeight[i] = height;
}

export function sizeColumns(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
  purpose: number,
): void {
  const { grid, node } = state;
  const { columnStart, columnEnd } = grid.items;
  const kind = (node.align[row]! >> JUSTIFY_CONTENT_SHIFT) & ALIGN_MASK & ~ALIGN_SAFE;
  const stretches = kind === ALIGN_AUTO || kind === ALIGN_STRETCH;
  sizeTracks(grid, columnStart, columnEnd, from, to, first, end, purpose, stretches);
}
