import {
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_CLIP,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  type LayerRows,
  type ViewSize,
} from '../../ecs/stores';

/**
 * Rectangles of whole device pixels on the surface, four integers each: left, top, right, bottom; empty unless left < right and
 * top < bottom. Integers, because numbers with fractions are boxed when they are handed from function to function.
 */
export type PixelRects = Int32Array;

const OUTSIDE = 2 ** 30;
/** Device pixels by which float32 may miss a pixel's edge. What really reaches less far into a pixel leaves no trace in 8 bits. */
const NOISE = 1 / 1024;
/** Share by which the squares of what axes are scaled by may differ and be taken for even. */
const EVEN = 1 / 4096;

/** Makes a rectangle empty. */
export function clearPixels(rects: PixelRects, at: number): void {
  rects[at] = OUTSIDE;
  rects[at + 1] = OUTSIDE;
  rects[at + 2] = -OUTSIDE;
  rects[at + 3] = -OUTSIDE;
}

/** True if a rectangle has no pixels. */
export function isEmptyPixels(rects: PixelRects, at: number): boolean {
  return rects[at]! >= rects[at + 2]! || rects[at + 1]! >= rects[at + 3]!;
}

/** True if two rectangles share pixels. */
export function pixelsOverlap(a: PixelRects, p: number, b: PixelRects, q: number): boolean {
  return a[p]! < b[q + 2]! && b[q]! < a[p + 2]! && a[p + 1]! < b[q + 3]! && b[q + 1]! < a[p + 3]!;
}

/** True if the first rectangle has all pixels of the second. */
export function pixelsContain(a: PixelRects, p: number, b: PixelRects, q: number): boolean {
  return (
    a[p]! <= b[q]! && a[p + 1]! <= b[q + 1]! && a[p + 2]! >= b[q + 2]! && a[p + 3]! >= b[q + 3]!
  );
}

/** Grows a rectangle by another. */
export function growPixels(to: PixelRects, at: number, from: PixelRects, fromAt: number): void {
  if (isEmptyPixels(from, fromAt)) return;
  to[at] = Math.min(to[at]!, from[fromAt]!);
  to[at + 1] = Math.min(to[at + 1]!, from[fromAt + 1]!);
  to[at + 2] = Math.max(to[at + 2]!, from[fromAt + 2]!);
  to[at + 3] = Math.max(to[at + 3]!, from[fromAt + 3]!);
}

/** Writes the pixels that a rectangle of a layer (CSS pixels) may touch, cut to the clip of `clipLayer`. */
export function projectPixels(
  rows: LayerRows,
  view: ViewSize,
  layer: number,
  from: Float32Array,
  fromAt: number,
  to: PixelRects,
  at: number,
  clipLayer = layer,
): void {
  clearPixels(to, at);
  const x0 = from[fromAt]!;
  const y0 = from[fromAt + 1]!;
  const x1 = from[fromAt + 2]!;
  const y1 = from[fromAt + 3]!;
  if (!(x0 < x1 && y0 < y1)) return;
  const { floats } = rows;
  const base = layer * LAYER_WORDS;
  const a = floats[base + LAYER_A]!;
  const b = floats[base + LAYER_B]!;
  const c = floats[base + LAYER_C]!;
  const d = floats[base + LAYER_D]!;
  const tx = floats[base + LAYER_TX]!;
  const ty = floats[base + LAYER_TY]!;
  // Where axes are scaled differently, edges are as soft as by their mean: wider than a pixel along the greater.
  let overX = 0;
  let overY = 0;
  const across = a * a + b * b;
  const down = c * c + d * d;
  if (Math.abs(across - down) > EVEN * (across + down)) {
    const mean = Math.sqrt(Math.abs(a * d - b * c)) * 2;
    // Not for what is squeezed to nothing; written so that NaN is 0.
    if (mean > 0) {
      overX = Math.max(0, (Math.abs(a) + Math.abs(c)) / mean - 0.5) / view.dpr;
      overY = Math.max(0, (Math.abs(b) + Math.abs(d)) / mean - 0.5) / view.dpr;
    }
  }
  // Interval arithmetic: each term is smallest and largest at one end of the rectangle.
  const left = Math.min(a * x0, a * x1) + Math.min(c * y0, c * y1) + tx - overX;
  const right = Math.max(a * x0, a * x1) + Math.max(c * y0, c * y1) + tx + overX;
  const top = Math.min(b * x0, b * x1) + Math.min(d * y0, d * y1) + ty - overY;
  const bottom = Math.max(b * x0, b * x1) + Math.max(d * y0, d * y1) + ty + overY;
  const clip = clipLayer * LAYER_WORDS + LAYER_CLIP;
  const cutLeft = Math.max(left, floats[clip]!);
  const cutTop = Math.max(top, floats[clip + 1]!);
  const cutRight = Math.min(right, floats[clip + 2]!);
  const cutBottom = Math.min(bottom, floats[clip + 3]!);
  if (!(cutLeft < cutRight && cutTop < cutBottom)) return;
  const { dpr } = view;
  to[at] = Math.floor(cutLeft * dpr + NOISE);
  to[at + 1] = Math.floor(cutTop * dpr + NOISE);
  to[at + 2] = Math.ceil(cutRight * dpr - NOISE);
  to[at + 3] = Math.ceil(cutBottom * dpr - NOISE);
}
