import { ALIGN_AUTO, ALIGN_SAFE, ALIGN_STRETCH, TRACK_PX } from '../../../ecs/stores';
import { ALIGN_MASK, BY_COUNT, JUSTIFY_CONTENT_SHIFT } from '../node-store';
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
    fixHeight(state, i, end);
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
 * these have a largest size. Returns whether that counts for any of them.
 */
export function contributeColumns(
  state: LayoutState,
  from: number,
  to: number,
  first: number,
  firstRow: number,
  known: boolean,
): boolean {
  const { grid, node } = state;
  let any = false;
  for (let i = from; i < to; i++) {
    const { items, tracks } = grid;
    const byHeight = goesByHeight(state, i);
    any ||= byHeight;
    if (byHeight && known) {
      const last = firstRow + items.rowEnd[i]! - 1;
      const top = tracks.at[firstRow + items.rowStart[i]!]!;
      items.areaHeight[i] = tracks.at[last]! + tracks.base[last]! - top;
    } else if (byHeight || (node.flags[items.rows[i]!]! & BY_COUNT) !== 0) {
      guessHeight(state, i, firstRow);
    } else items.areaHeight[i] = Number.NaN;
    if (items.spans[i] !== 0) measureColumns(state, i, first);
  }
  return any;
}

/** Writes the height of an item's area if all its rows are fixed. */
export function fixHeight({ grid }: LayoutState, i: number, firstRow: number): void {
  const { items, tracks } = grid;
  const begin = firstRow + items.rowStart[i]!;
  const end = firstRow + items.rowEnd[i]!;
  let height = 0;
  for (let track = begin; track < end; track++) {
    const fixed = tracks.minKind[track] === TRACK_PX && tracks.maxKind[track] === TRACK_PX;
    if (fixed) height += Math.max(tracks.min[track]!, tracks.max[track]!);
    else height = Number.NaN;
    if (track > begin) height += tracks.gap[track]!;
  }
  items.areaHeight[i] = height;
}

/** Writes the height of an item's area before its rows are sized: the most that these may be, CSS Grid 12.1. */
function guessHeight({ grid }: LayoutState, i: number, firstRow: number): void {
  const { items, tracks } = grid;
  const begin = firstRow + items.rowStart[i]!;
  const end = firstRow + items.rowEnd[i]!;
  let height = 0;
  for (let track = begin; track < end; track++) {
    const least = tracks.minKind[track] === TRACK_PX ? tracks.min[track]! : 0;
    if (tracks.maxKind[track] === TRACK_PX) height += Math.max(least, tracks.max[track]!);
    else height = Number.NaN;
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
