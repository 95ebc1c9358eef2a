import {
  TRACK_AUTO,
  TRACK_FIT,
  TRACK_FR,
  TRACK_MAX_CONTENT,
  TRACK_MIN_CONTENT,
} from '../../../ecs/stores';
import { EXTRA, type GridScratch } from './scratch';
import { shareBeyond, shareOut } from './share-out';
import { AFFECTED, BEYOND, CHOSEN, INFINITELY_GROWABLE } from './tracks';

/** `GridItems.spans`: what is among the tracks of an item. */
export const SPANS_FLEXIBLE = 1;
export const SPANS_BY_CONTENT = 2;
export const SPANS_AUTO = 4;

/** The steps in which items enlarge tracks: three for their base sizes, two for their growth limits. */
const LEAST_BASE = 0;
const NARROW_BASE = 1;
const WIDE_BASE = 2;
const NARROW_LIMIT = 3;
const WIDE_LIMIT = 4;

/** Writes `GridItems.spans` of the items `from` to `to` for the axis whose tracks begin at `first`. */
export function classify(
  { items, tracks }: GridScratch,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
  first: number,
): void {
  for (let i = from; i < to; i++) {
    let spans = 0;
    for (let track = first + starts[i]!; track < first + ends[i]!; track++) {
      const { minKind, maxKind } = tracks;
      if (maxKind[track] === TRACK_FR) spans |= SPANS_FLEXIBLE;
      if (minKind[track]! <= TRACK_MAX_CONTENT || maxKind[track]! <= TRACK_FIT)
        spans |= SPANS_BY_CONTENT;
      if (minKind[track] === TRACK_AUTO) spans |= SPANS_AUTO;
    }
    items.spans[i] = spans;
  }
}

/** CSS Grid 12.5: enlarges tracks to what their items need, those of fewer tracks first, those over flexible tracks last. */
export function sizeByContent(
  grid: GridScratch,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
  first: number,
  end: number,
): void {
  const { items, tracks } = grid;
  let flexible = false;
  let next = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const spans = items.spans[i]!;
    if ((spans & SPANS_FLEXIBLE) !== 0) flexible = true;
    else if ((spans & SPANS_BY_CONTENT) !== 0) next = Math.min(next, ends[i]! - starts[i]!);
  }
  while (next < Number.POSITIVE_INFINITY) {
    const span = next;
    for (let step = LEAST_BASE; step <= WIDE_LIMIT; step++) {
      enlarge(grid, starts, ends, from, to, first, end, step, span);
    }
    next = Number.POSITIVE_INFINITY;
    for (let i = from; i < to; i++) {
      if ((items.spans[i]! & (SPANS_FLEXIBLE | SPANS_BY_CONTENT)) !== SPANS_BY_CONTENT) continue;
      const length = ends[i]! - starts[i]!;
      if (length > span && length < next) next = length;
    }
  }
  if (flexible) {
    for (let step = LEAST_BASE; step <= WIDE_BASE; step++) {
      enlarge(grid, starts, ends, from, to, first, end, step, 0);
    }
  }
  for (let track = first; track < end; track++) {
    if (tracks.limit[track] === Number.POSITIVE_INFINITY) tracks.limit[track] = tracks.base[track]!;
  }
}

/** One step for the items that span so many tracks, or with `span` 0 for all those over flexible tracks. */
function enlarge(
  grid: GridScratch,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
  first: number,
  end: number,
  step: number,
  span: number,
): void {
  const { items, tracks } = grid;
  const { state, planned } = tracks;
  const ofBase = step <= WIDE_BASE;
  const size =
    step === LEAST_BASE
      ? items.least
      : step === NARROW_BASE || step === NARROW_LIMIT
        ? items.narrow
        : items.wide;
  for (let track = first; track < end; track++) {
    planned[track] = 0;
    state[track]! &= ~AFFECTED;
  }
  for (let i = from; i < to; i++) {
    const spans = items.spans[i]!;
    if (span === 0) {
      if ((spans & SPANS_FLEXIBLE) === 0) continue;
    } else if (ends[i]! - starts[i]! !== span || (spans & SPANS_FLEXIBLE) !== 0) continue;
    const begin = first + starts[i]!;
    const last = first + ends[i]!;
    const factors = choose(grid, begin, last, step, span === 0);
    if (factors < 0) continue;
    let extra = size[i]!;
    for (let track = begin; track < last; track++) {
      // An infinite limit counts as the base size.
      const limit = tracks.limit[track]!;
      extra -= ofBase || limit === Number.POSITIVE_INFINITY ? tracks.base[track]! : limit;
      if (track > begin) extra -= tracks.gap[track]!;
    }
    if (!(extra > 0)) continue;
    grid.given[EXTRA] = extra;
    const weighted = span === 0 && factors > 0;
    for (let track = begin; track < last; track++) findRoom(grid, track, step);
    shareOut(grid, begin, last, weighted);
    if (grid.given[EXTRA]! > 0) {
      for (let track = begin; track < last; track++) {
        if (ofBase) tracks.room[track] = Number.POSITIVE_INFINITY;
        else findRoomToFit(grid, track);
      }
      shareBeyond(grid, begin, last, weighted);
    }
    for (let track = begin; track < last; track++) {
      if ((state[track]! & (CHOSEN | BEYOND)) !== 0)
        planned[track] = Math.max(planned[track]!, tracks.share[track]!);
    }
  }
  for (let track = first; track < end; track++) {
    const affected = (state[track]! & AFFECTED) !== 0;
    state[track]! &= ~(AFFECTED | CHOSEN | BEYOND);
    if (ofBase) {
      tracks.base[track]! += planned[track]!;
      if (tracks.limit[track]! < tracks.base[track]!) tracks.limit[track] = tracks.base[track]!;
      continue;
    }
    // It counts for the step that follows only.
    if (step === WIDE_LIMIT) state[track]! &= ~INFINITELY_GROWABLE;
    if (!affected) continue;
    if (tracks.limit[track] === Number.POSITIVE_INFINITY) {
      if (step === NARROW_LIMIT) state[track]! |= INFINITELY_GROWABLE;
      tracks.limit[track] = tracks.base[track]!;
    }
    tracks.limit[track]! += planned[track]!;
  }
}

/** Marks which tracks of an item a step concerns; returns the sum of their flex factors, -1 for no track. */
function choose(
  { tracks }: GridScratch,
  begin: number,
  last: number,
  step: number,
  flexible: boolean,
): number {
  const { minKind, maxKind, max, state } = tracks;
  let factors = -1;
  let beyond = false;
  for (let track = begin; track < last; track++) {
    state[track]! &= ~(CHOSEN | BEYOND);
    if (flexible && maxKind[track] !== TRACK_FR) continue;
    if (!concerns(minKind[track]!, maxKind[track]!, step)) continue;
    state[track]! |= CHOSEN | AFFECTED;
    factors = Math.max(0, factors) + (maxKind[track] === TRACK_FR ? max[track]! : 0);
    const most = maxKind[track]!;
    if (
      step > WIDE_BASE ||
      (most <= TRACK_FIT && (step < WIDE_BASE || most !== TRACK_MIN_CONTENT))
    ) {
      state[track]! |= BEYOND;
      beyond = true;
    }
  }
  for (let track = begin; track < last && !beyond; track++) {
    if ((state[track]! & CHOSEN) !== 0) state[track]! |= BEYOND;
  }
  return factors;
}

function concerns(minKind: number, maxKind: number, step: number): boolean {
  switch (step) {
    case LEAST_BASE:
      return minKind <= TRACK_MAX_CONTENT;
    case NARROW_BASE:
      return minKind === TRACK_MIN_CONTENT || minKind === TRACK_MAX_CONTENT;
    case WIDE_BASE:
      return minKind === TRACK_MAX_CONTENT;
    case NARROW_LIMIT:
      return maxKind <= TRACK_FIT;
    default:
      return maxKind <= TRACK_FIT && maxKind !== TRACK_MIN_CONTENT;
  }
}

/** Writes what a track may grow by before those that go on beyond their limits: `room`. */
function findRoom(grid: GridScratch, track: number, step: number): void {
  const { limit, base, state, room } = grid.tracks;
  if (step <= WIDE_BASE) room[track] = limit[track]! - base[track]!;
  else if (
    limit[track] !== Number.POSITIVE_INFINITY &&
    (state[track]! & INFINITELY_GROWABLE) === 0
  ) {
    room[track] = 0;
  } else findRoomToFit(grid, track);
}

/** Writes what a limit may grow by: up to the argument of `fit-content()`. */
function findRoomToFit({ tracks }: GridScratch, track: number): void {
  const { maxKind, max, limit, base, room } = tracks;
  if (maxKind[track] !== TRACK_FIT) room[track] = Number.POSITIVE_INFINITY;
  else {
    const from = limit[track] === Number.POSITIVE_INFINITY ? base[track]! : limit[track]!;
    room[track] = Math.max(0, max[track]! - from);
  }
}
