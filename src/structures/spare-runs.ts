import { classFor, classWithin, FREE_BIT, type RunAllocator, slotsOf } from './run-allocator';

const NONE = -1;

/** Joins free runs that lie side by side, has those at the beginning given out first, and takes back what is free at the end: `highWater` sinks. */
export function tidyRuns(runs: RunAllocator): void {
  const { tags, nextFree, freeHeads } = runs;
  const last = new Int32Array(freeHeads.length).fill(NONE);
  freeHeads.fill(NONE);
  const end = runs.highWater;
  for (let start = 0; start < end; ) {
    if (tags[start]! < FREE_BIT) {
      start += slotsOf(tags[start]! - 1);
      continue;
    }
    let gapEnd = start;
    while (gapEnd < end && tags[gapEnd]! >= FREE_BIT) {
      const slots = slotsOf((tags[gapEnd]! & ~FREE_BIT) - 1);
      tags[gapEnd] = 0;
      gapEnd += slots;
    }
    if (gapEnd === end) {
      runs.highWater = start;
      return;
    }
    while (start < gapEnd) {
      const sizeClass = classWithin(gapEnd - start);
      tags[start] = FREE_BIT | (sizeClass + 1);
      nextFree[start] = NONE;
      if (last[sizeClass]! < 0) freeHeads[sizeClass] = start;
      else nextFree[last[sizeClass]!] = start;
      last[sizeClass] = start;
      start += slotsOf(sizeClass);
    }
  }
}

/** As `allocate`, from what is free and ends at `limit` or before, after `tidyRuns`. Returns -1 where nothing is. */
export function allocateBelow(runs: RunAllocator, size: number, limit: number): number {
  const { freeHeads, tags, nextFree } = runs;
  const wanted = classFor(size);
  for (let from = wanted; from < freeHeads.length; from++) {
    const start = freeHeads[from]!;
    if (start < 0 || start + slotsOf(wanted) > limit) continue;
    freeHeads[from] = nextFree[start]!;
    const end = start + slotsOf(from);
    for (let rest = start + slotsOf(wanted); rest < end; ) {
      const sizeClass = classWithin(end - rest);
      tags[rest] = FREE_BIT | (sizeClass + 1);
      nextFree[rest] = freeHeads[sizeClass]!;
      freeHeads[sizeClass] = rest;
      rest += slotsOf(sizeClass);
    }
    tags[start] = wanted + 1;
    runs.used += slotsOf(wanted);
    return start;
  }
  return NONE;
}

/** Leaves room for `capacity` slots, at least `highWater`. */
export function cutRuns(runs: RunAllocator, capacity: number): void {
  if (capacity < runs.highWater) {
    throw new RangeError(`capacity is ${capacity}; runs reach up to slot ${runs.highWater}`);
  }
  const tags = runs.tags.slice(0, capacity);
  runs.nextFree = runs.nextFree.slice(0, capacity);
  runs.tags = tags;
}
