import { findResource, keepAwake, ValueError, type World } from '../ecs';
import { editRows, Failures, type ListState, type RowSource } from '../ecs/stores';
import type { VirtualList } from './virtual-list';

/** How many rows a list begins with: those that it was given, or those of its source. */
export function countOf(count: number | undefined, source: RowSource | undefined): number {
  if ((count === undefined) !== (source === undefined)) return count ?? source!.count;
  throw new ValueError(`count is ${count} and source ${String(source)}; give one of them`);
}

/** Has the source of a list tell it of its edits, as long as the list is there; nobody else may from then on. */
export function connectSource(world: World, list: ListState, handle: VirtualList): void {
  const { row, source } = list;
  if (!source) return;
  const { insertRows, removeRows, moveRows, refreshRows } = handle;
  list.disconnect = source.connect?.({
    insertRows,
    removeRows,
    moveRows,
    rearrangeRows(rows) {
      keepAwake(world);
      list.count = rows.count;
      editRows(list, -1, list.arrangements.push(rows) - 1, -1);
    },
    refreshRows,
    wake: () => keepAwake(world),
    fail: (error) => findResource(world, Failures)?.report(error, 'virtualization/source', row),
  });
  handle.setCount = handle.insertRows = handle.removeRows = handle.moveRows = refuse;
}

function refuse(): never {
  throw new ValueError('rows of a source: change them there');
}
