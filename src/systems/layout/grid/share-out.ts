import { TRACK_FR } from '../../../ecs/stores';
import { EXTRA, type GridScratch } from './scratch';
import { BEYOND, CHOSEN, FROZEN } from './tracks';

/**
 * Divides `given[EXTRA]` among the chosen tracks, each of which takes `room` at most: writes `share`, and to `given[EXTRA]` what
 * is left. `weighted`: by their flex factors.
 */
export function shareOut(grid: GridScratch, first: number, end: number, weighted: boolean): void {
  const { state, share } = grid.tracks;
  for (let track = first; track < end; track++) {
    share[track] = 0;
    if ((state[track]! & CHOSEN) !== 0) state[track]! &= ~FROZEN;
    else state[track]! |= FROZEN;
  }
  fill(grid, first, end, weighted);
}

/** Adds what is left to the shares of the tracks that go on beyond their limits. */
export function shareBeyond(
  grid: GridScratch,
  first: number,
  end: number,
  weighted: boolean,
): void {
  const { state } = grid.tracks;
  for (let track = first; track < end; track++) {
    if ((state[track]! & BEYOND) !== 0) state[track]! &= ~FROZEN;
    else state[track]! |= FROZEN;
  }
  fill(grid, first, end, weighted);
}

/** Gives tracks that are not frozen equal shares until each is full or nothing is left. */
function fill({ tracks, given }: GridScratch, first: number, end: number, weighted: boolean): void {
  const { state, share, room, max, maxKind } = tracks;
  let extra = given[EXTRA]!;
  for (let again = true; again && extra > 0; ) {
    again = false;
    let weights = 0;
    for (let track = first; track < end; track++) {
      if ((state[track]! & FROZEN) !== 0) continue;
      weights += weighted && maxKind[track] === TRACK_FR ? max[track]! : 1;
    }
    if (!(weights > 0)) break;
    const each = extra / weights;
    for (let track = first; track < end; track++) {
      if ((state[track]! & FROZEN) !== 0) continue;
      const part = weighted && maxKind[track] === TRACK_FR ? each * max[track]! : each;
      const left = Math.max(0, room[track]! - share[track]!);
      if (left > part) continue;
      share[track]! += left;
      extra -= left;
      state[track]! |= FROZEN;
      again = true;
    }
    if (again) continue;
    for (let track = first; track < end; track++) {
      if ((state[track]! & FROZEN) !== 0) continue;
      share[track]! += weighted && maxKind[track] === TRACK_FR ? each * max[track]! : each;
    }
    extra = 0;
  }
  given[EXTRA] = Math.max(0, extra);
}
