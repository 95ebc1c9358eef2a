import type { GlyphBitmap } from '../../ecs/stores';

/** A channel this far from white is a colour, not rounding in how a canvas stores transparent white. */
const COLOR_THRESHOLD = 16;
/** Coverage below this says nothing about colour. */
const FAINT = 32;

/** Pixels of a canvas, RGBA, not premultiplied, and how many make a row. */
export type Drawing = { data: Uint8ClampedArray; width: number };

/** Where on a drawing one cluster was drawn, and the pixels of its pen and baseline. */
export type Cell = {
  x: number;
  y: number;
  width: number;
  height: number;
  originX: number;
  originY: number;
};

/**
 * Makes a bitmap of the ink in a cell of a drawing of white text, in place; false where the ink touches an edge of the cell and
 * may have been cut.
 */
export function cutInk({ data, width }: Drawing, cell: Cell, bitmap: GlyphBitmap): boolean {
  const right = cell.x + cell.width;
  const bottom = cell.y + cell.height;
  bitmap.pixels = data;
  bitmap.stride = width * 4;
  bitmap.width = 0;
  bitmap.height = 0;
  bitmap.bearingX = 0;
  bitmap.bearingY = 0;
  bitmap.offset = 0;
  bitmap.colored = false;
  let top = cell.y;
  while (top < bottom && isBlankRow(data, width, top, cell.x, right)) top++;
  if (top === bottom) return true;
  let end = bottom;
  while (isBlankRow(data, width, end - 1, cell.x, right)) end--;
  let left = cell.x;
  while (isBlankColumn(data, width, left, top, end)) left++;
  let last = right - 1;
  while (isBlankColumn(data, width, last, top, end)) last--;
  bitmap.width = last + 1 - left;
  bitmap.height = end - top;
  bitmap.bearingX = left - cell.originX;
  bitmap.bearingY = top - cell.originY;
  bitmap.offset = (top * width + left) * 4;
  bitmap.colored = hasColors(bitmap);
  return left > cell.x && top > cell.y && last < right - 1 && end < bottom;
}

function isBlankRow(
  data: Uint8ClampedArray,
  width: number,
  y: number,
  from: number,
  to: number,
): boolean {
  const end = (y * width + to) * 4 + 3;
  for (let at = (y * width + from) * 4 + 3; at < end; at += 4) if (data[at] !== 0) return false;
  return true;
}

function isBlankColumn(
  data: Uint8ClampedArray,
  width: number,
  x: number,
  from: number,
  to: number,
): boolean {
  for (let y = from; y < to; y++) if (data[(y * width + x) * 4 + 3] !== 0) return false;
  return true;
}

function hasColors({ pixels, offset, stride, width, height }: GlyphBitmap): boolean {
  for (let y = 0; y < height; y++) {
    const row = offset + y * stride;
    for (let i = row; i < row + width * 4; i += 4) {
      if (pixels[i + 3]! < FAINT) continue;
      const darkest = Math.min(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
      if (darkest < 255 - COLOR_THRESHOLD) return true;
    }
  }
  return false;
}
