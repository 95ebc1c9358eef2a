/** Samples that are fitted at most. */
export const MOST_SAMPLES = 32;

/** Time constants of motions that lose the same share of their speed every millisecond, ms. */
const TAUS = [60, 90, 135, 200, 300, 450, 675, 1000, 1500];
const TAU_STEP = 1.5;
/** Time left to motions that lose the same speed every millisecond, ms. */
const STOPS = [60, 100, 165, 270, 450, 740, 1220, 2000, 3300];
const STOP_STEP = 1.65;
const FIRST_STOP = TAUS.length;
/** Goes on as it is. */
const STEADY = FIRST_STOP + STOPS.length;
const SHAPES = STEADY + 1;
/** Where a scale between two of the lists is tried. */
const TRIAL = SHAPES;
/** Between neighbours of a list: two octaves of 1.5 are cut to steps of 5 %. */
const ROUNDS = 3;
/** Steps of each round, of the first list and then of the second: a root that is taken anew each time is garbage. */
const STEPS = new Float64Array(2 * ROUNDS);
for (let round = 0; round < ROUNDS; round++) {
  STEPS[round] = TAU_STEP ** (0.5 / 2 ** round);
  STEPS[ROUNDS + round] = STOP_STEP ** (0.5 / 2 ** round);
}

/** How fast a sample counts for less, ms. */
const FADE_MS = 140;
/** Squared pixels that a whole pixel is off by itself. */
const ROUNDING = 0.1;
/** Share of what was believed that one motion changes. */
const LEARNT = 0.2;

/** Places of `MotionFit.given`. */
export const AHEAD = 0;
export const MOVED = 1;
export const SPREAD = 2;
export const SPEED = 3;

// Places of `sums`.
const WEIGHT = 0;
const MEAN_Y = 1;
const VARIANCE_Y = 2;

/**
 * How a motion goes on that slows down by a law nobody tells: by an exponential, evenly, or not at all. Each law, with its scale, is
 * fitted to the samples; what is foretold is the mean of all, each as much as it is likely.
 */
export class MotionFit {
  /** Numbers go in and out here; as arguments and results they would be garbage. */
  readonly given = new Float64Array(4);
  /** Of the samples, oldest first: ms before the newest, 0 or less, and pixels from it. */
  readonly times = new Float64Array(MOST_SAMPLES);
  readonly places = new Float64Array(MOST_SAMPLES);

  private readonly weights = new Float64Array(MOST_SAMPLES);
  private readonly sums = new Float64Array(3);
  /** By law: how likely, before and after the samples, its scale, speed at the newest sample, and place then. */
  private readonly prior = firstPrior();
  private readonly chance = new Float64Array(SHAPES + 1);
  private readonly scales = new Float64Array(SHAPES + 1);
  private readonly speeds = new Float64Array(SHAPES + 1);
  private readonly bases = new Float64Array(SHAPES + 1);

  /** Fits all laws to the first `count` samples, 2 at least. */
  fit(count: number): void {
    const { chance, scales } = this;
    this.weigh(count);
    for (let k = 0; k < SHAPES; k++) {
      scales[k] = k < FIRST_STOP ? TAUS[k]! : k < STEADY ? STOPS[k - FIRST_STOP]! : 0;
      this.fitLaw(k, k, count);
    }
    this.refine(0, FIRST_STOP, count);
    this.refine(FIRST_STOP, STEADY, count);
    let best = 0;
    for (let k = 1; k < SHAPES; k++) if (chance[k]! > chance[best]!) best = k;
    const most = chance[best]!;
    let sum = 0;
    for (let k = 0; k < SHAPES; k++) {
      chance[k] = Math.exp(chance[k]! - most);
      sum += chance[k]!;
    }
    for (let k = 0; k < SHAPES; k++) chance[k]! /= sum;
  }

  /** Writes to `given` how far it will have `MOVED` from the newest sample `AHEAD` ms after it, the `SPREAD` of that, and its `SPEED`. */
  foretell(): void {
    const { given, chance, scales, speeds, bases } = this;
    const ahead = given[AHEAD]!;
    let mean = 0;
    let squares = 0;
    let speed = 0;
    for (let k = 0; k < SHAPES; k++) {
      const scale = scales[k]!;
      let covered = ahead;
      if (k < FIRST_STOP) covered = scale * (1 - Math.exp(-ahead / scale));
      else if (k < STEADY) {
        const moving = ahead < scale ? ahead : scale;
        covered = moving - (moving * moving) / (2 * scale);
      }
      const moved = bases[k]! + speeds[k]! * covered;
      mean += chance[k]! * moved;
      squares += chance[k]! * moved * moved;
      speed += chance[k]! * speeds[k]!;
    }
    given[MOVED] = mean;
    given[SPREAD] = Math.sqrt(Math.max(0, squares - mean * mean));
    given[SPEED] = speed;
  }

  /** Takes the last fit for how motions go on here: one device, one law. */
  learn(): void {
    const { prior, chance } = this;
    for (let k = 0; k < SHAPES; k++) {
      // Nothing becomes impossible.
      prior[k] = prior[k]! * (1 - LEARNT) + chance[k]! * LEARNT + 0.0005;
    }
  }

  private weigh(count: number): void {
    const { times, places, weights, sums } = this;
    let all = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const weight = Math.exp(times[i]! / FADE_MS);
      weights[i] = weight;
      all += weight;
      sum += weight * places[i]!;
    }
    const mean = sum / all;
    let variance = 0;
    for (let i = 0; i < count; i++) variance += weights[i]! * (places[i]! - mean) ** 2;
    sums[WEIGHT] = all;
    sums[MEAN_Y] = mean;
    sums[VARIANCE_Y] = variance;
  }

  /** Fits a law with the scale of `slot`, by weighted least squares, and writes the logarithm of how likely it is. */
  private fitLaw(slot: number, law: number, count: number): void {
    const { times, places, weights, sums } = this;
    const scale = this.scales[slot]!;
    const all = sums[WEIGHT]!;
    const meanY = sums[MEAN_Y]!;
    let sumX = 0;
    let sumXX = 0;
    let sumXY = 0;
    for (let i = 0; i < count; i++) {
      const s = times[i]!;
      let x = s;
      if (law < FIRST_STOP) x = scale * (1 - Math.exp(-s / scale));
      else if (law < STEADY) x = s - (s * s) / (2 * scale);
      const weighted = weights[i]! * x;
      sumX += weighted;
      sumXX += weighted * x;
      sumXY += weighted * (places[i]! - meanY);
    }
    const variance = sumXX - (sumX * sumX) / all;
    const speed = variance > 1e-9 ? sumXY / variance : 0;
    this.speeds[slot] = speed;
    this.bases[slot] = meanY - (speed * sumX) / all;
    const left = Math.max(0, sums[VARIANCE_Y]! - speed * sumXY);
    // How large the noise is is not known either, so that clean samples tell more than noisy ones.
    const freedom = Math.max(0, all - 2) / 2;
    this.chance[slot] = Math.log(this.prior[law]!) - freedom * Math.log(left + ROUNDING * all);
  }

  /** Moves the likeliest law of a kind to the scale that fits it best, between its neighbours. */
  private refine(from: number, to: number, count: number): void {
    const { chance, scales, speeds, bases } = this;
    let best = from;
    for (let k = from + 1; k < to; k++) if (chance[k]! > chance[best]!) best = k;
    const first = from === 0 ? 0 : ROUNDS;
    for (let round = 0; round < ROUNDS; round++) {
      const step = STEPS[first + round]!;
      for (let side = 0; side < 2; side++) {
        scales[TRIAL] = side === 0 ? scales[best]! / step : scales[best]! * step;
        this.fitLaw(TRIAL, best, count);
        if (chance[TRIAL]! <= chance[best]!) continue;
        chance[best] = chance[TRIAL]!;
        scales[best] = scales[TRIAL]!;
        speeds[best] = speeds[TRIAL]!;
        bases[best] = bases[TRIAL]!;
        break;
      }
    }
  }
}

/** Before any motion was seen: time constants of about 350 ms are usual. */
function firstPrior(): Float64Array {
  const prior = new Float64Array(SHAPES);
  for (let k = 0; k < FIRST_STOP; k++) {
    const octaves = Math.log(TAUS[k]! / 350) / 0.8;
    prior[k] = 0.7 * Math.exp((-octaves * octaves) / 2);
  }
  prior.fill(0.15, FIRST_STOP, STEADY);
  prior[STEADY] = 0.1;
  return prior;
}
