import { isRowReady, type ListState } from '../../ecs/stores';

/** Weight of the last wait in what the source takes; more where it was longer, for that is what leaves rows missing. */
const NEWEST = 0.2;
const NEWEST_LONGER = 0.5;
/** A row that is waited for longer is given up, ms. */
const LONGEST_MS = 10_000;

/** How long the source of a list takes from when a row is first told to be wanted until its data is there. */
export type ServeLatency = {
  /** Writes that to a cell, ms; 0 where none was waited for. */
  readInto(cells: Float64Array, at: number): void;
  /** Follows one row at a time, of those that the source is told. */
  update(ranges: Int32Array, now: number): void;
  /** Rows have other indices. */
  forget(): void;
};

/** Makes it for a list; without a source that knows what is there it stays 0. */
export function createServeLatency(list: ListState): ServeLatency {
  // Doubles in a closure's variables would be garbage: what it takes, and since when the row is waited for.
  const cells = new Float64Array(2);
  let awaited = -1;

  function isMissing(row: number): boolean {
    return row >= 0 && row < list.count && !isRowReady(list, row);
  }

  /** A row that is not there, the one furthest ahead: others were wanted before. */
  function choose(ranges: Int32Array): number {
    const { firstVisible: first, lastVisible: last } = list;
    if (ranges[0]! >= 0) {
      const row = ranges[1]! - last > first - ranges[0]! ? ranges[1]! : ranges[0]!;
      return isMissing(row) ? row : -1;
    }
    if (isMissing(last)) return last;
    return isMissing(first) ? first : -1;
  }

  return {
    readInto(to, at) {
      to[at] = cells[0]!;
    },
    update(ranges, now) {
      if (!list.source?.isReady) return;
      if (awaited >= 0) {
        const waited = now - cells[1]!;
        if (awaited >= list.count || waited > LONGEST_MS) awaited = -1;
        else if (isRowReady(list, awaited)) {
          awaited = -1;
          const share = waited > cells[0]! ? NEWEST_LONGER : NEWEST;
          cells[0] = cells[0] === 0 ? waited : cells[0]! + (waited - cells[0]!) * share;
        }
      }
      if (awaited >= 0) return;
      awaited = choose(ranges);
      cells[1] = now;
    },
    forget() {
      awaited = -1;
    },
  };
}
