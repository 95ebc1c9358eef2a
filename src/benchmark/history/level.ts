import {
  type ChangePointOptions,
  changePoint,
  median,
  medianAbsoluteDeviation,
} from '../../statistics';

/** When a series counts as changed. */
export type LevelOptions = {
  /** Values since the last change that must be known before a run is watched; an alarm needs 22 with it. @default 8 */
  minimumHistory?: number;
  /**
   * Series that share one false-alarm level: it is divided by their number. 1 keeps each series below 0.2 false alarms in 100 builds,
   * so a suite of 100 has some 17 of them, good news included. With 100 the whole suite has about one, but of steps of 5 % at 2.66 %
   * noise only 3 in 10 are found within 10 builds, and 8 in 10 within 20. @default 1
   */
  family?: number;
};

/** A lasting change of the level of a series. */
export type LevelChange = {
  /** Index of the first value of the new level. */
  index: number;
  /** Index of the value that gave it away. */
  seenAt: number;
  before: number;
  after: number;
  p: number;
};

/** What is usual since the last change. */
export type Level = {
  target: number;
  /** Standard deviation; single wild values do not move it. */
  deviation: number;
};

/** Default of `LevelOptions.minimumHistory`. */
export const MINIMUM_HISTORY = 8;

// Together they give, at a deviation of 2.66 % from build to build, 0.08 false alarms and as many false good news per series and 100
// builds, and find a step of 5 % within 10 builds in 77 of 100; measured by tests/unit/benchmark/history/simulation.ts.
const SCAN = { span: 40, minBefore: 15, minAfter: 7 } satisfies ChangePointOptions;
const LEVEL = 4e-4;

// What the median absolute deviation of normal values is multiplied by to give their standard deviation.
const MAD_TO_DEVIATION = 1.4826;
// A series that never varied is watched as if it did by this share of the smallest change that matters.
const LEAST_DEVIATION = 1 / 6;

/**
 * The last change of the level, as the values would have shown it one after the other: what was found once stays found, whatever
 * came later. Undefined where there was none of at least `minimumEffect`.
 */
export function lastChange(
  values: ArrayLike<number>,
  minimumEffect: number,
  { minimumHistory = MINIMUM_HISTORY, family = 1 }: LevelOptions = {},
): LevelChange | undefined {
  const all = Float64Array.from(values);
  const level = LEVEL / Math.max(1, family);
  let last: LevelChange | undefined;
  let start = 0;
  for (let end = minimumHistory + 1; end <= all.length; end++) {
    if (end - start <= minimumHistory) continue;
    const found = changePoint(all.subarray(start, end), { ...SCAN, level });
    if (!found || Math.abs(found.after / found.before - 1) < minimumEffect) continue;
    start += found.index;
    last = { ...found, index: start, seenAt: end - 1 };
  }
  return last;
}

/** What is usual among values of one level; at least one value. */
export function levelOf(values: ArrayLike<number>, minimumEffect: number): Level {
  const target = median(values);
  const spread = MAD_TO_DEVIATION * medianAbsoluteDeviation(values);
  return { target, deviation: Math.max(spread, target * minimumEffect * LEAST_DEVIATION) };
}
