import { keepAwake, type World } from '../ecs';
import { bindAgain } from '../ecs/stores';
import { followRanges } from './follow-ranges';
import { type ListHandle, type SliceScheduler, stateOf, watchRows } from './list-handle';
import { createMatcher, type FindQuery } from './matcher';
import { createRowRanges } from './row-ranges';

/** Rows between two looks at the time. */
const SLICE = 128;

export type FindOptions = FindQuery & {
  /** `app.scheduler`. */
  scheduler: SliceScheduler;
  /** What is searched of a row; undefined where it is not there, which is passed over. */
  textOf: (index: number) => string | undefined;
  /** Called after each slice, when the search has ended, and when another match is the current one. */
  onChange?: () => void;
};

/** A search of a list's rows. Rows that come, go or change while it is there are searched too. */
export type RowSearch = {
  /** Rows found so far. */
  readonly count: number;
  /** The row of the current match, -1 for none; and its place among those found, from 1, 0 for none. */
  readonly current: number;
  readonly place: number;
  /** Share of the rows that were searched, 0 to 1. */
  readonly progress: number;
  /** Rows passed over because they were not there. */
  readonly skipped: number;
  /** Resolves when all rows were searched, or when it is cancelled. Rejects with what `textOf` throws. */
  readonly done: Promise<void>;
  /** Whether a row matches: ask it in `bind`, which is called again when that changes. */
  has(index: number): boolean;
  /** Writes where matches in a text begin and end, by turns; returns how many there are. */
  spans(text: string, into: number[]): number;
  /**
   * Makes the match after or before the current one the current one, the first after what is in sight to begin with, round the ends, and brings it
   * into sight. Where none is found yet, the first that is will be. Returns its row, -1 for none.
   */
  next(): number;
  previous(): number;
  /** Ends the search and takes its marks away. */
  dispose(): void;
};

/** Searches all rows of a list in slices, from what is in sight on. Throws `ValueError` where there is nothing to look for. */
export function findInRows(world: World, list: ListHandle, options: FindOptions): RowSearch {
  const { scheduler, textOf, onChange } = options;
  const matcher = createMatcher(options);
  const state = stateOf(world, list);
  const found = createRowRanges();
  const searched = createRowRanges();
  const missing = createRowRanges();
  const abort = new AbortController();
  let current = -1;
  let isWaiting = false;
  let isRunning = false;
  let at = Math.max(0, state.firstVisible);
  let finish: () => void = () => {};
  let refuse: (error: unknown) => void = () => {};
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    refuse = reject;
  });
  // It may be that nobody waits for it.
  done.catch(() => {});

  function searchSlice(): void {
    let start = searched.nextGap(at);
    if (start >= state.count) start = searched.nextGap(0);
    const end = Math.min(state.count, start + SLICE);
    let isFound = false;
    let row = start;
    for (; row < end && !searched.has(row); row++) {
      const text = textOf(row);
      if (text === undefined) missing.set(row, row + 1, true);
      else if (matcher.test(text)) {
        found.set(row, row + 1, true);
        isFound = true;
      }
    }
    searched.set(start, row, true);
    at = row;
    if (!isFound) return;
    bindAgain(state, start, row - start);
    if (isWaiting) go(found.next(start));
  }

  function run(): void {
    if (isRunning || abort.signal.aborted || searched.count >= state.count) return;
    isRunning = true;
    const task = function* () {
      while (searched.count < state.count) {
        searchSlice();
        onChange?.();
        yield;
      }
    };
    scheduler.submit(task, { priority: 'user-visible', signal: abort.signal }).then(
      () => {
        isRunning = false;
        finish();
        onChange?.();
      },
      (error: unknown) => {
        isRunning = false;
        if (abort.signal.aborted) finish();
        else refuse(error);
      },
    );
  }

  function mark(): void {
    if (current >= 0 && current < state.count) bindAgain(state, current, 1);
  }

  function go(row: number): number {
    isWaiting = row < 0 && searched.count < state.count;
    if (row < 0) return -1;
    mark();
    current = row;
    mark();
    list.scrollToIndex(row, 'center');
    keepAwake(world);
    onChange?.();
    return row;
  }

  /** Rows are to be searched again. */
  function forget(index: number, count: number): void {
    searched.set(index, index + count, false);
    found.set(index, index + count, false);
    missing.set(index, index + count, false);
    run();
  }

  const sets = [found, searched, missing];
  const stop = watchRows(state, {
    ...followRanges(sets, (moved) => {
      current = Math.max(-1, moved(current));
      run();
    }),
    refreshRows: forget,
  });
  run();
  if (!isRunning) finish();

  return {
    done,
    get count() {
      return found.count;
    },
    get current() {
      return current;
    },
    get place() {
      return current < 0 ? 0 : found.before(current) + 1;
    },
    get progress() {
      return state.count === 0 ? 1 : Math.min(1, searched.count / state.count);
    },
    get skipped() {
      return missing.count;
    },
    has: (index) => found.has(index),
    spans: (text, into) => matcher.spans(text, into),
    next() {
      const from = current < 0 ? Math.max(0, state.firstVisible) : current + 1;
      const row = found.next(from);
      return go(row < 0 ? found.at(0) : row);
    },
    previous() {
      const from = current < 0 ? Math.max(0, state.firstVisible) : current;
      const before = found.before(from);
      return go(found.at(before > 0 ? before - 1 : found.count - 1));
    },
    dispose() {
      if (abort.signal.aborted) return;
      abort.abort();
      finish();
      stop();
      for (let row = found.next(0), told = 0; row >= 0; row = found.next(found.endOf(row))) {
        if (++told > SLICE) {
          bindAgain(state, 0, state.count);
          break;
        }
        bindAgain(state, row, found.endOf(row) - row);
      }
      found.clear();
      current = -1;
      keepAwake(world);
    },
  };
}
