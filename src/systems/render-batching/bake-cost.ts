import { resource, type World } from '../../ecs';
import { LayerRows, Viewport } from '../../ecs/stores';
import {
  COST_BLENDED,
  COST_EFFECTS,
  COST_GLYPH,
  COST_IMAGES,
  COST_LINES,
  COST_QUAD,
  COST_SIMPLE,
  COST_SOLID,
  type DrawCosts,
} from './draw-costs';
import type { DrawList } from './draw-list';
import { isSimpleLayer } from './layer-programs';
import {
  KIND_GLYPH,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
} from './record-format';
import type { RecordStore } from './record-store';
import { QUAD_INDICES } from './segments';

/**
 * Gives what says how many nanoseconds drawing some chunks takes: each quad by the program that draws it where it is. It is written
 * to `to[at]`, for a result would be a heap object. A quad counts for no more pixels than `most`.
 */
export function createBakeCost(
  world: World,
  store: RecordStore,
  list: DrawList,
  { ns }: DrawCosts,
) {
  const { chunks } = list;
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const sum = new Float64Array(1);

  function add(from: number, end: number, program: number, most: number): void {
    const { words, floats } = store;
    const { indices } = list.segments;
    const area = view.dpr * view.dpr;
    for (let quad = from; quad < end; quad++) {
      const record = (indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
      const kind = words[record + RECORD_KIND_LAYER]! & 255;
      if (kind === 0) continue;
      const cost = program === COST_SIMPLE && kind === KIND_GLYPH ? COST_GLYPH : program;
      const pixels = floats[record + RECORD_WIDTH]! * floats[record + RECORD_HEIGHT]! * area;
      sum[0] = sum[0]! + ns[COST_QUAD]! + Math.min(pixels, most) * ns[cost]!;
    }
  }

  return (first: number, end: number, most: number, to: Float64Array, at: number): void => {
    const { solidStart, solidCount, mixedStart, mixedCount } = chunks;
    const { effectsStart, effectsEnd, imagesStart, imagesEnd } = chunks;
    sum[0] = 0;
    for (let id = first; id < end; id++) {
      add(solidStart[id]!, solidStart[id]! + solidCount[id]!, COST_SOLID, most);
      const plain = isSimpleLayer(rows, chunks.layer[id]!) ? COST_SIMPLE : COST_BLENDED;
      const soft = chunks.lines[id] === 1 ? COST_LINES : COST_IMAGES;
      const last = mixedStart[id]! + mixedCount[id]!;
      for (let quad = mixedStart[id]!; quad < last; quad++) {
        const isEffect = quad >= effectsStart[id]! && quad < effectsEnd[id]!;
        const isImage = quad >= imagesStart[id]! && quad < imagesEnd[id]!;
        add(quad, quad + 1, isEffect ? COST_EFFECTS : isImage ? soft : plain, most);
      }
    }
    to[at] = sum[0]!;
  };
}
