import {
  TRACK_AUTO,
  TRACK_FIT,
  TRACK_FIT_PERCENT,
  TRACK_FR,
  TRACK_MAX_CONTENT,
  TRACK_OF_WIDTH,
  TRACK_PERCENT,
  TRACK_PX,
  type TrackList,
} from '../../../ecs/stores';
import { MOST_LENGTH } from '../own-sizes';
import {
  AVAILABLE,
  EXTRA,
  type GridScratch,
  ROOM_LEAST,
  ROOM_MOST,
  SURFACE_HEIGHT,
  SURFACE_WIDTH,
  TOTAL,
  TRACK_GAP,
} from './scratch';

/** Bits of a track's kind without those for what it is of. */
const KIND = 7;

/** `GridTracks.state`: empty, of `repeat(auto-fit)`. */
export const COLLAPSED = 1;
/** Its growth limit was infinite until its items' smallest content limited it. */
export const INFINITELY_GROWABLE = 2;
/** Takes part in a distribution, also beyond its limit. */
export const CHOSEN = 4;
export const BEYOND = 8;
/** An item has planned an increase. */
export const AFFECTED = 16;
export const FROZEN = 32;

/**
 * How often the repeated tracks of a list fit, `given[TRACK_GAP]` being between any two; `given[AVAILABLE]` to `given[ROOM_MOST]` say the
 * room.
 */
export function repetitions(grid: GridScratch, list: TrackList): number {
  const count = list.repeatTo - list.repeatFrom;
  if (count === 0) return 0;
  const { given } = grid;
  const gap = given[TRACK_GAP]!;
  const available = given[AVAILABLE]!;
  const most = given[ROOM_MOST]!;
  const definite = available >= 0;
  // A least size is to be filled, others are not to be exceeded.
  const fills = !definite && !(most < Number.POSITIVE_INFINITY);
  const room = definite ? available : fills ? given[ROOM_LEAST]! : most;
  let once = 0;
  let others = -gap;
  given[EXTRA] = definite ? room : given[ROOM_LEAST]!;
  for (let i = 0; i < list.count; i++) {
    findFixed(grid, list, i);
    const length = given[TOTAL]!;
    if (i >= list.repeatFrom && i < list.repeatTo) once += Math.max(1, length) + gap;
    else others += length + gap;
  }
  const times = (room - others) / once;
  // As browsers: what is too large by less than a 64th of a pixel fits, and less than a 64th of the tracks is not worth more.
  const whole = fills
    ? Math.ceil(Math.floor(times * 64) / 64 - 1e-6)
    : Math.floor(times + 1 / 64 / once);
  return Math.max(1, Math.min(whole, Math.floor(1000 / count)));
}

/** Place in `given` of what hundredths are of. */
function surfaceOf(kind: number): number {
  return (kind & TRACK_OF_WIDTH) !== 0 ? SURFACE_WIDTH : SURFACE_HEIGHT;
}

/** Writes the size of a track whose least or most is a length, percentages being of `given[EXTRA]`: `given[TOTAL]`. */
function findFixed({ given }: GridScratch, list: TrackList, i: number): void {
  const room = given[EXTRA]!;
  let least = list.min[i]!;
  let most = list.max[i]!;
  const minKind = list.minKind[i]!;
  const maxKind = list.maxKind[i]!;
  if (minKind === TRACK_PERCENT) least = Math.min(MOST_LENGTH, (least / 100) * room);
  else if (minKind > TRACK_FR) least = (least / 100) * given[surfaceOf(minKind)]!;
  else if (minKind !== TRACK_PX) least = 0;
  if (maxKind === TRACK_PERCENT) most = Math.min(MOST_LENGTH, (most / 100) * room);
  else if ((maxKind & KIND) !== TRACK_PX) most = 0;
  else if (maxKind > TRACK_FR) most = (most / 100) * given[surfaceOf(maxKind)]!;
  given[TOTAL] = Math.max(0, least, most);
}

/**
 * Writes the tracks `first` to `first + count` of an axis from its lists, percentages being of `given[AVAILABLE]` where that is
 * known. `before` of them come before the first explicit one, `explicit` ones are there with what areas make.
 */
export function writeTracks(
  grid: GridScratch,
  list: TrackList,
  auto: TrackList,
  first: number,
  count: number,
  before: number,
  repeats: number,
): void {
  const { tracks, given } = grid;
  const available = given[AVAILABLE]!;
  const repeated = list.repeatTo - list.repeatFrom;
  const written = list.count + (repeats - 1) * repeated;
  const total = repeated > 0 ? written : list.count;
  for (let i = 0; i < count; i++) {
    const explicit = i - before;
    let from = list;
    let at = explicit;
    if (explicit < 0 || explicit >= total) {
      from = auto;
      const beyond = (explicit < 0 ? explicit : explicit - total) % auto.count;
      at = beyond < 0 ? beyond + auto.count : beyond;
    } else if (repeated > 0 && explicit >= list.repeatFrom) {
      const within = explicit - list.repeatFrom;
      at =
        within < repeated * repeats
          ? list.repeatFrom + (within % repeated)
          : explicit - (repeats - 1) * repeated;
    }
    const track = first + i;
    let minKind = from.minKind[at]!;
    let maxKind = from.maxKind[at]!;
    let min = from.min[at]!;
    let max = from.max[at]!;
    if (minKind > TRACK_FR) {
      min = (min / 100) * given[surfaceOf(minKind)]!;
      minKind &= KIND;
    }
    if (maxKind > TRACK_FR) {
      max = (max / 100) * given[surfaceOf(maxKind)]!;
      maxKind &= KIND;
    }
    if (minKind === TRACK_PERCENT) {
      minKind = available >= 0 ? TRACK_PX : TRACK_AUTO;
      min = Math.min(MOST_LENGTH, (min / 100) * available);
    }
    if (maxKind === TRACK_PERCENT) {
      maxKind = available >= 0 ? TRACK_PX : TRACK_AUTO;
      max = Math.min(MOST_LENGTH, (max / 100) * available);
    } else if (maxKind === TRACK_FIT_PERCENT) {
      maxKind = available >= 0 ? TRACK_FIT : TRACK_MAX_CONTENT;
      max = Math.min(MOST_LENGTH, (max / 100) * available);
    }
    tracks.minKind[track] = minKind;
    tracks.min[track] = min;
    tracks.maxKind[track] = maxKind;
    tracks.max[track] = max;
  }
}

/** Marks the empty ones of the tracks that repeat to fit, by the tracks that the items cover. */
export function collapseEmpty(
  grid: GridScratch,
  list: TrackList,
  first: number,
  before: number,
  repeats: number,
  starts: Int32Array,
  ends: Int32Array,
  from: number,
  to: number,
): void {
  const { tracks } = grid;
  const begin = first + before + list.repeatFrom;
  const end = begin + (list.repeatTo - list.repeatFrom) * repeats;
  for (let track = begin; track < end; track++) tracks.state[track] = COLLAPSED;
  for (let i = from; i < to; i++) {
    for (let at = starts[i]!; at < ends[i]!; at++) tracks.state[first + at] = 0;
  }
  for (let track = begin; track < end; track++) {
    if (tracks.state[track] !== COLLAPSED) continue;
    tracks.minKind[track] = TRACK_PX;
    tracks.min[track] = 0;
    tracks.maxKind[track] = TRACK_PX;
    tracks.max[track] = 0;
  }
}

/** Writes the gaps before tracks, `given[TRACK_GAP]`: none before the first that is there, and none at one that is not. */
export function writeGaps(grid: GridScratch, first: number, end: number): void {
  const gap = grid.given[TRACK_GAP]!;
  const { state, gap: gaps } = grid.tracks;
  let isFirst = true;
  for (let track = first; track < end; track++) {
    const collapsed = (state[track]! & COLLAPSED) !== 0;
    gaps[track] = collapsed || isFirst ? 0 : gap;
    if (!collapsed) isFirst = false;
  }
}
