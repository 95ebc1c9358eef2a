import { createFreeList } from '../../structures';

/** Values that nothing has any more and that may well be asked for again, as by a variant that comes and goes. */
const SPARE = 256;

/** Values by id, the same id for the same properties. Those that no row has are forgotten, and their ids given to others. */
export type GridTable<T> = {
  /** By id; one that is free has the value of id 0. */
  readonly values: readonly T[];
  /** Id of a value with one property changed, which takes the place of `id` in a row. Throws `ValueError`, and `id` stays. */
  change(id: number, property: string, value: unknown): number;
  /** Says that one row less has an id; 0 is passed over. */
  release(id: number): void;
};

/** Gives a table that has `initial` as id 0, which is not counted; `parse` reads a property. */
export function createGridTable<T extends object>(
  initial: T,
  parse: (property: string, value: unknown) => Partial<T>,
): GridTable<T> {
  const free = createFreeList();
  const values: T[] = [initial];
  const sources: Record<string, string>[] = [{}];
  const keys = ['{}'];
  /** How many rows have each id. */
  const users = [1];
  const ids = new Map([['{}', free.acquire()]]);
  // A ring of ids that had no users when they came in.
  const spare = new Int32Array(SPARE);
  const isSpare = [false];
  let at = 0;

  function release(id: number): void {
    if (id === 0 || --users[id]! > 0 || isSpare[id]) return;
    const oldest = spare[at]!;
    isSpare[oldest] = false;
    if (oldest !== 0 && users[oldest] === 0) forget(oldest);
    spare[at] = id;
    isSpare[id] = true;
    at = (at + 1) % SPARE;
  }

  function forget(id: number): void {
    ids.delete(keys[id]!);
    keys[id] = '';
    values[id] = initial;
    sources[id] = sources[0]!;
    free.release(id);
  }

  return {
    values,
    change(id, property, value) {
      // What is written last comes last: `gridColumn` overrides an earlier `gridColumnStart`.
      const { [property]: _, ...others } = sources[id]!;
      const changed = { ...others, [property]: JSON.stringify(value) };
      const key = JSON.stringify(changed);
      let next = ids.get(key);
      if (next === undefined) {
        const made = { ...values[id]!, ...parse(property, value) };
        next = free.acquire();
        ids.set(key, next);
        keys[next] = key;
        sources[next] = changed;
        values[next] = made;
        users[next] = 0;
        isSpare[next] = false;
      }
      users[next]!++;
      release(id);
      return next;
    },
    release,
  };
}
