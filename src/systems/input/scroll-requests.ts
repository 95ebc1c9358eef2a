import { columns, findResource, isRowAlive, treeOf, type World } from '../../ecs';
import {
  Box,
  canScrollBy,
  ListTable,
  pageOf,
  type ScrollRequests,
  STATE_SCROLLABLE,
  State,
} from '../../ecs/stores';

/** Makes the table, empty. */
export function createScrollRequests(): ScrollRequests {
  return {
    length: 0,
    rows: new Int32Array(8),
    deltaX: new Float64Array(8),
    deltaY: new Float64Array(8),
    key: new Uint8Array(8),
    drag: new Uint8Array(8),
    release: new Uint8Array(8),
    time: new Float64Array(8),
  };
}

/** Place of a row's entry in this frame, made if there is none; -1 if the row is nobody's. */
export function requestOf(world: World, requests: ScrollRequests, row: number): number {
  if (row === 0 || !isRowAlive(world, row)) return -1;
  for (let i = 0; i < requests.length; i++) if (requests.rows[i] === row) return i;
  if (requests.length === requests.rows.length) grow(requests);
  const at = requests.length++;
  requests.rows[at] = row;
  requests.deltaX[at] = 0;
  requests.deltaY[at] = 0;
  requests.key[at] = 0;
  requests.drag[at] = 0;
  requests.release[at] = 0;
  requests.time[at] = 0;
  return at;
}

/** True if a scrollable row can still move that way. Whatever scrolls and is no list is taken at its word. */
export function canMove(world: World, row: number, deltaX: number, deltaY: number): boolean {
  if (row === 0) return false;
  const lists = findResource(world, ListTable)?.lists ?? [];
  for (let i = 0; i < lists.length; i++) {
    if (lists[i]!.row === row) return canScrollBy(lists[i]!, deltaX, deltaY);
  }
  return deltaX !== 0 || deltaY !== 0;
}

/** What moves that way: the innermost scroller from a row outwards that can, or that row where none can. */
export function scrollerOf(world: World, row: number, deltaX: number, deltaY: number): number {
  const { parent } = treeOf(world);
  const { bits } = columns(world, State);
  for (let at = row; at !== 0; at = parent[at]!) {
    if ((bits[at]! & STATE_SCROLLABLE) !== 0 && canMove(world, at, deltaX, deltaY)) return at;
  }
  return row;
}

/** True if a row is a list that moves across. */
export function movesAcross(world: World, row: number): boolean {
  const lists = findResource(world, ListTable)?.lists ?? [];
  for (let i = 0; i < lists.length; i++) {
    if (lists[i]!.row === row) return lists[i]!.across !== undefined;
  }
  return false;
}

/** CSS pixels of a page of what scrolls, 0 for nothing: a list's is what a page key scrolls by. */
export function pageIn(world: World, row: number, isAcross: boolean): number {
  if (row === 0) return 0;
  const { width, height } = columns(world, Box);
  if (isAcross) return width[row]!;
  const lists = findResource(world, ListTable)?.lists ?? [];
  for (let i = 0; i < lists.length; i++) if (lists[i]!.row === row) return pageOf(lists[i]!);
  return height[row]!;
}

/** Makes the entry of a row that dies nobody's. */
export function forgetRequest(requests: ScrollRequests, row: number): void {
  for (let i = 0; i < requests.length; i++) if (requests.rows[i] === row) requests.rows[i] = 0;
}

function grow(requests: ScrollRequests): void {
  const capacity = requests.rows.length * 2;
  const { rows, deltaX, deltaY, key, drag, release, time } = requests;
  requests.rows = new Int32Array(capacity);
  requests.rows.set(rows);
  requests.deltaX = new Float64Array(capacity);
  requests.deltaX.set(deltaX);
  requests.deltaY = new Float64Array(capacity);
  requests.deltaY.set(deltaY);
  requests.key = new Uint8Array(capacity);
  requests.key.set(key);
  requests.drag = new Uint8Array(capacity);
  requests.drag.set(drag);
  requests.release = new Uint8Array(capacity);
  requests.release.set(release);
  requests.time = new Float64Array(capacity);
  requests.time.set(time);
}
