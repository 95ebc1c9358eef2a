import type { GlyphBitmap } from '../../ecs/stores';

/** A channel this far from white is a colour, not rounding in how a canvas stores transparent white. */
const COLOR_THRESHOLD = 16;
/** Coverage below this says nothing about colour. */
const FAINT = 32;

/**
 * Cuts a drawing of white text to its ink and copies it to a bitmap; false where the ink touches an edge and may have been cut.
 * @param data RGBA, not premultiplied
 * @param originX the pen's pixel in the drawing
 * @param originY the baseline's pixel in the drawing
 */
export function cutInk(
  data: Uint8ClampedArray,
  width: number,
  height: number,
  originX: number,
  originY: number,
  bitmap: GlyphBitmap,
): boolean {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[(y * width + x) * 4 + 3] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (right < 0) {
    bitmap.width = 0;
    bitmap.height = 0;
    bitmap.bearingX = 0;
    bitmap.bearingY = 0;
    bitmap.colored = false;
    return true;
  }
  bitmap.width = right - left + 1;
  bitmap.height = bottom - top + 1;
  bitmap.bearingX = left - originX;
  bitmap.bearingY = top - originY;
  const bytes = bitmap.width * bitmap.height * 4;
  if (bitmap.pixels.length < bytes) bitmap.pixels = new Uint8ClampedArray(bytes * 2);
  for (let y = 0; y < bitmap.height; y++) {
    const from = ((top + y) * width + left) * 4;
    bitmap.pixels.set(data.subarray(from, from + bitmap.width * 4), y * bitmap.width * 4);
  }
  bitmap.colored = hasColors(bitmap.pixels, bytes);
  return left > 0 && top > 0 && right < width - 1 && bottom < height - 1;
}

function hasColors(pixels: Uint8ClampedArray, bytes: number): boolean {
  for (let i = 0; i < bytes; i += 4) {
    if (pixels[i + 3]! < FAINT) continue;
    const darkest = Math.min(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
    if (darkest < 255 - COLOR_THRESHOLD) return true;
  }
  return false;
}
