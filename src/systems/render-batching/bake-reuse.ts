import type { Canvas } from './canvas';
import type { LayerRuns } from './layer-runs';
import { clearPixels, growPixels, isEmptyPixels } from './pixel-rects';

/** Share of the last frame in the mean of how much of a layer is drawn again. */
const RECENT = 0.25;

/** How much of each layer is drawn again, frame by frame. */
export type BakeReuse = {
  /** By layer: the share of it that is drawn again in the mean. */
  readonly share: Float64Array;
  growColumns(capacity: number): void;
  /** Finds where each layer is seen now. */
  cover(): void;
  /** Learns from this frame, and gives the pixels of a layer that are drawn in it. */
  note(layer: number, isDrawn: boolean): number;
};

export function createBakeReuse(canvas: Canvas, runs: LayerRuns, surface: Int32Array): BakeReuse {
  const { damage, switches } = canvas;
  const { chunks } = canvas.list;
  let covered = new Int32Array(0);
  let share = new Float64Array(0);

  function pixelsDrawn(layer: number): number {
    const at = layer * 4;
    if (isEmptyPixels(covered, at)) return 0;
    if (canvas.everything || damage.isMost || !switches.partialRedraw) {
      return shared(covered, at, surface, 0);
    }
    let sum = 0;
    for (let i = 0; i < damage.count; i++) sum += shared(covered, at, damage.rects, i * 4);
    return sum;
  }

  return {
    get share() {
      return share;
    },
    growColumns(capacity) {
      const wider = new Int32Array(capacity * 4);
      wider.set(covered);
      covered = wider;
      const longer = new Float64Array(capacity);
      longer.set(share);
      share = longer;
    },
    cover() {
      for (let i = 0; i < runs.candidateCount; i++) clearPixels(covered, runs.candidates[i]! * 4);
      for (let id = 0; id < chunks.count; id++) {
        for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) {
          growPixels(covered, layer * 4, chunks.solidPixels, id * 4);
          growPixels(covered, layer * 4, chunks.mixedPixels, id * 4);
        }
      }
    },
    note(layer, isDrawn) {
      const pixels = isDrawn ? pixelsDrawn(layer) : 0;
      const all = pixels === 0 ? 1 : shared(covered, layer * 4, surface, 0);
      share[layer] = share[layer]! + (pixels / all - share[layer]!) * RECENT;
      return pixels;
    },
  };
}

/** Pixels that two rectangles share. */
function shared(a: Int32Array, p: number, b: Int32Array, q: number): number {
  const across = Math.min(a[p + 2]!, b[q + 2]!) - Math.max(a[p]!, b[q]!);
  const down = Math.min(a[p + 3]!, b[q + 3]!) - Math.max(a[p + 1]!, b[q + 1]!);
  return across > 0 && down > 0 ? across * down : 0;
}
