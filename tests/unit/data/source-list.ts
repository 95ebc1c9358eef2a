import { columns, type Row, resource } from '../../../src/ecs';
import { LayerOf, LayerTable, type RowSource } from '../../../src/ecs/stores';
import { createListApp, type ListApp, type Parts } from '../systems/virtualization/list-app';

const ROW = 40;

/** A list of rows of 40 px whose source is under test, and what each row shows. */
export type SourceList<T> = ListApp & {
  /** By index, of the rows that are shown: what they were bound to. */
  seen(): Map<number, T>;
  /** What was bound since that was last emptied, in that order. */
  readonly binds: T[];
};

/** Makes one; `itemOf` reads from the source what a row shows. */
export function createSourceList<T>(
  source: RowSource,
  itemOf: (index: number) => T,
  options: { placeholder?: () => void } = {},
): SourceList<T> {
  const last = new Map<Row, T>();
  const binds: T[] = [];
  const stage = createListApp({
    source,
    ...options,
    bind(_, parts: Parts, index) {
      const item = itemOf(index);
      last.set(parts[0]!, item);
      binds.push(item);
    },
  });
  const { world } = stage.app;
  return {
    ...stage,
    binds,
    seen() {
      const table = resource(world, LayerTable);
      const { own } = columns(world, LayerOf);
      const found = new Map<number, T>();
      for (const [row, item] of last) {
        const layer = own[row]!;
        if (table.hidden[layer] === 1) continue;
        const index = Math.round((table.y[layer]! + stage.list.scrollTop) / ROW);
        if (found.has(index)) throw new Error(`row ${index} is shown twice`);
        found.set(index, item);
      }
      return found;
    },
  };
}
