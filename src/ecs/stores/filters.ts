import {
  columns,
  defineResource,
  defineStore,
  findResource,
  setResource,
  type World,
} from '../index';
import { createValuesByText, type ValuesByText } from './values-by-text';

/** Filters of an element and all in it: an id of `FilterTable`, 0 = none. */
export const Filter = defineStore('Filter', { id: 'u16' });

/** One function of a list of filters, named as in CSS: lengths in CSS pixels, amounts where 1 is 100 %, a colour of RGBA8, red low. */
export type FilterFunction = {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly color: number;
};

/** Lists of filters by id, first to last. */
export type FilterTable = ValuesByText<readonly FilterFunction[]>;

export const FilterTable = defineResource<FilterTable>('FilterTable');

/** The world's table, made when first asked for. */
export function filterTable(world: World): FilterTable {
  const known = findResource(world, FilterTable);
  if (known) return known;
  const table = createValuesByText<readonly FilterFunction[]>({
    world,
    none: [],
    isNone: ({ length }) => length === 0,
    column: () => columns(world, Filter).id,
    what: 'filters',
  });
  setResource(world, FilterTable, table);
  return table;
}
