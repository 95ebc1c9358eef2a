/** Cases of a cheap property. */
export const RUNS = process.env.RAFTER_LONG ? 100_000 : 1_000;
