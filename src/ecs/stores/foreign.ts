import {
  columns,
  defineKind,
  defineResource,
  defineStore,
  findResource,
  onFree,
  PAINT,
  type Row,
  setResource,
  touch,
  type World,
} from '../index';

/** Kind of an element that shows what another renderer draws: a Pixi object. */
export const SlotKind = defineKind('slot');

/** Whether an element has an entry in `ForeignTable`: 1 or 0. */
export const Foreign = defineStore('Foreign', { held: 'u8' });

/** What an element shows that is not drawn from records. */
export type ForeignEntry = {
  readonly row: Row;
  /** The object itself. Only the renderer knows what it is. */
  readonly content: object;
  /** It shows something else in every frame. */
  readonly isLive: boolean;
};

/** Entries of a world by row. */
export type ForeignTable = {
  readonly entries: ReadonlyMap<number, ForeignEntry>;
  /** Goes up with every change. */
  readonly version: number;
  /** Has an element show something, or nothing. What another element showed until now is taken from it. */
  set(row: Row, content: object | undefined, isLive: boolean): void;
};

export const ForeignTable = defineResource<ForeignTable>('ForeignTable');

/** The world's table, made when first asked for. */
export function foreignTable(world: World): ForeignTable {
  return findResource(world, ForeignTable) ?? createTable(world);
}

// Apart, for what closures share is allocated on entry.
function createTable(world: World): ForeignTable {
  const entries = new Map<number, ForeignEntry>();
  let version = 0;
  function drop(row: number): void {
    if (!entries.delete(row)) return;
    columns(world, Foreign).held[row] = 0;
    version++;
  }
  onFree(world, drop);
  const table: ForeignTable = {
    entries,
    get version() {
      return version;
    },
    set(row, content, isLive) {
      drop(row);
      if (content) {
        for (const { row: other, content: shown } of entries.values()) {
          if (shown === content) table.set(other, undefined, false);
        }
        entries.set(row, { row, content, isLive });
        columns(world, Foreign).held[row] = 1;
        version++;
      }
      touch(world, row, PAINT);
    },
  };
  setResource(world, ForeignTable, table);
  return table;
}
