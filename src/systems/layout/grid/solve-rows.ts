import { ALIGN_AUTO, ALIGN_SAFE, ALIGN_STRETCH } from '../../../ecs/stores';
import { ALIGN_CONTENT_SHIFT, ALIGN_MASK } from '../node-store';
import type { LayoutState } from '../state';
import { alignBaselines, isOnBaseline } from './baselines';
import { classify } from './content-tracks';
import { measureRows, sizeHeight } from './item-sizes';
import { findTrackGap, roomOfRows, styleOf } from './rooms';
import { FOR_LAYOUT, sizeTracks } from './size-tracks';
import { fixHeight } from './solve-columns';
import { collapseEmpty, writeGaps, writeTracks } from './tracks';

export function writeRows(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
  before: number,
  repeats: number,
  definite: boolean,
): void {
  const { grid } = state;
  const style = styleOf(state, row);
  const { rowStart, rowEnd } = grid.items;
  roomOfRows(state, row, definite);
  writeTracks(grid, style.rows, style.autoRows, first, end - first, before, repeats);
  if (style.rows.repeatFit) {
    collapseEmpty(grid, style.rows, first, before, repeats, rowStart, rowEnd, from, to);
  }
  findTrackGap(state, state.y, row);
  writeGaps(grid, first, end);
}

export function solveRows(
  state: LayoutState,
  row: number,
  from: number,
  to: number,
  first: number,
  end: number,
  definite: boolean,
): void {
  const { grid, node } = state;
  classify(grid, grid.items.rowStart, grid.items.rowEnd, from, to, first);
  for (let i = from; i < to; i++) {
    grid.items.ascent[i] = Number.NaN;
    fixHeight(state, i, first);
    const known = grid.items.areaHeight[i]! >= 0;
    if (grid.items.spans[i] !== 0 || isOnBaseline(state, i)) sizeHeight(state, i, known);
  }
  alignBaselines(state, from, to, first, end);
  for (let i = from; i < to; i++) {
    if (grid.items.spans[i] !== 0) measureRows(state, i, first);
  }
  roomOfRows(state, row, definite);
  const kind = (node.align[row]! >> ALIGN_CONTENT_SHIFT) & ALIGN_MASK & ~ALIGN_SAFE;
  const stretches = kind === ALIGN_AUTO || kind === ALIGN_STRETCH;
  const { rowStart, rowEnd } = grid.items;
  sizeTracks(grid, rowStart, rowEnd, from, to, first, end, FOR_LAYOUT, stretches);
}
