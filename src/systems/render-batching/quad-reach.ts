import { resource, type World } from '../../ecs';
import {
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  Viewport,
} from '../../ecs/stores';
import {
  KIND_SHADOW,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_SHADOW_BLUR,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';
import { QUAD_INDICES, type Segments } from './segments';

/** Device pixels by which a quad may lie outside its record: rounded to whole pixels, and the fringe of a soft edge. */
const FRINGE = 2;

/** Device pixels by which a quad may miss the edge of a rectangle that it covers: it has the centres of all pixels there. */
const SLACK = 0.25;

/** How far the blur of a shadow reaches out of its shape, as a share of the blur; see the `effects` program. */
export const BLUR_REACH = 1.5;

/** Tells which quads of the draw list may touch a rectangle. */
export type QuadReach = {
  /** Takes entry `at` of a list of rectangles of device pixels. */
  take(rects: Int32Array, at: number): void;
  /** Looks at quads of a layer from now on. Returns false if it cannot tell: the layer is turned or has no size. */
  aim(layer: number): boolean;
  touches(quad: number): boolean;
  /** Whether a quad with square corners has all pixels of the rectangle, where no clip cuts it. */
  covers(quad: number): boolean;
  /** The first quad from `from` on that touches; `end` if there is none. */
  next(from: number, end: number): number;
};

export function createQuadReach(world: World, store: RecordStore, segments: Segments): QuadReach {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const device = new Int32Array(4);
  // The rectangle in the layer's own coordinates: the test of a quad is four comparisons.
  const local = new Float64Array(4);
  // The same for what must be covered.
  const inner = new Float64Array(4);

  function touches(quad: number): boolean {
    const { words, floats } = store;
    const record = (segments.indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
    const x = floats[record + RECORD_X]!;
    const y = floats[record + RECORD_Y]!;
    const right = x + floats[record + RECORD_WIDTH]!;
    const bottom = y + floats[record + RECORD_HEIGHT]!;
    const isShadow = (words[record + RECORD_KIND_LAYER]! & 255) === KIND_SHADOW;
    const around = isShadow ? BLUR_REACH * floats[record + RECORD_SHADOW_BLUR]! : 0;
    return (
      x - around < local[2]! &&
      y - around < local[3]! &&
      right + around > local[0]! &&
      bottom + around > local[1]!
    );
  }

  return {
    take(rects, at) {
      device[0] = rects[at]! - FRINGE;
      device[1] = rects[at + 1]! - FRINGE;
      device[2] = rects[at + 2]! + FRINGE;
      device[3] = rects[at + 3]! + FRINGE;
    },
    aim(layer) {
      const { floats } = rows;
      const base = layer * LAYER_WORDS;
      if (floats[base + LAYER_B] !== 0 || floats[base + LAYER_C] !== 0) return false;
      const a = floats[base + LAYER_A]!;
      const d = floats[base + LAYER_D]!;
      const { dpr } = view;
      const left = (device[0]! / dpr - floats[base + LAYER_TX]!) / a;
      const top = (device[1]! / dpr - floats[base + LAYER_TY]!) / d;
      const right = (device[2]! / dpr - floats[base + LAYER_TX]!) / a;
      const bottom = (device[3]! / dpr - floats[base + LAYER_TY]!) / d;
      local[0] = Math.min(left, right);
      local[1] = Math.min(top, bottom);
      local[2] = Math.max(left, right);
      local[3] = Math.max(top, bottom);
      const insetX = (FRINGE + SLACK) / dpr / Math.abs(a);
      const insetY = (FRINGE + SLACK) / dpr / Math.abs(d);
      inner[0] = local[0]! + insetX;
      inner[1] = local[1]! + insetY;
      inner[2] = local[2]! - insetX;
      inner[3] = local[3]! - insetY;
      // Written so that what is not finite cannot be told.
      return local[0]! < local[2]! && local[1]! < local[3]!;
    },
    touches,
    covers(quad) {
      const { floats } = store;
      const record = (segments.indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
      const x = floats[record + RECORD_X]!;
      const y = floats[record + RECORD_Y]!;
      return (
        x <= inner[0]! &&
        y <= inner[1]! &&
        x + floats[record + RECORD_WIDTH]! >= inner[2]! &&
        y + floats[record + RECORD_HEIGHT]! >= inner[3]!
      );
    },
    next(from, end) {
      let quad = from;
      while (quad < end && !touches(quad)) quad++;
      return quad;
    },
  };
}
