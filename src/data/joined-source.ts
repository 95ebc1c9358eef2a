import { ValueError } from '../ecs';
import type { RowArrangement, RowSink, RowSource } from '../ecs/stores';

/** Several sources as one: their rows follow each other. */
export type JoinedSource = RowSource & {
  isReady(index: number): boolean;
  /** Which of the sources a row is of, from 0 on; -1 beyond the last row. */
  partAt(index: number): number;
  /** Index of the first row of a source. */
  startOf(part: number): number;
};

/**
 * Has a list show the rows of several sources, one after the other, such as those of an archive and those that come. Each is told what of it is
 * wanted, and tells its own edits. Throws `ValueError` for none.
 */
export function joinSources(...parts: readonly RowSource[]): JoinedSource {
  if (parts.length === 0) throw new ValueError('joinSources() of nothing; give it sources');
  for (const part of parts) {
    if (typeof part !== 'object' || part === null || typeof part.count !== 'number')
      throw new ValueError(`joinSources of ${String(part)}; give it sources`);
  }

  const { mover } = parts.find((part) => part.mover) ?? {};

  function startOf(part: number): number {
    let start = 0;
    for (let i = 0; i < part; i++) start += parts[i]!.count;
    return start;
  }

  function partAt(index: number): number {
    let start = 0;
    for (let i = 0; i < parts.length; i++) {
      start += parts[i]!.count;
      if (index < start) return i;
    }
    return -1;
  }

  /** What a part tells, by the rows of all. */
  function behind(part: number, sink: RowSink): RowSink {
    return {
      insertRows: (index, count) => sink.insertRows(startOf(part) + index, count),
      removeRows: (index, count) => sink.removeRows(startOf(part) + index, count),
      moveRows: (from, count, to) => sink.moveRows(startOf(part) + from, count, startOf(part) + to),
      ...(sink.rearrangeRows && {
        rearrangeRows: (rows) =>
          sink.rearrangeRows!(amongAll(rows, startOf(part), startOf(parts.length))),
      }),
      refreshRows: (index, count) => sink.refreshRows(startOf(part) + index, count),
      wake: () => sink.wake(),
      fail: (error) => sink.fail(error),
    };
  }

  return {
    get count() {
      return startOf(parts.length);
    },
    partAt,
    startOf,
    isReady(index) {
      const at = partAt(index);
      const part = parts[at];
      return part !== undefined && (part.isReady?.(index - startOf(at)) ?? true);
    },
    update() {
      for (let i = 0; i < parts.length; i++) parts[i]!.update?.();
    },
    show(first, last, soonFirst, soonLast, restFirst, restLast) {
      let start = 0;
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i]!;
        const end = start + part.count;
        part.show?.(
          firstOf(first, last, start, end),
          lastOf(first, last, start, end),
          firstOf(soonFirst, soonLast, start, end),
          lastOf(soonFirst, soonLast, start, end),
          firstOf(restFirst, restLast, start, end),
          lastOf(restFirst, restLast, start, end),
        );
        start = end;
      }
    },
    ...(mover && { mover }),
    connect(sink) {
      const stops = parts.map((part, i) => part.connect?.(behind(i, sink)));
      return () => {
        for (const stop of stops) stop?.();
      };
    },
  };
}

/** Where all rows are when those of a part that begins at `start` are arranged anew; `total`: rows there are then. */
function amongAll(
  { after, moved, count }: RowArrangement,
  start: number,
  total: number,
): RowArrangement {
  const end = start + after.length;
  const before = total - count + after.length;
  const all = { count: total, after: new Int32Array(before), moved: new Uint8Array(before) };
  for (let row = 0; row < before; row++) {
    if (row < start) all.after[row] = row;
    else if (row >= end) all.after[row] = row - after.length + count;
    else {
      const place = after[row - start]!;
      all.after[row] = place < 0 ? place - start : place + start;
    }
  }
  all.moved.set(moved, start);
  return all;
}

/** Of rows from `first` to `last`, the first that is one of a part's; -1 for none. */
function firstOf(first: number, last: number, start: number, end: number): number {
  const from = Math.max(first, start);
  return first >= 0 && from <= Math.min(last, end - 1) ? from - start : -1;
}

function lastOf(first: number, last: number, start: number, end: number): number {
  const to = Math.min(last, end - 1);
  return first >= 0 && Math.max(first, start) <= to ? to - start : -1;
}
