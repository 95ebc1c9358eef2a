import { resource } from '../../ecs';
import {
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerRows,
  Viewport,
} from '../../ecs/stores';
import type { Canvas } from './canvas';
import type { Chunks } from './chunks';
import type { LayerRuns } from './layer-runs';
import { clearPixels } from './pixel-rects';
import {
  KIND_PICTURE,
  RECORD_HEIGHT,
  RECORD_KIND_LAYER,
  RECORD_PICTURE_ALPHA,
  RECORD_WIDTH,
  RECORD_WORDS,
  RECORD_X,
  RECORD_Y,
} from './record-format';

/** Pictures there may be, and one more: slot 0 means none. */
export const SLOTS = 256;

/** Pictures of layers by slot, as columns: where they are, and the records that draw them. */
export type PictureSlots = {
  /** The layer that a picture shows, 0 where the slot is free. */
  readonly layerOf: Int32Array;
  /** Device pixels. */
  readonly width: Int32Array;
  readonly height: Int32Array;
  /** The last frame in which it was drawn, and how many there were. */
  readonly drawn: Int32Array;
  readonly uses: Int32Array;
  /** The record that draws it. */
  readonly record: Int32Array;
  /** 1: the layer is a group, whose picture fades. */
  readonly isGroup: Uint8Array;
  /** 1: the layer around has a rounded or turned clip. */
  readonly isClipped: Uint8Array;
  /** Where its left and top pixel lie now, device pixels. */
  leftOf(slot: number): number;
  topOf(slot: number): number;
  bytesOf(slot: number): number;
  /** A slot that shows nothing, 0 if there is none. */
  free(): number;
  /** Takes a slot for a layer whose picture covers these pixels now. Throws `CapacityError` if there is no record for it. */
  open(slot: number, layer: number, pixels: Int32Array, isGroup: boolean): void;
  close(slot: number): void;
  /** Says that a picture covers other pixels now. */
  resize(slot: number, pixels: Int32Array): void;
  /** Has the draw list name the record of a picture. */
  list(slot: number): void;
  /** Places pictures where their layers are now. */
  place(): void;
};

/** Makes slots that are all free. */
export function createPictureSlots(
  { world, store, list }: Canvas,
  bytesPerPixel: number,
): PictureSlots {
  const view = resource(world, Viewport);
  const rows = resource(world, LayerRows);
  const layerOf = new Int32Array(SLOTS);
  // From the layer's corner, device pixels.
  const left = new Int32Array(SLOTS);
  const top = new Int32Array(SLOTS);
  const width = new Int32Array(SLOTS);
  const height = new Int32Array(SLOTS);
  const record = new Int32Array(SLOTS);
  const drawn = new Int32Array(SLOTS);
  const uses = new Int32Array(SLOTS);
  const isGroup = new Uint8Array(SLOTS);
  const isClipped = new Uint8Array(SLOTS);
  // Of the picture being placed.
  const alpha = new Float32Array(1);

  function cornerOf(layer: number, word: number): number {
    return Math.round(rows.floats[layer * LAYER_WORDS + word]! * view.dpr);
  }

  function placeSlot(slot: number): void {
    const { floats, words } = rows;
    const { dpr } = view;
    const layer = layerOf[slot]!;
    const around = words[layer * LAYER_WORDS + LAYER_OUTER]!;
    const outer = around * LAYER_WORDS;
    const clip = outer + LAYER_CLIP;
    const x = cornerOf(layer, LAYER_TX) + left[slot]!;
    const y = cornerOf(layer, LAYER_TY) + top[slot]!;
    const at = slot * 4;
    const rects = list.pictures;
    clearPixels(rects, at);
    isClipped[slot] = words[outer + LAYER_CLIP_ROW] === 0 ? 0 : 1;
    alpha[0] = isGroup[slot] === 1 ? floats[layer * LAYER_WORDS + LAYER_OPACITY]! : 1;
    // A hidden layer is its own outer one.
    if (around !== layer && alpha[0]! > 0) {
      rects[at] = Math.max(x, Math.floor(floats[clip]! * dpr));
      rects[at + 1] = Math.max(y, Math.floor(floats[clip + 1]! * dpr));
      rects[at + 2] = Math.min(x + width[slot]!, Math.ceil(floats[clip + 2]! * dpr));
      rects[at + 3] = Math.min(y + height[slot]!, Math.ceil(floats[clip + 3]! * dpr));
    }
    const to = record[slot]! * RECORD_WORDS;
    const recordX = Math.fround(x / dpr - floats[outer + LAYER_TX]!);
    const recordY = Math.fround(y / dpr - floats[outer + LAYER_TY]!);
    const kindLayer = KIND_PICTURE | (around << 8);
    const { floats: numbers, words: bits } = store;
    if (
      numbers[to + RECORD_X] === recordX &&
      numbers[to + RECORD_Y] === recordY &&
      numbers[to + RECORD_WIDTH] === Math.fround(width[slot]! / dpr) &&
      numbers[to + RECORD_HEIGHT] === Math.fround(height[slot]! / dpr) &&
      numbers[to + RECORD_PICTURE_ALPHA] === alpha[0] &&
      bits[to + RECORD_KIND_LAYER] === kindLayer
    ) {
      return;
    }
    numbers[to + RECORD_X] = recordX;
    numbers[to + RECORD_Y] = recordY;
    numbers[to + RECORD_WIDTH] = width[slot]! / dpr;
    numbers[to + RECORD_HEIGHT] = height[slot]! / dpr;
    numbers[to + RECORD_PICTURE_ALPHA] = alpha[0]!;
    bits[to + RECORD_KIND_LAYER] = kindLayer;
    store.wrote(record[slot]!);
  }

  function resize(slot: number, pixels: Int32Array): void {
    const layer = layerOf[slot]!;
    left[slot] = pixels[0]! - cornerOf(layer, LAYER_TX);
    top[slot] = pixels[1]! - cornerOf(layer, LAYER_TY);
    width[slot] = Math.max(0, pixels[2]! - pixels[0]!);
    height[slot] = Math.max(0, pixels[3]! - pixels[1]!);
    placeSlot(slot);
  }

  return {
    ...{ layerOf, width, height, record, drawn, uses, isGroup, isClipped },
    leftOf: (slot) => cornerOf(layerOf[slot]!, LAYER_TX) + left[slot]!,
    topOf: (slot) => cornerOf(layerOf[slot]!, LAYER_TY) + top[slot]!,
    bytesOf: (slot) => width[slot]! * height[slot]! * bytesPerPixel,
    free() {
      for (let slot = 1; slot < SLOTS; slot++) if (layerOf[slot] === 0) return slot;
      return 0;
    },
    open(slot, layer, pixels, group) {
      record[slot] = store.allocate(1);
      layerOf[slot] = layer;
      isGroup[slot] = group ? 1 : 0;
      uses[slot] = 0;
      resize(slot, pixels);
      list.segments.writePicture(slot, record[slot]!);
    },
    resize,
    close(slot) {
      store.clear(record[slot]!);
      store.release(record[slot]!);
      layerOf[slot] = 0;
      list.pictureLooks[slot] = 0;
    },
    list(slot) {
      list.segments.writePicture(slot, record[slot]!);
    },
    place() {
      for (let slot = 1; slot < SLOTS; slot++) if (layerOf[slot] !== 0) placeSlot(slot);
    },
  };
}

/** Whether something of these layers, 1 each, is in a group. */
export function groupsHoldAny(
  { layerOf, isGroup }: PictureSlots,
  runs: LayerRuns,
  chunks: Chunks,
  layers: Uint8Array,
): boolean {
  for (let slot = 1; slot < SLOTS; slot++) {
    const layer = layerOf[slot]!;
    if (layer === 0 || isGroup[slot] === 0) continue;
    for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) {
      if (layers[chunks.layer[id]!] === 1) return true;
    }
  }
  return false;
}
