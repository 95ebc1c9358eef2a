import { CapacityError, ValueError } from '../../ecs';
import type { FontSpec, TextMeasurer } from '../../ecs/stores';
import { createIntMap } from '../../structures';
import { type ClusterTable, standsAlone } from './clusters';
import { isShapedTogether } from './scripts';

/** Most fonts of a world; an id shares 32 bits with glyph and sub-pixel position in the glyph cache's keys. */
export const FONT_LIMIT = 1024;

const LATIN_END = 0x300;
const ASCII_END = 0x80;
const ASCII_BITS = 7;
/** Kerning is looked for in Latin, Greek, Cyrillic, Armenian and general punctuation, the units below this that stand alone. */
const KERNED_END = 0x2060;
// Canvas adds glyph widths as floats: sums differ by about 1e-6 px where nothing is kerned.
const NO_KERNING = 1e-4;

/**
 * Growing list of measured lengths by key. `find` gives a place in `lengths` and not the length: engines box a double that a call
 * returns when they do not inline it.
 */
class LengthMap {
  lengths = new Float32Array(16);
  private readonly places = createIntMap();

  /** Place of a key in `lengths`, or -1. */
  find(key: number): number {
    return this.places.get(key);
  }

  /** Adds a key and returns its place. */
  add(key: number, length: number): number {
    const place = this.places.size;
    if (place === this.lengths.length) {
      const grown = new Float32Array(place * 2);
      grown.set(this.lengths);
      this.lengths = grown;
    }
    this.places.set(key, place);
    this.lengths[place] = length;
    return place;
  }

  get bytes(): number {
    return this.places.bytes + this.lengths.byteLength;
  }
}

/** One font's measured lengths, all in CSS pixels. */
class Font {
  readonly spec: FontSpec;
  readonly lineHeight: number;
  /** Baseline from the top of a line. */
  readonly baseline: number;
  /** Advance per unit below U+0300; NaN = not measured yet. */
  readonly advances = new Float32Array(LATIN_END).fill(NaN);
  readonly otherAdvances = new LengthMap();
  /** Kerning per ASCII pair, first << 7 | second; NaN = not measured yet. */
  readonly pairs = new Float32Array(ASCII_END * ASCII_END).fill(NaN);
  readonly otherPairs = new LengthMap();

  constructor(spec: FontSpec, measurer: TextMeasurer) {
    const { ascent, descent, lineHeight } = measurer.metrics(spec);
    if (!Number.isFinite(ascent + descent) || !(lineHeight >= 0 && lineHeight < Infinity)) {
      throw new ValueError(
        `metrics of font '${spec.family}' are ascent ${ascent}, descent ${descent}, line height ${lineHeight}; the measurer must give finite ones`,
      );
    }
    this.spec = spec;
    this.lineHeight = lineHeight;
    this.baseline = ascent + (lineHeight - ascent - descent) / 2;
  }
}

class FontTable {
  /** x of the last `layOut`, in its first places. */
  x = new Float32Array(257);

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
    let bytes = this.x.byteLength;
    for (const { advances, pairs, otherAdvances, otherPairs } of this.fonts) {
      bytes += advances.byteLength + pairs.byteLength + otherAdvances.bytes + otherPairs.bytes;
    }
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

  /**
   * Writes to `x` where each of the clusters starts and where the last one ends. Lengths are read from the font's tables alone,
   * after measuring: a variable that a call might fill would be boxed for every cluster.
   */
  layOut(font: Font, glyphs: Uint32Array, count: number): void {
    if (count >= this.x.length) this.x = new Float32Array(2 ** Math.ceil(Math.log2(count + 1)));
    const { x } = this;
    const { advances, pairs, otherAdvances, otherPairs } = font;
    let pen = 0;
    let before = 0;
    // ASCII alone is one script.
    let mixed = false;
    for (let i = 0; i < count; i++) {
      const glyph = glyphs[i]!;
      if (i > 0) {
        let kerning = 0;
        // Only where both are below 128 is this.
        if ((before | glyph) < ASCII_END) {
          const place = (before << ASCII_BITS) | glyph;
          if (Number.isNaN(pairs[place]!)) this.measureAsciiPair(font, before, glyph);
          kerning = pairs[place]!;
        } else {
          mixed = true;
          if (isKerned(before) && isKerned(glyph)) {
            // Before `lengths` is read, which this may replace.
            const place = this.otherPair(font, before, glyph);
            kerning = otherPairs.lengths[place]!;
          }
        }
        if (mixed && kerning !== 0 && !isShapedTogether(glyphs, i)) kerning = 0;
        pen += kerning;
      }
      x[i] = pen;
      if (glyph < LATIN_END) {
        if (Number.isNaN(advances[glyph]!)) this.measureLatin(font, glyph);
        pen += advances[glyph]!;
      } else {
        const place = this.otherAdvance(font, glyph);
        pen += otherAdvances.lengths[place]!;
      }
      before = glyph;
    }
    x[count] = pen;
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

  private measureLatin(font: Font, glyph: number): void {
    font.advances[glyph] = this.measureAdvance(font, glyph);
  }

  private otherAdvance(font: Font, glyph: number): number {
    const known = font.otherAdvances.find(glyph);
    if (known >= 0) return known;
    return font.otherAdvances.add(glyph, this.measureAdvance(font, glyph));
  }

  private measureAdvance(font: Font, glyph: number): number {
    return finite(this.measurer.measure(font.spec, this.clusters.textOf(glyph)));
  }

  private measureAsciiPair(font: Font, first: number, second: number): void {
    font.pairs[(first << ASCII_BITS) | second] = this.measurePair(font, first, second);
  }

  private otherPair(font: Font, first: number, second: number): number {
    const key = ((first << 16) | second) >>> 0;
    const known = font.otherPairs.find(key);
    if (known >= 0) return known;
    return font.otherPairs.add(key, this.measurePair(font, first, second));
  }

  private measurePair(font: Font, first: number, second: number): number {
    // Digits stay tabular: a number keeps its width while it counts, though many fonts kern "11".
    if (isDigit(first) || isDigit(second)) return 0;
    const both = String.fromCharCode(first, second);
    const { measurer } = this;
    const apart = measurer.measure(font.spec, both[0]!) + measurer.measure(font.spec, both[1]!);
    const kerning = finite(measurer.measure(font.spec, both) - apart);
    return Math.abs(kerning) < NO_KERNING ? 0 : kerning;
  }
}

export type { Font, FontTable };

/** Gives an empty table of fonts that measures through the port, each length once. */
export function createFontTable(measurer: TextMeasurer, clusters: ClusterTable): FontTable {
  return new FontTable(measurer, clusters);
}

function isKerned(glyph: number): boolean {
  return glyph < KERNED_END && standsAlone(glyph);
}

function isDigit(glyph: number): boolean {
  return glyph >= 0x30 && glyph <= 0x39;
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
