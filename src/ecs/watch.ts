import { observe, onAdd, onRemove, query } from 'bitecs';
import type { World } from './internals';

/** A dense list of the rows that match; order is not kept when one leaves. */
export type Watch = {
  rows: Int32Array;
  length: number;
  dispose(): void;
};

/** Keeps a dense list of rows that match bitECS terms, through observers: nothing is queried in a frame. */
export function watch(world: World, terms: object[]): Watch {
  const slots = new Map<number, number>();
  const list: Watch = {
    rows: new Int32Array(64),
    length: 0,
    dispose() {
      stopAdd();
      stopRemove();
    },
  };
  const add = (row: number): void => {
    if (slots.has(row)) return;
    if (list.length === list.rows.length) {
      const rows = new Int32Array(list.rows.length * 2);
      rows.set(list.rows);
      list.rows = rows;
    }
    slots.set(row, list.length);
    list.rows[list.length++] = row;
  };
  const remove = (row: number): void => {
    const at = slots.get(row);
    if (at === undefined) return;
    slots.delete(row);
    const last = list.rows[--list.length]!;
    if (last !== row) {
      list.rows[at] = last;
      slots.set(last, at);
    }
  };
  const stopAdd = observe(world.bit, onAdd(...(terms as never[])), add);
  const stopRemove = observe(world.bit, onRemove(...(terms as never[])), remove);
  for (const row of query(world.bit, terms)) add(row);
  return list;
}
