import {
  columns,
  isRowAlive,
  keepAwake,
  PAINT,
  resource,
  touch,
  treeOf,
  type World,
} from '../../ecs';
import {
  LAYER_A,
  LAYER_AXIS_ALIGNED,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
  Text,
  Viewport,
} from '../../ecs/stores';
import { createBitSet, createIntList, grown } from '../../structures';

/** Frames without a change after which a layer is taken to rest: an animation that is late by one or two is none that ended. */
const REST_FRAMES = 4;
/** Steps in a scale of 1: bitmaps of glyphs are at most half of one too large or too small. */
const STEPS = 2048;
/** Glyphs are drawn for scales from an eighth to 8: what is smaller cannot be read, what is larger fills pages. */
const LEAST_STEP = STEPS / 8;
const MOST_STEP = STEPS * 8;
/** Difference of two scales that shows nowhere on a surface. */
const SAME_SCALE = 1e-6;
/** Device pixels, as finely as glyphs are placed. */
const SAME_PLACE = 1 / 64;
const AFFINE = LAYER_TY - LAYER_A + 1;

/** How texts of layers that are scaled at rest are drawn. */
export type RestedLayers = {
  /** By layer: 2048ths of the scale of the surface's glyphs that its own are drawn in, 0 for those of the surface. */
  step: Uint16Array;
  /** By layer: its scale, and what of a device pixel its origin stands to the right of and below a whole one. */
  looks: Float64Array;
  /** Takes layers that moved, and marks the texts of those that came to rest in another scale. Once a frame, before texts are written. */
  update(moved: boolean): void;
};

export function createRestedLayers(world: World): RestedLayers {
  const rows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const view = resource(world, Viewport);
  /** Layers that moved of late and are scaled, or were. */
  const moving = createIntList(4);
  const isMoving = createBitSet();
  let still = new Uint8Array(0);
  /** By layer: `LayerTable.takes` as it came to rest. */
  let takes = new Uint32Array(0);
  let seen = new Float32Array(0);
  const look = new Float64Array(3);
  let tableVersion = -1;
  let viewVersion = -1;
  const rested: RestedLayers = {
    step: new Uint16Array(0),
    looks: new Float64Array(0),
    update(moved) {
      if (table.version !== tableVersion) takeTable();
      if (moved) takeMoved();
      if (view.version !== viewVersion) takeView();
      if (moving.length === 0) return;
      keepAwake(world);
      for (let i = moving.length - 1; i >= 0; i--) {
        const layer = moving.rows[i]!;
        if (hasMoved(layer)) still[layer] = 0;
        else if (++still[layer]! >= REST_FRAMES) {
          moving.swapRemove(i);
          isMoving.clear(layer);
          if (settle(layer)) touchTexts(layer);
        }
      }
    },
  };

  function grow(layer: number): void {
    if (layer < still.length) return;
    const length = 2 ** Math.ceil(Math.log2(layer + 1));
    still = grown(still, new Uint8Array(length));
    takes = grown(takes, new Uint32Array(length));
    seen = grown(seen, new Float32Array(length * AFFINE));
    rested.step = grown(rested.step, new Uint16Array(length));
    rested.looks = grown(rested.looks, new Float64Array(length * 3));
  }

  /** A layer that another element has now is of the surface's scale until it rests. */
  function takeTable(): void {
    tableVersion = table.version;
    const end = Math.min(takes.length, table.count);
    for (let layer = 0; layer < end; layer++) {
      if (takes[layer] !== table.takes[layer]) rested.step[layer] = 0;
    }
  }

  /** Where device pixels lie may be another now. */
  function takeView(): void {
    viewVersion = view.version;
    for (let layer = 0; layer < still.length; layer++) {
      if (rested.step[layer] === 0 || isMoving.has(layer)) continue;
      isMoving.set(layer);
      // It rests.
      still[layer] = REST_FRAMES;
      moving.push(layer);
    }
  }

  function takeMoved(): void {
    const { dirty } = rows;
    for (let layer = dirty.nextSetBit(0); layer >= 0; layer = dirty.nextSetBit(layer + 1)) {
      const isPlain = (rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) !== 0;
      if (isPlain && (layer >= still.length || rested.step[layer] === 0)) continue;
      grow(layer);
      if (isMoving.has(layer)) continue;
      isMoving.set(layer);
      still[layer] = 0;
      moving.push(layer);
    }
  }

  function hasMoved(layer: number): boolean {
    const from = layer * LAYER_WORDS + LAYER_A;
    const to = layer * AFFINE;
    let moved = false;
    for (let i = 0; i < AFFINE; i++) {
      if (seen[to + i] === rows.floats[from + i]) continue;
      seen[to + i] = rows.floats[from + i]!;
      moved = true;
    }
    return moved;
  }

  /** Takes the look of a layer at rest, and says whether it is another than before. */
  function settle(layer: number): boolean {
    const { floats, words } = rows;
    const at = layer * LAYER_WORDS;
    const a = floats[at + LAYER_A]!;
    const b = floats[at + LAYER_B]!;
    const c = floats[at + LAYER_C]!;
    const d = floats[at + LAYER_D]!;
    const scale = Math.sqrt(a * a + b * b);
    const isEven = Math.abs(a - d) + Math.abs(b + c) < scale * SAME_SCALE * 2;
    let step = Math.round(scale * STEPS);
    if (!isEven || step === STEPS || !(step >= LEAST_STEP && step <= MOST_STEP)) step = 0;
    look[0] = step === 0 ? 1 : scale;
    look[1] = 0;
    look[2] = 0;
    // A game's stage may lie anywhere between pixels.
    const isOnPixels =
      (words[at + LAYER_FLAGS]! & LAYER_AXIS_ALIGNED) !== 0 && view.glyphScale === view.dpr;
    if (step !== 0 && isOnPixels) {
      look[1] = fraction(floats[at + LAYER_TX]! * view.dpr);
      look[2] = fraction(floats[at + LAYER_TY]! * view.dpr);
    }
    const { looks } = rested;
    const to = layer * 3;
    const differs =
      rested.step[layer] !== step ||
      (step !== 0 &&
        (Math.abs(looks[to]! - look[0]!) > SAME_SCALE ||
          Math.abs(looks[to + 1]! - look[1]!) > SAME_PLACE ||
          Math.abs(looks[to + 2]! - look[2]!) > SAME_PLACE));
    if (!differs) return false;
    rested.step[layer] = step;
    takes[layer] = table.takes[layer]!;
    looks.set(look, to);
    return true;
  }

  function touchTexts(layer: number): void {
    const { order, indexOf, subtreeEnd } = treeOf(world);
    const at = indexOf[table.owner[layer]!]!;
    if (at < 0) return;
    const { id } = columns(world, LayerOf);
    const { runLength } = columns(world, Text);
    for (let i = at; i < subtreeEnd[at]!; i++) {
      const row = order[i]!;
      if (id[row] !== layer || runLength[row] === 0) continue;
      if (isRowAlive(world, row)) touch(world, row, PAINT);
    }
  }

  return rested;
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
