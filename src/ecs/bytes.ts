import { internals, type World } from './internals';

/** Bytes held by a world's rows: columns of every store, tree, handles, dirt lists. Exact. */
export function bytesOf(world: World): { columns: number; rows: number } {
  const state = internals(world);
  let columns = 0;
  for (const entry of state.stores.list) {
    for (const field of Object.keys(entry.columns)) columns += entry.columns[field]!.byteLength;
  }
  let rows = state.life.byteLength + state.generation.byteLength + state.kindOf.byteLength;
  rows += state.renewed.byteLength;
  for (const value of Object.values(state.tree))
    if (ArrayBuffer.isView(value)) rows += value.byteLength;
  for (const list of state.dirt.lists) rows += list.rows.byteLength + list.bits.byteLength;
  return { columns, rows };
}
