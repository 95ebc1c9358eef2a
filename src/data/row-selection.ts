import { keepAwake, resource, ValueError, type World } from '../ecs';
import { bindAgain, type ElementEvent, Handlers, HitTester, type ListState } from '../ecs/stores';
import { copyRows, type RowText } from './copy-rows';
import { followRanges } from './follow-ranges';
import { type ListHandle, type SliceScheduler, stateOf, watchRows } from './list-handle';
import { createRowRanges, type RowRanges } from './row-ranges';
import { createSelectionKeys } from './selection-keys';

/** Ranges that are bound again one by one; where there are more, all rows are. */
const MOST_RANGES = 16;

export type RowSelectionOptions = RowText & {
  /** One row at a time, or ranges of them. @default 'multiple' */
  mode?: 'single' | 'multiple';
  /** Copies in slices; without it nothing is copied. */
  scheduler?: SliceScheduler;
  /** A tree whose rows open and close by the right and left key. */
  tree?: { step(index: number, isRight: boolean): number };
  /** Called after each change of what is selected, or of which row is active. */
  onChange?: () => void;
  /** Told of what keeps rows from being copied by the keyboard. */
  onError?: (error: unknown) => void;
};

/** Which rows of a list are selected. It is kept as ranges, and keeps up with rows that come and go. */
export type RowSelection = {
  /** Rows selected. */
  readonly count: number;
  /** The row that keys start from, -1 none. */
  readonly active: number;
  /** Whether a row is selected: ask it in `bind`, which is called again when that changes. */
  has(index: number): boolean;
  /** The first selected row from an index on, -1 if there is none: `for (let i = s.next(0); i >= 0; i = s.next(i + 1))`. */
  next(index: number): number;
  /** Selects one row alone. */
  select(index: number): void;
  /** Selects a row or does so no more; the others stay. */
  toggle(index: number): void;
  /** Selects the rows from the one that was selected last to this one; `isAdded`: beside those that are. */
  extendTo(index: number, isAdded?: boolean): void;
  selectAll(): void;
  clear(): void;
  /**
   * Writes the selected rows to the clipboard, a line each, columns divided by tabs. Resolves to how many; rejects with `DataError`, and copies
   * nothing, where they are too many (64 Mi characters) or not all there.
   */
  copy(signal?: AbortSignal): Promise<number>;
  /** Stops listening. */
  dispose(): void;
};

/** What keys and clicks change. */
export type SelectionModel = Omit<RowSelection, 'copy' | 'dispose'> & { readonly rows: number };

/**
 * Has rows of a list selected by clicks and taps, alone, with shift up to the last, with control or command one more or less; by arrows, page,
 * Home and End keys, with shift ranges; Space, control+A, Escape; control+C copies.
 */
export function selectRows(
  world: World,
  list: ListHandle,
  options: RowSelectionOptions = {},
): RowSelection {
  const { mode = 'multiple', scheduler, onError, onChange } = options;
  if (mode !== 'single' && mode !== 'multiple')
    throw new ValueError(`mode is '${mode}'; give 'single' or 'multiple'`);
  const state = stateOf(world, list);
  const ranges = createRowRanges();
  let active = -1;
  let anchor = -1;

  function change(edit: () => void): void {
    bindRanges(state, ranges);
    if (active >= 0) bindOne(state, active);
    edit();
    bindRanges(state, ranges);
    if (active >= 0) bindOne(state, active);
    keepAwake(world);
    onChange?.();
  }

  function check(name: string, index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < state.count) return index;
    throw new ValueError(`${name}(${index}): give the index of one of ${state.count} rows`);
  }

  const model: SelectionModel = {
    get count() {
      return ranges.count;
    },
    get rows() {
      return state.count;
    },
    get active() {
      return active;
    },
    has: (index) => ranges.has(index),
    next: (index) => ranges.next(index),
    select(index) {
      check('select', index);
      if (active === index && ranges.count === 1 && ranges.has(index)) return;
      change(() => {
        ranges.clear();
        ranges.set(index, index + 1, true);
        active = anchor = index;
      });
    },
    toggle(index) {
      check('toggle', index);
      const isIn = ranges.has(index);
      if (mode === 'single' && !isIn) {
        model.select(index);
        return;
      }
      // The others stay as they are.
      if (active >= 0) bindOne(state, active);
      ranges.set(index, index + 1, !isIn);
      active = anchor = index;
      bindOne(state, index);
      keepAwake(world);
      onChange?.();
    },
    extendTo(index, isAdded = false) {
      check('extendTo', index);
      if (mode === 'single' || anchor < 0) {
        model.select(index);
        return;
      }
      change(() => {
        if (!isAdded) ranges.clear();
        ranges.set(Math.min(anchor, index), Math.max(anchor, index) + 1, true);
        active = index;
      });
    },
    selectAll() {
      if (mode === 'single') return;
      change(() => ranges.set(0, state.count, true));
    },
    clear() {
      if (ranges.count === 0) return;
      change(() => ranges.clear());
    },
  };

  function onActivate(event: ElementEvent): void {
    // Of a key, which has no place.
    if (event.key !== '') return;
    const hit = resource(world, HitTester).hit(event.x, event.y);
    const index = hit === 0 ? -1 : (state.indexOf?.(hit) ?? -1);
    if (index < 0 || index >= state.count) return;
    keys.click(index, event.modifiers);
  }

  function copy(signal?: AbortSignal): Promise<number> {
    if (!scheduler) return Promise.resolve(0);
    return copyRows(world, scheduler, ranges, options, signal);
  }

  const keys = createSelectionKeys(state, list, model, options.tree, () => {
    copy().catch((error: unknown) => onError?.(error));
  });
  const handlers = resource(world, Handlers);
  const stops = [
    handlers.add(world, state.row, 'activate', onActivate),
    handlers.add(world, state.row, 'keydown', keys.press),
    watchRows(
      state,
      followRanges([ranges], (moved, isLess) => {
        active = Math.max(-1, moved(active));
        anchor = Math.max(-1, moved(anchor));
        if (isLess) onChange?.();
      }),
    ),
  ];

  // The descriptors: what is asked for changes.
  return Object.defineProperties(
    { copy, dispose: () => stops.splice(0).forEach((stop) => void stop()) },
    Object.getOwnPropertyDescriptors(model),
  ) as RowSelection;
}

function bindOne(state: ListState, index: number): void {
  if (index < state.count) bindAgain(state, index, 1);
}

/** Has all rows in the ranges bound again. */
function bindRanges(state: ListState, ranges: RowRanges): void {
  let told = 0;
  for (let row = ranges.next(0); row >= 0; row = ranges.next(ranges.endOf(row))) {
    if (++told > MOST_RANGES) {
      bindAgain(state, 0, state.count);
      return;
    }
    bindAgain(state, row, ranges.endOf(row) - row);
  }
}
