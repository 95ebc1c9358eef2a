import { columns, isRowAlive, treeOf, type World } from '../../ecs';
import { STATE_DISABLED, State } from '../../ecs/stores';

/** Rows from an element up to its root; a row that died meanwhile reads 0. */
export type RowPath = {
  rows: Int32Array;
  length: number;
  /** Where input begins: everything before is disabled or inside something disabled. */
  start: number;
};

/** Makes an empty path. */
export function createPath(): RowPath {
  return { rows: new Int32Array(32), length: 0, start: 0 };
}

/** Fills a path from a row upwards; row 0 or a dead one leaves it empty. */
export function fillPath(world: World, path: RowPath, row: number): void {
  path.length = 0;
  path.start = 0;
  if (row === 0 || !isRowAlive(world, row)) return;
  const { parent } = treeOf(world);
  const { bits } = columns(world, State);
  for (let at = row; at !== 0; at = parent[at]!) {
    if (path.length === path.rows.length) growPath(path);
    path.rows[path.length++] = at;
    if ((bits[at]! & STATE_DISABLED) !== 0) path.start = path.length;
  }
}

/** The first row of the path, from where input begins, that has one of these state bits; 0 if none. */
export function nearest(world: World, path: RowPath, mask: number): number {
  const { bits } = columns(world, State);
  for (let i = path.start; i < path.length; i++) {
    const row = path.rows[i]!;
    if (row !== 0 && (bits[row]! & mask) !== 0 && isRowAlive(world, row)) return row;
  }
  return 0;
}

/** Takes a row that dies out of a path. */
export function forgetInPath(path: RowPath, row: number): void {
  for (let i = 0; i < path.length; i++) if (path.rows[i] === row) path.rows[i] = 0;
}

function growPath(path: RowPath): void {
  const grown = new Int32Array(path.rows.length * 2);
  grown.set(path.rows);
  path.rows = grown;
}
