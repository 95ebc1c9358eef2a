import { resource, type World } from '../../ecs';
import { LayerRows, Viewport } from '../../ecs/stores';
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

/** Nanoseconds of a pixel by each program, and of one of a picture: bench `render/shader`, a software rasteriser; a picture by what `render/baking` leaves. */
const SOLID_NS = 4;
const SIMPLE_NS = 14;
const GLYPH_NS = 20;
const BLENDED_NS = 32;
const IMAGES_NS = 55;
const LINES_NS = 75;
const EFFECTS_NS = 145;
export const PICTURE_NS = 10;
/** Nanoseconds of a quad whatever its size: four vertices that read record and layer. */
const QUAD_NS = 500;
/** Nanoseconds of a draw of its own. */
export const DRAW_NS = 35_000;

/**
 * Gives what says how many nanoseconds drawing some chunks takes: each quad by the program that draws it where it is. It is written
 * to `to[at]`, for a result would be a heap object. A quad counts for no more pixels than `most`.
 */
export function createBakeCost(world: World, store: RecordStore, list: DrawList) {
  const { chunks } = list;
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const sum = new Float64Array(1);

  function add(from: number, end: number, pixelNs: number, most: number): void {
    const { words, floats } = store;
    const { indices } = list.segments;
    const area = view.dpr * view.dpr;
    for (let quad = from; quad < end; quad++) {
      const record = (indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
      const kind = words[record + RECORD_KIND_LAYER]! & 255;
      if (kind === 0) continue;
      const ns = pixelNs === SIMPLE_NS && kind === KIND_GLYPH ? GLYPH_NS : pixelNs;
      const pixels = floats[record + RECORD_WIDTH]! * floats[record + RECORD_HEIGHT]! * area;
      sum[0] = sum[0]! + QUAD_NS + Math.min(pixels, most) * ns;
    }
  }

  return (first: number, end: number, most: number, to: Float64Array, at: number): void => {
    const { solidStart, solidCount, mixedStart, mixedCount } = chunks;
    const { effectsStart, effectsEnd, imagesStart, imagesEnd } = chunks;
    sum[0] = 0;
    for (let id = first; id < end; id++) {
      add(solidStart[id]!, solidStart[id]! + solidCount[id]!, SOLID_NS, most);
      const plain = isSimpleLayer(rows, chunks.layer[id]!) ? SIMPLE_NS : BLENDED_NS;
      const soft = chunks.lines[id] === 1 ? LINES_NS : IMAGES_NS;
      const last = mixedStart[id]! + mixedCount[id]!;
      for (let quad = mixedStart[id]!; quad < last; quad++) {
        const isEffect = quad >= effectsStart[id]! && quad < effectsEnd[id]!;
        const isImage = quad >= imagesStart[id]! && quad < imagesEnd[id]!;
        add(quad, quad + 1, isEffect ? EFFECTS_NS : isImage ? soft : plain, most);
      }
    }
    to[at] = sum[0]!;
  };
}
