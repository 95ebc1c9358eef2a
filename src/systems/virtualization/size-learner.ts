import { type SizeIndex, UNITS_PER_PX } from '../../structures';
import type { LaneSizes } from './lane-sizes';
import type { ListView } from './list-view';
import { createRecentQuartiles } from './recent-quartiles';
import { reestimate } from './size-estimates';

/** Rows of a type by whose heights others are judged: the last ones. */
const RECENT = 63;
/** So many are needed. */
const ENOUGH = 3;
/** Rows from which what all others take is judged first; then whenever there are twice as many as the last time. */
const FIRST = 8;
/** What those are off by less than this share is not worth the scrollbar's moving. */
const LITTLE = 1 / 64;

/** Learns from rows that are measured what others will take. */
export type SizeLearner = {
  /** What a row takes that was never near the viewport, CSS pixels. */
  readonly far: number;
  /** Takes the size of a row that was measured for the first time, 1/64 px. */
  add(kind: number, units: number): void;
  /** Has rows that were never near the viewport take what the others took in the mean, where that is something else. */
  settle(): void;
};

/** Makes it for a list whose rows turn out to take something else, or with types. */
export function createSizeLearner({ list, pool, sizes }: ListView): SizeLearner {
  const lanes = list.lanes ? (sizes as LaneSizes) : undefined;
  const index = lanes ? lanes.base : (sizes as SizeIndex);
  const gap = lanes ? Math.round(lanes.gap * UNITS_PER_PX) : 0;
  const { kinds, slots } = pool;
  const { estimates } = kinds;
  const recent = kinds.all.map(() => createRecentQuartiles(RECENT));
  let far = Math.round(list.estimatedSize * UNITS_PER_PX);
  let count = 0;
  let next = FIRST;
  // Of all sizes, and of their squares: doubles in a closure's variables would be garbage.
  const sums = new Float64Array(2);

  function add(kind: number, units: number): void {
    count++;
    sums[0]! += units;
    sums[1]! += units * units;
    const last = recent[kind]!;
    last.add(units);
    if (last.count < ENOUGH) return;
    const off = last.median - estimates[kind]!;
    // What the median of so many is off by chance: estimates that follow it would have the scrollbar tremble.
    if (off * off * last.count > last.spread * last.spread) estimates[kind] = last.median;
  }

  kinds.learns = true;
  // It comes when rows have been measured already, and may be no more are.
  for (let slot = 0; slot < slots.size; slot++) {
    const row = slots.indices[slot]!;
    if (row >= 0 && row < sizes.count && sizes.isMeasured(row))
      add(slots.kinds[slot]!, sizes.unitsAt(row));
  }

  return {
    get far() {
      return far / UNITS_PER_PX;
    },
    add,
    settle() {
      if (count < next) return;
      next = count * 2;
      const mean = sums[0]! / count;
      const off = Math.abs(mean - far);
      // What the mean of so many is off by chance, 19 times out of 20.
      const chance = 2 * Math.sqrt(Math.max(0, sums[1]! / count - mean * mean) / count);
      if (off <= chance || off < far * LITTLE) return;
      if (!reestimate(index, Math.round(mean) + gap)) return;
      far = Math.round(mean);
      lanes?.told(true);
    },
  };
}
