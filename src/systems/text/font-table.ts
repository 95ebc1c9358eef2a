import { CapacityError, ValueError } from '../../ecs';
import { type FontSpec, familiesOf, type TextMeasurer } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { createFaces, type Face, type Faces } from './face';
import { ASCII_END, Font, GLYPH_LIMIT, LATIN_END, LIGATES, pairKey } from './font';
import { createIdPool, type IdPool } from './id-pool';
import { measureInWord } from './in-words';
import { mayLigate } from './ligatures';
import { isTrimmedBetween, isWideClosing } from './wide-kerning';

/** Most fonts of a world. In the glyph cache's keys an id, or one of `ScaledFonts`, shares 32 bits with glyph and sub-pixel position. */
export const FONT_LIMIT = 768;
/** How many are held before those that nothing shows are forgotten. Each may take 70 KB. */
const SWEEP_AT = 128;

// Canvas adds glyph widths as floats: sums differ by about 1e-6 px where nothing is kerned.
const NO_KERNING = 1e-4;
/** From this size on, a kerning below `NO_KERNING` is none at any size: the least in a font is about a 4096th of it. */
const TELLING_SIZE = 1;
/** Share of a width that float32 may miss. */
const FLOAT_ERROR = 1e-6;
/** Pairs of a word and its neighbour that a font remembers; beyond, it measures them again. */
const BESIDE_WORDS_LIMIT = 65_536;
const SOFT_HYPHEN = 0xad;
const FIRST_IDEOGRAPH = 0x4e00;
// Each may be in another file of the font, and then takes half a millisecond.
const SAMPLED_IDEOGRAPHS = 6;
/** Share of the size: in Chromium widths are off by a thousandth at some sizes. */
const WIDTH_ERROR = 0.005;
const CORNER_BRACKET = 0x300d;
const NARROW = 0x69;
const WIDE = 0x4d;
/** Pairs of which a font kerns one if it kerns any. */
const FIRST_KERNED = ['AV', 'To', 'LT', 'P.', 'r,', 'Ye', '11'];

class FontTable {
  /** Forgets what is not used: called when there are as many fonts as there may be. */
  onFull: () => void = () => {};

  private readonly fonts: IdPool<Font>;
  private readonly faces: Faces;
  private readonly measurer: TextMeasurer;
  private readonly clusters: ClusterTable;

  constructor(measurer: TextMeasurer, clusters: ClusterTable, sweepAt: number) {
    this.fonts = createIdPool(FONT_LIMIT, sweepAt);
    this.measurer = measurer;
    this.faces = createFaces(measurer);
    this.clusters = clusters;
  }

  /** Fonts held. */
  get size(): number {
    return this.fonts.size;
  }

  /** Whether it is time to forget fonts that nothing shows: see `createStyleSweep`. */
  get crowded(): boolean {
    return this.fonts.crowded;
  }

  get bytes(): number {
    let { bytes } = this.faces;
    this.each((font) => {
      bytes += font.bytes;
    });
    return bytes;
  }

  /** Whether an id stands for a font. */
  has(font: number): boolean {
    return this.fonts.get(font) !== undefined;
  }

  /** Fonts asked for so far are shown by now, or never will be. */
  settle(): void {
    this.fonts.settle();
  }

  /** Forgets, if it is time for that, the fonts that are not used, whose ids will stand for others, and says whether there were any. */
  sweep(isUsed: (font: number) => boolean): boolean {
    if (!this.fonts.sweep(isUsed)) return false;
    const used = new Set<Face>();
    this.each((font) => used.add(font.face));
    this.faces.keep(used);
    return true;
  }

  /** Id of a font, the same for the same spec while it is used. Throws `ValueError` or `CapacityError`. */
  idOf({ family, size, weight, italic }: FontSpec): number {
    const key = `${size} ${weight} ${italic} ${family}`;
    const known = this.fonts.find(key);
    if (known >= 0) return known;
    const spec = checkedSpec({ family, size, weight, italic });
    if (this.fonts.isFull) this.onFull();
    if (this.fonts.isFull) {
      throw new CapacityError(
        `the world shows ${FONT_LIMIT} fonts; use fewer sizes and weights, animate scale instead of size`,
      );
    }
    return this.fonts.add(key, new Font(spec, this.faces.of(spec), this.measurer));
  }

  /** Throws `ValueError` for an id that stands for no font. */
  get(font: number): Font {
    const found = this.fonts.get(font);
    if (found) return found;
    throw new ValueError(`there is no font ${font}; use an id from TextPort.font`);
  }

  /** Measures every font again whose families include one of these, or every one, and returns their ids. */
  remeasure(families: readonly string[] | undefined): ReadonlySet<number> {
    const measured = new Set<number>();
    this.each((font, id) => {
      if (families && !families.some((family) => namesFamily(font.spec.family, family))) return;
      font.measure(this.measurer);
      font.face.forget();
      measured.add(id);
    });
    return measured;
  }

  /** Ids of the fonts in whose faces more than pairs depend on each other. */
  withContexts(): ReadonlySet<number> {
    const found = new Set<number>();
    this.each((font, id) => {
      if (font.face.kinds > 0) found.add(id);
    });
    return found;
  }

  /** Forgets what was measured of glyphs that are not kept. */
  forget(isKept: (glyph: number) => boolean): void {
    this.each((font) => font.forget(isKept));
  }

  private each(visit: (font: Font, id: number) => void): void {
    for (let id = 0; id < this.fonts.end; id++) {
      const font = this.fonts.get(id);
      if (font) visit(font, id);
    }
  }

  /** Whether all ten digits are equally wide, so that one may stand for another without moving anything. */
  hasEqualDigits(font: Font): boolean {
    if (font.equalDigits < 0) {
      const width = this.advanceOf(font, 0x30);
      font.equalDigits = 1;
      for (let digit = 0x31; digit < 0x3a; digit++) {
        if (this.advanceOf(font, digit) !== width) font.equalDigits = 0;
      }
    }
    return font.equalDigits === 1;
  }

  /** What browsers take off a full-width closing bracket that would not fit at the end of a line, CSS pixels. */
  trimOf(font: Font, glyph: number): number {
    return isWideClosing(glyph) ? this.wideTrimOf(font) : 0;
  }

  /** What browsers take off full-width punctuation beside other such: half of it in fonts that provide for it. CSS pixels. */
  private wideTrimOf(font: Font): number {
    if (font.wideTrim < 0) {
      // Measured on one character, as the files of a font may divide any two.
      font.wideTrim = Math.max(0, -this.measureKerning(font, CORNER_BRACKET, CORNER_BRACKET));
    }
    return font.wideTrim;
  }

  /** Advance of one cluster in CSS pixels. */
  advanceOf(font: Font, glyph: number): number {
    if (glyph < LATIN_END) {
      if (Number.isNaN(font.advances[glyph]!)) this.measureLatin(font, glyph);
      return font.advances[glyph]!;
    }
    const place = this.otherAdvance(font, glyph);
    return font.otherAdvances.lengths[place]!;
  }

  /**
   * Writes to `besideWord` how much nearer than their widths say a shaped word, or a digit of its script, and what stands beside it
   * are. Not a result: it would be boxed.
   */
  measureBesideWord(font: Font, first: number, second: number): void {
    const { clusters, measurer } = this;
    const key = first * GLYPH_LIMIT + second;
    let kerning = font.besideWords.get(key);
    if (kerning === undefined) {
      const both = clusters.textOf(first) + clusters.textOf(second);
      const apart = this.advanceOf(font, first) + this.advanceOf(font, second);
      kerning = finite(measurer.measure(font.spec, both) - apart);
      if (Math.abs(kerning) < NO_KERNING + apart * FLOAT_ERROR) kerning = 0;
      if (font.besideWords.size >= BESIDE_WORDS_LIMIT) font.besideWords.clear();
      font.besideWords.set(key, kerning);
    }
    font.besideWord[0] = kerning;
  }

  /** Width of a string, CSS pixels. */
  measureWhole(font: Font, content: string): number {
    return finite(this.measurer.measure(font.spec, content));
  }

  /** Where the clusters of a shaped word after its first start, CSS pixels from its beginning. */
  measureWord(font: Font, glyph: number): Float32Array {
    const { clusters, measurer } = this;
    const starts = measureInWord(measurer, font.spec, {
      word: clusters.textOf(glyph),
      units: clusters.startsIn(glyph) ?? new Uint16Array(0),
      length: this.advanceOf(font, glyph),
    });
    font.inWords.set(glyph, starts);
    return starts;
  }

  /** Whether the advance of a cluster is known, or taken to be that of others, so that nothing is measured for it. */
  knowsAdvance(font: Font, glyph: number): boolean {
    if (glyph < LATIN_END) return !Number.isNaN(font.advances[glyph]!);
    if (isIdeograph(glyph) && font.squares >= SAMPLED_IDEOGRAPHS) return true;
    return font.otherAdvances.find(glyph) >= 0;
  }

  measureLatin(font: Font, glyph: number): void {
    font.advances[glyph] = this.measureAdvance(font, glyph);
  }

  otherAdvance(font: Font, glyph: number): number {
    const known = font.otherAdvances.find(glyph);
    if (known >= 0) return known;
    return isIdeograph(glyph)
      ? this.ideographAdvance(font, glyph)
      : font.otherAdvances.add(glyph, this.measureAdvance(font, glyph));
  }

  /**
   * Chinese characters are as wide as the font is large in nearly every font. Where the first few that are met are, the others are
   * taken to be: a screen of new ones then needs no thousands of looks at the font, nor the files that are only for some of them.
   * Characters that the font lacks, as wide as what stands for them, say nothing.
   */
  private ideographAdvance(font: Font, glyph: number): number {
    if (font.squares >= SAMPLED_IDEOGRAPHS) return font.squarePlace;
    const place = font.otherAdvances.add(glyph, this.measureAdvance(font, glyph));
    const { size } = font.spec;
    if (Math.abs(font.otherAdvances.lengths[place]! - size) < size * WIDTH_ERROR) {
      font.squares++;
      font.square = glyph;
      font.squarePlace = place;
    }
    return place;
  }

  private measureAdvance(font: Font, glyph: number): number {
    if (glyph === SOFT_HYPHEN) return 0;
    return finite(this.measurer.measure(font.spec, this.clusters.textOf(glyph)));
  }

  measureAsciiPair(font: Font, first: number, second: number): void {
    font.setPair(first, second, this.measurePair(font, first, second));
  }

  /**
   * Whether two ASCII units are as wide as all in a font without kerning, as those for programmers are: a page of code then needs
   * no look at each of its pairs. Fonts of one width that kern any of the pairs that fonts kern first are not taken for such.
   */
  private isEven(font: Font, first: number, second: number): boolean {
    if (font.evenAdvance < 0) font.evenAdvance = this.measureEven(font);
    const { evenAdvance } = font;
    return (
      evenAdvance > 0 &&
      this.advanceOf(font, first) === evenAdvance &&
      this.advanceOf(font, second) === evenAdvance
    );
  }

  /**
   * Whether two units are known not to be kerned in another size of the same face, and are as wide there for its size: fonts with
   * optical sizes may kern otherwise in each. Nineteen of twenty pairs of English are not, and an app has a few sizes.
   */
  private isApartInOtherSize(font: Font, first: number, second: number): boolean {
    for (let id = 0; id < this.fonts.end; id++) {
      const other = this.fonts.get(id);
      if (
        other?.isApart(first, second) &&
        other.spec.size >= TELLING_SIZE &&
        isSameFace(other.spec, font.spec) &&
        this.isAsWide(font, other, first) &&
        this.isAsWide(font, other, second)
      )
        return true;
    }
    return false;
  }

  /** Whether a unit is as wide in two fonts, each for its size. */
  private isAsWide(font: Font, other: Font, glyph: number): boolean {
    const { size } = font.spec;
    const wanted = (this.advanceOf(other, glyph) * size) / other.spec.size;
    return Math.abs(this.advanceOf(font, glyph) - wanted) < size * WIDTH_ERROR;
  }

  /** What `Font.evenAdvance` holds. */
  private measureEven(font: Font): number {
    const advance = this.advanceOf(font, NARROW);
    if (this.advanceOf(font, WIDE) !== advance) return 0;
    for (const pair of FIRST_KERNED) {
      const [first, second] = [pair.charCodeAt(0), pair.charCodeAt(1)];
      if (this.measureKerning(font, first, second) !== 0) return 0;
    }
    return advance;
  }

  otherPair(font: Font, first: number, second: number): number {
    const key = pairKey(first, second);
    const known = font.otherPairs.find(key);
    if (known >= 0) return known;
    return font.otherPairs.add(key, this.measurePair(font, first, second));
  }

  private measurePair(font: Font, first: number, second: number): number {
    if (isTrimmedBetween(first, second)) return -this.wideTrimOf(font);
    if (mayLigate(first, second)) {
      const both = String.fromCharCode(first, second);
      if (font.face.ligates(both)) return LIGATES;
    }
    if ((first | second) < ASCII_END && this.isEven(font, first, second)) return 0;
    if (this.isApartInOtherSize(font, first, second)) return 0;
    return this.measureKerning(font, first, second);
  }

  private measureKerning(font: Font, first: number, second: number): number {
    const apart = this.advanceOf(font, first) + this.advanceOf(font, second);
    const both = this.measurer.measure(font.spec, String.fromCharCode(first, second));
    const kerning = finite(both - apart);
    return Math.abs(kerning) < NO_KERNING + apart * FLOAT_ERROR ? 0 : kerning;
  }
}

export type { FontTable };

/**
 * Gives an empty table of fonts that measures through the port, each length once. It is `crowded` with `sweepAt` fonts, or with
 * twice as many as were still used when it was last swept.
 */
export function createFontTable(
  measurer: TextMeasurer,
  clusters: ClusterTable,
  sweepAt = SWEEP_AT,
): FontTable {
  return new FontTable(measurer, clusters, sweepAt);
}

/** Whether a CSS list of families has this one. */
function namesFamily(list: string, family: string): boolean {
  const name = unquoted(family);
  return list.split(',').some((entry) => unquoted(entry) === name);
}

function unquoted(family: string): string {
  return family
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .toLowerCase();
}

function isSameFace(one: FontSpec, other: FontSpec): boolean {
  return one.weight === other.weight && one.italic === other.italic && one.family === other.family;
}

function isIdeograph(glyph: number): boolean {
  return glyph >= FIRST_IDEOGRAPH && glyph < 0xa000;
}

function finite(length: number): number {
  return Number.isFinite(length) ? length : 0;
}

function checkedSpec(spec: FontSpec): FontSpec {
  if (typeof spec.family !== 'string' || spec.family.trim() === '') {
    throw new ValueError(`font family is '${String(spec.family)}'; name one, such as 'sans-serif'`);
  }
  familiesOf('font family', spec.family);
  if (!(spec.size > 0 && spec.size < Infinity)) {
    throw new ValueError(`size of font '${spec.family}' is ${spec.size}; give CSS pixels above 0`);
  }
  if (!(spec.weight >= 1 && spec.weight <= 1000)) {
    throw new ValueError(`weight of font '${spec.family}' is ${spec.weight}; give 1 to 1000`);
  }
  return spec;
}
