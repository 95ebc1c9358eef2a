import { defineResource, defineStore, ValueError } from '../index';

export const TEXT_ALIGN_START = 0;
export const TEXT_ALIGN_END = 1;
export const TEXT_ALIGN_CENTER = 2;

/**
 * One line of text. `runStart`/`runLength` say where its clusters stand in the world's `TextRuns`; `width` is what they need on
 * one line, in CSS pixels. Text system writes those; factories write font (id from `TextPort.font`), colour (RGBA8) and align.
 */
export const Text = defineStore('Text', {
  font: 'u16',
  align: 'u8',
  color: 'u32',
  runStart: ['i32', -1],
  runLength: 'u32',
  width: 'f32',
  lineHeight: 'f32',
});

/**
 * Arena of laid-out text: per grapheme cluster its glyph id and its x in CSS pixels from the run's start, with one more x for
 * the end (carets and selection need it). Arrays are replaced when the arena grows.
 */
export type TextRuns = {
  glyphs: Uint32Array;
  x: Float32Array;
  /** Bidi level per cluster; even = left to right. */
  levels: Uint8Array;
};

export const TextRuns = defineResource<TextRuns>('TextRuns');

/** A font as asked for. */
export type FontSpec = { family: string; size: number; weight: number; italic: boolean };

/** Measures of a font in CSS pixels; ascent and descent both count away from the baseline. */
export type FontMetrics = { ascent: number; descent: number; lineHeight: number };

/** The host's text measuring. Widths must not depend on the device pixel ratio: unhinted, at the font's CSS size. */
export type TextMeasurer = {
  /** Advance of a string in CSS pixels, kerning included. */
  measure(font: FontSpec, text: string): number;
  metrics(font: FontSpec): FontMetrics;
};

/** A rasterised cluster in device pixels, cut to its ink; width 0 where there is none. */
export type GlyphBitmap = {
  width: number;
  height: number;
  /** From the pen position on the baseline, rounded down to a whole pixel, to the bitmap's corner; y grows downwards. */
  bearingX: number;
  bearingY: number;
  /** RGBA, not premultiplied, rows top down; white where the text's colour goes. May be longer than the bitmap. */
  pixels: Uint8ClampedArray;
  /** Has colours of its own, such as an emoji. */
  colored: boolean;
};

/** The host's drawing of single clusters. */
export type GlyphRasteriser = {
  /**
   * Returns the same object every time.
   * @param sub pen offset to the right, 0..3 quarters of a device pixel
   * @param scale device pixels per CSS pixel
   */
  rasterise(font: FontSpec, cluster: string, sub: number, scale: number): GlyphBitmap;
};

/** How `setNumber` writes a number. Make it once with `numberFormat`. */
export type NumberFormat = {
  /** Digits after the point. */
  readonly decimals: number;
  /** Between thousands; empty for none. */
  readonly group: string;
  readonly point: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Writes a plus before positive numbers. */
  readonly plus: boolean;
};

const MAX_DECIMALS = 20;
const MAX_AFFIX_UNITS = 64;
const MAX_SEPARATOR_UNITS = 8;

/** Makes a number format: by default no decimals, no grouping, a full stop, nothing around it. Throws `ValueError`. */
export function numberFormat({
  decimals = 0,
  group = '',
  point = '.',
  prefix = '',
  suffix = '',
  plus = false,
}: Partial<NumberFormat> = {}): NumberFormat {
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= MAX_DECIMALS)) {
    throw new ValueError(`decimals of a number format is ${decimals}; give 0 to ${MAX_DECIMALS}`);
  }
  shortString('group', group, MAX_SEPARATOR_UNITS);
  shortString('point', point, MAX_SEPARATOR_UNITS);
  shortString('prefix', prefix, MAX_AFFIX_UNITS);
  shortString('suffix', suffix, MAX_AFFIX_UNITS);
  return Object.freeze({ decimals, group, point, prefix, suffix, plus });
}

function shortString(name: string, value: unknown, limit: number): void {
  if (typeof value === 'string' && value.length <= limit) return;
  const given = typeof value === 'string' ? `${value.length} units long` : String(value);
  throw new ValueError(
    `${name} of a number format is ${given}; give a string of at most ${limit} units`,
  );
}

/** What elements ask of the text system. */
export type TextPort = {
  /** Id of a font, the same for the same spec. */
  font(spec: FontSpec): number;
  /** What a font was asked for as. */
  specOf(font: number): Readonly<FontSpec>;
  /** Distance between lines of a font in CSS pixels. */
  lineHeight(font: number): number;
  setText(row: number, content: string): void;
  setNumber(row: number, value: number, format: NumberFormat): void;
  setTextId(row: number, id: number): void;
  /** Changes font of an element that may already have text: its run is laid out again. */
  setFont(row: number, font: number): void;
  /** Id of a string for `setTextId`; the same for the same string. */
  intern(content: string): number;
  /** What the element shows, as a string; for tests and accessibility. */
  contentOf(row: number): string;
};

export const TextPort = defineResource<TextPort>('TextPort');

/**
 * Glyph bitmaps of the atlas by slot, in device pixels. `slot` rasterises on a miss and returns -1 for clusters without ink.
 * Batching reads it when it writes glyph records.
 */
export type GlyphCache = {
  /** Atlas texel of the bitmap's corner. */
  u: Uint16Array;
  v: Uint16Array;
  width: Uint16Array;
  height: Uint16Array;
  /** From the pen position on the baseline to the bitmap's corner. */
  bearingX: Int16Array;
  bearingY: Int16Array;
  page: Uint16Array;
  /** 1: has its own colours. */
  colored: Uint8Array;
  /** Goes up when slots were moved or dropped: every glyph record must be written again. */
  version: number;
  /**
   * @param sub sub-pixel position 0..3, quarters of a device pixel
   * @param scale device pixels per CSS pixel
   */
  slot(font: number, glyph: number, sub: number, scale: number): number;
  /** Glyph id of the ellipsis and its advance in CSS pixels. */
  ellipsis(font: number): number;
  ellipsisAdvance(font: number): number;
  /** Baseline from the top of a line, CSS pixels. */
  ascent(font: number): number;
};

export const GlyphCache = defineResource<GlyphCache>('GlyphCache');
