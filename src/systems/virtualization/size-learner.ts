import { createRecentQuartiles } from '../../structures';
import type { RowKinds } from './row-kinds';

/** Rows of a type by whose heights others are judged: the last ones. */
const RECENT = 63;
/** So many are needed. */
const ENOUGH = 3;

/** Learns from rows that are measured what others of their type will take. */
export type SizeLearner = {
  /** Takes the size of a row that was measured for the first time, 1/64 px. */
  add(kind: number, units: number): void;
};

/** Makes it for a list with types. */
export function createSizeLearner({ all, estimates }: RowKinds): SizeLearner {
  const recent = all.map(() => createRecentQuartiles(RECENT));
  return {
    add(kind, units) {
      const sizes = recent[kind]!;
      sizes.add(units);
      if (sizes.count < ENOUGH) return;
      const off = sizes.median - estimates[kind]!;
      // What the median of so many is off by chance: estimates that follow it would have the scrollbar tremble.
      if (off * off * sizes.count > sizes.spread * sizes.spread) estimates[kind] = sizes.median;
    },
  };
}
