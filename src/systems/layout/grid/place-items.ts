import type { GridPlace, GridStyle } from '../../../ecs/stores';
import { clearFits, fitOf } from './first-fits';
import { resolveLines } from './lines';
import { type GridItems, type GridScratch, UNPLACED } from './scratch';

/**
 * Places the items `from` to `to`, CSS Grid 8.5: writes the tracks that each covers and how many tracks there are. `places` gives
 * the place of an item by the id in `placeOf`.
 */
export function placeItems(
  grid: GridScratch,
  from: number,
  to: number,
  style: GridStyle,
  places: readonly GridPlace[],
  placeOf: Uint32Array,
): void {
  const { items } = grid;
  const { columnStart, columnEnd, rowStart, rowEnd } = items;
  let firstColumn = 0;
  let firstRow = 0;
  let columns = grid.explicitColumns;
  let rows = grid.explicitRows;
  for (let i = from; i < to; i++) {
    const place = places[placeOf[items.rows[i]!]!]!;
    resolveLines(grid, style, place, true, i);
    resolveLines(grid, style, place, false, i);
    if (columnStart[i] !== UNPLACED) {
      firstColumn = Math.min(firstColumn, columnStart[i]!);
      columns = Math.max(columns, columnEnd[i]!);
    }
    if (rowStart[i] !== UNPLACED) {
      firstRow = Math.min(firstRow, rowStart[i]!);
      rows = Math.max(rows, rowEnd[i]!);
    }
  }
  columns -= firstColumn;
  rows -= firstRow;
  // A track needs an item or a template; an item without a place needs its span.
  for (let i = from; i < to; i++) {
    if (columnStart[i] === UNPLACED) columns = Math.max(columns, columnEnd[i]!);
    else {
      columnStart[i]! -= firstColumn;
      columnEnd[i]! -= firstColumn;
    }
    if (rowStart[i] === UNPLACED) rows = Math.max(rows, rowEnd[i]!);
    else {
      rowStart[i]! -= firstRow;
      rowEnd[i]! -= firstRow;
    }
  }
  // Not by a sign: -0 is no small integer, and makes the field a float.
  grid.columnsBefore = 0 - firstColumn;
  grid.rowsBefore = 0 - firstRow;
  grid.columns = columns;
  grid.rows = rows;
  placeAutomatic(grid, from, to, style);
  // Without explicit tracks the grid ends where its items do, which may be before the first line.
  if (grid.explicitColumns === 0) grid.columns = lastOf(columnEnd, from, to);
  if (grid.explicitRows === 0) grid.rows = lastOf(rowEnd, from, to);
}

function lastOf(ends: Int32Array, from: number, to: number): number {
  let last = 0;
  for (let i = from; i < to; i++) last = Math.max(last, ends[i]!);
  return last;
}

/**
 * Items without a place, in the order of the flow: along the minor axis, then on to the next line of the major one. Dense flow looks
 * from the start for each item, which is from where it found room for the last of that kind.
 */
function placeAutomatic(grid: GridScratch, from: number, to: number, style: GridStyle): void {
  const { items } = grid;
  const { byColumn, dense } = style;
  const minorStart = byColumn ? items.rowStart : items.columnStart;
  const minorEnd = byColumn ? items.rowEnd : items.columnEnd;
  const majorStart = byColumn ? items.columnStart : items.rowStart;
  const majorEnd = byColumn ? items.columnEnd : items.rowEnd;
  let minors = byColumn ? grid.rows : grid.columns;
  let majors = byColumn ? grid.columns : grid.rows;
  let left = 0;
  let locked = 0;
  for (let i = from; i < to; i++) {
    if (majorStart[i] === UNPLACED) left++;
    else if (minorStart[i] === UNPLACED) locked++;
  }
  if (left + locked === 0) return;
  clearCells(grid, minors);
  for (let i = from; i < to; i++) {
    if (majorStart[i] !== UNPLACED && minorStart[i] !== UNPLACED) {
      occupy(grid, majorStart[i]!, majorEnd[i]!, minorStart[i]!, minorEnd[i]!);
    }
  }
  if (dense) clearFits(grid, locked);
  if (locked > 0) {
    if (grid.cursors.length < majors) grid.cursors = new Int32Array(majors * 2);
    grid.cursors.fill(0, 0, majors);
    for (let i = from; i < to; i++) {
      if (majorStart[i] === UNPLACED || minorStart[i] !== UNPLACED) continue;
      const line = majorStart[i]!;
      const span = minorEnd[i]!;
      const fit = dense ? fitOf(grid, line, majorEnd[i]!, span) : 0;
      let at = dense ? grid.fits[fit]! : grid.cursors[line]!;
      while (!isFree(grid, line, majorEnd[i]!, at, at + span)) at++;
      if (dense) grid.fits[fit] = at;
      put(grid, i, minorStart, minorEnd, at, at + span, line, majorEnd[i]!);
      grid.cursors[line] = at + span;
      minors = Math.max(minors, at + span);
    }
  }
  let major = 0;
  let minor = 0;
  let fit = 0;
  if (dense) clearFits(grid, left);
  for (let i = from; i < to && left > 0; i++) {
    if (majorStart[i] !== UNPLACED) continue;
    left--;
    const span = majorEnd[i]!;
    if (minorStart[i] !== UNPLACED) {
      const start = minorStart[i]!;
      if (dense) {
        fit = fitOf(grid, start, span, minorEnd[i]!);
        major = grid.fits[fit]!;
      }
      if (!dense && start < minor) major++;
      minor = start;
      while (!isFree(grid, major, major + span, start, minorEnd[i]!)) major++;
      if (dense) grid.fits[fit] = major;
    } else {
      const size = minorEnd[i]!;
      if (dense) {
        fit = fitOf(grid, -1, span, size);
        minor = grid.fits[fit]! % minors;
        major = (grid.fits[fit]! - minor) / minors;
      }
      while (minor + size > minors || !isFree(grid, major, major + span, minor, minor + size)) {
        minor++;
        if (minor + size <= minors) continue;
        minor = 0;
        major++;
      }
      if (dense) grid.fits[fit] = major * minors + minor;
      minorStart[i] = minor;
      minorEnd[i] = minor + size;
    }
    put(grid, i, majorStart, majorEnd, major, major + span, minorStart[i]!, minorEnd[i]!, true);
    majors = Math.max(majors, major + span);
  }
  if (byColumn) {
    grid.rows = minors;
    grid.columns = majors;
  } else {
    grid.columns = minors;
    grid.rows = majors;
  }
}

function put(
  grid: GridScratch,
  i: number,
  start: GridItems['rowStart'],
  end: GridItems['rowEnd'],
  first: number,
  last: number,
  otherFirst: number,
  otherLast: number,
  major = false,
): void {
  start[i] = first;
  end[i] = last;
  if (major) occupy(grid, first, last, otherFirst, otherLast);
  else occupy(grid, otherFirst, otherLast, first, last);
}

function clearCells(grid: GridScratch, stride: number): void {
  grid.stride = Math.max(1, stride);
  grid.cells.fill(0, 0, grid.cellsUsed);
  grid.cellsUsed = 0;
}

function isFree(
  { cells, stride }: GridScratch,
  majorStart: number,
  majorEnd: number,
  minorStart: number,
  minorEnd: number,
): boolean {
  const end = Math.min(minorEnd, stride);
  for (let major = majorStart; major < majorEnd; major++) {
    const line = major * stride;
    if (line >= cells.length) return true;
    for (let minor = minorStart; minor < end; minor++) {
      if (cells[line + minor] === 1) return false;
    }
  }
  return true;
}

function occupy(
  grid: GridScratch,
  majorStart: number,
  majorEnd: number,
  minorStart: number,
  minorEnd: number,
): void {
  if (minorEnd > grid.stride) widen(grid, Math.max(minorEnd, grid.stride * 2));
  const { stride } = grid;
  reserveCells(grid, majorEnd * stride);
  for (let major = majorStart; major < majorEnd; major++) {
    grid.cells.fill(1, major * stride + minorStart, major * stride + minorEnd);
  }
}

function reserveCells(grid: GridScratch, count: number): void {
  if (count > grid.cells.length) {
    const grown = new Uint8Array(2 ** Math.ceil(Math.log2(count)));
    grown.set(grid.cells);
    grid.cells = grown;
  }
  grid.cellsUsed = Math.max(grid.cellsUsed, count);
}

/** Gives every line more cells, the last line first, as lines only move to the right. */
function widen(grid: GridScratch, stride: number): void {
  const before = grid.stride;
  const lines = Math.ceil(grid.cellsUsed / before);
  reserveCells(grid, lines * stride);
  const { cells } = grid;
  for (let line = lines - 1; line >= 0; line--) {
    for (let minor = stride - 1; minor >= 0; minor--) {
      cells[line * stride + minor] = minor < before ? cells[line * before + minor]! : 0;
    }
  }
  grid.stride = stride;
}
