import { defineResource, defineStore } from '../index';

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

/** How `setNumber` writes a number. Make it once with `numberFormat`. */
export type NumberFormat = {
  readonly decimals: number;
  readonly group: string;
  readonly point: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly plus: boolean;
};

/** What elements ask of the text system. */
export type TextPort = {
  /** Id of a font, the same for the same spec. */
  font(spec: FontSpec): number;
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
