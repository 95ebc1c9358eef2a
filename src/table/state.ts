import type { Entity, World } from '../ecs';
import type { ListState } from '../ecs/stores';
import type { VirtualList } from '../ui';
import type { ColumnWindow } from './column-window';
import type { ColumnModel } from './columns';
import type { Sorting } from './headings';
import type { TableEvents } from './options';
import type { TableRows } from './table-rows';

/** All that the parts of one table share. */
export type TableState = {
  readonly world: World;
  readonly entity: Entity;
  readonly list: VirtualList;
  readonly state: ListState;
  readonly model: ColumnModel;
  readonly sight: ColumnWindow;
  readonly rows: TableRows;
  readonly sorting: Sorting;
  readonly events: TableEvents;
  readonly header: Entity | undefined;
  readonly headerHeight: number;
  /** Height of every row, CSS pixels; 0 where rows differ. */
  readonly rowHeight: number;
  /** Where each row that stays at the top begins below the headings, and where the last ends. */
  readonly frozenTops: readonly number[];
  readonly frozenRows: number;
  readonly reorderable: boolean;
  /** The active cell, -1 for none; row -1 with a column is a heading. */
  activeRow: number;
  activeColumn: number;
  /** A column to bring into sight once the width is known, -1 for none, and where: -1 nearest, else a share of the room. */
  aimColumn: number;
  aimAlign: number;
};
