import { afterEach, describe, expect, it } from 'vitest';
import { createCostLearner } from '../../../../src/systems/render-batching/cost-learner';
import {
  COST_CLEARED,
  COST_DRAW,
  COST_EFFECTS,
  COST_FRAME,
  COST_GLYPH,
  COST_PART,
  COST_QUAD,
  COST_SIMPLE,
  COST_SOLID,
  COSTS,
  createDrawCosts,
} from '../../../../src/systems/render-batching/draw-costs';
import { heapSlope } from '../../../heap-slope';
import { createRandom, type Random } from '../../../property/random';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

/** A processor on which a draw is cheap and a pixel next to nothing: nanoseconds by `COST_...`. */
const GRAPHICS = [20_000, 9_000, 3_000, 20, 0.03, 0.02, 0.04, 0.05, 0.06, 0.1, 0.12, 0.3, 0.05];

describe('what drawing costs', () => {
  it('is what is known of a software rasteriser until enough is learnt', () => {
    const costs = createDrawCosts();
    const learner = createCostLearner(costs);
    const random = createRandom(1);
    for (let i = 0; i < 63; i++) learn(learner, GRAPHICS, random);
    expect(learner.samples).toBe(63);
    expect(costs).toEqual(createDrawCosts());
  });

  it('is found from times of frames, noisy as they are', () => {
    const costs = createDrawCosts();
    const learner = createCostLearner(costs);
    const random = createRandom(2);
    for (let i = 0; i < 2_000; i++) learn(learner, GRAPHICS, random);
    for (const cost of [COST_PART, COST_DRAW, COST_SIMPLE, COST_GLYPH, COST_EFFECTS]) {
      const factor = costs.ns[cost]! / GRAPHICS[cost]!;
      expect(factor, `cost ${cost}`).toBeGreaterThan(0.4);
      expect(factor, `cost ${cost}`).toBeLessThan(2.5);
    }
    // A pass of 15 µs, a damaged pixel of 0.47 ns in the mean.
    expect(costs.passPixels).toBeGreaterThan(20_000);
    expect(costs.passPixels).toBeLessThan(48_000);
  });

  it('stays what it is on a device like the one it is known of', () => {
    const costs = createDrawCosts();
    const learner = createCostLearner(costs);
    const random = createRandom(3);
    for (let i = 0; i < 1_000; i++) learn(learner, [...createDrawCosts().ns], random);
    const { ns } = createDrawCosts();
    for (let i = 0; i < COSTS; i++) expect(costs.ns[i]! / ns[i]!).toBeGreaterThan(0.5);
    for (let i = 0; i < COSTS; i++) expect(costs.ns[i]! / ns[i]!).toBeLessThan(2);
    // Frames of that mix draw each pixel several times, so one is worth less than 4,096.
    expect(costs.passPixels).toBeGreaterThan(300);
    expect(costs.passPixels).toBeLessThan(800);
  });

  it('settles: once learnt it does not swing', () => {
    const learner = createCostLearner(createDrawCosts());
    const random = createRandom(4);
    for (let i = 0; i < 2_000; i++) learn(learner, GRAPHICS, random);
    const { changes } = learner;
    for (let i = 0; i < 2_000; i++) learn(learner, GRAPHICS, random);
    expect(changes).toBeGreaterThan(3);
    expect(learner.changes - changes).toBeLessThanOrEqual(3);
  });

  it('is not moved by times that cannot be, and little by single ones that are wrong', () => {
    const costs = createDrawCosts();
    const learner = createCostLearner(costs);
    const random = createRandom(5);
    for (let i = 0; i < 2_000; i++) learn(learner, GRAPHICS, random);
    const { samples } = learner;
    const before = structuredClone(costs);
    const counts = frame(random);
    for (const ms of [Number.NaN, 0, -1, 250, 1e9, Number.POSITIVE_INFINITY]) {
      learner.take(counts, Float64Array.of(ms));
    }
    expect(learner.samples).toBe(samples);
    for (let i = 0; i < 400; i++) {
      learn(learner, GRAPHICS, random);
      if (i % 20 === 0) learner.take(frame(random), Float64Array.of(200));
    }
    for (let i = 0; i < COSTS; i++) {
      const factor = costs.ns[i]! / before.ns[i]!;
      expect(factor).toBeGreaterThan(0.25);
      expect(factor).toBeLessThan(4);
    }
  });

  it('is bounded whatever the times say', () => {
    for (const wrong of [1e-3, 249]) {
      const costs = createDrawCosts();
      const learner = createCostLearner(costs);
      const random = createRandom(6);
      for (let i = 0; i < 1_000; i++) {
        learner.take(frame(random), Float64Array.of(random.chance(50) ? wrong : 1));
      }
      expect(Number.isInteger(costs.passPixels) && Number.isInteger(costs.fullPercent)).toBe(true);
      expect(costs.passPixels).toBeGreaterThanOrEqual(256);
      expect(costs.passPixels).toBeLessThanOrEqual(2 ** 18);
      expect(costs.fullPercent).toBeGreaterThanOrEqual(40);
      expect(costs.fullPercent).toBeLessThanOrEqual(90);
      for (const ns of costs.ns) expect(ns).toBeGreaterThan(0);
      for (const ns of costs.ns) expect(Number.isFinite(ns)).toBe(true);
    }
  });

  it('is the same for the same samples', () => {
    const learnt = [0, 1].map(() => {
      const costs = createDrawCosts();
      const learner = createCostLearner(costs);
      const random = createRandom(7);
      for (let i = 0; i < 500; i++) learn(learner, GRAPHICS, random);
      return costs;
    });
    expect(learnt[0]).toEqual(learnt[1]);
    expect(learnt[0]).not.toEqual(createDrawCosts());
  });

  it('is learnt without garbage', () => {
    const learner = createCostLearner(createDrawCosts());
    const random = createRandom(8);
    const frames = Array.from({ length: 64 }, () => frame(random));
    const times = frames.map((counts) => Float64Array.of(timeOf(counts, GRAPHICS, random)));
    const slope = heapSlope((i) => learner.take(frames[i % 64]!, times[i % 64]!), 20_000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

describe('a canvas whose device tells times', () => {
  it('learns from each frame by what that one drew, however late its time comes', async () => {
    const { stage, run, tell } = await timed(3);
    for (let i = 0; i < 2_000; i++) {
      tell();
      run(i);
    }
    expect(stage.stats.costSamples).toBeGreaterThan(300);
    expect(stage.batching.costs.passPixels).toBeGreaterThan(38_000);
    // Two places far apart are worth less than another pass there.
    for (const row of [0, 1]) stage.paint(stage.corners[row]!, BLUE);
    stage.frame();
    expect(stage.stats.damageRects).toBe(1);
    stage.batching.render.tunables!.set('learnCosts', false);
    stage.frame();
    for (const row of [0, 1]) stage.paint(stage.corners[row]!, GREEN);
    stage.frame();
    expect(stage.stats.damageRects).toBe(2);
  });

  it('draws the same parts as ever while no time has come', async () => {
    const { stage } = await timed(3);
    for (const row of [0, 1]) stage.paint(stage.corners[row]!, BLUE);
    stage.frame();
    expect(stage.stats.damageRects).toBe(2);
    expect(stage.stats.costSamples).toBe(0);
  });
});

type Learner = ReturnType<typeof createCostLearner>;

function learn(learner: Learner, ns: readonly number[], random: Random): void {
  const counts = frame(random);
  learner.take(counts, Float64Array.of(timeOf(counts, ns, random)));
}

/** What a frame may consist of: few pixels or many, of some of the programs. */
function frame(random: Random): Float64Array {
  const counts = new Float64Array(COSTS + 1);
  const parts = random.int(5);
  const damaged = 500 + random.int(random.pick([5_000, 100_000, 900_000]));
  counts[COST_FRAME] = 1;
  counts[COST_PART] = parts;
  counts[COST_DRAW] = (parts + 1) * (1 + random.int(5));
  counts[COST_QUAD] = 10 + random.int(2_000);
  counts[COST_CLEARED] = random.chance(30) ? 0 : damaged;
  for (let cost = COST_SOLID; cost < COSTS; cost++) {
    if (random.chance(60)) counts[cost] = damaged * (random.int(100) / 50);
  }
  counts[COSTS] = damaged;
  return counts;
}

/** Milliseconds of a frame, up to a tenth off, as a timer of steps of 10 µs has them. */
function timeOf(counts: Float64Array, ns: readonly number[], random: Random): number {
  let sum = 0;
  for (let i = 0; i < COSTS; i++) sum += counts[i]! * ns[i]!;
  const ms = (sum / 1e6) * (0.9 + random.int(200) / 1_000);
  return Math.max(0.01, Math.round(ms * 100) / 100);
}

/** A stage over a device that takes `GRAPHICS`, and answers some frames late. */
async function timed(late: number) {
  const device = { timed: 0, told: 0, ms: Number.NaN };
  let begun = 0;
  const stage = createStage({
    ...{ width: 1_000, height: 600 },
    wrap: (backend) => ({
      ...backend,
      timeGpu() {},
      get gpuMs() {
        return device.ms;
      },
      get gpuTimed() {
        return device.timed;
      },
      get gpuTold() {
        return device.told;
      },
      beginFrame(...frame) {
        device.timed = ++begun;
        backend.beginFrame(...frame);
      },
    }),
  });
  stages.push(stage);
  const corners = [stage.box(0, 0, 20, 20, RED), stage.box(200, 150, 20, 20, RED)];
  const panels = Array.from({ length: 40 }, (_, i) =>
    stage.box(i * 20, 300, 10 + i * 8, 40 + i * 6, CLEAR_RED),
  );
  const times: number[] = [];
  stage.batching.render.tunables!.set('timeGpu', true);
  await import('../../../../src/systems/render-batching/cost-samples');
  await new Promise((resolve) => setTimeout(resolve));
  stage.frame();
  return {
    stage: Object.assign(stage, { corners }),
    run(i: number) {
      const random = createRandom(i);
      const count = 1 + random.int(6);
      for (let n = 0; n < count; n++) stage.paint(random.pick(panels), CLEAR_RED + (i & 127));
      stage.frame();
      const { draws, damageRects, quads, damagedPixels } = stage.stats;
      const isPart = damagedPixels < 600_000;
      const ns =
        20_000 +
        (damageRects - 1) * 9_000 +
        draws * 3_000 +
        quads * 20 +
        damagedPixels * (isPart ? 0.13 : 0.1);
      times[begun] = ns / 1e6;
    },
    /** Gives the time of the frame before the last few. */
    tell() {
      const told = begun - late;
      if (times[told] === undefined) return;
      device.told = told;
      device.ms = times[told]!;
    },
  };
}
