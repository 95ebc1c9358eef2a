import { columns, resource, type World } from '../../ecs';
import { Ink, LayerRows, Viewport } from '../../ecs/stores';
import type { DrawCosts } from './draw-costs';
import { clipLayerOf } from './layer-programs';
import { projectPixels } from './pixel-rects';
import { createRectSet } from './rect-set';
import { OUTSIDE, Runs } from './runs';

/** What must be drawn again: up to 8 rectangles of device pixels, cut to the surface, that do not overlap. */
export type Damage = {
  /** Left, top, right, bottom of `count` rectangles. */
  readonly rects: Int32Array;
  count(): number;
  /** True if drawing the whole surface is cheaper; the rectangles are then incomplete. */
  isMost(): boolean;
  isEmpty(): boolean;
  /**
   * Adds what an element draws. Elements of layers that moved are left out: all that such a layer shows and showed is added by
   * chunk.
   */
  addInk(row: number): void;
  /** Adds entry `at` of a list of rectangles, which a layer drew. */
  add(rects: Int32Array, at: number, layer?: number): void;
  /** By layer: device pixels to the left of this are shown by other means, and are no damage. */
  held: Int32Array | undefined;
  /** Decides how to draw what was added since the last `reset`. */
  settle(): void;
  reset(): void;
};

/** Makes an empty damage. `surface` is the rectangle of the surface in device pixels, kept up to date by the caller. */
export function createDamage(world: World, surface: Int32Array, costs: DrawCosts): Damage {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const set = createRectSet(costs);
  const bounds = new Float32Array(4);
  const cut = new Int32Array(4);
  let isMost = false;

  function isMuch(pixels: number): boolean {
    return pixels * 100 > surface[2]! * surface[3]! * costs.fullPercent;
  }

  function add(rects: Int32Array, at: number, layer = 0): void {
    if (isMost) return;
    const { held } = damage;
    cut[0] = Math.max(rects[at]!, held?.[layer] ?? 0);
    cut[1] = Math.max(rects[at + 1]!, surface[1]!);
    cut[2] = Math.min(rects[at + 2]!, surface[2]!);
    cut[3] = Math.min(rects[at + 3]!, surface[3]!);
    if (set.add(cut, 0)) isMost = isMuch(set.pixels());
  }

  const damage: Damage = {
    rects: set.rects,
    held: undefined,
    count() {
      return set.count();
    },
    isMost() {
      return isMost;
    },
    isEmpty() {
      return set.count() === 0;
    },
    addInk(row) {
      if (isMost) return;
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
      add(cut, 0, layer);
    },
    add,
    settle() {
      set.settle();
      // The first pass is there in either case.
      if (isMuch(set.pixels() + (set.count() - 1) * costs.passPixels)) isMost = true;
    },
    reset() {
      set.clear();
      isMost = false;
    },
  };
  return damage;
}
