import { columns, resource } from '../../ecs';
import {
  Ink,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  LayerTable,
  paintOrderOf,
  Viewport,
} from '../../ecs/stores';
import type { Canvas } from './canvas';
import { clipLayerOf, isHiddenLayer, isSolidLayer } from './layer-programs';
import { pixelsContain, pixelsOverlap, projectPixels } from './pixel-rects';
import {
  KIND_EMPTY,
  KIND_ROUND,
  KIND_SOLID,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_RADII_BOTTOM,
  RECORD_RADII_TOP,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';
import { OUTSIDE, Runs } from './runs';

/** Device pixels by which float32 may miss an edge. */
const NOISE = 1 / 256;

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
  const part = new Int32Array(4);
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

  /** Looks at what an element draws, record by record: a shadow lies under its own box. */
  function takeBelow(row: number, area: Int32Array): void {
    const { count, start, layer, asleep } = columns(world, Runs);
    const isPlain = isSolidLayer(rows, layer[row]!) && pixelsContain(pixels, 0, area, 0);
    if (asleep[row] !== 0) isEven = false;
    for (let i = 0; i < count[row]!; i++) {
      const at = (start[row]! + i) * RECORD_WORDS;
      const kind = store.words[at + RECORD_KIND_LAYER]! & 255;
      if (kind === KIND_EMPTY) continue;
      if (kind !== KIND_SOLID && kind !== KIND_ROUND) isEven = false;
      else if (isPlain && fills(at, layer[row]!, area)) {
        isEven = true;
        ground.color = store.words[at + RECORD_COLOR]!;
      } else if (isNear(at, layer[row]!, area)) isEven = false;
    }
  }

  /** Whether a rectangle shows nothing but its colour in the area, where its layer stands on device pixels. */
  function fills(at: number, layer: number, area: Int32Array): boolean {
    const { words, floats } = store;
    if (words[at + RECORD_COLOR]! >>> 24 !== 255) return false;
    const isRound = (words[at + RECORD_KIND_LAYER]! & 255) === KIND_ROUND;
    const border = isRound ? floats[at + RECORD_BORDER_WIDTH]! : 0;
    const corner = isRound ? Math.max(border, greatestRadius(at)) : 0;
    // Within the border, and beside the corners on one axis.
    return holds(at, layer, area, corner, border) || holds(at, layer, area, border, corner);
  }

  function greatestRadius(at: number): number {
    const top = store.words[at + RECORD_RADII_TOP]!;
    const bottom = store.words[at + RECORD_RADII_BOTTOM]!;
    return Math.max(top & 0xffff, top >>> 16, bottom & 0xffff, bottom >>> 16) / 16;
  }

  function holds(at: number, layer: number, area: Int32Array, x: number, y: number): boolean {
    const { floats } = store;
    const { dpr } = view;
    const left = (floats[at + RECORD_X]! + rows.floats[layer * LAYER_WORDS + LAYER_TX]!) * dpr;
    const top = (floats[at + RECORD_Y]! + rows.floats[layer * LAYER_WORDS + LAYER_TY]!) * dpr;
    const right = left + floats[at + RECORD_WIDTH]! * dpr;
    const bottom = top + floats[at + RECORD_HEIGHT]! * dpr;
    return (
      left + x * dpr <= area[0]! + NOISE &&
      top + y * dpr <= area[1]! + NOISE &&
      right - x * dpr >= area[2]! - NOISE &&
      bottom - y * dpr >= area[3]! - NOISE
    );
  }

  function isNear(at: number, layer: number, area: Int32Array): boolean {
    const { floats } = store;
    ink[0] = floats[at + RECORD_X]!;
    ink[1] = floats[at + RECORD_Y]!;
    ink[2] = ink[0]! + floats[at + RECORD_WIDTH]!;
    ink[3] = ink[1]! + floats[at + RECORD_HEIGHT]!;
    projectPixels(rows, view, layer, ink, 0, part, 0);
    return pixelsOverlap(part, 0, area, 0);
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
