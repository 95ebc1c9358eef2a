import type { HostName } from '../definition';

/** What a station needs of the process or page it runs in. */
export type StationHost = {
  readonly name: HostName;
  /** Finest clock there is, ms. */
  now(): number;
  /** Smallest step of that clock, ms. */
  readonly clockResolutionMs: number;
  /** Calls back at the next frame with its time; absent where frames may follow each other at once. */
  nextFrame?(callback: (now: number) => void): void;
  /** Collects garbage; absent where that is not allowed. */
  collect?(): void;
  /** Bytes of heap a call leaves behind; absent where the heap cannot be read. */
  heapSlope?(run: (index: number) => void, calls: number): number;
  readonly observer: Observer;
};

/** Tells what disturbed a sample. */
export type Observer = {
  /** Starts a pass. */
  begin(): void;
  /** Flags of what happened since the last call; called between samples, never while one is timed. */
  mark(): number;
  /** Ends a pass: adds the flags that are known only afterwards to the samples that began and ended at these times. */
  settle(starts: readonly number[], ends: readonly number[], flags: number[]): Promise<void>;
};

/** Sees nothing: for hosts that cannot tell. */
export const blindObserver: Observer = {
  begin() {},
  mark: () => 0,
  async settle() {},
};

/** A clock is read so often at most, and for so long, ms of its own time once it has moved. */
const MOST_READINGS = 20_000;
const LONGEST_LOOK_MS = 2;
/** What is said of a clock that was not seen to move: browsers have no coarser ones unless told to. */
const STANDING_MS = 1;

/**
 * Smallest step that a clock is seen to take over `changes` steps, ms. Looks for 2 ms of that clock or 20,000 readings at most,
 * whichever comes first, and answers from what it saw until then; 1 for a clock that did not move.
 */
export function clockResolution(now: () => number, changes = 200): number {
  let smallest = Number.POSITIVE_INFINITY;
  const begun = now();
  let previous = begun;
  let seen = 0;
  for (let read = 0; read < MOST_READINGS && seen < changes; read++) {
    const time = now();
    if (time === previous) continue;
    smallest = Math.min(smallest, time - previous);
    previous = time;
    seen++;
    if (time - begun >= LONGEST_LOOK_MS) break;
  }
  return seen === 0 ? STANDING_MS : Math.round(smallest * 1e6) / 1e6;
}
