import { columns, resource } from '../../ecs';
import { Ink, LayerRows, LayerTable, paintOrderOf, Viewport } from '../../ecs/stores';
import type { Canvas } from './canvas';
import { clipLayerOf, isHiddenLayer, isSolidLayer } from './layer-programs';
import { pixelsContain, pixelsOverlap, projectPixels } from './pixel-rects';
import { RECORD_COLOR, RECORD_WORDS } from './record-format';
import { OUTSIDE, Runs } from './runs';

/** Why an area cannot be moved by the page. */
export type GroundFault = 'covered' | 'background';

/** What lies under and over what scrolls. */
export type ScrollGround = {
  /** After `check`: the one colour that lies under it all, RGBA8. */
  readonly color: number;
  /**
   * Looks at all that is drawn in an area besides what scrolls: nothing may lie over that, and one colour under it. `isContent` says
   * by layer what scrolls.
   */
  check(area: Int32Array, isContent: Uint8Array): GroundFault | undefined;
};

export function createScrollGround({ world, list, store }: Canvas): ScrollGround {
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const view = resource(world, Viewport);
  const { chunks } = list;
  const ink = new Float32Array(4);
  const pixels = new Int32Array(4);
  // Whether only `color` was found so far.
  let isEven = true;

  function isSeen(id: number, area: Int32Array): boolean {
    return (
      pixelsOverlap(chunks.solidPixels, id * 4, area, 0) ||
      pixelsOverlap(chunks.mixedPixels, id * 4, area, 0)
    );
  }

  /** Whether an element draws in the area; where is in `pixels` then. */
  function isDrawn(row: number, area: Int32Array): boolean {
    const { count, asleep, layer, effects } = columns(world, Runs);
    if (count[row] === 0 && asleep[row] === 0) return false;
    const { left, top, right, bottom } = columns(world, Ink);
    ink[0] = left[row]!;
    ink[1] = top[row]!;
    ink[2] = right[row]!;
    ink[3] = bottom[row]!;
    const clip = clipLayerOf(rows, layer[row]!, (effects[row]! & OUTSIDE) !== 0);
    projectPixels(rows, view, layer[row]!, ink, 0, pixels, 0, clip);
    return pixelsOverlap(pixels, 0, area, 0);
  }

  function takeBelow(row: number, area: Int32Array): void {
    const { count, opaque, start, layer, asleep } = columns(world, Runs);
    const isSolid = opaque[row] === 1 && count[row] === 1 && asleep[row] === 0;
    isEven = isSolid && isSolidLayer(rows, layer[row]!) && pixelsContain(pixels, 0, area, 0);
    if (isEven) ground.color = store.words[start[row]! * RECORD_WORDS + RECORD_COLOR]!;
  }

  const ground: { color: number; check: ScrollGround['check'] } = {
    color: 0,
    check(area, isContent) {
      const { order } = paintOrderOf(world);
      const { chunk } = columns(world, Runs);
      isEven = true;
      ground.color = view.background;
      let isAbove = false;
      for (let id = 0; id < chunks.count; id++) {
        const layer = chunks.layer[id]!;
        if (isContent[layer] === 1) {
          isAbove = true;
          if (table.top[layer] !== 0 && !isHiddenLayer(rows, layer)) return 'covered';
          continue;
        }
        if (!isSeen(id, area)) continue;
        for (let i = chunks.first[id]!; i < chunks.end[id]!; i++) {
          const row = order[i]!;
          if (chunk[row] !== id || !isDrawn(row, area)) continue;
          if (isAbove) return 'covered';
          takeBelow(row, area);
        }
      }
      return isEven ? undefined : 'background';
    },
  };
  return ground;
}
