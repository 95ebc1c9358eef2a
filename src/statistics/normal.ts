const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Probability that a standard normal deviate is at most `z`, with about 14 significant digits in the lower tail. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  // 2.5: the series loses two digits there to the subtraction, the fraction needs about 50 steps.
  if (Math.abs(z) < 2.5) return 0.5 + normalDensity(z) * centralSeries(z);
  const tail = normalDensity(z) * millsRatio(Math.abs(z));
  return z < 0 ? tail : 1 - tail;
}

/** Value that a standard normal deviate stays below with probability `p`; NaN outside [0, 1]. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  // Abramowitz and Stegun 26.2.23, off by 4.5e-4 at most; each of Halley's steps then triples the digits.
  const t = Math.sqrt(-2 * Math.log(p));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = above / below - t;
  for (let step = 0; step < 3; step++) {
    const error = (normalCdf(z) - p) / normalDensity(z);
    if (!Number.isFinite(error)) break;
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / ROOT_TWO_PI;
}

/** z + z^3/3 + z^5/(3 * 5) + ...: all terms have one sign, so nothing cancels. */
function centralSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > Math.abs(sum) * 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}

/** Upper tail over density: 1 / (z + 1 / (z + 2 / (z + 3 / ...))), from the far end. */
function millsRatio(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return 0;
  let fraction = z;
  for (let k = 120; k > 0; k--) fraction = z + k / fraction;
  return 1 / fraction;
}
