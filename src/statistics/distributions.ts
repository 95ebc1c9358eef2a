import { normalCdf, normalQuantile } from './normal';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** B(2k) / (2k (2k - 1)): Stirling's series, good for 1e-16 from 10 on. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const STIRLING_FROM = 10;

/** Degrees of freedom from which Student's distribution is the normal one with a correction of order 1 / df. */
const LARGE_DF = 1e7;

/** Natural logarithm of the gamma function for x > 0, within 1e-14 absolute or relative; NaN at 0 and below. */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY || x === 1 || x === 2) return x > 2 ? x : 0;
  let product = 1;
  let shifted = x;
  while (shifted < STIRLING_FROM) product *= shifted++;
  const stirling =
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingRest(shifted);
  return stirling - Math.log(product);
}

/** Regularised incomplete beta function I_x(a, b): the chance that a Beta(a, b) value is at most x. Needs a, b > 0. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) return Number.NaN;
  return betaBetween(x, 1 - x, a, b);
}

/**
 * Probability that Student's t with `df` > 0 degrees of freedom is at most `t`, with 10 digits in the lower tail; beyond 1e150 `t` counts as
 * infinite.
 */
export function studentCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN;
  if (df > LARGE_DF) {
    // Abramowitz and Stegun 26.7.8: off by order 1 / df^2.
    return normalCdf((t * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t * t) / (2 * df)));
  }
  const square = (t * t) / df;
  const outside =
    square === Number.POSITIVE_INFINITY
      ? 0
      : betaBetween(1 / (1 + square), square / (1 + square), df / 2, 0.5);
  return t < 0 ? outside / 2 : 1 - outside / 2;
}

/**
 * Value that Student's t with `df` > 0 degrees of freedom stays below with probability `p`; NaN outside [0, 1], and not
 * promised for p below 1e-150.
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, df);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // The lower tail is convex, and concave in logarithms of both axes: Newton's steps converge from these starts.
  if (p > 0.25) {
    let t = (p - 0.5) / studentDensity(0, df);
    for (let step = 0; step < 60; step++) {
      const change = (studentCdf(t, df) - p) / studentDensity(t, df);
      t -= change;
      if (Math.abs(change) <= 1e-15 * Math.abs(t)) break;
    }
    return t;
  }
  let size = -normalQuantile(p);
  for (let step = 0; step < 100; step++) {
    const tail = studentCdf(-size, df);
    const change = (Math.log(tail / p) * tail) / (studentDensity(size, df) * size);
    size *= Math.exp(change);
    if (!(Math.abs(change) > 1e-15)) break;
  }
  return -size;
}

function studentDensity(t: number, df: number): number {
  const power = ((df + 1) / 2) * Math.log1p((t * t) / df);
  return Math.exp(-logBeta(df / 2, 0.5) - power) / Math.sqrt(df);
}

/** I_x(a, b) from x and 1 - x, so that neither has to be recovered from the other by a subtraction. */
function betaBetween(x: number, rest: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBetween(rest, x, b, a);
  const logX = rest < 0.5 ? Math.log1p(-rest) : Math.log(x);
  const logRest = x < 0.5 ? Math.log1p(-x) : Math.log(rest);
  const front = Math.exp(a * logX + b * logRest - logBeta(a, b)) / a;
  return front * betaFraction(x, a, b);
}

/** Lentz's evaluation of the continued fraction; it needs about the square root of the larger parameter in steps. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let k = 1; k < 20_000; k++) {
    const even = (k * (b - k) * x) / ((a + 2 * k - 1) * (a + 2 * k));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}

function notZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** Logarithm of the beta function; the large parts of the three gamma functions are cancelled on paper. */
function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < STIRLING_FROM) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const shared =
    stirlingRest(large) - stirlingRest(a + b) - (a + b - 0.5) * Math.log1p(small / large);
  if (small < STIRLING_FROM) return logGamma(small) + small - small * Math.log(large) + shared;
  return (
    small * Math.log(small / large) -
    0.5 * Math.log(small) +
    HALF_LOG_TWO_PI +
    stirlingRest(small) +
    shared
  );
}

function stirlingRest(x: number): number {
  const square = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * square + STIRLING[k]!;
  return sum / x;
}
