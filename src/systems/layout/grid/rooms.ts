import { type GridStyle, UNIT_PERCENT } from '../../../ecs/stores';
import { ratioWidth, settledHeight, WIDTH } from '../block-size';
import { isOfRoom } from '../by-room';
import { findGap, GAP, LENGTH } from '../gap';
import { HEIGHT_SHIFT, MAX_SHIFT, MIN_SHIFT, RATIO, SIZES } from '../node-store';
import { INNER, LEAST, MOST, OWN, ownSizes, ROOM } from '../own-sizes';
import type { Axis, LayoutState } from '../state';
import { AVAILABLE, ROOM_LEAST, ROOM_MOST, TRACK_GAP } from './scratch';
import { FOR_LAYOUT } from './size-tracks';

export function styleOf({ grids, style }: LayoutState, row: number): GridStyle {
  return grids.grids[style.grid[row]!]!;
}

/** Writes the room for the columns of a grid. */
export function roomOfColumns(state: LayoutState, row: number, purpose: number): void {
  const { grid, node, x } = state;
  const room = grid.given;
  room[AVAILABLE] = Number.NaN;
  if (purpose !== FOR_LAYOUT) limits(state, x, row);
  else {
    room[AVAILABLE] = Math.max(0, node.givenWidth[row]! - node.insetX[row]!);
    room[ROOM_LEAST] = 0;
    room[ROOM_MOST] = Number.POSITIVE_INFINITY;
  }
}

/** Writes the room for the rows; for how many there are, also a height of the grid's own counts. */
export function roomOfRows(
  state: LayoutState,
  row: number,
  definite: boolean,
  counting = false,
): void {
  const { grid, node, given, y } = state;
  const room = grid.given;
  const edges = node.insetY[row]!;
  limits(state, y, row);
  if (definite) room[AVAILABLE] = Math.max(0, node.givenInner[row]! - edges);
  else {
    const own = Math.max(Math.min(given[OWN]!, given[MOST]!), given[LEAST]!);
    room[AVAILABLE] = Number.NaN;
    if (counting) room[AVAILABLE] = Math.max(0, own - edges);
  }
}

/** Writes the limits of a grid's own size, of its content box. */
function limits(state: LayoutState, axis: Axis, row: number): void {
  const { grid, given, node } = state;
  given[INNER] = axis.horizontal ? node.percentWidth[row]! : node.percentHeight[row]!;
  given[ROOM] = axis.horizontal ? node.roomWidth[row]! : node.roomHeight[row]!;
  ownSizes(state, axis, row);
  if (axis.horizontal && (node.packed[row]! & RATIO) !== 0) limitByRatio(state, row);
  const edges = axis.inset[row]!;
  // Padding that is a percentage is not known yet.
  const { paddingLeftUnit, paddingRightUnit } = state.style;
  const vague =
    axis.horizontal &&
    (paddingLeftUnit[row] === UNIT_PERCENT || paddingRightUnit[row] === UNIT_PERCENT);
  grid.given[ROOM_LEAST] = vague ? 0 : Math.max(0, given[LEAST]! - edges);
  grid.given[ROOM_MOST] = Math.max(0, Math.max(given[MOST]!, given[LEAST]!) - edges);
}

/** Brings what limits of the height, if they are known without a look around, make by the ratio into those of the width. */
function limitByRatio(state: LayoutState, row: number): void {
  const { given, node } = state;
  const lengths = (node.units[row]! >> HEIGHT_SHIFT) & SIZES;
  if (isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT)) return;
  const least = given[LEAST]!;
  const most = given[MOST]!;
  given[WIDTH] = Number.NaN;
  settledHeight(state, row, 0);
  const unlimited = given[MOST] === Number.POSITIVE_INFINITY;
  if (given[LEAST]! > 0) ratioWidth(state, row, LEAST);
  if (!unlimited) ratioWidth(state, row, MOST);
  given[MOST] = Math.min(most, Math.max(given[MOST]!, given[LEAST]!));
  given[LEAST] = Math.max(least, Math.min(given[LEAST]!, most));
}

/** Writes the gap between tracks: `GridScratch.given[TRACK_GAP]`. A percentage is of `given[AVAILABLE]`. */
export function findTrackGap(state: LayoutState, axis: Axis, row: number): void {
  const { given, grid } = state;
  given[LENGTH] = grid.given[AVAILABLE]!;
  findGap(state, axis, row);
  grid.given[TRACK_GAP] = given[GAP]!;
}

/** Whether rows are others once the height is known. */
export function dependsOnHeight(state: LayoutState, row: number): boolean {
  const { rows, autoRows } = styleOf(state, row);
  return (
    state.style.rowGapUnit[row] === UNIT_PERCENT || rows.dependsOnRoom || autoRows.dependsOnRoom
  );
}

/** Whether how many rows there are goes by the height of the grid, and so which columns its items are in. */
export function countsRows(state: LayoutState, row: number): boolean {
  const { rows } = styleOf(state, row);
  return rows.repeatTo > rows.repeatFrom;
}

/** Whether how many columns there are goes by what contains the grid, and so what its content takes. */
export function countsByRoom(state: LayoutState, row: number): boolean {
  const { columns } = styleOf(state, row);
  const lengths = state.node.units[row]!;
  return (
    columns.repeatTo > columns.repeatFrom &&
    (isOfRoom(lengths >> MIN_SHIFT) || isOfRoom(lengths >> MAX_SHIFT))
  );
}
