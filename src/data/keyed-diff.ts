import { ValueError } from '../ecs';

/** What a row is told apart by. */
export type RowKey = string | number | bigint | boolean | symbol | object | null | undefined;

/** Rows that stay, in order: `before[i]` is `after[i]` now, in a longest choice of rows whose order is the same. */
export type KeptRows = { readonly before: Int32Array; readonly after: Int32Array };

/**
 * Finds which rows stay when others take the place of all: those with the same key, but for as few as possible that have moved past others.
 * O(n) where rows only come and go, O(n log n) where many move. Throws `ValueError` for a key that comes twice.
 */
export function keptRows<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T, index: number) => RowKey,
): KeptRows {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && keyOf(before[start]!, start) === keyOf(after[start]!, start)) start++;
  let end = 0;
  while (end < most - start && isSameFromEnd(before, after, end, keyOf)) end++;

  const beforeEnd = before.length - end;
  const afterEnd = after.length - end;
  const places = new Map<RowKey, number>();
  for (let i = start; i < afterEnd; i++) {
    const key = keyOf(after[i]!, i);
    const other = places.get(key);
    if (other !== undefined)
      throw new ValueError(
        `rows ${other} and ${i} have the same key ${String(key)}; give each row a key of its own`,
      );
    places.set(key, i);
  }

  // Rows that are there before and after, in their order before.
  const from = new Int32Array(beforeEnd - start);
  const to = new Int32Array(beforeEnd - start);
  let count = 0;
  for (let i = start; i < beforeEnd; i++) {
    const key = keyOf(before[i]!, i);
    const place = places.get(key);
    if (place === undefined) continue;
    places.delete(key);
    from[count] = i;
    to[count++] = place;
  }
  const run = longestRise(to, count);
  const kept = {
    before: new Int32Array(start + run.length + end),
    after: new Int32Array(start + run.length + end),
  };
  for (let i = 0; i < start; i++) kept.before[i] = kept.after[i] = i;
  for (let i = 0; i < run.length; i++) {
    kept.before[start + i] = from[run[i]!]!;
    kept.after[start + i] = to[run[i]!]!;
  }
  for (let i = 0; i < end; i++) {
    kept.before[start + run.length + i] = beforeEnd + i;
    kept.after[start + run.length + i] = afterEnd + i;
  }
  return kept;
}

function isSameFromEnd<T>(
  before: readonly T[],
  after: readonly T[],
  end: number,
  keyOf: (item: T, index: number) => RowKey,
): boolean {
  const i = before.length - 1 - end;
  const j = after.length - 1 - end;
  return keyOf(before[i]!, i) === keyOf(after[j]!, j);
}

/** Places of a longest rising choice of the first `count` values, which are all different. */
function longestRise(values: Int32Array, count: number): Int32Array {
  // By length: the place at which the smallest value stands that a choice of that length ends with.
  const ends = new Int32Array(count);
  const previous = new Int32Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    let low = 0;
    let high = length;
    // Most rows have not moved: they go on from the longest.
    if (length > 0 && values[ends[length - 1]!]! < values[i]!) low = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < values[i]!) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = i;
    if (low === length) length++;
  }
  const run = new Int32Array(length);
  for (let i = length - 1, at = length > 0 ? ends[length - 1]! : -1; i >= 0; i--) {
    run[i] = at;
    at = previous[at]!;
  }
  return run;
}
