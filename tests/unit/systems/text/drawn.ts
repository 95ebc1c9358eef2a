import type {
  FontSpec,
  GlyphBitmap,
  GlyphCache,
  GlyphRasteriser,
} from '../../../../src/ecs/stores';

/** One cluster's bitmap by itself, in an array of its own without gaps. */
export function drawOne(
  rasteriser: GlyphRasteriser,
  font: FontSpec,
  cluster: string,
  sub: number,
  scale: number,
): GlyphBitmap {
  let copy: GlyphBitmap | undefined;
  rasteriser.draw(font, cluster, sub, scale);
  rasteriser.read((bitmap) => {
    copy = copyOf(bitmap);
  });
  if (!copy) throw new Error(`the rasteriser gave nothing for '${cluster}'`);
  return copy;
}

/** A bitmap in an array of its own without gaps. */
export function copyOf(bitmap: GlyphBitmap): GlyphBitmap {
  const { width, height, offset, stride } = bitmap;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = offset + y * stride;
    pixels.set(bitmap.pixels.subarray(from, from + width * 4), y * width * 4);
  }
  return { ...bitmap, pixels, offset: 0, stride: width * 4 };
}

/** A glyph's slot when it has been drawn. */
export function drawnSlot(
  cache: GlyphCache,
  font: number,
  glyph: number,
  sub: number,
  scale: number,
): number {
  const before = cache.waiting;
  const slot = cache.slot(font, glyph, sub, scale);
  if (cache.waiting === before) return slot;
  cache.rasterise();
  return cache.slot(font, glyph, sub, scale);
}
