import type { MeasureContender } from 'rafter-ui/benchmark';
import { createRectSet } from '../../src/systems/render-batching/rect-set';
import { createTileGrid } from './tile-grid';

const WIDTH = 1280;
const HEIGHT = 720;
/** Pixels that a rectangle more is worth, and what one costs on a software rasteriser. */
const PASS_PIXELS = 4096;
const PIXEL_NS = 20;
/** Percent of the surface from which on all of it is drawn. */
const FULL_PERCENT = 60;
const FRAMES = 64;

type Structure = {
  count(): number;
  pixels(): number;
  add(from: Int32Array, at: number): unknown;
  settle(): void;
  clear(): void;
};

/** Damage of one frame: rectangles of four numbers each. */
type DamagedFrame = Int32Array;

/** What is damaged, scene by scene, in order of their parameter from 1 on. */
const SCENES: readonly ((frame: number) => number[][])[] = [
  // One number of 21 x 9 that changes.
  () => [[9, 7, 30, 16]],
  // Two of them far apart.
  () => [
    [9, 7, 30, 16],
    [1200, 690, 1221, 699],
  ],
  // A caret that blinks in a field, and the row under the pointer in another colour.
  (frame) => [
    [200, 100, 202, 118],
    [300, 200 + (frame % 10) * 28, 900, 228 + (frame % 10) * 28],
    [300, 200 + ((frame + 1) % 10) * 28, 900, 228 + ((frame + 1) % 10) * 28],
  ],
  // 100 of 10,000 panels of 10 x 5.
  (frame) =>
    Array.from({ length: 100 }, (_, i) => panel(((frame * 100 + i) * 97) % 10_000, 100, 12, 7)),
  // 12 numbers in a column of a table, and 12 in another.
  () => Array.from({ length: 24 }, (_, i) => panel(i, 2, 500, 28)),
  // 60 cards of 150 x 90 that glide by 12 px to and fro: where each was and is.
  (frame) =>
    Array.from({ length: 60 }, (_, i) => {
      const x = 14 + (i % 8) * 156 + Math.round(Math.sin(frame / 20 + i) * 12);
      const y = 6 + Math.floor(i / 8) * 89;
      return [x - 1, y, x + 151, y + 90];
    }),
  // 8 markers of 16 x 16 that cross the surface.
  (frame) =>
    Array.from({ length: 8 }, (_, i) => {
      const x = (i * 171 + frame * 7) % 1240;
      const y = (i * 97 + frame * 3) % 690;
      return [x, y, x + 23, y + 19];
    }),
];

/** How many there are. */
export const DAMAGE_SCENES = SCENES.map((_, i) => i + 1);

/** Nanoseconds of finding the rectangles of a frame, and what those leave to be drawn. */
export function structureContender(
  name: 'rectangles' | 'tiles',
): MeasureContender<{ structure: Structure; frames: DamagedFrame[] }> {
  return {
    setup({ parameters }) {
      const scene = SCENES[parameters.scene! - 1]!;
      const frames = Array.from({ length: FRAMES }, (_, i) => Int32Array.from(scene(i).flat()));
      const structure =
        name === 'rectangles'
          ? createRectSet({ passPixels: PASS_PIXELS })
          : createTileGrid(WIDTH, HEIGHT, PASS_PIXELS);
      return { structure, frames };
    },
    measure({ structure, frames }) {
      let pixels = 0;
      let rects = 0;
      let cost = 0;
      const start = performance.now();
      for (const frame of frames) {
        structure.clear();
        for (let at = 0; at < frame.length; at += 4) structure.add(frame, at);
        structure.settle();
        const passes = structure.count() - 1;
        const isMost =
          (structure.pixels() + passes * PASS_PIXELS) * 100 > WIDTH * HEIGHT * FULL_PERCENT;
        pixels += isMost ? WIDTH * HEIGHT : structure.pixels();
        rects += isMost ? 1 : structure.count();
        cost += isMost ? WIDTH * HEIGHT : structure.pixels() + passes * PASS_PIXELS;
      }
      const ms = performance.now() - start;
      return {
        frame: (ms * 1e6) / frames.length,
        pixels: pixels / frames.length,
        rects: rects / frames.length,
        drawn: (cost * PIXEL_NS) / 1000 / frames.length,
      };
    },
  };
}

function panel(index: number, columns: number, across: number, down: number): number[] {
  const x = (index % columns) * across;
  const y = Math.floor(index / columns) * down;
  return [x, y, x + 10, y + 5];
}
