import type { BitSet } from '../../structures';
import { defineResource } from '../index';

/**
 * A layer row is 64 bytes too, in a texture of its own. Words 0-5: affine a b c d tx ty (f32), local CSS pixels to surface CSS
 * pixels. Row 0 is the surface itself.
 */
export const LAYER_WORDS = 16;
export const LAYER_A = 0;
export const LAYER_B = 1;
export const LAYER_C = 2;
export const LAYER_D = 3;
export const LAYER_TX = 4;
export const LAYER_TY = 5;
/** Opacity of the layer times its ancestors', f32 0..1. */
export const LAYER_OPACITY = 6;
export const LAYER_FLAGS = 7;
/** Folded axis-aligned clip in surface CSS pixels: x0 y0 x1 y1 (f32). */
export const LAYER_CLIP = 8;
/** Row of the innermost rounded or rotated clip, 0 = none; the fragment shader walks at most 4 of them. */
export const LAYER_CLIP_ROW = 12;
/** Row of the layer around, whose clips alone cut what the layer's own element draws around its box; its own row if hidden. */
export const LAYER_OUTER = 13;

/** Layer flag: scale 1, no rotation; glyph corners snap to whole device pixels and read texels 1:1. */
export const LAYER_SNAPPED = 1;
/** Layer flag: no rotation or skew; the vertex shader cuts quads to the folded clip. */
export const LAYER_AXIS_ALIGNED = 2;
/** Layer flags: how what the layer draws mixes with what lies below it, one of `BLEND_...`, from this bit on. */
export const LAYER_BLEND_SHIFT = 2;

/** Over what lies below. */
export const BLEND_NORMAL = 0;
/** Channels multiplied: what lies below gets darker. */
export const BLEND_MULTIPLY = 1;
/** What is missing to white, multiplied: what lies below gets lighter. */
export const BLEND_SCREEN = 2;
/** Added to what lies below. */
export const BLEND_PLUS_LIGHTER = 3;

/**
 * A clip row shares the layer texture. Words 0-5: affine from surface to the clip's own space; word 6: next clip row outwards;
 * words 8-11: its rectangle; words 12-15: radii top left, top right, bottom right, bottom left (all f32 CSS pixels).
 */
export const CLIP_NEXT = 6;
export const CLIP_RECT = 8;
export const CLIP_RADII = 12;

/** Layer rows (and clip rows) in one line of the layer texture: 256 texels. */
export const LAYERS_PER_LINE = 64;

/**
 * Flattened layers as the shader reads them, one row per layer id. Projection writes, batching sends what is dirty and reads
 * the affine to bring bounds to the surface. `words` and `floats` share one buffer and are replaced when it grows.
 */
export type LayerRows = {
  words: Uint32Array;
  floats: Float32Array;
  /** Rows the renderer has not been sent. */
  dirty: BitSet;
  /** Rows in use, from 0. */
  count: number;
  /** Goes up whenever a row was written. */
  version: number;
};

export const LayerRows = defineResource<LayerRows>('LayerRows');

/** Says what an element's records hold, places in the draw list included, bytes. Batching installs it. */
export type RecordBytes = (row: number) => number;

export const RecordBytes = defineResource<RecordBytes>('RecordBytes');
