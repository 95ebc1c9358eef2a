import { defineResource, defineStore } from '../index';
import type { NumberFormat } from './number-format';

export const TEXT_ALIGN_START = 0;
export const TEXT_ALIGN_END = 1;
export const TEXT_ALIGN_CENTER = 2;
export const TEXT_ALIGN_LEFT = 3;
export const TEXT_ALIGN_RIGHT = 4;
export const TEXT_ALIGN_JUSTIFY = 5;

/** Bits of `Text.flags`. The text system writes them. */
/** The text has lines in `TextLines`; without, it is one line, which its box may cut short. */
export const TEXT_LINES = 1;
/** The text has spans in `TextSpans`. */
export const TEXT_SPANS = 2;
/** Some of it runs from right to left: clusters are not drawn in the order of the string. */
export const TEXT_BIDI = 4;
/** Its paragraphs begin at the right. */
export const TEXT_RTL = 8;
/** Lines depend on the width of the box: layout hands it to `TextPort.wrap`. */
export const TEXT_WRAPS = 16;
/** No line is broken to fit the box, which cuts it short instead: the text may be as narrow as one likes. */
export const TEXT_CUTS = 32;
/** Only the text's width is known; its clusters have no x yet, but the end: see `GlyphCache.place`. */
export const TEXT_UNPLACED = 64;

/**
 * Text of an element. `runStart`/`runLength` say where its clusters stand in the world's `TextRuns`, `lineStart`/`lineCount`
 * where its lines stand in `TextLines` (-1 none: one line); `width` is what it needs unwrapped and `height` what its lines take,
 * in CSS pixels. Text system writes those; factories write font (id from `TextPort.font`), paragraph style, colour (RGBA8) and
 * align.
 */
export const Text = defineStore(
  'Text',
  {
    font: 'u16',
    paragraph: 'u16',
    align: 'u8',
    flags: 'u8',
    color: 'u32',
    runStart: ['i32', -1],
    runLength: 'u32',
    lineStart: ['i32', -1],
    lineCount: 'u32',
    width: 'f32',
    height: 'f32',
  },
  { finite: true },
);

/** `TextRuns.levels`: bidi level of a cluster, even = left to right. */
export const LEVEL_MASK = 0x7f;
/** `TextRuns.levels`: a line may end before this cluster. */
export const LINE_MAY_BREAK = 0x80;

/** Glyph id of clusters that are drawn as a part of the one before: the rest of a shaped word or ligature. */
export const CONTINUED = 0;

/**
 * Arena of laid-out text: per grapheme cluster, in the order of the string, its glyph id and the pen's x in CSS pixels from the
 * run's start, as if all stood on one line from left to right, with one more x for the end. So a cluster is as wide as the
 * difference to the next x. Arrays are replaced when the arena grows.
 */
export type TextRuns = {
  glyphs: Uint32Array;
  x: Float32Array;
  /** `LEVEL_MASK` and `LINE_MAY_BREAK`. */
  levels: Uint8Array;
};

export const TextRuns = defineResource<TextRuns>('TextRuns');

/** Bits of `TextLines.flags`. */
/** A hyphen is drawn after what is shown. */
export const LINE_HYPHEN = 1;
/** An ellipsis is drawn after what is shown. */
export const LINE_ELLIPSIS = 2;
/** Ends a paragraph: not justified. */
export const LINE_LAST = 4;
/** Begins at the right. */
export const LINE_RTL = 8;

/**
 * Arena of lines. Cluster numbers count from the start of the text's run. A line shows the clusters from `first` to `shown`, then
 * hyphen or ellipsis, then those from `tail` to `end`, if `tail` is not 0 (an ellipsis in the middle). Arrays are
 * replaced when the arena grows.
 */
export type TextLines = {
  first: Uint32Array;
  shown: Uint32Array;
  tail: Uint32Array;
  /** End of its clusters; white space that hangs lies between `shown` and this. */
  end: Uint32Array;
  /** Of the line box and its baseline, CSS pixels from the top of the text. */
  top: Float32Array;
  baseline: Float32Array;
  /** Of what is shown, CSS pixels. */
  width: Float32Array;
  flags: Uint8Array;
};

export const TextLines = defineResource<TextLines>('TextLines');

/** Bits of `SpanRun.decorations`. */
export const UNDERLINED = 1;
export const STRUCK = 2;
/** A link whose colour is the theme's. */
export const THEMED = 4;

/** Spans of one text, in order; together they cover its run. */
export type SpanRun = {
  readonly count: number;
  /** Cluster after the last of each span. */
  readonly ends: Uint32Array;
  readonly fonts: Uint16Array;
  /** RGBA8; 0 = the text's own. */
  readonly colors: Uint32Array;
  /** RGBA8; 0 = none. */
  readonly backgrounds: Uint32Array;
  readonly decorations: Uint8Array;
  /** Where a span leads, undefined for no link. */
  readonly links: readonly (string | undefined)[];
};

/** Spans by row, of texts that have any. */
export type TextSpans = { of(row: number): SpanRun | undefined };

export const TextSpans = defineResource<TextSpans>('TextSpans');

/** How a text is divided into lines and how these look. Names and meaning are CSS's. */
export type ParagraphStyle = {
  /** `nowrap` keeps every space, as it is one line anyway. */
  readonly whiteSpace: 'normal' | 'nowrap' | 'pre' | 'pre-wrap' | 'pre-line';
  readonly overflowWrap: 'normal' | 'break-word' | 'anywhere';
  readonly wordBreak: 'normal' | 'break-all' | 'keep-all';
  /** Multiple of the font size; 0 = the font's own. */
  readonly lineHeight: number;
  /** CSS pixels after each cluster. */
  readonly letterSpacing: number;
  /** Spaces between tab stops. */
  readonly tabSize: number;
  /** A whole number, 0 = any. The last of these lines ends in an ellipsis if there is more text, but not with `clip`. */
  readonly maxLines: number;
  readonly textOverflow: 'ellipsis' | 'ellipsis-middle' | 'clip';
  /** `manual` shows a hyphen where a line ends at a soft one (U+00AD). */
  readonly hyphens: 'none' | 'manual';
  readonly direction: 'auto' | 'ltr' | 'rtl';
};

/** A part of a text with looks of its own. */
export type SpanSpec = {
  readonly text: string;
  /** Font id. */
  readonly font: number;
  /** RGBA8; 0 = the text's own. */
  readonly color: number;
  /** RGBA8; 0 = none. */
  readonly background: number;
  readonly decorations: number;
  readonly link: string | undefined;
};

/** A font as asked for. */
export type FontSpec = { family: string; size: number; weight: number; italic: boolean };

/** Measures of a font in CSS pixels; ascent and descent both count away from the baseline. */
export type FontMetrics = { ascent: number; descent: number; lineHeight: number };

/** The host's text measuring. Widths must not depend on the device pixel ratio: unhinted, at the font's CSS size. */
export type TextMeasurer = {
  /**
   * Advance of a string in CSS pixels, kerning included. 0 for characters that are never seen, which `measure` is given too: U+200B to
   * U+200F, U+202A to U+202E, U+2060 to U+206F and U+FEFF, those that set directions among them.
   */
  measure(font: FontSpec, text: string): number;
  metrics(font: FontSpec): FontMetrics;
  /** Whether the font draws these letters as one shape, other than each of them by itself. */
  ligates?(font: FontSpec, text: string): boolean;
  /**
   * The same of several strings, looked at together; undefined where the host cannot tell. Without it, no shapes are looked for that
   * take more than two letters or depend on what stands beside them.
   */
  ligateEach?(font: FontSpec, texts: readonly string[]): readonly boolean[] | undefined;
};

/** A rasterised cluster in device pixels, cut to its ink; width 0 where there is none. */
export type GlyphBitmap = {
  width: number;
  height: number;
  /** From the pen position on the baseline, rounded down to a whole pixel, to the bitmap's corner; y grows downwards. */
  bearingX: number;
  bearingY: number;
  /** RGBA, not premultiplied, rows top down; white where the text's colour goes. */
  pixels: Uint8ClampedArray;
  /** Place of the bitmap's corner in `pixels`, and from one of its rows to the next, in bytes. */
  offset: number;
  stride: number;
  /** Has colours of its own, such as an emoji. */
  colored: boolean;
  /** Device pixels a texel stands for: above 1 where the glyph was drawn smaller to keep within the limit. */
  stretch: number;
};

/** The host's drawing of single clusters, many on one sheet, because reading a sheet back costs more than drawing on it. */
export type GlyphRasteriser = {
  /**
   * By lightness of the text's colour, 0 to 255, how the host draws text of that colour: what a white glyph covers by a is
   * covered by a + a (1 - a) (k + s (1 - 2a)). Holds k in 128ths, signed, above six bits of s in 64ths, signed.
   */
  readonly contrast: Int16Array;
  /** Says how long the sides of a bitmap may be in texels; what is larger is drawn smaller from now on. */
  limitTo(side: number): void;
  /**
   * Draws a cluster on the sheet; false, with nothing drawn, if the sheet is full and must be read first. An empty sheet takes
   * any cluster.
   * @param sub pen offset to the right in quarters of a device pixel, below 4; whole but for words
   * @param scale device pixels per CSS pixel
   */
  draw(font: FontSpec, cluster: string, sub: number, scale: number): boolean;
  /** Gives what was drawn since the last time, in that order, and empties the sheet. The bitmap is the same object each time. */
  read(visit: (bitmap: GlyphBitmap, index: number) => void): void;
};

/** What elements ask of the text system. */
export type TextPort = {
  /**
   * Id of a font, the same for the same spec. It is the font's while an element has it, and at least until the next text is set or
   * the frame ends; then it may come to stand for another, if there are many. Throws `ValueError` or `CapacityError`.
   */
  font(spec: FontSpec): number;
  /** What a font was asked for as. */
  specOf(font: number): Readonly<FontSpec>;
  /** Distance between lines of a font in CSS pixels. */
  lineHeight(font: number): number;
  setText(row: number, content: string): void;
  setNumber(row: number, value: number, format: NumberFormat): void;
  setTextId(row: number, id: number): void;
  /** Shows parts with looks of their own, or throws `ValueError` for more than `MAX_TEXT_UNITS` in all. */
  setSpans(row: number, spans: readonly SpanSpec[]): void;
  /** Id of a paragraph style, as long the same as that of a font. 0 is one line with an ellipsis and stays. Throws `ValueError`. */
  paragraph(style: Partial<ParagraphStyle>): number;
  /** The style of an id. */
  paragraphOf(paragraph: number): ParagraphStyle;
  /** Changes the paragraph style of an element that may already have text: see `setFont`. */
  setParagraph(row: number, paragraph: number): void;
  /** Divides a text into lines for a box of this content width. Returns whether its height is different now. */
  wrap(row: number, width: number): boolean;
  /** Width below which the text overflows however it is wrapped, CSS pixels. */
  minContentWidth(row: number): number;
  /** First baseline of a text, from the top of its content box, CSS pixels. */
  baselineOf(row: number): number;
  /**
   * Changes the font, and where it is given the paragraph style, of an element that may already have text: its run is laid out again,
   * once. Nothing has changed if the host's measurer throws.
   */
  setFont(row: number, font: number, paragraph?: number): void;
  /** Id of a string for `setTextId`; the same for the same string. */
  intern(content: string): number;
  /** What the element shows, as a string; for tests and accessibility. */
  contentOf(row: number): string;
};

export const TextPort = defineResource<TextPort>('TextPort');

/** What `GlyphCache.slot` gives for a cluster without ink. */
export const GLYPH_NO_INK = -1;
/** What `GlyphCache.slot` gives for a cluster that is asked for and not drawn yet. */
export const GLYPH_PENDING = -2;

/**
 * Glyph bitmaps of the atlas by slot, in device pixels. Batching reads it when it writes glyph records: glyphs that are new are
 * queued, then drawn together by `rasterise`, and what met them is written again.
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
  /** Device pixels a texel covers: 1, or more where the glyph is too large for a page. */
  stretch: Float32Array;
  /** `GlyphRasteriser.contrast`. */
  readonly contrast: Int16Array;
  /** Goes up when bitmaps that records show became out of date: every glyph record must be written again. */
  version: number;
  /** Goes up when ids of fonts may have come to stand for others: what is kept of fonts by their id must be asked for again. */
  fontVersion: number;
  /** Goes up whenever `slot` is asked for a glyph that it cannot give yet: what was written meanwhile must be written again. */
  waiting: number;
  /** Lowered to the ticket of what waits whenever `waiting` goes up; who writes records resets it. 0 may be answered at any time. */
  oldest: number;
  /** Tickets below were answered: what waits for one of them is there, or will not come. */
  readonly answered: number;
  /** Glyphs in the queue, and one more while letters wait to be measured. */
  readonly pending: number;
  /** Bitmaps so far whose `stretch` is not 1. */
  readonly stretched: number;
  /**
   * Reports page and v of every bitmap that a live record shows. Whoever writes records installs it; without it nothing is known
   * to be shown, and every bitmap not asked for this frame may go when the atlas is full. Called when that is so; it may then take
   * records of texts out of sight back, so that what only they show goes.
   */
  marker: ((mark: (page: number, v: number) => void) => void) | undefined;
  /**
   * A slot, GLYPH_NO_INK or GLYPH_PENDING. A glyph that waits is stood in for by itself at another sub-pixel position where the
   * atlas has it (`waiting` goes up all the same).
   * @param sub sub-pixel position 0..3, quarters of a device pixel
   * @param scale device pixels per CSS pixel
   */
  slot(font: number, glyph: number, sub: number, scale: number): number;
  /**
   * Whether a text may be written: gives its clusters their x if they have none, while the frame has time for that. Where it has not,
   * `waiting` goes up. `isNew`: the row shows nothing, so what is there of its glyphs may wait for a frame that is less busy.
   */
  place(row: number, isNew: boolean): boolean;
  /** Whether a glyph id is a word of several clusters, drawn as one. */
  isWord(glyph: number): boolean;
  /** Exact position of the word that `wordSlot` is asked for next, in 64ths of a device pixel. */
  readonly wordSub: Float64Array;
  /** As `slot`, for words: their position is given in 64ths of a device pixel, 0..63, and exactly in `wordSub`. */
  wordSlot(font: number, glyph: number, sub: number, scale: number): number;
  /**
   * As `slot`, for glyphs that are drawn larger or smaller, by 2048ths of `scale`, from 1 to 32767. One that waits is stood in for by
   * itself as it is drawn in `scale`: `unscaled` then is true, until who writes records resets it.
   */
  scaledSlot(font: number, step: number, glyph: number, sub: number, scale: number): number;
  /** As `wordSlot`, and `scaledSlot`. */
  scaledWordSlot(font: number, step: number, glyph: number, sub: number, scale: number): number;
  /** The bitmap that was given last is one of `scale`. */
  unscaled: boolean;
  /**
   * Draws queued glyphs, first come first drawn, as many as the frame's budget allows, and says whether there were any: what met
   * them is to be written again. Call once a frame.
   */
  rasterise(): boolean;
  /** Says that records went or changed, so that glyphs without room may find some. */
  released(): void;
  /** Glyph id of the ellipsis and its advance in CSS pixels. */
  ellipsis(font: number): number;
  ellipsisAdvance(font: number): number;
  /** Of the hyphen that ends a line, CSS pixels. */
  hyphenAdvance(font: number): number;
  /** Distance between lines of a font, CSS pixels. */
  lineHeight(font: number): number;
  /** Baseline from the top of a line, CSS pixels. */
  ascent(font: number): number;
};

export const GlyphCache = defineResource<GlyphCache>('GlyphCache');
