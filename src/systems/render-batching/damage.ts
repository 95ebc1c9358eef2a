import { columns, resource, type World } from '../../ecs';
import { Ink, LayerRows, Viewport } from '../../ecs/stores';
import { clipLayerOf } from './layer-programs';
import { clearPixels, growPixels, isEmptyPixels, projectPixels } from './pixel-rects';
import { OUTSIDE, Runs } from './runs';

/** What must be drawn again: one rectangle of device pixels, cut to the surface. */
export type Damage = {
  /** Left, top, right, bottom. */
  readonly pixels: Int32Array;
  readonly isEmpty: boolean;
  /**
   * Adds what an element draws. Elements of layers that moved are left out: all that such a layer shows and showed is added by
   * chunk.
   */
  addInk(row: number): void;
  /** Adds entry `at` of a list of rectangles. */
  add(rects: Int32Array, at: number): void;
  reset(): void;
};

/** Makes an empty damage. `surface` is the rectangle of the surface in device pixels, kept up to date by the caller. */
export function createDamage(world: World, surface: Int32Array): Damage {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const pixels = new Int32Array(4);
  const bounds = new Float32Array(4);
  const cut = new Int32Array(4);
  clearPixels(pixels, 0);

  function add(rects: Int32Array, at: number): void {
    cut[0] = Math.max(rects[at]!, surface[0]!);
    cut[1] = Math.max(rects[at + 1]!, surface[1]!);
    cut[2] = Math.min(rects[at + 2]!, surface[2]!);
    cut[3] = Math.min(rects[at + 3]!, surface[3]!);
    growPixels(pixels, 0, cut, 0);
  }

  return {
    pixels,
    get isEmpty() {
      return isEmptyPixels(pixels, 0);
    },
    addInk(row) {
      const runs = columns(world, Runs);
      const layer = runs.layer[row]!;
      if (rows.dirty.has(layer)) return;
      const ink = columns(world, Ink);
      bounds[0] = ink.left[row]!;
      bounds[1] = ink.top[row]!;
      bounds[2] = ink.right[row]!;
      bounds[3] = ink.bottom[row]!;
      const clip = clipLayerOf(rows, layer, (runs.effects[row]! & OUTSIDE) !== 0);
      projectPixels(rows, view, layer, bounds, 0, cut, 0, clip);
      add(cut, 0);
    },
    add,
    reset() {
      clearPixels(pixels, 0);
    },
  };
}
