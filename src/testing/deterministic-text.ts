import type {
  FontMetrics,
  FontSpec,
  GlyphBitmap,
  GlyphRasteriser,
  TextMeasurer,
} from '../ecs/stores';

const ADVANCE_EM = 0.6;
const WIDE_ADVANCE_EM = 1;
const KERNING_EM = -0.05;
const KERNED_PAIRS = ['AV', 'To'];
const ASCENT_EM = 0.8;
const DESCENT_EM = 0.2;
const LINE_HEIGHT_EM = 1.25;
const INK_WIDTH_EM = 0.5;
const INK_HEIGHT_EM = 0.7;

const BLANK = /^[\s\p{Cc}\u200b-\u200d]*$/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/**
 * A measurer for hosts without fonts, the same everywhere: 0.6 em a cluster, 1 em where it is CJK or a picture, 'AV' and 'To'
 * drawn 0.05 em together, lines of 1.25 em.
 */
export function createDeterministicMeasurer(): TextMeasurer {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return {
    measure({ size }: FontSpec, text: string): number {
      let em = 0;
      for (const { segment } of segmenter.segment(text)) em += advanceOf(segment);
      for (let i = 1; i < text.length; i++) {
        if (KERNED_PAIRS.includes(text.slice(i - 1, i + 1))) em += KERNING_EM;
      }
      return em * size;
    },
    metrics({ size }: FontSpec): FontMetrics {
      return {
        ascent: ASCENT_EM * size,
        descent: DESCENT_EM * size,
        lineHeight: LINE_HEIGHT_EM * size,
      };
    },
  };
}

/**
 * A rasteriser without fonts: a block of 0.5 by 0.7 em whose texels depend on font, cluster, sub-pixel position and scale, and on
 * nothing else. Pictures have colours.
 */
export function createDeterministicRasteriser(): GlyphRasteriser {
  const bitmap: GlyphBitmap = {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(0),
    colored: false,
  };
  return {
    rasterise(font: FontSpec, cluster: string, sub: number, scale: number): GlyphBitmap {
      const blank = BLANK.test(cluster);
      bitmap.width = blank ? 0 : Math.max(1, Math.ceil(INK_WIDTH_EM * font.size * scale));
      bitmap.height = blank ? 0 : Math.max(1, Math.ceil(INK_HEIGHT_EM * font.size * scale));
      bitmap.bearingX = blank ? 0 : 1;
      bitmap.bearingY = -bitmap.height;
      bitmap.colored = PICTURE.test(cluster);
      const bytes = bitmap.width * bitmap.height * 4;
      if (bitmap.pixels.length < bytes) bitmap.pixels = new Uint8ClampedArray(bytes);
      const seed = hash(
        `${font.family} ${font.size} ${font.weight} ${font.italic} ${cluster} ${sub} ${scale}`,
      );
      for (let i = 0; i < bytes; i += 4) {
        const noise = mix(seed + i);
        bitmap.pixels[i] = bitmap.colored ? noise >>> 8 : 255;
        bitmap.pixels[i + 1] = bitmap.colored ? noise >>> 16 : 255;
        bitmap.pixels[i + 2] = bitmap.colored ? noise >>> 24 : 255;
        bitmap.pixels[i + 3] = 1 + ((noise & 255) % 255);
      }
      return bitmap;
    },
  };
}

function advanceOf(cluster: string): number {
  const code = cluster.codePointAt(0) ?? 0;
  const wide =
    (code >= 0x1100 && code < 0x1160) ||
    (code >= 0x2e80 && code < 0xd7a4) ||
    (code >= 0xf900 && code < 0xfb00) ||
    (code >= 0xff01 && code < 0xff61) ||
    (code >= 0x1f000 && code < 0x40000);
  return wide ? WIDE_ADVANCE_EM : ADVANCE_EM;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
