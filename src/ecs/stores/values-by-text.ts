import { CapacityError, isRowAlive, type World } from '../index';

const ID_LIMIT = 65_536;
/** Ids after which those that are out of use are looked for. */
const FIRST_SWEEP = 1024;

/** Values of a style property by id, 0 for none; the same id for the same text. Ids that no element has any more are used again. */
export type ValuesByText<T> = {
  readonly values: readonly T[];
  /** Id of what a text stands for, read by `parse` when it is new. Throws what that throws, or `CapacityError`. */
  idOf(text: string, parse: (text: string) => T): number;
};

export type ValuesByTextOptions<T> = {
  world: World;
  /** Value of id 0, which 'none' and what reads as it have. */
  none: T;
  isNone(value: T): boolean;
  /** The column of the ids that elements have. */
  column(): ArrayLike<number>;
  /** What the values are, in the plural, for the error. */
  what: string;
  /** @default 65,536 */
  limit?: number;
};

/** Makes a table that reads from the column of a world which ids are in use. */
export function createValuesByText<T>(options: ValuesByTextOptions<T>): ValuesByText<T> {
  const { world, none, isNone, column, what, limit = ID_LIMIT } = options;
  const values: T[] = [none];
  const texts: string[] = ['none'];
  const ids = new Map<string, number>();
  const free: number[] = [];
  let nextSweep = Math.min(FIRST_SWEEP, limit);

  function sweep(): void {
    const used = new Set<number>([0]);
    const id = column();
    for (let row = 1; row < id.length; row++) {
      if (id[row] !== 0 && isRowAlive(world, row)) used.add(id[row]!);
    }
    for (let at = 1; at < values.length; at++) {
      if (used.has(at)) continue;
      ids.delete(texts[at]!);
      free.push(at);
    }
    nextSweep = Math.min(limit, Math.max(nextSweep, used.size * 2));
  }

  return {
    values,
    idOf(text, parse) {
      if (text === 'none') return 0;
      const known = ids.get(text);
      if (known !== undefined) return known;
      const value = parse(text);
      if (isNone(value)) return 0;
      if (free.length === 0 && values.length >= nextSweep) sweep();
      if (free.length === 0 && values.length >= limit) {
        throw new CapacityError(
          `${limit} different ${what} are in use; give elements the same ones`,
        );
      }
      const id = free.pop() ?? values.length;
      values[id] = value;
      texts[id] = text;
      ids.set(text, id);
      return id;
    },
  };
}
