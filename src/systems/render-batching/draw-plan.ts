import { resource, type World } from '../../ecs';
import { BLEND_NORMAL, LayerRows } from '../../ecs/stores';
import { grown } from '../../structures';
import type { DrawProgram } from './backend';
import { type DrawList, PICTURE_BLEND } from './draw-list';
import { blendOf, clipLayerOf, isHiddenLayer, isSimpleLayer } from './layer-programs';
import { pixelsContain, pixelsOverlap } from './pixel-rects';
import { createQuadReach } from './quad-reach';
import type { Quality } from './quality';
import type { RecordStore } from './record-store';
import type { RenderSwitches } from './tunables';

/** Most draws of the whole surface. */
const MAX_DRAWS = 4;
/** Most draws of a part: text of some height lies on three lines of whatever is under it. */
const MAX_PART_DRAWS = 6;
/** Most draws of a rectangle with effects: drawing one large quad as what it is not costs more than the draws. */
const MAX_EFFECT_DRAWS = 16;
/** Quads of other kinds that a draw is spared for, where they would be drawn by the `effects` program. */
const EFFECT_QUADS = 64;
/** Quads out of sight that cost about as much as a draw: 28 to 38 µs on a software rasteriser. */
const DRAW_QUADS = 48;
/** Ranges looked at before those that lie closest are joined; more only where blend modes keep them apart. */
const MAX_RANGES = 64;

const SIMPLE = 0;
const GENERAL = 1;
const IMAGES = 2;
const LINES = 3;
const EFFECTS = 4;
/** Not one of those, each of which draws what those before it do: nothing joins with a picture. */
const PICTURE = 5;
const NEVER = 2 ** 30;
const programs: readonly DrawProgram[] = [
  ...['simple', 'blended', 'images', 'lines', 'effects', 'effects'],
] as DrawProgram[];
/** Quads that a draw is spared for, by the program that would draw them: bench `render/shader` has what a pixel costs. */
const DEARER_QUADS = [1, 1, 1, 1, EFFECT_QUADS] as const;

/** Ranges of the draw list, in quads, that show all that touches a rectangle. */
export type DrawPlan = {
  /** Ranges of opaque solids, then all ranges. */
  solids: number;
  count: number;
  /** Replaced when blend modes make more ranges than there is room for. */
  readonly first: Int32Array;
  readonly end: Int32Array;
  /** `BLEND_...` of each. */
  readonly blend: Uint8Array;
  programOf(range: number): DrawProgram;
  /** The slot of the picture that a range is, 0 for one that a program draws. */
  pictureOf(range: number): number;
  /**
   * Plans the drawing of what touches entry `at` of a list of rectangles of device pixels, which is the surface or a part of it;
   * `general` if only the general program draws all of it.
   */
  make(rects: Int32Array, at: number, isPart: boolean, general: boolean): void;
  /**
   * Plans the drawing of all that some chunks show: as if there were no pictures, or, if `isPicture`, into one, within which `Chunks.inner`
   * tells of other pictures, and `Chunks.within` how what is there mixes.
   */
  makeChunks(firstChunk: number, endChunk: number, general: boolean, isPicture: boolean): void;
};

export type DrawPlanOptions = {
  world: World;
  store: RecordStore;
  list: DrawList;
  switches: Pick<RenderSwitches, 'culling' | 'cheapestProgram'>;
  quality: Pick<Quality, 'softens'>;
};

/** Makes an empty plan; `make` fills it anew for every rectangle. */
export function createDrawPlan({
  world,
  store,
  list,
  switches,
  quality,
}: DrawPlanOptions): DrawPlan {
  const { chunks } = list;
  const rows = resource(world, LayerRows);
  const reach = createQuadReach(world, store, list.segments);
  let first = new Int32Array(MAX_RANGES);
  let end = new Int32Array(MAX_RANGES);
  let program = new Uint8Array(MAX_RANGES);
  let blend = new Uint8Array(MAX_RANGES);
  // What a range covers together with the one before it must be drawn by this program at least.
  let between = new Uint8Array(MAX_RANGES);
  // Blend mode of what is added.
  let mode = BLEND_NORMAL;
  let mostDraws = MAX_DRAWS;

  function touches(pixels: Int32Array, id: number, rects: Int32Array, at: number): boolean {
    return !switches.culling || pixelsOverlap(pixels, id * 4, rects, at);
  }

  function holds(rects: Int32Array, at: number, pixels: Int32Array, id: number): boolean {
    return !switches.culling || pixelsContain(rects, at, pixels, id * 4);
  }

  /** `clip` is the layer that cuts a chunk: shadows that any program draws may be cut by the one around. */
  function leastProgram(layer: number, clip: number, general: boolean): number {
    if (!switches.cheapestProgram) return EFFECTS;
    if (quality.softens && !isSimpleLayer(rows, clip)) return GENERAL;
    return !general && isSimpleLayer(rows, layer) ? SIMPLE : GENERAL;
  }

  function makeSolids(rects: Int32Array, at: number): void {
    const { solidCount, solidPixels, solidStart } = chunks;
    mode = BLEND_NORMAL;
    for (let id = 0; id < chunks.count; id++) {
      if (solidCount[id] === 0 || !touches(solidPixels, id, rects, at)) continue;
      const isWhole = holds(rects, at, solidPixels, id);
      const start = solidStart[id]!;
      // Layers with solids are cut by clips of whole pixels: those leave the rectangle, or the chunk has not all of its pixels.
      const mayCover = switches.culling && pixelsContain(solidPixels, id * 4, rects, at);
      if (mayCover && reach.aim(chunks.layer[id]!)) addUncovered(start, start + solidCount[id]!);
      else addTouching(id, isWhole, 0, start, solidCount[id]!, SIMPLE, SIMPLE);
    }
    plan.solids = plan.count;
    join(0, mostDraws / 2);
    plan.solids = plan.count;
  }

  /** Adds the solids that touch the rectangle. Nothing is seen of those before one that covers it. */
  function addUncovered(start: number, end: number): void {
    for (let quad = reach.next(start, end); quad < end; quad = reach.next(quad, end)) {
      let first = quad;
      for (; quad < end && reach.touches(quad); quad++) {
        if (!reach.covers(quad)) continue;
        plan.count = 0;
        first = quad;
      }
      add(0, first, quad - first, SIMPLE, SIMPLE);
    }
  }

  function makeBlended(rects: Int32Array, at: number, general: boolean): void {
    const { mixedCount, mixedPixels } = chunks;
    const { picture } = chunks;
    let skipped = SIMPLE;
    let last = 0;
    let shown = false;
    for (let id = 0; id < chunks.count; id++) {
      const layer = chunks.layer[id]!;
      const count = mixedCount[id]!;
      const slot = picture[id]!;
      if (slot !== last) {
        last = slot;
        shown = slot !== 0 && touches(list.pictures, slot, rects, at);
        if (shown) {
          mode = list.pictureLooks[slot]! & PICTURE_BLEND;
          addPicture(slot);
        }
      }
      if (shown) {
        skipped = SIMPLE;
        continue;
      }
      if (count === 0) continue;
      const clip = clipLayerOf(rows, layer, chunks.outside[id] === 1);
      if (isHiddenLayer(rows, clip)) continue;
      const own = leastProgram(layer, clip, general);
      mode = blendOf(rows, layer);
      const isWhole = holds(rects, at, mixedPixels, id);
      if (
        slot === 0 &&
        touches(mixedPixels, id, rects, at) &&
        addMixed(id, isWhole, own, skipped)
      ) {
        skipped = SIMPLE;
      } else if (own >= GENERAL) {
        // Drawn by the wrong program it could show where it does not belong.
        skipped = own;
      }
    }
    join(plan.solids, mostDraws - plan.solids);
  }

  /** Adds what of a chunk's blended segment touches the rectangle: what lies among its shadows, and among its images, apart. */
  function addMixed(id: number, isWhole: boolean, own: number, skipped: number): boolean {
    const { mixedStart, mixedCount, effectsStart, effectsEnd, imagesStart, imagesEnd } = chunks;
    const start = mixedStart[id]!;
    const end = start + mixedCount[id]!;
    const from = plan.solids;
    const hasEffects = effectsStart[id]! < effectsEnd[id]!;
    const hasImages = imagesStart[id]! < imagesEnd[id]!;
    if (!hasEffects && !hasImages) {
      return addTouching(id, isWhole, from, start, end - start, own, skipped);
    }
    if (hasEffects) mostDraws = MAX_EFFECT_DRAWS;
    let found = false;
    for (let at = start; at < end; ) {
      let needed = own;
      let stop = end;
      if (hasEffects && at < effectsEnd[id]!) {
        if (at < effectsStart[id]!) stop = effectsStart[id]!;
        else {
          needed = EFFECTS;
          stop = effectsEnd[id]!;
        }
      }
      if (hasImages && needed !== EFFECTS && at < imagesEnd[id]!) {
        if (at < imagesStart[id]!) stop = Math.min(stop, imagesStart[id]!);
        else {
          needed = Math.max(own, chunks.lines[id] === 1 ? LINES : IMAGES);
          stop = Math.min(stop, imagesEnd[id]!);
        }
      }
      if (addTouching(id, isWhole, from, at, stop - at, needed, found ? own : skipped))
        found = true;
      at = stop;
    }
    return found;
  }

  /** Adds what of a segment touches the rectangle. Returns false if nothing does. */
  function addTouching(
    id: number,
    isWhole: boolean,
    from: number,
    start: number,
    count: number,
    own: number,
    skipped: number,
  ): boolean {
    if (count === 0) return false;
    if (isWhole || !reach.aim(chunks.layer[id]!)) {
      add(from, start, count, own, skipped);
      return true;
    }
    const end = start + count;
    let found = false;
    for (let quad = reach.next(start, end); quad < end; quad = reach.next(quad, end)) {
      const first = quad;
      while (quad < end && reach.touches(quad)) quad++;
      add(from, first, quad - first, own, found ? own : skipped);
      found = true;
    }
    return found;
  }

  function addPicture(slot: number): void {
    add(plan.solids, list.segments.pictureStart + slot, 1, PICTURE, SIMPLE);
    mostDraws += 2;
  }

  function add(from: number, start: number, count: number, own: number, skipped: number): void {
    if (plan.count === first.length) join(from, plan.count - from - 1);
    if (plan.count === first.length) grow();
    const at = plan.count++;
    first[at] = start;
    end[at] = start + count;
    program[at] = own;
    blend[at] = mode;
    between[at] = skipped;
    if (at > from && joinCost(at) <= DRAW_QUADS) joinWithLast(at);
  }

  /** Only pictures and blend modes take more ranges than there were. */
  function grow(): void {
    const count = first.length * 2;
    first = grown(first, new Int32Array(count));
    end = grown(end, new Int32Array(count));
    program = grown(program, new Uint8Array(count));
    blend = grown(blend, new Uint8Array(count));
    between = grown(between, new Uint8Array(count));
  }

  /** Joins the ranges that lie closest until there are at most `most` from `from` on, and those that blend modes keep apart. */
  function join(from: number, most: number): void {
    for (let at = from + 1; at < plan.count; at++) if (blend[at] !== blend[at - 1]) most++;
    while (plan.count - from > most) {
      let best = from + 1;
      for (let at = from + 2; at < plan.count; at++) if (joinCost(at) < joinCost(best)) best = at;
      if (joinCost(best) === NEVER) return;
      joinWithLast(best);
    }
  }

  /** Quads that joining a range with the one before it would draw in vain, or more dearly; none is worth another blend mode. */
  function joinCost(at: number): number {
    if (blend[at] !== blend[at - 1]) return NEVER;
    if (program[at] === PICTURE || program[at - 1] === PICTURE) return NEVER;
    const gap = first[at]! - end[at - 1]!;
    const joined = joinedProgram(at);
    const dearer =
      (program[at] === joined ? 0 : end[at]! - first[at]!) +
      (program[at - 1] === joined ? 0 : end[at - 1]! - first[at - 1]!);
    return gap + dearer * DEARER_QUADS[joined]!;
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
      blend[i] = blend[i + 1]!;
      between[i] = between[i + 1]!;
    }
  }

  const plan: DrawPlan = {
    solids: 0,
    count: 0,
    get first() {
      return first;
    },
    get end() {
      return end;
    },
    get blend() {
      return blend;
    },
    programOf: (range) => (range < plan.solids ? 'solid' : programs[program[range]!]!),
    pictureOf: (range) =>
      range >= plan.solids && program[range] === PICTURE
        ? first[range]! - list.segments.pictureStart
        : 0,
    make(rects, at, isPart, general) {
      mostDraws = isPart ? MAX_PART_DRAWS : MAX_DRAWS;
      plan.solids = 0;
      plan.count = 0;
      reach.take(rects, at);
      makeSolids(rects, at);
      makeBlended(rects, at, general);
    },
    makeChunks(firstChunk, endChunk, general, isPicture) {
      mostDraws = MAX_EFFECT_DRAWS;
      plan.solids = 0;
      plan.count = 0;
      let last = 0;
      for (let id = firstChunk; id < endChunk; id++) {
        const layer = chunks.layer[id]!;
        const slot = isPicture ? chunks.inner[id]! : 0;
        mode = isPicture ? chunks.within[id]! : blendOf(rows, layer);
        if (slot !== 0 && slot !== last) addPicture(slot);
        last = slot;
        if (slot !== 0 || chunks.mixedCount[id] === 0) continue;
        const clip = clipLayerOf(rows, layer, chunks.outside[id] === 1);
        if (isHiddenLayer(rows, clip)) continue;
        addMixed(id, true, leastProgram(layer, clip, general), SIMPLE);
      }
      join(0, mostDraws);
    },
  };
  return plan;
}
