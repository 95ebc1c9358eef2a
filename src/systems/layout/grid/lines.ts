import {
  type GridLine,
  type GridPlace,
  type GridStyle,
  LINE_AUTO,
  LINE_NAME,
  LINE_NUMBER,
  LINE_SPAN,
  type TrackList,
} from '../../../ecs/stores';
import { type GridScratch, UNPLACED } from './scratch';

/**
 * Writes the tracks that an item covers along an axis by its own style, CSS Grid 8.3: from 0 at the first explicit track, or
 * `UNPLACED` and how many.
 */
export function resolveLines(
  grid: GridScratch,
  style: GridStyle,
  place: GridPlace,
  columns: boolean,
  i: number,
): void {
  const { items } = grid;
  const starts = columns ? items.columnStart : items.rowStart;
  const ends = columns ? items.columnEnd : items.rowEnd;
  const start = columns ? place.columnStart : place.rowStart;
  const end = columns ? place.columnEnd : place.rowEnd;
  const isFrom = start.kind === LINE_NUMBER || start.kind === LINE_NAME;
  const isTo = end.kind === LINE_NUMBER || end.kind === LINE_NAME;
  let first = isFrom ? lineAt(grid, style, columns, start, 1) : UNPLACED;
  let last = isTo ? lineAt(grid, style, columns, end, -1) : UNPLACED;
  if (isFrom && isTo) {
    if (first > last) {
      const before = first;
      first = last;
      last = before;
    } else if (first === last) last = first + 1;
  } else if (isFrom) last = spanFrom(grid, style, columns, end, first, 1);
  else if (isTo) first = spanFrom(grid, style, columns, start, last, -1);
  else {
    // Without a line to count from a name means nothing; of two spans the first counts.
    const span = start.kind === LINE_SPAN ? start : end;
    last = span.kind === LINE_SPAN && span.name === '' ? span.value : 1;
  }
  starts[i] = first;
  ends[i] = last;
}

/** The line that a span reaches from another, forwards or, `step` being -1, backwards; 1 further where it is none. */
function spanFrom(
  grid: GridScratch,
  style: GridStyle,
  columns: boolean,
  span: GridLine,
  from: number,
  step: number,
): number {
  if (span.kind !== LINE_SPAN) return from + step;
  if (span.name === '') return from + step * span.value;
  const explicit = columns ? grid.explicitColumns : grid.explicitRows;
  const list = columns ? style.columns : style.rows;
  const repeats = columns ? grid.columnRepeats : grid.rowRepeats;
  const named = list.names.get(span.name);
  const area = span.side === 0 ? -1 : areaLine(style, columns, span.area, span.side);
  let left = span.value;
  let at = from;
  while (left > 0) {
    at += step;
    // Of implicit lines only those ahead of the explicit ones have every name.
    const isBeyond = step > 0 ? at > explicit : at < 0;
    if (isBeyond || (at >= 0 && at === area) || isNamed(list, repeats, named, at)) left--;
  }
  return at;
}

/** No line: the edge of the padding box. */
export const NO_LINE = -(2 ** 30);

/**
 * Writes the lines between which an element out of flow stands, CSS Grid 9.1, to `columnStart` and `columnEnd` of item `i` or to
 * its rows: from 0 at the first line of the grid that there is, or `NO_LINE`.
 */
export function resolveEdgeLines(
  grid: GridScratch,
  style: GridStyle,
  place: GridPlace,
  columns: boolean,
  i: number,
): void {
  const { items } = grid;
  resolveLines(grid, style, place, columns, i);
  const starts = columns ? items.columnStart : items.rowStart;
  const ends = columns ? items.columnEnd : items.rowEnd;
  const start = columns ? place.columnStart : place.rowStart;
  const end = columns ? place.columnEnd : place.rowEnd;
  const count = columns ? grid.columns : grid.rows;
  const before = columns ? grid.columnsBefore : grid.rowsBefore;
  const placed = starts[i] !== UNPLACED;
  const first = starts[i]! + before;
  const last = ends[i]! + before;
  // No line comes to be for what is out of flow.
  starts[i] = placed && start.kind !== LINE_AUTO && first >= 0 && first <= count ? first : NO_LINE;
  ends[i] = placed && end.kind !== LINE_AUTO && last >= 0 && last <= count ? last : NO_LINE;
}

/** Line of a name or a number, 0 being the first explicit one; `side` is 1 for where an area starts. */
function lineAt(
  grid: GridScratch,
  style: GridStyle,
  columns: boolean,
  line: GridLine,
  side: number,
): number {
  const explicit = columns ? grid.explicitColumns : grid.explicitRows;
  const { kind, value, name } = line;
  if (kind === LINE_NUMBER) return value > 0 ? value - 1 : explicit + 1 + value;
  const list = columns ? style.columns : style.rows;
  const repeats = columns ? grid.columnRepeats : grid.rowRepeats;
  if (value === 0) {
    const named = (side > 0 ? list.starts : list.ends).get(name);
    const area = areaLine(style, columns, name, side);
    if (named !== undefined || area >= 0) {
      for (let at = 0; at <= explicit; at++) {
        if (at === area || isNamed(list, repeats, named, at)) return at;
      }
    }
  }
  const named = list.names.get(name);
  const area = line.side === 0 ? -1 : areaLine(style, columns, line.area, line.side);
  let left = Math.abs(value) || 1;
  for (let step = 0; step <= explicit; step++) {
    const at = value >= 0 ? step : explicit - step;
    if ((at === area || isNamed(list, repeats, named, at)) && --left === 0) return at;
  }
  // All implicit lines have every name.
  return value >= 0 ? explicit + left : -left;
}

/** First or last line of an area, -1 for none. */
function areaLine(style: GridStyle, columns: boolean, name: string, side: number): number {
  const area = style.areas?.areas.get(name);
  if (!area) return -1;
  return area[(columns ? 2 : 0) + (side > 0 ? 0 : 1)]!;
}

function isNamed(
  list: TrackList,
  repeats: number,
  named: readonly number[] | undefined,
  line: number,
): boolean {
  if (named === undefined) return false;
  const count = list.repeatTo - list.repeatFrom;
  for (let i = 0; i < named.length; i++) {
    const written = named[i]! >> 1;
    if ((named[i]! & 1) !== 0) {
      const beyond = line - written;
      if (beyond >= 0 && beyond % count === 0 && beyond / count < repeats) return true;
    } else if (count > 0 && written >= list.repeatTo) {
      if (line === written + (repeats - 1) * count) return true;
    } else if (line === written) return true;
  }
  return false;
}
