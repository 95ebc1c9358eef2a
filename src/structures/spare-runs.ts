import { classFor, classWithin, FREE_BIT, type RunAllocator, slotsOf } from './run-allocator';

const NONE = -1;

/**
 * Joins free runs that lie side by side, has those at the beginning given out first, and takes back what is free at the end: `highWater` sinks. A part at a
 * time, from the end down: in between runs may be allocated and released, but none is taken from below `untidyEnd`.
 */
export class RunTidier {
  private readonly runs: RunAllocator;
  /** Slot above those not looked at yet, and the end of the gap that is open, -1 none. */
  private at = 0;
  private gapEnd = NONE;

  constructor(runs: RunAllocator) {
    this.runs = runs;
  }

  /** Begins anew. */
  begin(): void {
    const { runs } = this;
    if (runs.untidyEnd > 0) this.close();
    runs.freeHeads.fill(NONE);
    runs.untidyEnd = runs.highWater;
    this.at = runs.highWater;
    this.gapEnd = NONE;
  }

  /** Goes on over so many slots. Returns true when all is tidy. */
  go(slots: number): boolean {
    const { runs } = this;
    const { tags } = runs;
    let { at } = this;
    if (runs.untidyEnd === 0) {
      // All were taken back in between, or there is nothing.
      this.gapEnd = NONE;
      return true;
    }
    for (const least = Math.max(0, at - slots); at > least; ) {
      at--;
      const tag = tags[at]!;
      if (tag === 0) continue;
      if (tag >= FREE_BIT) this.open(at);
      else {
        this.close();
        runs.untidyEnd = at;
      }
    }
    this.at = at;
    if (at > 0) return false;
    this.close();
    runs.untidyEnd = 0;
    return true;
  }

  /** A free run begins at the slot. */
  private open(start: number): void {
    const { runs } = this;
    const end = runs.untidyEnd;
    runs.untidyEnd = start;
    runs.tags[start] = 0;
    if (end === runs.highWater) runs.highWater = start;
    else if (this.gapEnd < 0) this.gapEnd = end;
  }

  /** Lists what is free between the last run that was looked at and the end of the gap, the lowest to be given out first. */
  private close(): void {
    const { tags, nextFree, freeHeads, untidyEnd } = this.runs;
    for (let end = this.gapEnd; end > untidyEnd; ) {
      const sizeClass = classWithin(end - untidyEnd);
      end -= slotsOf(sizeClass);
      tags[end] = FREE_BIT | (sizeClass + 1);
      nextFree[end] = freeHeads[sizeClass]!;
      freeHeads[sizeClass] = end;
    }
    this.gapEnd = NONE;
  }
}

/** As a `RunTidier` does, all at once. */
export function tidyRuns(runs: RunAllocator): void {
  const tidier = new RunTidier(runs);
  tidier.begin();
  tidier.go(Number.POSITIVE_INFINITY);
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
