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
/** What is measured after a part of a word, so that its last letter is shaped as in the word. */
const SHAPES_LAST = /\u200d\u200f$/;
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
      for (const { segment } of segmenter.segment(text.replace(SHAPES_LAST, '')))
        em += advanceOf(segment);
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

/** Glyphs on a sheet of the deterministic rasteriser: few, so that sheets get full in tests. */
const SHEET_GLYPHS = 40;

/**
 * A rasteriser without fonts: a block of 0.5 by 0.7 em whose texels depend on font, cluster, sub-pixel position and scale, and on
 * nothing else. Pictures have colours. All text colours have the same contrast.
 */
export function createDeterministicRasteriser(): GlyphRasteriser {
  const drawn: { font: FontSpec; cluster: string; sub: number; scale: number }[] = [];
  let count = 0;
  let limit = 2048;
  const bitmap: GlyphBitmap = {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(0),
    offset: 4,
    stride: 0,
    colored: false,
    stretch: 1,
  };

  function fill(font: FontSpec, cluster: string, sub: number, scale: number): void {
    const blank = BLANK.test(cluster);
    const wide = Math.max(1, Math.ceil(INK_WIDTH_EM * font.size * scale));
    const high = Math.max(1, Math.ceil(INK_HEIGHT_EM * font.size * scale));
    bitmap.stretch = Math.max(1, wide / limit, high / limit);
    bitmap.width = blank ? 0 : Math.floor(wide / bitmap.stretch);
    bitmap.height = blank ? 0 : Math.floor(high / bitmap.stretch);
    bitmap.bearingX = blank ? 0 : 1;
    bitmap.bearingY = blank ? 0 : -high;
    bitmap.colored = PICTURE.test(cluster);
    // Room around it, as on a sheet.
    bitmap.stride = bitmap.width * 4 + 8;
    const bytes = bitmap.stride * bitmap.height + 4;
    if (bitmap.pixels.length < bytes) bitmap.pixels = new Uint8ClampedArray(bytes);
    const seed = hash(
      `${font.family} ${font.size} ${font.weight} ${font.italic} ${cluster} ${sub} ${scale}`,
    );
    for (let y = 0; y < bitmap.height; y++) {
      for (let x = 0; x < bitmap.width; x++) {
        const noise = mix(seed + (y * bitmap.width + x) * 4);
        const at = bitmap.offset + y * bitmap.stride + x * 4;
        bitmap.pixels[at] = bitmap.colored ? noise >>> 8 : 255;
        bitmap.pixels[at + 1] = bitmap.colored ? noise >>> 16 : 255;
        bitmap.pixels[at + 2] = bitmap.colored ? noise >>> 24 : 255;
        bitmap.pixels[at + 3] = 1 + ((noise & 255) % 255);
      }
    }
  }

  return {
    contrast: new Int16Array(256),
    limitTo(side) {
      limit = side;
    },
    draw(font, cluster, sub, scale) {
      if (count === SHEET_GLYPHS) return false;
      drawn[count++] = { font, cluster, sub, scale };
      return true;
    },
    read(visit) {
      const end = count;
      count = 0;
      for (let i = 0; i < end; i++) {
        const { font, cluster, sub, scale } = drawn[i]!;
        fill(font, cluster, sub, scale);
        visit(bitmap, i);
      }
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
