import { ValueError } from '../ecs';
import type { RowSource } from '../ecs/stores';
import { takeMove } from '../row-moves';
import type { RowKey } from './match-keys';
import { diffRows } from './row-diff';
import { createSinks } from './sinks';

/** More items than these are not handed to a call one by one: its arguments lie on the stack. */
const MOST_ARGUMENTS = 1000;

export type ArraySourceOptions<T> = {
  /** What `replace` tells rows apart by, unless it is told otherwise. @default the item itself */
  key?: (item: T, index: number) => RowKey;
  /** Whether two items of one key look the same, so that their row is not bound again. @default the same object or value */
  isSame?: (before: T, after: T) => boolean;
  /**
   * What `replace` is given takes the place of the rows when the next frame begins, and only what it was given last: for data that comes more
   * often than frames do. @default false
   */
  live?: boolean;
};

/** Rows of an array. Each change is told to the list, so that rows in sight stay where they are and keep their elements. */
export type ArraySource<T> = RowSource & {
  /** The rows as they are now. Change them by the methods below. */
  readonly items: readonly T[];
  /** One of them; undefined beyond the end. */
  at(index: number): T | undefined;
  /** Gives a row another item, or says that its item has changed. */
  set(index: number, item: T): void;
  /** Takes rows out from `index` on and puts others in there; returns those taken out. */
  splice(index: number, deleteCount: number, ...items: readonly T[]): T[];
  /** Adds rows at the end. */
  push(...items: readonly T[]): void;
  /**
   * Has other rows in place of all. Those whose key is there before and after stay what they are, wherever they go: selected, held, measured,
   * in their elements; they are bound again only if their item is not the same. Throws `ValueError` for a key that comes twice.
   */
  replace(items: readonly T[], key?: (item: T, index: number) => RowKey): void;
};

/** Makes the source of a list from an array, which is copied. */
export function arraySource<T>(
  items: readonly T[] = [],
  options: ArraySourceOptions<T> = {},
): ArraySource<T> {
  if (!Array.isArray(items)) throw new ValueError(`items is ${String(items)}; give an array`);
  const { key = itself, isSame = Object.is, live = false } = options;
  const sinks = createSinks();
  let rows: T[] = items.slice();
  let pending: { items: readonly T[]; key: (item: T, index: number) => RowKey } | undefined;

  /** Brings about what waits for the next frame: what comes after counts from there. */
  function flush(): void {
    if (!pending) return;
    const next = pending;
    pending = undefined;
    replaceNow(next.items, next.key);
  }

  function replaceNow(next: readonly T[], keyOf: (item: T, index: number) => RowKey): void {
    const before = rows;
    const diff = diffRows(before, next, keyOf);
    rows = next.slice();
    sinks.tell(diff);
    tellChanged(before, diff.after);
  }

  function tellChanged(before: readonly T[], after: Int32Array): void {
    let start = -1;
    let end = -1;
    for (let i = 0; i < after.length; i++) {
      const place = after[i]!;
      if (place < 0 || isSame(before[i]!, rows[place]!)) continue;
      if (start >= 0 && place === end) end++;
      else {
        if (start >= 0) sinks.refreshRows(start, end - start);
        start = place;
        end = place + 1;
      }
    }
    if (start >= 0) sinks.refreshRows(start, end - start);
  }

  return {
    get count() {
      return rows.length;
    },
    get items() {
      return rows;
    },
    at: (index) => rows[index],
    set(index, item) {
      flush();
      checkPlace('set', index, rows.length - 1);
      rows[index] = item;
      sinks.refreshRows(index, 1);
    },
    splice(index, deleteCount, ...added) {
      flush();
      checkPlace('splice', index, rows.length);
      checkPlace('splice', deleteCount, rows.length - index);
      const removed = rows.slice(index, index + deleteCount);
      if (added.length < MOST_ARGUMENTS) rows.splice(index, deleteCount, ...added);
      else rows = rows.slice(0, index).concat(added, rows.slice(index + deleteCount));
      if (deleteCount > 0) sinks.removeRows(index, deleteCount);
      if (added.length > 0) sinks.insertRows(index, added.length);
      return removed;
    },
    push(...added) {
      flush();
      const index = rows.length;
      for (const item of added) rows.push(item);
      if (added.length > 0) sinks.insertRows(index, added.length);
    },
    replace(next, keyOf = key) {
      if (!Array.isArray(next)) throw new ValueError(`items is ${String(next)}; give an array`);
      if (!live) {
        replaceNow(next, keyOf);
        return;
      }
      pending = { items: next, key: keyOf };
      // With nobody to tell there are no frames.
      if (sinks.size === 0) flush();
      else sinks.wake();
    },
    update() {
      try {
        flush();
      } catch (error) {
        sinks.fail(error);
      }
    },
    mover: takeMove,
    connect: sinks.connect,
  };
}

function itself<T>(item: T): RowKey {
  return item as RowKey;
}

function checkPlace(name: string, place: number, most: number): void {
  if (Number.isInteger(place) && place >= 0 && place <= most) return;
  throw new ValueError(`${name}(${place}): give a whole number from 0 to ${Math.max(0, most)}`);
}
