import { hasComponent, observe, onAdd, onRemove, query } from 'bitecs';
import type { World } from './internals';

/** A dense list of the rows that match; order is not kept when one leaves. */
export type Watch = {
  /** The rows, in the first `length` places. Replaced when the list grows: fetch it at the start of a run. */
  rows: Int32Array;
  length: number;
  /** Stops following; the list stays as it is. */
  dispose(): void;
};

/**
 * Keeps a dense list of rows that match bitECS terms, through observers: nothing is queried in a frame. It changes when the
 * bitECS query does: for elements between phases, for entities of the app's own whenever the app edits them.
 */
export function watch(world: World, terms: object[]): Watch {
  const slots = new Map<number, number>();
  const list: Watch = {
    rows: new Int32Array(64),
    length: 0,
    dispose() {
      for (const stop of stops) stop();
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
  const stops = [
    observe(world.bit, onAdd(...(terms as never[])), add),
    observe(world.bit, onRemove(...(terms as never[])), remove),
  ];
  for (const component of componentsOf(terms, 'Not')) {
    // bitECS 0.4 tells nobody of a row that leaves a query and comes back before the query is run, if what brought it back was
    // the removal of a component.
    const back = (row: number): void => {
      if (matches(world, row, terms)) add(row);
    };
    stops.push(observe(world.bit, onRemove(component), back));
  }
  for (const row of query(world.bit, terms)) add(row);
  return list;
}

/** How bitECS marks `And`, `Or` and `Not`. */
const $operator = Symbol.for('bitecs-opType');
const $operands = Symbol.for('bitecs-opTerms');

type Term = { [$operator]?: string; [$operands]?: object[] };

function componentsOf(terms: readonly Term[], operator: string): object[] {
  return terms.flatMap((term) => (term[$operator] === operator ? (term[$operands] ?? []) : []));
}

function matches(world: World, row: number, terms: readonly Term[]): boolean {
  const carries = (component: object): boolean => hasComponent(world.bit, row, component);
  return terms.every((term) => {
    const operands = term[$operands] ?? [];
    if (term[$operator] === 'Not') return !operands.some(carries);
    if (term[$operator] === 'Or') return operands.some(carries);
    return term[$operator] === 'And' ? operands.every(carries) : carries(term);
  });
}
