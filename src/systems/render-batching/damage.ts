import { LAYER_A, LAYER_B, LAYER_C, LAYER_CLIP, LAYER_D, LAYER_TX, LAYER_TY, LAYER_WORDS, type LayerRows } from '../../ecs/stores';

/** A growing rectangle in surface CSS pixels; empty while `x0 >= x1`. */
export type Bounds = { x0: number; y0: number; x1: number; y1: number };

export function createBounds(): Bounds {
  return { x0: Number.POSITIVE_INFINITY, y0: Number.POSITIVE_INFINITY, x1: Number.NEGATIVE_INFINITY, y1: Number.NEGATIVE_INFINITY };
}

export function resetBounds(bounds: Bounds): void {
  bounds.x0 = Number.POSITIVE_INFINITY;
  bounds.y0 = Number.POSITIVE_INFINITY;
  bounds.x1 = Number.NEGATIVE_INFINITY;
  bounds.y1 = Number.NEGATIVE_INFINITY;
}

export function isEmptyBounds(bounds: Bounds): boolean {
  return !(bounds.x0 < bounds.x1 && bounds.y0 < bounds.y1);
}

/** Grows the bounds by a rectangle; an empty or NaN one changes nothing. */
export function addRect(bounds: Bounds, x0: number, y0: number, x1: number, y1: number): void {
  if (!(x0 < x1 && y0 < y1)) return;
  if (x0 < bounds.x0) bounds.x0 = x0;
  if (y0 < bounds.y0) bounds.y0 = y0;
  if (x1 > bounds.x1) bounds.x1 = x1;
  if (y1 > bounds.y1) bounds.y1 = y1;
}

/** Writes to `out` the surface bounds of a rectangle of a layer, cut to the layer's clip. */
export function toSurface(rows: LayerRows, layer: number, x0: number, y0: number, x1: number, y1: number, out: Bounds): void {
  resetBounds(out);
  if (!(x0 < x1 && y0 < y1)) return;
  const { floats } = rows;
  const at = layer * LAYER_WORDS;
  const a = floats[at + LAYER_A]!;
  const b = floats[at + LAYER_B]!;
  const c = floats[at + LAYER_C]!;
  const d = floats[at + LAYER_D]!;
  const tx = floats[at + LAYER_TX]!;
  const ty = floats[at + LAYER_TY]!;
  // Interval arithmetic: each term is smallest and largest at one end of the rectangle.
  const left = Math.min(a * x0, a * x1) + Math.min(c * y0, c * y1) + tx;
  const right = Math.max(a * x0, a * x1) + Math.max(c * y0, c * y1) + tx;
  const top = Math.min(b * x0, b * x1) + Math.min(d * y0, d * y1) + ty;
  const bottom = Math.max(b * x0, b * x1) + Math.max(d * y0, d * y1) + ty;
  out.x0 = Math.max(left, floats[at + LAYER_CLIP]!);
  out.y0 = Math.max(top, floats[at + LAYER_CLIP + 1]!);
  out.x1 = Math.min(right, floats[at + LAYER_CLIP + 2]!);
  out.y1 = Math.min(bottom, floats[at + LAYER_CLIP + 3]!);
}

/** True if two rectangles share area. */
export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}
