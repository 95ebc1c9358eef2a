import {
  COST_CLEARED,
  COST_DRAW,
  COST_PART,
  COST_SOLID,
  COSTS,
  createDrawCosts,
  type DrawCosts,
} from './draw-costs';

const NS_PER_MS = 1e6;
/** A longer time is of a page that was hidden or a processor that slept, ms. */
const LONGEST_MS = 250;
/** How much of older samples is kept at each: about 500 count. */
const KEPT = 0.998;
/** What a time is uncertain by, as a share of it and in ms: timers of browsers count in steps. */
const NOISE_SHARE = 0.1;
const NOISE_MS = 0.02;
/** A sample counts for no more than so many times what was expected, and no less than one part in so many. */
const OUTLIER = 3;
/** How far one cost may be from what all of its group together say, either way: a device does some things better than others. */
const SPREAD = 32;
/** Bounds of how much faster or slower than a software rasteriser a device is. */
const LEAST_SCALE = 1e-5;
const MOST_SCALE = 32;
const SWEEPS = 4;
/** Samples before anything is taken to be learnt, and between two changes of what others decide by. */
const ENOUGH = 64;
const DWELL = 32;
/** Mean error, as a share, above which what was learnt explains too little to be used. */
const MOST_ERROR = 0.35;
/** Weight of a sample in that mean, and in how dear a damaged pixel is. */
const NEWEST = 1 / 32;
/**
 * A smaller change is noise: of what frames take, as a share, each cost by how much it comes up; of what else is decided by, as a factor.
 * A larger one than `MOST_CHANGE` comes in several steps.
 */
const LEAST_SHARE = 0.2;
const LEAST_CHANGE = 1.5;
const MOST_CHANGE = 2;
/** Bounds of what is decided by. */
const LEAST_PASS = 256;
const MOST_PASS = 2 ** 18;
const LEAST_FULL = 40;
const MOST_FULL = 90;

const ERROR = 0;
const PIXEL_MS = 1;
const EXPECTED = 2;
const GIVEN = 3;
/** Where in the sums of both groups the right sides stand, after the square of two. */
const RIGHT = 4;

/** Learns what drawing costs from how long frames took. */
export type CostLearner = {
  /** Frames learnt from. */
  readonly samples: number;
  /** Times in which costs were changed. */
  readonly changes: number;
  /**
   * Takes a frame: how often each `COST_...` came up in it, and after these its damaged pixels; and in `timing[0]` the milliseconds it
   * took. Times that cannot be one are left out.
   */
  take(counts: Float64Array, timing: Float64Array): void;
};

/**
 * Makes one that writes to `costs`. Every cost is the one of a software rasteriser times a factor; the factors are those that explain the last
 * samples best (least squares), each drawn to what commands, or pixels, have in common as far as no sample says otherwise, and bounded. What has been
 * learnt is used once it explains times well, and changed in steps, and not for small differences: so a wrong sample makes no
 * plan absurd, and plans do not swing. The same samples give the same costs.
 */
export function createCostLearner(costs: DrawCosts): CostLearner {
  const known = createDrawCosts();
  const square = new Float64Array(COSTS * COSTS);
  const right = new Float64Array(COSTS);
  const shares = new Float64Array(COSTS);
  const factors = new Float64Array(COSTS).fill(1);
  // Shares in the mean.
  const usual = new Float64Array(COSTS);
  // In an array: a number with a fraction that is handed over is a heap object.
  const state = new Float64Array(4);
  const sums = new Float64Array(6);
  const common = new Float64Array(2);
  // What is to be decided by, and what is: costs, and pixels of a pass and percent of the surface after them.
  const wanted = new Float64Array(COSTS + 2);
  const used = new Float64Array(COSTS + 2);
  let samples = 0;
  let changes = 0;
  let since = 0;

  /** What the frame should take. */
  function expect(): void {
    let sum = 0;
    for (let i = 0; i < COSTS; i++) sum += shares[i]! * factors[i]!;
    state[EXPECTED] = sum;
  }

  function add(): void {
    const ms = state[GIVEN]!;
    const noise = ms * NOISE_SHARE + NOISE_MS;
    const weight = 1 / (noise * noise);
    for (let i = 0; i < COSTS; i++) {
      const weighted = shares[i]! * weight;
      for (let j = 0; j < COSTS; j++) {
        square[i * COSTS + j] = square[i * COSTS + j]! * KEPT + weighted * shares[j]!;
      }
      right[i] = right[i]! * KEPT + weighted * ms;
      usual[i] = usual[i]! + (shares[i]! - usual[i]!) * NEWEST;
    }
  }

  /**
   * What explains the samples best if all commands have one factor and all pixels another: on a graphics processor commands are a
   * little faster than in software and pixels a hundred times.
   */
  function scale(): void {
    sums.fill(0);
    for (let i = 0; i < COSTS; i++) {
      const own = groupOf(i);
      sums[RIGHT + own]! += right[i]!;
      for (let j = 0; j < COSTS; j++) sums[own * 2 + groupOf(j)]! += square[i * COSTS + j]!;
    }
    const across = sums[1]!;
    const below = sums[0]! + 2 * across + sums[3]!;
    const both = within(below > 0 ? (sums[RIGHT]! + sums[RIGHT + 1]!) / below : 1);
    // What hardly comes up in the samples is taken for what both have in common.
    const pull = 1 / (4 * both * both);
    const commands = sums[0]! + pull;
    const pixels = sums[3]! + pull;
    const first = sums[RIGHT]! + pull * both;
    const second = sums[RIGHT + 1]! + pull * both;
    common[0] = within((first * pixels - second * across) / (commands * pixels - across * across));
    common[1] = within((second - across * common[0]!) / pixels);
  }

  /** One factor after the other, so that each stays within its bounds. */
  function solve(): void {
    scale();
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let i = 0; i < COSTS; i++) {
        const shared = common[groupOf(i)]!;
        const pull = 1 / (4 * shared * shared);
        let rest = right[i]! + pull * shared;
        for (let j = 0; j < COSTS; j++) {
          if (j !== i) rest -= square[i * COSTS + j]! * factors[j]!;
        }
        const factor = rest / (square[i * COSTS + i]! + pull);
        factors[i] = Math.min(shared * SPREAD, Math.max(shared / SPREAD, factor));
      }
    }
  }

  /** How many milliseconds a damaged pixel takes in the mean, without being cleared. */
  function takePixels(counts: Float64Array): void {
    const damaged = counts[COSTS]!;
    if (!(damaged > 0)) return;
    let sum = 0;
    for (let i = COST_SOLID; i < COSTS; i++) sum += shares[i]! * factors[i]!;
    const rate = state[PIXEL_MS] === 0 ? 1 : NEWEST;
    state[PIXEL_MS] = state[PIXEL_MS]! + (sum / damaged - state[PIXEL_MS]!) * rate;
  }

  function want(): void {
    for (let i = 0; i < COSTS; i++) wanted[i] = known.ns[i]! * factors[i]!;
    const pixel = state[PIXEL_MS]! * NS_PER_MS;
    const pass = wanted[COST_PART]! + 2 * wanted[COST_DRAW]!;
    const all = pixel + wanted[COST_CLEARED]!;
    wanted[COSTS] = Math.min(MOST_PASS, Math.max(LEAST_PASS, pass / all));
    wanted[COSTS + 1] = Math.min(MOST_FULL, Math.max(LEAST_FULL, (100 * pixel) / all));
  }

  function differs(): boolean {
    used.set(costs.ns);
    used[COSTS] = Math.max(1, costs.passPixels);
    used[COSTS + 1] = costs.fullPercent;
    let change = 0;
    let all = 0;
    for (let i = 0; i < COSTS; i++) {
      const often = usual[i]! / known.ns[i]!;
      change += Math.abs(wanted[i]! - used[i]!) * often;
      all += used[i]! * often;
    }
    if (!(change <= all * LEAST_SHARE)) return true;
    for (let i = COSTS; i < wanted.length; i++) {
      const factor = wanted[i]! / used[i]!;
      if (!(factor < LEAST_CHANGE && factor > 1 / LEAST_CHANGE)) return true;
    }
    return false;
  }

  function publish(): void {
    for (let i = 0; i < wanted.length; i++) {
      const now = used[i]!;
      const next = Math.min(now * MOST_CHANGE, Math.max(now / MOST_CHANGE, wanted[i]!));
      if (i < COSTS) costs.ns[i] = next;
      else if (i === COSTS) costs.passPixels = Math.round(next);
      else costs.fullPercent = Math.round(next);
    }
    changes++;
  }

  return {
    get samples() {
      return samples;
    },
    get changes() {
      return changes;
    },
    take(counts, timing) {
      const given = timing[0]!;
      // Written so that NaN is left out.
      if (!(given > 0 && given < LONGEST_MS)) return;
      for (let i = 0; i < COSTS; i++) shares[i] = (counts[i]! * known.ns[i]!) / NS_PER_MS;
      expect();
      const expected = state[EXPECTED]!;
      if (!(expected > 0)) return;
      const isFirst = samples === 0;
      const ms = isFirst
        ? given
        : Math.min(expected * OUTLIER, Math.max(expected / OUTLIER, given));
      const error = Math.abs(ms - expected) / ms;
      state[ERROR] = isFirst ? 1 : state[ERROR]! + (error - state[ERROR]!) * NEWEST;
      samples++;
      since++;
      state[GIVEN] = ms;
      add();
      solve();
      takePixels(counts);
      if (samples < ENOUGH || since < DWELL || state[ERROR]! > MOST_ERROR) return;
      since = 0;
      want();
      if (differs()) publish();
    },
  };
}

/** 0: commands, 1: pixels. */
function groupOf(cost: number): number {
  return cost < COST_CLEARED ? 0 : 1;
}

function within(scale: number): number {
  return Math.min(MOST_SCALE, Math.max(LEAST_SCALE, scale));
}
