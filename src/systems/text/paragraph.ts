import {
  LEVEL_MASK,
  LINE_MAY_BREAK,
  type ParagraphStyle,
  TEXT_BIDI,
  TEXT_RTL,
} from '../../ecs/stores';
import { type Bidi, containsRtl } from './bidi';
import { type ClusterTable, FRACTION_SLASH } from './clusters';
import type { Font } from './font';
import { markBreaks, markWords } from './line-breaks';
import type { RunLayout } from './run-layout';
import { isDigit } from './run-text';
import { isCursive, isWordShaped } from './scripts';
import { collapseWhiteSpace } from './white-space';

/** Longest shaped word in units; a longer one is drawn in parts. */
const MAX_WORD_UNITS = 64;

/** A piece of a text in one font. */
export type Part = { readonly text: string; readonly font: Font };

/**
 * Turns text into clusters ready to be divided into lines: glyph ids with words shaped where their script asks for it, where
 * each starts, its level and whether a line may end before it. What `build` wrote holds until the next call.
 */
class ParagraphBuilder {
  glyphs = new Uint32Array(256);
  levels = new Uint8Array(256);
  count = 0;
  /** `TEXT_BIDI` and `TEXT_RTL`. */
  flags = 0;
  /** Cluster after the last of each part. */
  readonly partEnds: number[] = [];

  private readonly clusters: ClusterTable;
  private readonly layout: RunLayout;
  private readonly bidi: Bidi;
  private readonly locale: string | undefined;
  // By unit of the text that the clusters stand for.
  private offsets = new Uint32Array(257);
  private breaks = new Uint8Array(256);
  private unitLevels = new Uint8Array(256);
  // Whether `breaks` says where words of scripts without spaces begin in a text whose lines do not break.
  private isCut = false;

  constructor(clusters: ClusterTable, layout: RunLayout, bidi: Bidi, locale: string | undefined) {
    this.clusters = clusters;
    this.layout = layout;
    this.bidi = bidi;
    this.locale = locale;
  }

  /** Where each of the clusters starts and the last one ends, CSS pixels. */
  get x(): Float32Array {
    return this.layout.x;
  }

  /** `tabular`: the text is a number, whose digits are not kerned. */
  build(parts: readonly Part[], style: ParagraphStyle, tabular = false): void {
    const complex = this.decode(parts, style);
    this.flags = 0;
    this.levels.fill(0, 0, this.count);
    const wraps = isWrapped(style);
    this.isCut = false;
    if (wraps || complex || style.direction === 'rtl') {
      const text = this.joined(parts);
      if (wraps) this.markBreaks(text, style);
      else if (complex) this.markCuts(text);
      if (complex || style.direction === 'rtl') this.markLevels(text, style);
    }
    if (complex) this.shapeWords(parts, style.letterSpacing !== 0);
    this.layOut(parts, style, tabular);
  }

  private decode(parts: readonly Part[], style: ParagraphStyle): boolean {
    const { clusters, partEnds } = this;
    const keepsLines = style.whiteSpace !== 'nowrap';
    let complex = false;
    this.count = 0;
    partEnds.length = 0;
    for (const { text } of parts) {
      const length = clusters.decode(text, keepsLines);
      this.makeRoom(this.count + length);
      for (let i = 0; i < length; i++) this.glyphs[this.count + i] = clusters.glyphs[i]!;
      this.count += length;
      complex ||= clusters.complex;
      partEnds.push(this.count);
    }
    this.count = collapseWhiteSpace(this.glyphs, this.count, style.whiteSpace, partEnds);
    return complex;
  }

  /** The text that the clusters stand for; `offsets` then says where each of them starts in it. */
  private joined(parts: readonly Part[]): string {
    const { clusters, glyphs, offsets, count } = this;
    const only = parts.length === 1 ? parts[0]!.text : '';
    if (clusters.verbatim && only.length === count) {
      for (let i = 0; i <= count; i++) offsets[i] = i;
      return only;
    }
    let text = '';
    for (let i = 0; i < count; i++) {
      offsets[i] = text.length;
      text += clusters.textOf(glyphs[i]!);
    }
    offsets[count] = text.length;
    return text;
  }

  private markBreaks(text: string, style: ParagraphStyle): void {
    const { levels, offsets, count } = this;
    if (this.breaks.length < text.length) this.breaks = new Uint8Array(text.length * 2);
    const { breaks } = this;
    markBreaks(text, breaks, { wordBreak: style.wordBreak, locale: this.locale });
    const softHyphens = style.hyphens === 'manual';
    for (let i = 1; i < count; i++) {
      if (breaks[offsets[i]!] === 0) continue;
      if (!softHyphens && this.glyphs[i - 1] === 0xad) continue;
      levels[i] = LINE_MAY_BREAK;
    }
  }

  /** Text of scripts without spaces is shaped in its words also where lines do not break: whole lines make bitmaps too large. */
  private markCuts(text: string): void {
    if (this.breaks.length < text.length) this.breaks = new Uint8Array(text.length * 2);
    this.breaks.fill(0, 0, text.length);
    this.isCut = markWords(text, this.breaks, this.locale);
  }

  private markLevels(text: string, style: ParagraphStyle): void {
    const { levels, offsets, count } = this;
    if (this.unitLevels.length < text.length) this.unitLevels = new Uint8Array(text.length * 2);
    const { unitLevels } = this;
    const base = this.bidi.levels(text, style.direction, unitLevels);
    if (base === 1) this.flags |= TEXT_RTL | TEXT_BIDI;
    // Levels are approximate until the library has come, and may be others then.
    else if (this.bidi.state !== 'ready' && containsRtl(text)) this.flags |= TEXT_BIDI;
    for (let i = 0; i < count; i++) {
      const level = unitLevels[offsets[i]!]! & LEVEL_MASK;
      if (level > 0) this.flags |= TEXT_BIDI;
      levels[i]! |= level;
    }
  }

  /**
   * Joins clusters that the browser has to shape together: the first gets the whole word's glyph id. `spaced`: letters are spaced,
   * which sets those apart that are not written joined. As on a page, parts of one font are shaped together, whatever their colours.
   */
  private shapeWords(parts: readonly Part[], spaced: boolean): void {
    const { clusters, glyphs, levels, partEnds, count, breaks, offsets, isCut } = this;
    let part = 0;
    for (let i = 0; i < count; i++) {
      while (partEnds[part]! <= i) part++;
      const lead = clusters.leadOf(glyphs[i]!);
      if (lead === FRACTION_SLASH && !spaced) i = this.joinFraction(parts, part, i);
      if (!isWordShaped(lead) || (spaced && !isCursive(lead))) continue;
      const end = partEnds[lastOfFont(parts, part)]!;
      let word = clusters.textOf(glyphs[i]!);
      const starts: number[] = [];
      let next = i + 1;
      for (; next < end && levels[next] === (levels[i]! & LEVEL_MASK); next++) {
        if (!isWordShaped(clusters.leadOf(glyphs[next]!))) break;
        if (isCut && breaks[offsets[next]!] === 1) break;
        const cluster = clusters.textOf(glyphs[next]!);
        if (word.length + cluster.length > MAX_WORD_UNITS) break;
        starts.push(word.length);
        word += cluster;
      }
      if (next === i + 1) continue;
      const glyph = clusters.wordOf(word, starts);
      if (glyph >= 0) {
        glyphs[i] = glyph;
        glyphs.fill(0, i + 1, next);
      }
      i = next - 1;
    }
  }

  /** Joins a fraction slash with the digits around it. Returns the last of them. */
  private joinFraction(parts: readonly Part[], part: number, slash: number): number {
    const { clusters, glyphs, levels, partEnds } = this;
    let first = part;
    while (first > 0 && parts[first - 1]!.font === parts[part]!.font) first--;
    const begin = first === 0 ? 0 : partEnds[first - 1]!;
    const end = partEnds[lastOfFont(parts, part)]!;
    let from = slash;
    while (from > begin && isDigit(glyphs[from - 1]!)) from--;
    let to = slash + 1;
    while (to < end && isDigit(glyphs[to]!)) to++;
    if (from === slash || to === slash + 1 || to - from > MAX_WORD_UNITS) return slash;
    const starts: number[] = [];
    for (let i = from + 1; i < to; i++) {
      if (levels[i] !== (levels[from]! & LEVEL_MASK)) return slash;
      starts.push(i - from);
    }
    const glyph = clusters.wordOf(String.fromCharCode(...glyphs.subarray(from, to)), starts);
    if (glyph < 0) return slash;
    glyphs[from] = glyph;
    glyphs.fill(0, from + 1, to);
    return to - 1;
  }

  private layOut(parts: readonly Part[], style: ParagraphStyle, tabular: boolean) {
    const { layout, glyphs, partEnds, count } = this;
    const levels = this.flags === 0 ? undefined : this.levels;
    layout.makeRoom(count);
    layout.x[0] = 0;
    let from = 0;
    for (let i = 0; i < parts.length; i++) {
      i = lastOfFont(parts, i);
      const to = partEnds[i]!;
      if (to > from) layout.layOut(parts[i]!.font, glyphs, from, to, style, tabular, levels);
      from = to;
    }
  }

  private makeRoom(count: number): void {
    if (count <= this.glyphs.length) return;
    const length = 2 ** Math.ceil(Math.log2(count));
    const glyphs = new Uint32Array(length);
    glyphs.set(this.glyphs);
    this.glyphs = glyphs;
    this.levels = new Uint8Array(length);
    this.offsets = new Uint32Array(length + 1);
  }
}

export type { ParagraphBuilder };

/** Gives a builder of paragraphs over a world's clusters and fonts. */
export function createParagraphBuilder(
  clusters: ClusterTable,
  layout: RunLayout,
  bidi: Bidi,
  locale: string | undefined,
): ParagraphBuilder {
  return new ParagraphBuilder(clusters, layout, bidi, locale);
}

/** Whether lines may end elsewhere than at line feeds. */
export function isWrapped({ whiteSpace }: ParagraphStyle): boolean {
  return whiteSpace === 'normal' || whiteSpace === 'pre-wrap' || whiteSpace === 'pre-line';
}

/** The last of the parts from one on that are in its font. */
function lastOfFont(parts: readonly Part[], from: number): number {
  const { font } = parts[from]!;
  let last = from;
  while (last + 1 < parts.length && parts[last + 1]!.font === font) last++;
  return last;
}
