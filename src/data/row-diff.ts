import type { RowArrangement } from '../ecs/stores';
import { areFresh, areGone, isSame, type Keys, match, type RowKey, type Span } from './match-keys';

/** Most edits that are told one by one: all who are told take longer for more than for all of them at once. */
const MOST_TOLD = 16;

// What `places` says of a row.
/** It was there and has not moved past others. */
export const STAYS = 0;
/** It was not there before. */
export const FRESH = 1;
/** It was elsewhere. */
export const MOVED = 2;

/** Where rows are that come, go and move, and what it takes to tell that. */
export type RowDiff = RowArrangement & {
  /** By index now: `STAYS`, `FRESH` or `MOVED`. */
  readonly places: Uint8Array;
  /** Whether it is told by few edits, one after the other. */
  readonly isFew: boolean;
};

/**
 * Finds where rows are when others take the place of all: those with the same key are the same, and as few as possible of them count as moved.
 * O(n) where their order is kept, O(n log n) where many move. Throws `ValueError` for a key that comes twice among those that are elsewhere.
 */
export function diffRows<T>(
  before: readonly T[],
  next: readonly T[],
  keyOf: (item: T, index: number) => RowKey,
): RowDiff {
  const keys: Keys<T> = { before, next, keyOf };
  const most = Math.min(before.length, next.length);
  let start = 0;
  while (start < most && isSame(keys, start, start)) start++;
  let beforeEnd = before.length;
  let nextEnd = next.length;
  while (Math.min(beforeEnd, nextEnd) > start && isSame(keys, beforeEnd - 1, nextEnd - 1)) {
    beforeEnd--;
    nextEnd--;
  }
  const after = new Int32Array(before.length);
  const moved = new Uint8Array(before.length);
  for (let i = 0; i < start; i++) after[i] = i;
  for (let i = beforeEnd; i < before.length; i++) after[i] = i - beforeEnd + nextEnd;
  const span = { start, beforeEnd, nextEnd };
  if (!areGone(keys, after, span) && !areFresh(keys, after, span) && match(keys, after, span))
    markMoved(after, moved, span);
  const places = placesOf(after, moved, next.length);
  return { count: next.length, after, moved, places, isFew: areFew(after, moved, places) };
}

/** Marks rows of a span that are in no longest choice whose order is the same. */
function markMoved(after: Int32Array, moved: Uint8Array, { start, beforeEnd }: Span): void {
  const from = new Int32Array(beforeEnd - start);
  const to = new Int32Array(beforeEnd - start);
  let count = 0;
  for (let i = start; i < beforeEnd; i++) {
    if (after[i]! < 0) continue;
    from[count] = i;
    to[count++] = after[i]!;
    moved[i] = 1;
  }
  for (const kept of longestRise(to, count)) moved[from[kept]!] = 0;
}

/** Says what is at each index now, and has rows that are gone say which follows. */
function placesOf(after: Int32Array, moved: Uint8Array, count: number): Uint8Array {
  const places = new Uint8Array(count).fill(FRESH);
  let follows = count;
  for (let i = after.length - 1; i >= 0; i--) {
    const place = after[i]!;
    if (place < 0) after[i] = ~follows;
    else if (moved[i] === 1) places[place] = MOVED;
    else {
      places[place] = STAYS;
      follows = place;
    }
  }
  return places;
}

function areFew(after: Int32Array, moved: Uint8Array, places: Uint8Array): boolean {
  let edits = 0;
  for (let i = 0; i < after.length && edits <= MOST_TOLD; i++) {
    const place = after[i]!;
    if (place < 0) edits += i > 0 && after[i - 1]! < 0 ? 0 : 1;
    else if (moved[i] === 1) edits += goesOn(after, moved, i) ? 0 : 1;
  }
  for (let i = 0; i < places.length && edits <= MOST_TOLD; i++)
    if (places[i] === FRESH && (i === 0 || places[i - 1] !== FRESH)) edits++;
  return edits <= MOST_TOLD;
}

/** Whether a row that has moved is behind the one that was before it still. */
export function goesOn(after: Int32Array, moved: Uint8Array, row: number): boolean {
  return row > 0 && moved[row - 1] === 1 && after[row - 1] === after[row]! - 1;
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
