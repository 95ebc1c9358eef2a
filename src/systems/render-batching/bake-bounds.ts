import { resource, type World } from '../../ecs';
import {
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_D,
  LAYER_OUTER,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  Viewport,
} from '../../ecs/stores';
import type { Chunks } from './chunks';
import { clipLayerOf, isHiddenLayer } from './layer-programs';
import { clearPixels, growPixels, isEmptyPixels } from './pixel-rects';

/** Device pixels by which float32 may miss an edge. */
const NOISE = 1 / 1024;
/** Pixels around a picture for what rounding lets out of bounds. */
const AROUND = 1;

/**
 * Gives what finds the device pixels of a layer's picture, wherever the clips around the layer end: the clips in it count, and
 * sides that a layer has from the outside do not. Returns false if nothing is seen, or if clips around cut some of it right now: then it
 * cannot be drawn whole.
 */
export function createBakeBounds(world: World, chunks: Chunks) {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const part = new Int32Array(4);

  function project(
    layer: number,
    bounds: Float32Array,
    id: number,
    clip: number,
    outer: number,
  ): void {
    const { floats } = rows;
    const { dpr } = view;
    const at = id * 4;
    const x0 = bounds[at]!;
    const y0 = bounds[at + 1]!;
    const x1 = bounds[at + 2]!;
    const y1 = bounds[at + 3]!;
    clearPixels(part, 0);
    if (!(x0 < x1 && y0 < y1)) return;
    const base = layer * LAYER_WORDS;
    const a = floats[base + LAYER_A]!;
    const b = floats[base + LAYER_B]!;
    const c = floats[base + LAYER_C]!;
    const d = floats[base + LAYER_D]!;
    let left = Math.min(a * x0, a * x1) + Math.min(c * y0, c * y1) + floats[base + LAYER_TX]!;
    let right = Math.max(a * x0, a * x1) + Math.max(c * y0, c * y1) + floats[base + LAYER_TX]!;
    let top = Math.min(b * x0, b * x1) + Math.min(d * y0, d * y1) + floats[base + LAYER_TY]!;
    let bottom = Math.max(b * x0, b * x1) + Math.max(d * y0, d * y1) + floats[base + LAYER_TY]!;
    const own = clip * LAYER_WORDS + LAYER_CLIP;
    const around = outer * LAYER_WORDS + LAYER_CLIP;
    if (floats[own] !== floats[around]) left = Math.max(left, floats[own]!);
    if (floats[own + 1] !== floats[around + 1]) top = Math.max(top, floats[own + 1]!);
    if (floats[own + 2] !== floats[around + 2]) right = Math.min(right, floats[own + 2]!);
    if (floats[own + 3] !== floats[around + 3]) bottom = Math.min(bottom, floats[own + 3]!);
    part[0] = Math.floor(left * dpr + NOISE);
    part[1] = Math.floor(top * dpr + NOISE);
    part[2] = Math.ceil(right * dpr - NOISE);
    part[3] = Math.ceil(bottom * dpr - NOISE);
  }

  return (layer: number, first: number, end: number, to: Int32Array): boolean => {
    const { floats, words } = rows;
    const { dpr } = view;
    const outer = words[layer * LAYER_WORDS + LAYER_OUTER]!;
    clearPixels(to, 0);
    for (let id = first; id < end; id++) {
      const own = chunks.layer[id]!;
      const clip = clipLayerOf(rows, own, chunks.outside[id] === 1);
      if (!isHiddenLayer(rows, own)) {
        project(own, chunks.solidBounds, id, own, outer);
        growPixels(to, 0, part, 0);
      }
      if (isHiddenLayer(rows, clip)) continue;
      project(own, chunks.mixedBounds, id, clip, outer);
      growPixels(to, 0, part, 0);
    }
    const cut = outer * LAYER_WORDS + LAYER_CLIP;
    const isWhole =
      !isEmptyPixels(to, 0) &&
      to[0]! >= floats[cut]! * dpr - NOISE &&
      to[1]! >= floats[cut + 1]! * dpr - NOISE &&
      to[2]! <= floats[cut + 2]! * dpr + NOISE &&
      to[3]! <= floats[cut + 3]! * dpr + NOISE;
    to[0]! -= AROUND;
    to[1]! -= AROUND;
    to[2]! += AROUND;
    to[3]! += AROUND;
    return isWhole;
  };
}
