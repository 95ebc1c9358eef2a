import { type Entity, ROW_MASK, resource, ValueError, type World } from '../ecs';
import { type ListState, ListTable, type RowSink } from '../ecs/stores';

/** What `virtualList` returns, as far as it is needed here. */
export type ListHandle = {
  readonly entity: Entity;
  scrollToIndex(index: number, align?: 'start' | 'center' | 'end'): void;
};

/** Runs tasks in slices: `app.scheduler`. */
export type SliceScheduler = {
  submit<T>(
    task: () => Generator<unknown, T, void>,
    options?: { priority?: 'user-visible'; signal?: AbortSignal },
  ): Promise<T>;
};

/** The list behind a handle. Throws `ValueError` where there is none. */
export function stateOf(world: World, list: ListHandle): ListState {
  const row = list?.entity & ROW_MASK;
  const state = resource(world, ListTable).lists.find((each) => each.row === row);
  if (state) return state;
  throw new ValueError(`there is no such list in this world; give what virtualList returned`);
}

/** Tells a watcher of every edit of a list's rows from now on; returns how to stop. */
export function watchRows({ watchers }: ListState, watcher: RowSink): () => void {
  watchers.push(watcher);
  return () => {
    const at = watchers.indexOf(watcher);
    if (at >= 0) watchers.splice(at, 1);
  };
}
