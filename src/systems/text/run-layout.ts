import { CONTINUED, LEVEL_MASK } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import type { Contexts } from './contexts';
import { ASCII_BITS, ASCII_END, type Font, LATIN_END, LIGATES, pairKey } from './font';
import type { FontTable } from './font-table';
import { mayLigate } from './ligatures';
import { isDigit } from './run-text';
import {
  isCursive,
  isInvisible,
  isKernedLetter,
  isNeverKerned,
  isOfShapedScript,
  isPlainLetter,
  isShapedTogether,
  joinsBefore,
} from './scripts';
import { standsAlone } from './single-units';
import { isWideKerned } from './wide-kerning';

/** Kerning is looked for in Latin, Greek, Cyrillic and Armenian, the units below this that stand alone. */
const ALWAYS_KERNED_END = 0x590;
/** First unit of scripts whose words are shaped whole. */
const WORD_SHAPED_START = 0x590;
const MAX_LIGATURE = 4;
const NO_GLYPH = -1;
// In Chromium a length takes 6 µs, a string 1.5 for each of its clusters and 20 more; short texts had better be there at once.
const LENGTHS_AS_ONE = 4;
const CALL_CLUSTERS = 24;

/** Says whether the time for measuring is over. */
export type Until = { readonly isOut: boolean };

/** CSS pixels after each cluster. In an object: a double that is handed to a function which is not inlined is boxed. */
export type Spaced = { readonly letterSpacing: number; readonly whiteSpace?: string };

/** Places clusters side by side, with the measures of their fonts. */
class RunLayout {
  /** x of the last `layOut`, in its first places. */
  x = new Float32Array(257);
  /** Whether the last `layOut` made one glyph of several letters. */
  ligated = false;
  /** What the last ligature of the last `layOut` is drawn as: its last letter where no id was left for it. */
  private ligature = NO_GLYPH;

  private readonly fonts: FontTable;
  private readonly clusters: ClusterTable;
  private readonly contexts: Contexts;

  constructor(fonts: FontTable, clusters: ClusterTable, contexts: Contexts) {
    this.fonts = fonts;
    this.clusters = clusters;
    this.contexts = contexts;
  }

  /**
   * Writes to `x` where each of the clusters from `from` to `to - 1` starts and where the last one ends, on from `x[from]` where
   * that is not 0. Letters that the font draws as one become one glyph id and `CONTINUED`. `letterSpacing` is added after each
   * cluster that is seen. `tabular`: digits are not kerned, so that a number keeps its width while it counts, though many fonts kern
   * "11". `levels`: the clusters' bidi levels, where some are not 0. Where `until` is out, stops at the first length that would have to
   * be measured and returns false; some letters may be one glyph then.
   * Lengths are read from the font's tables alone, after measuring: a variable that a call might fill would be boxed for every
   * cluster.
   */
  layOut(
    font: Font,
    glyphs: Uint32Array,
    from: number,
    to: number,
    style: Spaced,
    tabular = false,
    levels?: Uint8Array,
    until?: Until,
  ): boolean {
    const { letterSpacing: spacing } = style;
    if (!this.contexts.join(font.face, glyphs, from, to, style, tabular, levels, until))
      return false;
    this.makeRoom(to);
    this.ligated = false;
    this.ligature = NO_GLYPH;
    const { x } = this;
    const { advances, otherAdvances, otherPairs } = font;
    let { pairs } = font;
    let pen = from === 0 ? 0 : x[from]!;
    let before = 0;
    // The last cluster that is seen: browsers kern what stands on both sides of a soft hyphen or zero-width space.
    let seen = 0;
    // Kerning of the cluster at hand where that is read from right to left.
    let after = 0;
    // ASCII alone is one script.
    let mixed = false;
    for (let i = from; i < to; i++) {
      const glyph = glyphs[i]!;
      if (i > from) {
        let kerning = 0;
        // Only where both are below 128 is this.
        if ((seen | glyph) < ASCII_END && seen !== 0) {
          const place = (seen << ASCII_BITS) | glyph;
          if (Number.isNaN(pairs[place]!)) {
            if (until?.isOut) return false;
            this.fonts.measureAsciiPair(font, seen, glyph);
            // Its first pair gives a font a table of its own.
            pairs = font.pairs;
          }
          kerning = pairs[place]!;
          if (tabular) {
            if (isDigit(seen) || isDigit(glyph)) kerning = 0;
          }
          if (kerning === LIGATES) {
            kerning = 0;
            if (spacing === 0 && seen === before) {
              i = this.ligate(font, glyphs, i, to);
              pen = x[i + 1]!;
              before = this.ligature;
              seen = before;
              continue;
            }
          }
        } else {
          mixed = true;
          const areApart = isNeverKerned(before) && isNeverKerned(glyph);
          const first = areApart ? 0 : this.kernedAs(seen);
          const second = areApart || isInvisible(glyph) ? 0 : this.kernedAs(glyph);
          if (first > 0 && second > 0) {
            if (until?.isOut && otherPairs.find(pairKey(first, second)) < 0) return false;
            // Before `lengths` is read, which this may replace.
            const place = this.fonts.otherPair(font, first, second);
            kerning = otherPairs.lengths[place]!;
            if (kerning === LIGATES) {
              kerning = 0;
              if (spacing === 0 && first === before && second === glyph) {
                i = this.ligate(font, glyphs, i, to);
                pen = x[i + 1]!;
                before = this.ligature;
                seen = before;
                continue;
              }
            }
          } else if (
            before === this.ligature ||
            (!areApart && this.isBesideWord(before, glyph, tabular))
          ) {
            this.fonts.measureBesideWord(font, before, glyph);
            kerning = font.besideWord[0]!;
          }
        }
        if (mixed && kerning !== 0 && !this.isOneRun(glyphs, levels, i)) kerning = 0;
        // The first of two that are read from right to left stands to the right: the second gives the room up.
        if (levels !== undefined && (levels[i]! & 1) === 1) after = kerning;
        else pen += kerning;
      }
      x[i] = pen;
      if (glyph < LATIN_END) {
        if (Number.isNaN(advances[glyph]!)) {
          if (until?.isOut) return false;
          this.fonts.measureLatin(font, glyph);
        }
        pen += advances[glyph]!;
      } else {
        if (until?.isOut && !this.fonts.knowsAdvance(font, glyph)) return false;
        const place = this.fonts.otherAdvance(font, glyph);
        pen += otherAdvances.lengths[place]!;
        if (i + 1 < to && glyphs[i + 1] === CONTINUED) {
          i = this.placeWord(font, glyphs, i, to);
        }
      }
      if (spacing !== 0 && !isInvisible(glyph) && !isCursive(this.clusters.leadOf(glyph))) {
        pen += spacing;
      }
      pen += after;
      after = 0;
      before = glyph;
      if (glyph < ASCII_END || !isInvisible(glyph)) seen = glyph;
    }
    x[to] = pen;
    return true;
  }

  /**
   * Whether measuring clusters as one string takes less time than the lengths of theirs that are not known, and gives the width that
   * they have side by side.
   */
  isBetterWhole(font: Font, glyphs: Uint32Array, from: number, to: number): boolean {
    const { pairs, otherPairs } = font;
    let unknown = 0;
    let before = 0;
    for (let i = from; i < to; i++) {
      const glyph = glyphs[i]!;
      if (!isPlainLetter(glyph)) return false;
      if (!this.fonts.knowsAdvance(font, glyph)) unknown++;
      if (i > from) {
        const isKnown =
          (before | glyph) < ASCII_END
            ? !Number.isNaN(pairs[(before << ASCII_BITS) | glyph]!)
            : otherPairs.find(pairKey(before, glyph)) >= 0;
        if (!isKnown) unknown++;
      }
      before = glyph;
    }
    return unknown * LENGTHS_AS_ONE > to - from + CALL_CLUSTERS;
  }

  /** Makes `x` hold `count` clusters and their end; what it holds stays. */
  makeRoom(count: number): void {
    if (count < this.x.length) return;
    const grown = new Float32Array(2 ** Math.ceil(Math.log2(count + 1)));
    grown.set(this.x);
    this.x = grown;
  }

  /** Whether one of two glyphs is a word that is shaped whole, or of a script whose words are. */
  private isBesideWord(first: number, second: number, tabular: boolean): boolean {
    if (first < WORD_SHAPED_START && second < WORD_SHAPED_START) return false;
    const { clusters } = this;
    const after = clusters.leadOf(second);
    if (joinsBefore(after)) return false;
    if (isOfShapedScript(clusters.leadOf(first)) || isOfShapedScript(after)) return true;
    // As digits by themselves, those of a number are not kerned that are one with a sign.
    return !tabular && (clusters.isWord(first) || clusters.isWord(second));
  }

  /** Whether the browser shapes a cluster and the one before it in one run. */
  private isOneRun(glyphs: Uint32Array, levels: Uint8Array | undefined, i: number): boolean {
    if (levels !== undefined && ((levels[i]! ^ levels[i - 1]!) & LEVEL_MASK) !== 0) return false;
    return isShapedTogether(glyphs, i, this.clusters);
  }

  /** Makes one glyph of the letters from `second - 1` on that are drawn as one. Returns the last of them. */
  private ligate(font: Font, glyphs: Uint32Array, second: number, to: number): number {
    const { x } = this;
    const first = second - 1;
    let end = second + 1;
    while (end < to && end - first < MAX_LIGATURE && this.ligates(font, glyphs, end)) end++;
    const glyph = this.clusters.wordOfGlyphs(glyphs, first, end);
    this.ligature = glyph < 0 ? glyphs[end - 1]! : glyph;
    this.ligated = true;
    if (glyph < 0) {
      // No id is left for it: its letters side by side.
      for (let i = first; i < end; i++) x[i + 1] = x[i]! + this.fonts.advanceOf(font, glyphs[i]!);
      return end - 1;
    }
    const length = this.fonts.advanceOf(font, glyph);
    glyphs[first] = glyph;
    const from = x[first]!;
    for (let i = first + 1; i <= end; i++) {
      if (i < end) glyphs[i] = CONTINUED;
      x[i] = from + (length * (i - first)) / (end - first);
    }
    return end - 1;
  }

  private ligates(font: Font, glyphs: Uint32Array, i: number): boolean {
    const first = glyphs[i - 1]!;
    const second = glyphs[i]!;
    if ((first | second) >= ASCII_END) {
      if (!mayLigate(first, second)) return false;
      return font.otherPairs.lengths[this.fonts.otherPair(font, first, second)] === LIGATES;
    }
    const place = (first << ASCII_BITS) | second;
    if (Number.isNaN(font.pairs[place]!)) this.fonts.measureAsciiPair(font, first, second);
    return font.pairs[place] === LIGATES;
  }

  /** Writes where the clusters of the shaped word at `first` start. Returns its last cluster. */
  private placeWord(font: Font, glyphs: Uint32Array, first: number, to: number): number {
    const { x } = this;
    let end = first + 1;
    while (end < to && glyphs[end] === CONTINUED) end++;
    const glyph = glyphs[first]!;
    const starts = font.inWords.get(glyph) ?? this.fonts.measureWord(font, glyph);
    const from = x[first]!;
    for (let i = first + 1; i < end; i++) x[i] = from + (starts[i - first - 1] ?? 0);
    return end - 1;
  }

  /** Unit a glyph is kerned as, or 0. */
  private kernedAs(glyph: number): number {
    const unit = this.clusters.composedOf(glyph);
    if (unit < ALWAYS_KERNED_END) return standsAlone(unit) ? unit : 0;
    return isKernedLetter(unit) || isWideKerned(unit) ? unit : 0;
  }
}

export type { RunLayout };

/** Gives a layout of runs; its array is used again for every run. */
export function createRunLayout(
  fonts: FontTable,
  clusters: ClusterTable,
  contexts: Contexts,
): RunLayout {
  return new RunLayout(fonts, clusters, contexts);
}
