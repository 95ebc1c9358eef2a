/**
 * A record is one primitive: 64 bytes, 4 texels of `rgba32uint`, 16 words. Words 0-3 hold f32 bits: x, y, width, height in
 * CSS pixels, local to the record's layer.
 */
export const RECORD_WORDS = 16;
export const RECORD_BYTES = 64;

/** Word offsets inside a record. */
export const RECORD_X = 0;
export const RECORD_Y = 1;
export const RECORD_WIDTH = 2;
export const RECORD_HEIGHT = 3;
/** Kind in bits 0-7, layer row in bits 8-31. */
export const RECORD_KIND_LAYER = 4;
/** RGBA8, red in the low byte, not premultiplied. */
export const RECORD_COLOR = 5;
export const RECORD_BORDER_COLOR = 6;
/** Border width, f32 CSS pixels. */
export const RECORD_BORDER_WIDTH = 7;
/** Corner radii in 1/16 px: top left | top right << 16. */
export const RECORD_RADII_TOP = 8;
/** Corner radii in 1/16 px: bottom left | bottom right << 16. */
export const RECORD_RADII_BOTTOM = 9;
/** Glyph: atlas texel of the bitmap's corner, u | v << 16. */
export const RECORD_GLYPH_ORIGIN = 10;
/** Glyph: bitmap size in texels, width | height << 16. */
export const RECORD_GLYPH_SIZE = 11;
/** Glyph: atlas page in bits 0-7, flags in 8, 16 and 17, contrast in 18-31. */
export const RECORD_GLYPH_PAGE = 12;
/**
 * Glyph of a line that may be moved, for whoever moves it alone: its id from bit 12 on and its font below; and its pen's place from the
 * corner of its element's box, f64 CSS pixels of two words each.
 */
export const RECORD_GLYPH_NAME = 13;
export const RECORD_GLYPH_X = 14;
export const RECORD_GLYPH_Y = 8;
export const GLYPH_ID_SHIFT = 12;
export const GLYPH_FONT_MASK = 4095;

/** Sides of a border: their colours, and their widths, four times f32 CSS pixels: top, right, bottom, left. */
export const RECORD_TOP_COLOR = 6;
export const RECORD_RIGHT_COLOR = 7;
export const RECORD_BOTTOM_COLOR = 10;
export const RECORD_LEFT_COLOR = 11;
export const RECORD_SIDE_WIDTHS = 12;

/** Shadow: which part of it is drawn in bits 0-2 (0 = all), `SHADOW_OPAQUE`. */
export const RECORD_SHADOW_PART = 6;
/** Shadow: offset and blur as in CSS, f32 CSS pixels. Inset ones have the box's border width in `RECORD_BORDER_WIDTH`. */
export const RECORD_SHADOW_X = 10;
export const RECORD_SHADOW_Y = 11;
export const RECORD_SHADOW_BLUR = 12;
export const RECORD_SHADOW_SPREAD = 13;

/** Kinds of primitive. A record of kind EMPTY draws nothing: unused slots of a run. */
export const KIND_EMPTY = 0;
/** Rectangle without radius or border. */
export const KIND_SOLID = 1;
/** Rectangle with radii or border, edges antialiased by distance. */
export const KIND_ROUND = 2;
/** One glyph bitmap of the atlas. */
export const KIND_GLYPH = 3;

/** Shadow around a box: the rectangle is its shape before it is blurred; not drawn where the box is. */
export const KIND_SHADOW = 4;
/** Shadow inside a box: the rectangle is the padding box. */
export const KIND_INSET_SHADOW = 5;
/** Rectangle with radii and a border whose sides differ. */
export const KIND_SIDES = 9;

/** The picture that a layer is kept as: whole device pixels, texel by pixel. Only `LayerPictures.draw` knows it. */
export const KIND_PICTURE = 10;
/** Picture: by what it is multiplied, f32. */
export const RECORD_PICTURE_ALPHA = 7;

/** Image: texels that may be read, left | top << 16 and right | bottom << 16. */
export const RECORD_IMAGE_FROM = 6;
export const RECORD_IMAGE_TO = 7;
/** Image: texels at the rectangle's corners, f32: left, top, right, bottom. */
export const RECORD_IMAGE_TEXELS = 10;
/** Image: page of the image texture. */
export const RECORD_IMAGE_PAGE = 14;

/** Part of an image, edges antialiased by distance as those of `KIND_ROUND` are. */
export const KIND_IMAGE = 6;

/** Gradient, of two colours or more: rectangle and radii as those of `KIND_ROUND`. */
export const KIND_GRADIENT = 7;
/** Gradient: second colour; the first is that of the record. */
export const RECORD_GRADIENT_SECOND = 6;
/** Gradient: `GRADIENT_IS_RADIAL`, `GRADIENT_REPEATS`, and the number of stops from `GRADIENT_COUNT_SHIFT` on. */
export const RECORD_GRADIENT_LOOK = 7;
/**
 * Gradient, f32: direction divided by the length of the line, or, of a radial one, the centre from the middle of the rectangle and
 * one divided by each radius.
 */
export const RECORD_GRADIENT_LINE = 10;
/** Gradient, f32: places of the first and the last stop, as shares of the line. */
export const RECORD_GRADIENT_ENDS = 14;
export const GRADIENT_IS_RADIAL = 1;
export const GRADIENT_REPEATS = 2;
export const GRADIENT_COUNT_SHIFT = 2;
/** More than two stops stand in records of their own, which draw nothing: place (f32) and colour of each. */
export const RECORD_STOPS = 8;
export const STOPS_PER_RECORD = 4;

/**
 * Part of a sparkline: a rectangle around `POINTS_PER_RECORD` points of its line and what leads to the next one. Records of one
 * sparkline follow each other, after one that draws nothing, of which the rectangle is where all of them lie.
 */
export const KIND_SPARKLINE = 8;
/** Sparkline part: colour of what lies below the line, the record before the first part, and points: heights of 16 bits, two a word. */
export const RECORD_SPARK_AREA = 6;
export const RECORD_SPARK_HEAD = 7;
export const RECORD_SPARK_POINTS = 8;
export const POINTS_PER_RECORD = 16;
/** A point that is none: the line has a gap there. The greatest height is one less. */
export const SPARK_GAP = 65_535;
/** Heights reach from so far below the lowest value that is shown, as a share of what is shown, to as far above the highest. */
export const SPARK_BEYOND = 1;
/** Before the parts: x of the first point from the left edge, the step from one to the next, width of the line, f32; how many points. */
export const RECORD_SPARK_LINE = 8;

/** Parts that a shadow of a large box is drawn in, so that what lies between costs nothing: top, bottom, left, right. */
export const SHADOW_PARTS = 4;
/** Shadow flag: the box is opaque, so its shadow reaches a pixel under its antialiased edge. */
export const SHADOW_OPAQUE = 8;

/** Shadow flag: the box is the layer's own, so the layer's clip does not cut it, but those around. */
export const SHADOW_OUTSIDE = 16;

/** Shadow flag: nothing is seen through the box, and the shadow is drawn by its distance. */
export const SHADOW_SOFT = 32;

/** Glyph flag: nothing lies over it but others of these, so that it may be drawn after everything else. */
export const GLYPH_UNCOVERED = 1 << 8;
/** The bits of `RECORD_GLYPH_PAGE` that are the page. */
export const GLYPH_PAGE_MASK = 255;

/** Glyph flag: the bitmap has its own colours (emoji) and is not tinted, only faded by the colour's alpha. */
export const GLYPH_COLORED = 1 << 16;

/** Glyph flag: drawn larger than its bitmap, filtered, at any position; others are drawn texel by pixel. */
export const GLYPH_STRETCHED = 1 << 17;

/** Glyph: the 14 bits of `GlyphRasteriser.contrast` for the colour stand from this bit on. */
export const GLYPH_CONTRAST_SHIFT = 18;

/** Lightness of a colour (RGBA8, red low), 0 to 255: what the contrast of text depends on. */
export function lumaOf(color: number): number {
  // Rec. 709 in 256ths, of the channels as they are, not made linear.
  return ((color & 255) * 54 + ((color >>> 8) & 255) * 183 + ((color >>> 16) & 255) * 19) >>> 8;
}

/** Records in one line of the record texture: 1,024 texels. */
export const RECORDS_PER_LINE = 256;
