import type { LayerRows } from '../../ecs/stores';
import type { DrawProgram } from './backend';
import type { Chunks } from './chunks';
import { clipLayerOf, isHiddenLayer, isSimpleLayer } from './layer-programs';
import { pixelsOverlap } from './pixel-rects';

/** Most draws of a frame. */
const MAX_DRAWS = 4;
/** Most draws of a frame with effects: drawing one large quad as what it is not costs more than the draws. */
const MAX_EFFECT_DRAWS = 16;
/** Quads of other kinds that a draw is spared for, where they would be drawn by the `effects` program. */
const EFFECT_QUADS = 64;
/** Quads out of sight that cost about as much as a draw: 28 to 38 µs on a software rasteriser. */
const DRAW_QUADS = 48;
/** Ranges looked at before those that lie closest are joined. */
const MAX_RANGES = 64;

const SIMPLE = 0;
const GENERAL = 1;
const EFFECTS = 2;
const programs: readonly DrawProgram[] = ['simple', 'blended', 'effects'];

/** Ranges of the draw list, in quads, that show all that touches a rectangle. */
export type DrawPlan = {
  /** Ranges of opaque solids, then all ranges. */
  solids: number;
  count: number;
  readonly first: Int32Array;
  readonly end: Int32Array;
  programOf(range: number): DrawProgram;
  /** Plans the drawing of what touches a rectangle of device pixels; `general` if only the general program draws all of it. */
  make(chunks: Chunks, rows: LayerRows, pixels: Int32Array, general: boolean): void;
};

/** Makes an empty plan; `make` fills it anew for every frame. */
export function createDrawPlan(): DrawPlan {
  const first = new Int32Array(MAX_RANGES);
  const end = new Int32Array(MAX_RANGES);
  const program = new Uint8Array(MAX_RANGES);
  // What a range covers together with the one before it must be drawn by this program at least.
  const between = new Uint8Array(MAX_RANGES);

  function makeSolids(chunks: Chunks, pixels: Int32Array): void {
    for (let id = 0; id < chunks.count; id++) {
      const count = chunks.solidCount[id]!;
      if (count === 0 || !pixelsOverlap(chunks.solidPixels, id * 4, pixels, 0)) continue;
      add(0, chunks.solidStart[id]!, count, SIMPLE, SIMPLE);
    }
    plan.solids = plan.count;
    join(0, MAX_DRAWS / 2);
    plan.solids = plan.count;
  }

  function makeBlended(
    chunks: Chunks,
    rows: LayerRows,
    pixels: Int32Array,
    general: boolean,
  ): void {
    let skipped = SIMPLE;
    let most = MAX_DRAWS;
    for (let id = 0; id < chunks.count; id++) {
      const count = chunks.mixedCount[id]!;
      const clip = clipLayerOf(rows, chunks.layer[id]!, chunks.outside[id] === 1);
      if (count === 0 || isHiddenLayer(rows, clip)) continue;
      const own = !general && isSimpleLayer(rows, chunks.layer[id]!) ? SIMPLE : GENERAL;
      if (pixelsOverlap(chunks.mixedPixels, id * 4, pixels, 0)) {
        const start = chunks.mixedStart[id]!;
        const effects = chunks.effectsStart[id]!;
        const rest = chunks.effectsEnd[id]!;
        if (effects === rest) {
          add(plan.solids, start, count, own, skipped);
        } else {
          most = MAX_EFFECT_DRAWS;
          if (effects > start) add(plan.solids, start, effects - start, own, skipped);
          add(plan.solids, effects, rest - effects, EFFECTS, skipped);
          if (rest < start + count) add(plan.solids, rest, start + count - rest, own, SIMPLE);
        }
        skipped = SIMPLE;
      } else if (own === GENERAL) {
        // Drawn by the wrong program it could show where it does not belong.
        skipped = GENERAL;
      }
    }
    join(plan.solids, most - plan.solids);
  }

  function add(from: number, start: number, count: number, own: number, skipped: number): void {
    if (plan.count === MAX_RANGES) join(from, plan.count - from - 1);
    const at = plan.count++;
    first[at] = start;
    end[at] = start + count;
    program[at] = own;
    between[at] = skipped;
    if (at > from && joinCost(at) <= DRAW_QUADS) joinWithLast(at);
  }

  /** Joins the ranges that lie closest until there are at most `most` from `from` on. */
  function join(from: number, most: number): void {
    while (plan.count - from > most) {
      let best = from + 1;
      for (let at = from + 2; at < plan.count; at++) if (joinCost(at) < joinCost(best)) best = at;
      joinWithLast(best);
    }
  }

  /** Quads that joining a range with the one before it would draw in vain, or more dearly. */
  function joinCost(at: number): number {
    const gap = first[at]! - end[at - 1]!;
    const joined = joinedProgram(at);
    const dearer =
      (program[at] === joined ? 0 : end[at]! - first[at]!) +
      (program[at - 1] === joined ? 0 : end[at - 1]! - first[at - 1]!);
    return gap + (joined === EFFECTS ? dearer * EFFECT_QUADS : dearer);
  }

  /** Each program draws all that those before it do. */
  function joinedProgram(at: number): number {
    return Math.max(program[at]!, program[at - 1]!, between[at]!);
  }

  function joinWithLast(at: number): void {
    program[at - 1] = joinedProgram(at);
    end[at - 1] = end[at]!;
    plan.count--;
    for (let i = at; i < plan.count; i++) {
      first[i] = first[i + 1]!;
      end[i] = end[i + 1]!;
      program[i] = program[i + 1]!;
      between[i] = between[i + 1]!;
    }
  }

  const plan: DrawPlan = {
    solids: 0,
    count: 0,
    first,
    end,
    programOf: (range) => (range < plan.solids ? 'solid' : programs[program[range]!]!),
    make(chunks, rows, pixels, general) {
      plan.solids = 0;
      plan.count = 0;
      makeSolids(chunks, pixels);
      makeBlended(chunks, rows, pixels, general);
    },
  };
  return plan;
}
