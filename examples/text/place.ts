import type { App, VirtualList } from 'rafter-ui';

/** A place in a list: a row and how many pixels of it are above the list's upper edge. */
export type Place = { readonly index: number; readonly offset: number };

/** Where a list stands: pixels from the top would not do, because a new list has not measured the rows above. */
export function leave(app: App, list: VirtualList): Place | undefined {
  app.step();
  const { firstVisible: index, scrollTop } = list;
  if (index < 0) return;
  list.scrollToIndex(index);
  app.step();
  return { index, offset: scrollTop - list.scrollTop };
}

/** Brings another list to that place. */
export function arrive(app: App, list: VirtualList, { index, offset }: Place): void {
  list.scrollToIndex(index);
  app.step();
  list.scrollBy(offset);
  app.step();
}
