import {
  BLEND_NORMAL,
  LAYER_AXIS_ALIGNED,
  LAYER_BLEND_SHIFT,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_OPACITY,
  LAYER_OUTER,
  LAYER_SNAPPED,
  LAYER_WORDS,
  type LayerRows,
} from '../../ecs/stores';

const SIMPLE = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;

/** True if the `simple` program draws a layer right: on whole device pixels, cut by nothing but its folded clip. */
export function isSimpleLayer(rows: LayerRows, layer: number): boolean {
  const at = layer * LAYER_WORDS;
  return (
    (rows.words[at + LAYER_FLAGS]! & SIMPLE) === SIMPLE && rows.words[at + LAYER_CLIP_ROW] === 0
  );
}

/** How what a layer draws mixes with what lies below it, `BLEND_...`. */
export function blendOf(rows: LayerRows, layer: number): number {
  return (rows.words[layer * LAYER_WORDS + LAYER_FLAGS]! >>> LAYER_BLEND_SHIFT) & 3;
}

/** True if the `solid` program draws opaque solids of a layer right: without blending. */
export function isSolidLayer(rows: LayerRows, layer: number): boolean {
  return (
    isSimpleLayer(rows, layer) &&
    rows.floats[layer * LAYER_WORDS + LAYER_OPACITY] === 1 &&
    blendOf(rows, layer) === BLEND_NORMAL
  );
}

/** The layer whose clip cuts what is drawn in a layer, or `outside` of its own clip. */
export function clipLayerOf(rows: LayerRows, layer: number, outside: boolean): number {
  return outside ? rows.words[layer * LAYER_WORDS + LAYER_OUTER]! : layer;
}

/** True if a layer's clip leaves nothing: no program shows anything of it. */
export function isHiddenLayer(rows: LayerRows, layer: number): boolean {
  const at = layer * LAYER_WORDS + LAYER_CLIP;
  return !(rows.floats[at]! < rows.floats[at + 2]! && rows.floats[at + 1]! < rows.floats[at + 3]!);
}
