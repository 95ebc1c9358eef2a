import { findResource, keepAwake, ValueError, type World } from '../ecs';
import { editRows, Failures, type ListState, type RowSource, refreshRows } from '../ecs/stores';
import { checkCount, checkFunction, checkRows } from './list-checks';

/** How many rows a list begins with, of those that it was given or those of its source. */
export function countOf(count: number | undefined, source: RowSource | undefined): number {
  if (source === undefined) {
    if (count === undefined)
      throw new ValueError('count is undefined; give the number of rows, or a source');
    return count;
  }
  if (typeof source !== 'object' || source === null)
    throw new ValueError(`source is ${String(source)}; give one such as arraySource(items)`);
  if (count !== undefined)
    throw new ValueError(
      `count is ${count} beside a source, which says how many rows there are; give one of them`,
    );
  return source.count;
}

/** What only the source of a list may do. */
export function checkOwn(name: string, { source }: ListState): void {
  if (!source) return;
  throw new ValueError(`${name}() on a list with a source; change the rows of the source`);
}

/** Has the source of a list tell it of its edits, as long as the list is there. */
export function connectSource(world: World, list: ListState): void {
  const { source } = list;
  if (source?.connect === undefined) return;
  checkFunction('source.connect', source.connect);
  list.disconnect = source.connect({
    insertRows(index, count) {
      checkRows('insertRows', index, count, list.count);
      checkCount(list.count + count, list.estimatedSize);
      keepAwake(world);
      if (count > 0) editRows(list, index, count);
    },
    removeRows(index, count) {
      checkRows('removeRows', index, count, list.count - count);
      keepAwake(world);
      if (count > 0) editRows(list, index, -count);
    },
    refreshRows(index, count) {
      checkRows('refreshRows', index, count, list.count - count);
      keepAwake(world);
      if (count > 0) refreshRows(list, index, count);
    },
    wake: () => keepAwake(world),
    fail: (error) =>
      findResource(world, Failures)?.report(error, 'virtualization/source', list.row),
  });
}
