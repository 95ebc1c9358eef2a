import { mean, median, quantile } from '../../statistics';

/** Batches of a function do the same work each: the fast tenth of them is what it costs. */
const FAST_SHARE = 0.1;
/** Frames differ: parts of this many or more hold what only some of them do. */
const PART_FRAMES = 25;
const MOST_PARTS = 8;

/**
 * What stands for a round in comparisons and histories. Other load only adds to a time: on a processor shared with others the same frames
 * took 155 or 250 µs for tenths of a second in turn, so that medians of rounds differ by half, while their fast parts agree to 1 %. So
 * of `time` it is the 10 % quantile, of `script` and `gpu` the mean of the fastest part of the round, which is long enough to hold what
 * only some frames do. Of everything else, whose sum a driver reads or which is no time, it is the median.
 */
export function valueOfRound(quantity: string, samples: readonly number[]): number {
  if (quantity === 'time') return quantile(samples, FAST_SHARE);
  if (quantity === 'script' || quantity === 'gpu') return fastestPart(samples);
  return median(samples);
}

function fastestPart(samples: readonly number[]): number {
  const parts = Math.max(1, Math.min(MOST_PARTS, Math.floor(samples.length / PART_FRAMES)));
  let fastest = Number.POSITIVE_INFINITY;
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * samples.length) / parts);
    const to = Math.floor(((part + 1) * samples.length) / parts);
    fastest = Math.min(fastest, mean(samples.slice(from, to)));
  }
  return fastest;
}
