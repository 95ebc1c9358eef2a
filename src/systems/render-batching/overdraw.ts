import { resource, type World } from '../../ecs';
import { LayerRows, Viewport } from '../../ecs/stores';
import type { DrawList } from './draw-list';
import { clipLayerOf, isHiddenLayer } from './layer-programs';
import { isEmptyPixels, projectPixels } from './pixel-rects';
import {
  KIND_EMPTY,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import type { RecordStore } from './record-store';
import { QUAD_INDICES } from './segments';

/**
 * Gives how often a pixel of the surface is drawn, in the mean, where all of it is: pixels of all rectangles in sight, each cut by
 * its clip, over pixels of the surface. Looks at every record: for tools, not for frames. What shadows and turned layers cover is
 * taken by their rectangles.
 */
export function createOverdraw(
  world: World,
  store: RecordStore,
  list: DrawList,
  surface: Int32Array,
): () => number {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const bounds = new Float32Array(4);
  const pixels = new Int32Array(4);

  function pixelsOf(first: number, count: number, layer: number, clip: number): number {
    const { words, floats } = store;
    const { indices } = list.segments;
    let sum = 0;
    for (let quad = first; quad < first + count; quad++) {
      const record = (indices[quad * QUAD_INDICES]! >>> 2) * RECORD_WORDS;
      if ((words[record + RECORD_KIND_LAYER]! & 255) === KIND_EMPTY) continue;
      bounds[0] = floats[record + RECORD_X]!;
      bounds[1] = floats[record + RECORD_Y]!;
      bounds[2] = bounds[0]! + floats[record + RECORD_WIDTH]!;
      bounds[3] = bounds[1]! + floats[record + RECORD_HEIGHT]!;
      projectPixels(rows, view, layer, bounds, 0, pixels, 0, clip);
      pixels[0] = Math.max(pixels[0]!, 0);
      pixels[1] = Math.max(pixels[1]!, 0);
      pixels[2] = Math.min(pixels[2]!, surface[2]!);
      pixels[3] = Math.min(pixels[3]!, surface[3]!);
      if (isEmptyPixels(pixels, 0)) continue;
      sum += (pixels[2]! - pixels[0]!) * (pixels[3]! - pixels[1]!);
    }
    return sum;
  }

  function pictureArea(slot: number): number {
    const rects = list.pictures;
    const at = slot * 4;
    const across = Math.min(rects[at + 2]!, surface[2]!) - Math.max(rects[at]!, 0);
    const down = Math.min(rects[at + 3]!, surface[3]!) - Math.max(rects[at + 1]!, 0);
    return across > 0 && down > 0 ? across * down : 0;
  }

  return () => {
    const { chunks } = list;
    const all = surface[2]! * surface[3]!;
    if (all === 0) return 0;
    let sum = 0;
    let last = 0;
    for (let id = 0; id < chunks.count; id++) {
      const slot = chunks.picture[id]!;
      if (slot !== last && slot !== 0) sum += pictureArea(slot);
      last = slot;
      if (slot !== 0) continue;
      const layer = chunks.layer[id]!;
      const clip = clipLayerOf(rows, layer, chunks.outside[id] === 1);
      if (isHiddenLayer(rows, clip)) continue;
      sum += pixelsOf(chunks.solidStart[id]!, chunks.solidCount[id]!, layer, layer);
      sum += pixelsOf(chunks.mixedStart[id]!, chunks.mixedCount[id]!, layer, clip);
    }
    return sum / all;
  };
}
