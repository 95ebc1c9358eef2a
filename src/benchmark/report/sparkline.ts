/** How a line of blocks is drawn. */
export type SparkOptions = {
  /** Block characters; seven-bit ones otherwise. @default true */
  unicode?: boolean;
};

const BLOCKS = '▁▂▃▄▅▆▇█';
const ASCII = '_.:-=+*#';

/** A series over time in `width` characters at most, low to high; a gap where a stretch has no number. Empty for an empty series. */
export function sparkline(
  values: readonly number[],
  width: number,
  { unicode = true }: SparkOptions = {},
): string {
  const means = resample(values, width);
  const finite = means.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return means
    .map((value) => level(Number.isFinite(value) ? shareOf(value, low, high) : Number.NaN, unicode))
    .join('');
}

/** The distribution of samples as `bins` characters; a blank where there are none. Empty for an empty sketch. */
export function histogramline(
  sketch: readonly number[],
  bins: number,
  { unicode = true }: SparkOptions = {},
): string {
  const { counts } = histogram(sketch, bins);
  const most = Math.max(...counts);
  return counts.map((n) => level(n > 0 ? n / most : Number.NaN, unicode)).join('');
}

/** Samples counted in equal bins from `low` to `high`. */
export type Histogram = { low: number; high: number; counts: number[] };

/** Counts the finite samples; those beyond the sketch's 99th percentile are in the last bin, so that one far outlier does not squash the rest. */
export function histogram(sketch: readonly number[], bins: number): Histogram {
  const sorted = sketch.filter(Number.isFinite).sort((a, b) => a - b);
  const length = Math.max(0, Math.floor(bins));
  const [low] = sorted;
  if (low === undefined || length === 0) return { low: 0, high: 0, counts: [] };
  const high = sorted[Math.ceil((sorted.length - 1) * 0.99)] ?? low;
  const counts = new Array<number>(length).fill(0);
  for (const value of sorted) {
    // Between numbers that are nearly too small to be told apart the share may be none.
    const share = shareOf(value, low, high) || 0;
    // What lies beyond `high` is in the last bin.
    const bin = Math.min(length - 1, Math.floor(share * length));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}

/** Where a value lies between two others. In the middle where they are equal: a constant is neither low nor high. */
function shareOf(value: number, low: number, high: number): number {
  // Halves, so that no difference is too large for a number.
  return high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
}

function level(share: number, unicode: boolean): string {
  if (!Number.isFinite(share)) return ' ';
  const levels = unicode ? BLOCKS : ASCII;
  return levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? ' ';
}

function resample(values: readonly number[], width: number): number[] {
  const length = Math.min(values.length, Math.max(0, Math.floor(width)));
  return Array.from({ length }, (_, i) => {
    const from = Math.floor((i * values.length) / length);
    const to = Math.floor(((i + 1) * values.length) / length);
    const finite = values.slice(from, to).filter(Number.isFinite);
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
}
