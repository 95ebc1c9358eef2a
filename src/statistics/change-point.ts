import { studentQuantile } from './distributions';
import { welchFrom } from './welch';

/** How a history is scanned. */
export type ChangePointOptions = {
  /** Latest values that are looked at. @default 50 */
  span?: number;
  /** Least values before the change. @default 10 */
  minBefore?: number;
  /** Least values from the change on. @default 7 */
  minAfter?: number;
  /** Two-sided level of one split; the scan looks at many, so it lies far below the usual. @default 0.0006 */
  level?: number;
};

/** Where the level of a history changed. */
export type ChangePoint = {
  /** Index of the first value after the change. */
  index: number;
  /** Mean from the start of the window up to the change. */
  before: number;
  /** Mean from the change on. */
  after: number;
  /** Two-sided probability of Welch's t at this split alone. */
  p: number;
  /** Welch's t, positive where the level rose. */
  t: number;
};

/**
 * Finds the split of the latest values that Welch's t test calls most significant; undefined where none reaches `level`,
 * or the history is too short. Values must be finite. Takes time in proportion to the window.
 *
 * The defaults come from 2,500 simulated histories judged after every build: 0.12 alarms in 100 clean builds; at a
 * deviation of 2.66 % a step of 5 % is found within 10 builds in 83 of 100, one of 3 % in 40; at 0.56 % one of 2 % in 99.
 */
export function changePoint(
  values: ArrayLike<number>,
  { span = 50, minBefore = 10, minAfter = 7, level = 0.0006 }: ChangePointOptions = {},
): ChangePoint | undefined {
  const count = Math.min(span, values.length);
  const start = values.length - count;
  // One value has no variance.
  const least = Math.max(2, minBefore);
  // Measured from the first value: far from zero the means would lose the digits that tell them apart.
  const origin = count > 0 ? values[start]! : 0;
  moments(values, start, 1, count, origin, head);
  moments(values, values.length - 1, -1, count, origin, tail);
  const limits = limitsOf(level, count);
  let best: ChangePoint | undefined;
  for (let split = least; split <= count - Math.max(2, minAfter); split++) {
    const left = split - 1;
    const right = count - split - 1;
    const before = head.means[left]!;
    const after = tail.means[right]!;
    const leftVariance = head.squares[left]! / left;
    const rightVariance = tail.squares[right]! / right;
    const difference = after - before;
    if (!mayReach(limits, difference, leftVariance, split, rightVariance, count - split)) continue;
    const { t, p } = welchFrom(difference, leftVariance, split, rightVariance, count - split);
    const isBetter = best ? p < best.p || (p === best.p && Math.abs(t) > Math.abs(best.t)) : true;
    if (p <= level && isBetter) {
      best = { index: start + split, before: origin + before, after: origin + after, p, t };
    }
  }
  return best;
}

/**
 * Whether the split can reach the level: compares t with its quantile, at a fiftieth of what its p costs. More degrees of freedom
 * have lower limits, so rounding them up says yes too often, never no.
 */
function mayReach(
  limits: readonly number[],
  difference: number,
  leftVariance: number,
  leftCount: number,
  rightVariance: number,
  rightCount: number,
): boolean {
  const left = leftVariance / leftCount;
  const right = rightVariance / rightCount;
  const error = left + right;
  const df =
    (error * error) / ((left * left) / (leftCount - 1) + (right * right) / (rightCount - 1));
  const limit = limits[Math.ceil(df)];
  // Of constants there are no degrees of freedom.
  return limit === undefined || difference * difference >= limit * limit * error * SLACK;
}

const SLACK = 1 - 1e-6;
const limitsByLevel = new Map<number, number[]>();

/** Two-sided quantiles of Student's t at a level, by degrees of freedom up to `most`. */
function limitsOf(level: number, most: number): readonly number[] {
  const limits = limitsByLevel.get(level) ?? [0];
  limitsByLevel.set(level, limits);
  for (let df = limits.length; df <= most; df++) {
    limits.push(level > 0 ? -studentQuantile(level / 2, df) : Number.POSITIVE_INFINITY);
  }
  return limits;
}

type Moments = { means: Float64Array; squares: Float64Array };

// Kept from call to call: histories are judged by the thousand.
const head: Moments = { means: new Float64Array(0), squares: new Float64Array(0) };
const tail: Moments = { means: new Float64Array(0), squares: new Float64Array(0) };

/**
 * Mean and sum of squares around it of the first 1, 2, 3, ... values from `from` on in steps of `step` (Welford), exact 0 for
 * constants.
 */
function moments(
  values: ArrayLike<number>,
  from: number,
  step: 1 | -1,
  count: number,
  origin: number,
  into: Moments,
): void {
  if (into.means.length < count) {
    into.means = new Float64Array(count);
    into.squares = new Float64Array(count);
  }
  const { means, squares } = into;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < count; i++) {
    const value = values[from + i * step]! - origin;
    const difference = value - mean;
    mean += difference / (i + 1);
    square += difference * (value - mean);
    means[i] = mean;
    squares[i] = square;
  }
}
