import { TRACK_AUTO, TRACK_FR, TRACK_PX } from '../../../ecs/stores';
import { sizeByContent } from './content-tracks';
import { AVAILABLE, EXTRA, FR, type GridScratch, ROOM_LEAST, TOTAL } from './scratch';
import { shareOut } from './share-out';
import { CHOSEN, COLLAPSED, FROZEN } from './tracks';

/** What the tracks are sized for: a given or unknown room, the grid's smallest or its largest content. */
export const FOR_LAYOUT = 0;
export const FOR_LEAST = 1;
export const FOR_MOST = 2;

/**
 * Sizes the tracks `first` to `end`, CSS Grid 12.3: writes `base`. The room for them is `given[AVAILABLE]`, NaN for unknown, and
 * then `given[ROOM_LEAST]` at least; the items `from` to `to` have their `least`, `narrow` and `wide`.
 */
export function sizeTracks(
  grid: GridScratch,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
  first: number,
  end: number,
  purpose: number,
  stretches: boolean,
): void {
  const { tracks } = grid;
  for (let track = first; track < end; track++) {
    const fixed = tracks.minKind[track] === TRACK_PX;
    tracks.base[track] = fixed ? tracks.min[track]! : 0;
    tracks.limit[track] =
      tracks.maxKind[track] === TRACK_PX
        ? Math.max(tracks.max[track]!, tracks.base[track]!)
        : Number.POSITIVE_INFINITY;
    tracks.state[track]! &= COLLAPSED;
  }
  sizeByContent(grid, starts, ends, from, to, first, end);
  maximise(grid, first, end, purpose);
  expandFlexible(grid, starts, ends, from, to, first, end, purpose);
  if (stretches) stretchAuto(grid, first, end, purpose);
}

/** Writes the sum of the tracks and the gaps between them: `given[TOTAL]`. */
export function sumTracks({ tracks, given }: GridScratch, first: number, end: number): void {
  let total = 0;
  for (let track = first; track < end; track++) total += tracks.base[track]! + tracks.gap[track]!;
  given[TOTAL] = total;
}

/** Free space in `given[EXTRA]`: Infinity for any, 0 for none, never negative. */
function findFreeSpace(grid: GridScratch, first: number, end: number, purpose: number): void {
  const { given } = grid;
  const available = given[AVAILABLE]!;
  if (purpose === FOR_LEAST) given[EXTRA] = 0;
  else if (purpose === FOR_MOST || !(available >= 0)) given[EXTRA] = Number.POSITIVE_INFINITY;
  else {
    sumTracks(grid, first, end);
    given[EXTRA] = Math.max(0, available - given[TOTAL]!);
  }
}

function maximise(grid: GridScratch, first: number, end: number, purpose: number): void {
  const { tracks, given } = grid;
  findFreeSpace(grid, first, end, purpose);
  if (given[EXTRA] === 0) return;
  if (given[EXTRA] === Number.POSITIVE_INFINITY) {
    for (let track = first; track < end; track++) tracks.base[track] = tracks.limit[track]!;
    return;
  }
  for (let track = first; track < end; track++) {
    tracks.state[track]! |= CHOSEN;
    tracks.room[track] = tracks.limit[track]! - tracks.base[track]!;
  }
  shareOut(grid, first, end, false);
  for (let track = first; track < end; track++) {
    tracks.base[track]! += tracks.share[track]!;
    tracks.state[track]! &= ~CHOSEN;
  }
}

function expandFlexible(
  grid: GridScratch,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
  first: number,
  end: number,
  purpose: number,
): void {
  const { tracks, given, items } = grid;
  let any = false;
  for (let track = first; track < end; track++) any ||= tracks.maxKind[track] === TRACK_FR;
  if (!any) return;
  findFreeSpace(grid, first, end, purpose);
  if (given[EXTRA] === 0) return;
  if (given[EXTRA]! < Number.POSITIVE_INFINITY) {
    given[EXTRA] = given[AVAILABLE]!;
    findFr(grid, first, end);
  } else {
    let fr = 0;
    for (let i = from; i < to; i++) {
      let crosses = false;
      for (let at = first + starts[i]!; at < first + ends[i]!; at++) {
        crosses ||= tracks.maxKind[at] === TRACK_FR;
      }
      if (!crosses) continue;
      given[EXTRA] = items.wide[i]!;
      findFr(grid, first + starts[i]!, first + ends[i]!);
      fr = Math.max(fr, given[FR]!);
    }
    for (let track = first; track < end; track++) {
      if (tracks.maxKind[track] !== TRACK_FR) continue;
      fr = Math.max(fr, tracks.base[track]! / Math.max(1, tracks.max[track]!));
    }
    given[FR] = fr;
    sumFlexible(grid, first, end);
    if (given[TOTAL]! < given[ROOM_LEAST]!) {
      given[EXTRA] = given[ROOM_LEAST]!;
      findFr(grid, first, end);
    }
  }
  const fr = given[FR]!;
  for (let track = first; track < end; track++) {
    if (tracks.maxKind[track] !== TRACK_FR) continue;
    tracks.base[track] = Math.max(tracks.base[track]!, fr * tracks.max[track]!);
  }
}

/** Writes what the tracks add up to with the fraction `given[FR]`: `given[TOTAL]`. */
function sumFlexible({ tracks, given }: GridScratch, first: number, end: number): void {
  let total = 0;
  for (let track = first; track < end; track++) {
    const fr = tracks.maxKind[track] === TRACK_FR ? given[FR]! * tracks.max[track]! : 0;
    total += Math.max(tracks.base[track]!, fr) + tracks.gap[track]!;
  }
  given[TOTAL] = total;
}

/** Writes `given[FR]`: the size of an fr with which some tracks fill `given[EXTRA]`. */
function findFr({ tracks, given }: GridScratch, first: number, end: number): void {
  let leftover = given[EXTRA]!;
  let factors = 0;
  let flexible = 0;
  for (let track = first; track < end; track++) {
    if (track > first) leftover -= tracks.gap[track]!;
    tracks.state[track]! &= ~FROZEN;
    if (tracks.maxKind[track] === TRACK_FR) {
      factors += tracks.max[track]!;
      flexible++;
    } else leftover -= tracks.base[track]!;
  }
  let fr = 0;
  for (let again = true; again; ) {
    again = false;
    fr = Math.max(0, leftover) / Math.max(1, factors);
    for (let track = first; track < end; track++) {
      if (tracks.maxKind[track] !== TRACK_FR || (tracks.state[track]! & FROZEN) !== 0) continue;
      if (tracks.base[track]! <= fr * tracks.max[track]!) continue;
      // What its content makes larger counts as inflexible.
      tracks.state[track]! |= FROZEN;
      leftover -= tracks.base[track]!;
      factors -= tracks.max[track]!;
      flexible--;
      again = true;
    }
  }
  // Of no flexible track there is no fraction.
  given[FR] = flexible > 0 ? fr : 0;
}

function stretchAuto(grid: GridScratch, first: number, end: number, purpose: number): void {
  const { tracks, given } = grid;
  findFreeSpace(grid, first, end, purpose);
  if (given[EXTRA] === Number.POSITIVE_INFINITY) {
    sumTracks(grid, first, end);
    given[EXTRA] = Math.max(0, given[ROOM_LEAST]! - given[TOTAL]!);
  }
  if (given[EXTRA] === 0) return;
  let count = 0;
  for (let track = first; track < end; track++) {
    if (tracks.maxKind[track] === TRACK_AUTO) count++;
  }
  if (count === 0) return;
  const share = given[EXTRA]! / count;
  for (let track = first; track < end; track++) {
    if (tracks.maxKind[track] === TRACK_AUTO) tracks.base[track]! += share;
  }
}
