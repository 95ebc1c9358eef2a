import type { CoarsePicture } from './backend';
import type { Canvas } from './canvas';
import type { DrawPlan } from './draw-plan';
import { resetOffscreen } from './offscreen';
import { COARSE_GRID } from './quality';
import { QUAD_INDICES } from './segments';
import { ABOVE, createUncovered } from './uncovered';

/** Draws at a lower resolution, but for text that nothing lies over. */
export type Resolution = {
  /** Before anything is sent: finds out which texts those are. */
  update(): void;
  /** Draws what is damaged coarsely, each range by `draw`. Returns false where the frame has to draw all of it by itself. */
  take(plan: DrawPlan, isWhole: boolean, color: number, draw: (range: number) => void): boolean;
  /** What the frame draws then: left, top, right, bottom of as many rectangles as there are damaged ones, or of one. */
  readonly rects: Int32Array;
  /** Draws the rectangle that was planned: what was drawn coarsely, and over it what was not. Returns how many draws it took. */
  draw(plan: DrawPlan, draw: (range: number) => void): number;
  /** Bytes of the picture. */
  bytes(): number;
  dispose(): void;
};

/** Makes it; `surface` is kept up to date. */
export function createResolution(
  canvas: Canvas,
  coarse: CoarsePicture,
  surface: Int32Array,
): Resolution {
  const { damage, quality } = canvas;
  const { values } = quality;
  const uncovered = createUncovered(canvas, surface);
  const rects = new Int32Array(damage.rects.length);
  // What reaches into one of them.
  const reached = new Int32Array(4);
  let isHeld = false;

  /** A rectangle of the grid, and a pixel of the picture more on each side: what is shown there is mixed of neighbours. */
  function widen(from: Int32Array, at: number): void {
    rects[at] = Math.max(0, Math.floor(from[at]! / COARSE_GRID) * COARSE_GRID - COARSE_GRID);
    rects[at + 1] = Math.max(
      0,
      Math.floor(from[at + 1]! / COARSE_GRID) * COARSE_GRID - COARSE_GRID,
    );
    rects[at + 2] = Math.min(
      surface[2]!,
      Math.ceil(from[at + 2]! / COARSE_GRID) * COARSE_GRID + COARSE_GRID,
    );
    rects[at + 3] = Math.min(
      surface[3]!,
      Math.ceil(from[at + 3]! / COARSE_GRID) * COARSE_GRID + COARSE_GRID,
    );
  }

  /** Edges are as soft as a pixel of the picture is large, and reach beyond the pixels that they have at full size. */
  function reach(at: number): void {
    reached[0] = rects[at]! - COARSE_GRID;
    reached[1] = rects[at + 1]! - COARSE_GRID;
    reached[2] = rects[at + 2]! + COARSE_GRID;
    reached[3] = rects[at + 3]! + COARSE_GRID;
  }

  /** Indices of any quad, -1 if there is none at all. */
  function anyQuad(plan: DrawPlan): number {
    if (plan.count > 0) return plan.first[0]!;
    const { count, solidCount, solidStart, mixedCount, mixedStart } = canvas.list.chunks;
    for (let id = 0; id < count; id++) {
      if (solidCount[id]! > 0) return solidStart[id]!;
      if (mixedCount[id]! > 0) return mixedStart[id]!;
    }
    return -1;
  }

  function drop(): void {
    if (isHeld) coarse.drop();
    isHeld = false;
  }

  return {
    rects,
    update() {
      resetOffscreen(canvas.stats);
      const isOn = values.resolutionScale < 1;
      if (isOn && (canvas.everything || !damage.isEmpty() || uncovered.isOutdated()))
        uncovered.find();
      if (!isOn) drop();
    },
    take(plan, isWhole, color, draw) {
      if (values.resolutionScale === 1) return false;
      isHeld = true;
      const share = values.resolutionScale;
      if (!coarse.begin(share, surface[2]!, surface[3]!, color)) return false;
      canvas.stats.offscreenPasses++;
      const count = isWhole ? 1 : damage.count();
      for (let i = 0; i < count; i++) {
        const at = i * 4;
        widen(isWhole ? surface : damage.rects, at);
        const wide = rects[at + 2]! - rects[at]!;
        coarse.rect(rects[at]!, rects[at + 1]!, wide, rects[at + 3]! - rects[at + 1]!);
        // No glyph is drawn texel by pixel.
        reach(at);
        plan.make(reached, 0, !isWhole, true);
        for (let range = 0; range < plan.count; range++) {
          const slot = plan.pictureOf(range);
          if (slot === 0 || uncovered.pictures[slot] !== ABOVE) draw(range);
        }
      }
      coarse.end();
      return true;
    },
    draw(plan, draw) {
      // Also where nothing is: edges of what is beside it are mixed in.
      const quad = anyQuad(plan);
      if (quad < 0) return 0;
      coarse.show(quad * QUAD_INDICES);
      let draws = 1;
      for (let range = plan.solids; range < plan.count; range++) {
        const slot = plan.pictureOf(range);
        if (slot !== 0) {
          if (uncovered.pictures[slot] === ABOVE) draw(range);
          continue;
        }
        const first = plan.first[range]! * QUAD_INDICES;
        const quads = plan.end[range]! - plan.first[range]!;
        coarse.drawUncovered(first, quads * QUAD_INDICES, plan.blend[range]!);
        draws++;
      }
      return draws;
    },
    bytes: coarse.bytes,
    dispose: drop,
  };
}
