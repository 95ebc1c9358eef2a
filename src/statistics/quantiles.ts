/** Ascending copy of the samples; NaN goes to the end. */
export function sorted(samples: ArrayLike<number>): Float64Array {
  return new Float64Array(samples).sort();
}

/** Middle of the samples; the mean of the two middle ones for an even count. NaN for none. */
export function median(samples: ArrayLike<number>): number {
  return quantile(samples, 0.5);
}

/** Quantile at `fraction` in [0, 1] by linear interpolation between order statistics (R's type 7). NaN for no samples. */
export function quantile(samples: ArrayLike<number>, fraction: number): number {
  return quantileOfSorted(sorted(samples), fraction);
}

/** The same quantile of samples that are ascending already; a fraction outside [0, 1] gives the nearer end. */
export function quantileOfSorted(ascending: ArrayLike<number>, fraction: number): number {
  if (ascending.length === 0) return Number.NaN;
  const position = Math.min(1, Math.max(0, fraction)) * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below]!;
  // Not interpolated by 0: two infinite neighbours would give NaN.
  if (position === below) return low;
  return low + (ascending[below + 1]! - low) * (position - below);
}

/** Arithmetic mean; NaN for none. */
export function mean(samples: ArrayLike<number>): number {
  const count = samples.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += samples[i]!;
  const rough = sum / count;
  // The second pass takes back what the first lost to rounding.
  let rest = 0;
  for (let i = 0; i < count; i++) rest += samples[i]! - rough;
  return Number.isFinite(rough) ? rough + rest / count : rough;
}

/** Sample variance with n - 1 below the line, accurate also far from zero. NaN for fewer than 2 samples. */
export function variance(samples: ArrayLike<number>): number {
  const count = samples.length;
  if (count < 2) return Number.NaN;
  const centre = mean(samples);
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < count; i++) {
    const difference = samples[i]! - centre;
    squares += difference * difference;
    rest += difference;
  }
  return (squares - (rest * rest) / count) / (count - 1);
}

/** Median distance from the median, in the unit of the samples (not scaled to a standard deviation). NaN for none. */
export function medianAbsoluteDeviation(samples: ArrayLike<number>): number {
  const distances = sorted(samples);
  const centre = quantileOfSorted(distances, 0.5);
  for (let i = 0; i < distances.length; i++) distances[i] = Math.abs(distances[i]! - centre);
  return quantileOfSorted(distances.sort(), 0.5);
}
