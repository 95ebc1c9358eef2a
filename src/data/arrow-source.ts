import { ValueError } from '../ecs';
import type { RowSource } from '../ecs/stores';
import type { ArrowVector } from './arrow-chunk';
import { type ArrowColumn, createArrowColumn } from './arrow-column';

/** What is read of a table of `apache-arrow`. */
export type ArrowTable = {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChildAt(index: number): ArrowVector | null;
};

/** Rows of an Arrow table. */
export type ArrowSource = RowSource & {
  /** Names of the columns, in order. */
  readonly names: readonly string[];
  /**
   * The reader of a column, always the same one. Throws `ValueError` for a name that there is not, and for a type that cannot be read: lists,
   * structs, decimals and binary data.
   */
  column(name: string): ArrowColumn;
};

/** Makes the source of a list from a table of `apache-arrow`, whose values are read where they are: nothing is copied. */
export function arrowSource(table: ArrowTable): ArrowSource {
  if (typeof table?.getChildAt !== 'function')
    throw new ValueError(`table is ${String(table)}; give a Table of apache-arrow`);
  const names = table.schema.fields.map(({ name }) => name);
  const columns = new Map<string, ArrowColumn>();
  return {
    count: table.numRows,
    names,
    column(name) {
      const known = columns.get(name);
      if (known) return known;
      const vector = table.getChildAt(names.indexOf(name));
      if (!names.includes(name) || !vector)
        throw new ValueError(`there is no column '${name}'; give one of ${names.join(', ')}`);
      const made = createArrowColumn(name, vector);
      columns.set(name, made);
      return made;
    },
  };
}
