import { resource } from '../../ecs';
import { LayerRows, Viewport } from '../../ecs/stores';
import type { Canvas } from './canvas';
import { type CostLearner, createCostLearner } from './cost-learner';
import {
  COST_BLENDED,
  COST_CLEARED,
  COST_DRAW,
  COST_EFFECTS,
  COST_FRAME,
  COST_GLYPH,
  COST_IMAGES,
  COST_LINES,
  COST_PART,
  COST_PICTURE,
  COST_QUAD,
  COST_SIMPLE,
  COST_SOLID,
  COSTS,
} from './draw-costs';
import type { DrawPlan } from './draw-plan';
import { projectPixels } from './pixel-rects';
import { BLUR_REACH } from './quad-reach';
import {
  KIND_EMPTY,
  KIND_GLYPH,
  KIND_INSET_SHADOW,
  KIND_SHADOW,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_SHADOW_BLUR,
  RECORD_SHADOW_PART,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
  SHADOW_PARTS,
} from './record-format';
import { QUAD_INDICES } from './segments';

/** Frames whose times may be under way. */
const RING = 8;
/** One drawn frame in so many is counted, for counting looks at every quad. */
const EVERY = 4;
const COUNTS = COSTS + 1;

const COST_OF = {
  ...{ solid: COST_SOLID, simple: COST_SIMPLE, blended: COST_BLENDED, images: COST_IMAGES },
  ...{ lines: COST_LINES, effects: COST_EFFECTS },
} as const;

/** Counts what frames consist of, and learns from them when their times have come. */
export type CostSamples = {
  readonly learner: CostLearner;
  /** Takes what is drawn into entry `at` of a list of rectangles, after it was planned. */
  add(plan: DrawPlan, rects: Int32Array, at: number, isPart: boolean): void;
  /** Ends a frame: `timed` is the number of the one that the device times now, 0 if it does not time this one. */
  end(timed: number): void;
  /** The time in `timing[0]`, ms, is that of frame `told`. */
  tell(told: number, timing: Float64Array): void;
};

/** Makes it for a canvas, whose costs it changes. */
export function createCostSamples({ world, store, list, costs }: Canvas): CostSamples {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const learner = createCostLearner(costs);
  const ring = Array.from({ length: RING }, () => new Float64Array(COUNTS));
  const frames = new Uint32Array(RING);
  const counts = new Float64Array(COUNTS);
  const bounds = new Float32Array(4);
  const pixels = new Int32Array(4);
  let drawn = 0;
  let lastTold = 0;

  /** Pixels of a rectangle that quads of some program take, by what a pixel of each costs. */
  function addQuads(from: number, end: number, cost: number, rects: Int32Array, at: number): void {
    const { words, floats } = store;
    const { indices } = list.segments;
    for (let quad = from; quad < end; quad++) {
      const record = (indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
      const look = words[record + RECORD_KIND_LAYER]!;
      const kind = look & 255;
      if (kind === KIND_EMPTY) continue;
      const isShadow = kind === KIND_SHADOW;
      const around = isShadow ? BLUR_REACH * floats[record + RECORD_SHADOW_BLUR]! : 0;
      bounds[0] = floats[record + RECORD_X]! - around;
      bounds[1] = floats[record + RECORD_Y]! - around;
      bounds[2] = floats[record + RECORD_X]! + floats[record + RECORD_WIDTH]! + around;
      bounds[3] = floats[record + RECORD_Y]! + floats[record + RECORD_HEIGHT]! + around;
      projectPixels(rows, view, look >>> 8, bounds, 0, pixels, 0);
      const across = Math.min(pixels[2]!, rects[at + 2]!) - Math.max(pixels[0]!, rects[at]!);
      const down = Math.min(pixels[3]!, rects[at + 3]!) - Math.max(pixels[1]!, rects[at + 1]!);
      if (!(across > 0 && down > 0)) continue;
      let area = across * down;
      // Four records together draw the frame of what each of them has the rectangle of.
      const isPart = isShadow || kind === KIND_INSET_SHADOW;
      if (isPart && (words[record + RECORD_SHADOW_PART]! & 7) !== 0) area /= SHADOW_PARTS * 2;
      const own = cost === COST_SIMPLE && kind === KIND_GLYPH ? COST_GLYPH : cost;
      counts[own] = counts[own]! + area;
    }
  }

  return {
    learner,
    add(plan, rects, at, isPart) {
      if (drawn % EVERY !== 0) return;
      const area = (rects[at + 2]! - rects[at]!) * (rects[at + 3]! - rects[at + 1]!);
      if (counts[COST_FRAME] !== 0) counts[COST_PART]!++;
      counts[COST_FRAME] = 1;
      counts[COST_DRAW]! += plan.count;
      if (isPart) counts[COST_CLEARED]! += area;
      counts[COSTS]! += area;
      for (let range = 0; range < plan.count; range++) {
        const isPicture = plan.pictureOf(range) !== 0;
        const cost = isPicture ? COST_PICTURE : COST_OF[plan.programOf(range)];
        counts[COST_QUAD]! += plan.end[range]! - plan.first[range]!;
        addQuads(plan.first[range]!, plan.end[range]!, cost, rects, at);
      }
    },
    end(timed) {
      const isCounted = drawn % EVERY === 0 && timed !== 0;
      if (timed !== 0) {
        frames[timed % RING] = isCounted ? timed : 0;
        if (isCounted) ring[timed % RING]!.set(counts);
      }
      counts.fill(0);
      drawn++;
    },
    tell(told, timing) {
      if (told === lastTold) return;
      lastTold = told;
      if (told !== 0 && frames[told % RING] === told) learner.take(ring[told % RING]!, timing);
    },
  };
}
