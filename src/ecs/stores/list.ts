import { defineResource, type Row, type World } from '../index';

/** What a virtual list is made of; the factory fills it in, virtualization owns it afterwards. */
export type ListState = {
  /** Row of the list element (the viewport). */
  row: Row;
  count: number;
  /** Size of an unmeasured row in CSS pixels. */
  estimatedSize: number;
  /** Rows have this size exactly and are never measured; 0 = measured. */
  fixedSize: number;
  /** Makes the children of a pooled row; called once per pool row. */
  template: (row: Row) => readonly number[];
  /** Fills a pooled row for an index. */
  bind: (world: World, parts: readonly number[], index: number) => void;
  /** Elements of the scrollbar. */
  track: Row;
  thumb: Row;
  /** Set by the factory's handle when the content changed; virtualization binds every live row again. */
  rebind: boolean;
  /** Asked for by the handle: index to scroll to (-1 none) and where in the viewport (0 start, 0.5 centre, 1 end). */
  targetIndex: number;
  targetAlign: number;
  /** Asked for by the handle, CSS pixels, added up. */
  pendingScroll: number;
  /** Written by virtualization. */
  scrollTop: number;
  total: number;
  firstVisible: number;
  lastVisible: number;
};

/** Lists of a world by row of their element. The factory adds, virtualization serves them, disposal removes. */
export type ListTable = {
  lists: ListState[];
  add(list: ListState): void;
  of(row: number): ListState | undefined;
};

export const ListTable = defineResource<ListTable>('ListTable');
