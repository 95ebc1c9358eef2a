/** Numbers in [0, 1) from a 32-bit seed (mulberry32), the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal deviates (mean 0, deviation 1) from uniform ones in [0, 1), two uniform ones for two (Box-Muller). */
export function createNormal(random: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // 1 - u lies in (0, 1]: the logarithm of 0 would be infinite.
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Copy of the values in random order; every order is equally likely. */
export function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const moved = result[i] as T;
    result[i] = result[j] as T;
    result[j] = moved;
  }
  return result;
}

/**
 * Orders of the contenders for `rounds` rounds: every even round is shuffled and the next runs it backwards, so that
 * drift of the machine falls on both ends alike.
 */
export function interleave<T>(
  contenders: readonly T[],
  rounds: number,
  random: () => number,
): T[][] {
  const orders: T[][] = [];
  for (let round = 0; round < rounds; round++) {
    const previous = orders[round - 1];
    orders.push(
      round % 2 === 1 && previous ? [...previous].reverse() : shuffled(contenders, random),
    );
  }
  return orders;
}
