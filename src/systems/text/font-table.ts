import { CapacityError, ValueError } from '../../ecs';
import type { FontSpec, TextMeasurer } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { Font, GLYPH_LIMIT, LATIN_END, LIGATES } from './font';
import { mayLigate } from './ligatures';
import { isTrimmedBetween, isWideClosing, isWideOpening } from './wide-kerning';

/** Most fonts of a world; an id shares 32 bits with glyph and sub-pixel position in the glyph cache's keys. */
export const FONT_LIMIT = 1024;

// Canvas adds glyph widths as floats: sums differ by about 1e-6 px where nothing is kerned.
const NO_KERNING = 1e-4;
/** Share of a width that float32 may miss. */
const FLOAT_ERROR = 1e-6;
/** Pairs of a word and its neighbour that a font remembers; beyond, it measures them again. */
const BESIDE_WORDS_LIMIT = 65_536;
const SOFT_HYPHEN = 0xad;
const FIRST_IDEOGRAPH = 0x4e00;
const SAMPLED_IDEOGRAPHS = 16;
const CORNER_BRACKET = 0x300d;
const ZERO_WIDTH_JOINER = '\u200d';

class FontTable {
  private readonly fonts: Font[] = [];
  private readonly ids = new Map<string, number>();
  private readonly measurer: TextMeasurer;
  private readonly clusters: ClusterTable;

  constructor(measurer: TextMeasurer, clusters: ClusterTable) {
    this.measurer = measurer;
    this.clusters = clusters;
  }

  get size(): number {
    return this.fonts.length;
  }

  get bytes(): number {
    let bytes = 0;
    for (const font of this.fonts) bytes += font.bytes;
    return bytes;
  }

  /** Id of a font, the same for the same spec. Throws `ValueError` or `CapacityError`. */
  idOf({ family, size, weight, italic }: FontSpec): number {
    const key = `${size} ${weight} ${italic} ${family}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const spec = checkedSpec({ family, size, weight, italic });
    if (this.fonts.length >= FONT_LIMIT) {
      throw new CapacityError(
        `the world has ${FONT_LIMIT} fonts; use fewer sizes and weights, animate scale instead of size`,
      );
    }
    const id = this.fonts.push(new Font(spec, this.measurer)) - 1;
    this.ids.set(key, id);
    return id;
  }

  /** Throws `ValueError` for an id that `idOf` never gave. */
  get(font: number): Font {
    const found = this.fonts[font];
    if (found) return found;
    throw new ValueError(`there is no font ${font}; use an id from TextPort.font`);
  }

  /** Measures every font again whose families include one of these, and returns whether there is any. */
  remeasure(families: readonly string[]): boolean {
    let any = false;
    for (const font of this.fonts) {
      if (!families.some((family) => namesFamily(font.spec.family, family))) continue;
      font.measure(this.measurer);
      any = true;
    }
    return any;
  }

  /** Forgets what was measured of glyphs that are not kept. */
  forget(isKept: (glyph: number) => boolean): void {
    for (const font of this.fonts) font.forget(isKept);
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

  /** What an opening full-width bracket is moved to the left by after another glyph, CSS pixels. */
  trimBefore(font: Font, glyph: number, bracket: number): number {
    return isWideOpening(bracket) && isTrimmedBetween(glyph, bracket) ? this.wideTrimOf(font) : 0;
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

  measureWord(font: Font, glyph: number): Float32Array {
    const word = this.clusters.textOf(glyph);
    const units = this.clusters.startsIn(glyph) ?? new Uint16Array(0);
    const starts = new Float32Array(units.length);
    const length = this.advanceOf(font, glyph);
    let before = 0;
    for (let i = 0; i < units.length; i++) {
      // A joiner keeps the last letter in the shape that it has before the next one.
      const part = word.slice(0, units[i]!) + ZERO_WIDTH_JOINER;
      before = Math.min(length, Math.max(before, finite(this.measurer.measure(font.spec, part))));
      starts[i] = before;
    }
    font.inWords.set(glyph, starts);
    return starts;
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
   * Chinese characters are equally wide in nearly every font. Where the first few that are met are, the others are taken to be: a
   * screen of new ones then needs no thousands of looks at the font, nor the files that are only for some of them.
   */
  private ideographAdvance(font: Font, glyph: number): number {
    if (font.ideographs >= SAMPLED_IDEOGRAPHS) return font.ideographPlace;
    const length = this.measureAdvance(font, glyph);
    const place = font.otherAdvances.add(glyph, length);
    const { lengths } = font.otherAdvances;
    if (font.ideographs === 0) font.ideographPlace = place;
    // One that is wider or narrower: each is measured from now on.
    if (lengths[font.ideographPlace] !== lengths[place]) font.ideographs = Number.NEGATIVE_INFINITY;
    font.ideographs++;
    return place;
  }

  private measureAdvance(font: Font, glyph: number): number {
    if (glyph === SOFT_HYPHEN) return 0;
    return finite(this.measurer.measure(font.spec, this.clusters.textOf(glyph)));
  }

  measureAsciiPair(font: Font, first: number, second: number): void {
    font.setPair(first, second, this.measurePair(font, first, second));
  }

  otherPair(font: Font, first: number, second: number): number {
    const key = ((first << 16) | second) >>> 0;
    const known = font.otherPairs.find(key);
    if (known >= 0) return known;
    return font.otherPairs.add(key, this.measurePair(font, first, second));
  }

  private measurePair(font: Font, first: number, second: number): number {
    if (isTrimmedBetween(first, second)) return -this.wideTrimOf(font);
    if (mayLigate(first, second)) {
      const both = String.fromCharCode(first, second);
      if (this.measurer.ligates?.(font.spec, both)) return LIGATES;
    }
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

/** Gives an empty table of fonts that measures through the port, each length once. */
export function createFontTable(measurer: TextMeasurer, clusters: ClusterTable): FontTable {
  return new FontTable(measurer, clusters);
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
  if (!(spec.size > 0 && spec.size < Infinity)) {
    throw new ValueError(`size of font '${spec.family}' is ${spec.size}; give CSS pixels above 0`);
  }
  if (!(spec.weight >= 1 && spec.weight <= 1000)) {
    throw new ValueError(`weight of font '${spec.family}' is ${spec.weight}; give 1 to 1000`);
  }
  return spec;
}
