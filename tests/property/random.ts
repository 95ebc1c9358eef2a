/** A seeded source of numbers: the same seed gives the same run on every machine. */
export type Random = {
  /** A whole number from 0 to `below - 1`. */
  int(below: number): number;
  /** True in `percent` of 100 calls. */
  chance(percent: number): boolean;
  /** One of the values. */
  pick<T>(values: readonly T[]): T;
};

/** Mulberry32 over a seed. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  return {
    int: (below) => next() % below,
    chance: (percent) => next() % 100 < percent,
    pick: (values) => values[next() % values.length]!,
  };
}
