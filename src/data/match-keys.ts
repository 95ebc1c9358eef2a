import { ValueError } from '../ecs';

/** What a row is told apart by. */
export type RowKey = string | number | bigint | boolean | symbol | object | null | undefined;

/** Rows as they were and as they are. */
export type Keys<T> = {
  readonly before: readonly T[];
  readonly next: readonly T[];
  keyOf(item: T, index: number): RowKey;
};

/** Rows from `start` on: up to where they ended, and end. */
export type Span = { readonly start: number; readonly beforeEnd: number; readonly nextEnd: number };

/** Rows that are looked at beyond one that is another: twice as many each time that it is none of them. */
const NEAR = 8;
/** So many are looked at for each row at most. */
const MOST_LOOKS = 16;
/** From so many rows on that were not found, they are not looked for any more when more are not found than are. */
const ENOUGH = 256;

/** Whether rows are the same: that which was at an index, and that which is. */
export function isSame<T>({ before, next, keyOf }: Keys<T>, i: number, j: number): boolean {
  return keyOf(before[i]!, i) === keyOf(next[j]!, j);
}

/** Whether rows have only gone; then writes where the others are. */
export function areGone<T>(
  keys: Keys<T>,
  after: Int32Array,
  { start, beforeEnd, nextEnd }: Span,
): boolean {
  let j = start;
  for (let i = start; i < beforeEnd; i++) {
    if (beforeEnd - i < nextEnd - j) return false;
    after[i] = j < nextEnd && isSame(keys, i, j) ? j++ : -1;
  }
  return j === nextEnd;
}

/** The same where they have only come. */
export function areFresh<T>(
  keys: Keys<T>,
  after: Int32Array,
  { start, beforeEnd, nextEnd }: Span,
): boolean {
  let i = start;
  for (let j = start; j < nextEnd; j++) {
    if (nextEnd - j < beforeEnd - i) return false;
    if (i < beforeEnd && isSame(keys, i, j)) after[i++] = j;
  }
  return i === beforeEnd;
}

/** Writes where all rows are, -1 for those that are gone. True if not all of those that are there may be in the order in which they were. */
export function match<T>(keys: Keys<T>, after: Int32Array, span: Span): boolean {
  const { start, beforeEnd, nextEnd } = span;
  const old = new Int32Array(beforeEnd - start);
  const fresh = new Int32Array(nextEnd - start);
  after.fill(-1, start, beforeEnd);
  let isAligned = align(keys, after, span);
  if (!isAligned) after.fill(-1, start, beforeEnd);
  let olds = 0;
  let at = start;
  let freshs = 0;
  for (let i = start; i < beforeEnd; i++) {
    const place = after[i]!;
    if (place < 0) old[olds++] = i;
    else {
      while (at < place) fresh[freshs++] = at++;
      at++;
    }
  }
  while (at < nextEnd) fresh[freshs++] = at++;
  const { before, next, keyOf } = keys;
  const places = new Map<RowKey, number>();
  for (let i = 0; i < freshs; i++) {
    const place = fresh[i]!;
    const key = keyOf(next[place]!, place);
    const other = places.get(key);
    if (other !== undefined)
      throw new ValueError(
        `rows ${other} and ${place} have the same key ${String(key)}; give each row a key of its own`,
      );
    places.set(key, place);
  }
  for (let i = 0; i < olds; i++) {
    const row = old[i]!;
    const key = keyOf(before[row]!, row);
    const place = places.get(key);
    if (place === undefined) continue;
    places.delete(key);
    after[row] = place;
    isAligned = false;
  }
  return !isAligned;
}

/**
 * Writes where rows are whose order is the same, as far as others between them are few, and leaves out the others: most rows need not be looked
 * up then. False where that gets nowhere.
 */
function align<T>(keys: Keys<T>, after: Int32Array, { start, beforeEnd, nextEnd }: Span): boolean {
  const { before, next, keyOf } = keys;
  let looks = MOST_LOOKS * (beforeEnd - start + nextEnd - start);
  let reach = NEAR;
  let found = 0;
  let missed = 0;
  let i = start;
  let j = start;
  while (i < beforeEnd && j < nextEnd) {
    const key = keyOf(before[i]!, i);
    const other = keyOf(next[j]!, j);
    if (key === other) {
      after[i++] = j++;
      reach = NEAR;
      found++;
      continue;
    }
    const most = Math.min(reach, Math.max(beforeEnd - i, nextEnd - j) - 1);
    let way = 0;
    let step = 0;
    while (way === 0 && step++ < most) {
      if (i + step < beforeEnd && keyOf(before[i + step]!, i + step) === other) way = 1;
      else if (j + step < nextEnd && keyOf(next[j + step]!, j + step) === key) way = 2;
    }
    looks -= step;
    if (way === 1) i += step;
    else if (way === 2) j += step;
    else {
      i++;
      j++;
      reach *= 2;
      missed++;
    }
    if (looks < 0 || (missed > ENOUGH && missed > found)) return false;
  }
  return true;
}
