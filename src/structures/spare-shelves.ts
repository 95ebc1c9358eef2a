import type { Shelves } from './shelves';

/**
 * Empties the shelf that was asked for longest ago, of those that hold something that was neither asked for nor marked in a frame, and joins
 * it with empty neighbours. Returns the empty shelf, or -1 if there was none.
 */
export function emptyOldest(
  shelves: Shelves,
  frame: number,
  drop: (shelf: number) => void,
): number {
  let oldest = -1;
  let place = -1;
  for (const list of shelves.pages) {
    for (const [i, shelf] of list.entries()) {
      if (shelves.end[shelf] === 0 || shelves.isInUse(shelf, frame)) continue;
      if (oldest >= 0 && shelves.used[shelf]! >= shelves.used[oldest]!) continue;
      oldest = shelf;
      place = i;
    }
  }
  if (oldest < 0) return -1;
  const page = shelves.page[oldest]!;
  const list = shelves.pages[page]!;
  let from = place;
  let to = place;
  while (from > 0 && shelves.end[list[from - 1]!] === 0) from--;
  while (to + 1 < list.length && shelves.end[list[to + 1]!] === 0) to++;
  return shelves.merge(page, from, to, drop);
}

/** Takes away the last pages as long as nothing is on them, but never the first. Returns how many. */
export function dropEmptyPages(shelves: Shelves): number {
  const { pages } = shelves;
  let count = 0;
  while (pages.length > 1 && pages.at(-1)!.every((shelf) => shelves.end[shelf] === 0)) {
    for (const shelf of pages.pop()!) {
      // What remembers it must find no room.
      shelves.height[shelf] = 0;
      shelves.free.push(shelf);
    }
    count++;
  }
  if (count > 0) shelves.at = shelves.at.slice(0, pages.length * shelves.lines);
  return count;
}
