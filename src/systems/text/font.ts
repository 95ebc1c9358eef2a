import { ValueError } from '../../ecs';
import type { FontSpec, TextMeasurer } from '../../ecs/stores';
import { createIntMap } from '../../structures';

/** Units below have their advance in an array. */
export const LATIN_END = 0x300;
/** Pairs of units below have their kerning in an array, at `first << ASCII_BITS | second`. */
export const ASCII_END = 0x80;
export const ASCII_BITS = 7;
/** In place of a pair's kerning: the two are drawn as one. */
export const LIGATES = Number.POSITIVE_INFINITY;

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
export class Font {
  readonly spec: FontSpec;
  ascent = 0;
  descent = 0;
  lineHeight = 0;
  /** Baseline from the top of a line. */
  baseline = 0;
  /** Advance per unit below U+0300; NaN = not measured yet. */
  readonly advances = new Float32Array(LATIN_END).fill(NaN);
  otherAdvances = new LengthMap();
  /** Kerning per ASCII pair, first << 7 | second; NaN = not measured yet, LIGATES = drawn as one. */
  readonly pairs = new Float32Array(ASCII_END * ASCII_END).fill(NaN);
  otherPairs = new LengthMap();
  /** Where the clusters of shaped words start, by glyph id. */
  readonly inWords = new Map<number, Float32Array>();
  /** Kerning of a shaped word and what stands beside it, by both glyph ids. */
  readonly besideWords = new Map<number, number>();
  /** Of the pair that was looked up last. */
  readonly besideWord = new Float32Array(1);
  /** Half of a full-width bracket, where the font lets browsers take it away; -1 = not measured yet. */
  wideTrim = -1;
  /** 1: all ten digits are equally wide; -1 = not measured yet. */
  equalDigits = -1;

  constructor(spec: FontSpec, measurer: TextMeasurer) {
    this.spec = spec;
    this.measure(measurer);
  }

  /** Takes the font's metrics and forgets everything else that was measured. */
  measure(measurer: TextMeasurer): void {
    const { spec } = this;
    const { ascent, descent, lineHeight } = measurer.metrics(spec);
    if (!Number.isFinite(ascent + descent) || !(lineHeight >= 0 && lineHeight < Infinity)) {
      throw new ValueError(
        `metrics of font '${spec.family}' are ascent ${ascent}, descent ${descent}, line height ${lineHeight}; the measurer must give finite ones`,
      );
    }
    this.ascent = ascent;
    this.descent = descent;
    this.lineHeight = lineHeight;
    this.baseline = ascent + (lineHeight - ascent - descent) / 2;
    this.advances.fill(NaN);
    this.pairs.fill(NaN);
    this.otherAdvances = new LengthMap();
    this.otherPairs = new LengthMap();
    this.inWords.clear();
    this.besideWords.clear();
    this.equalDigits = -1;
    this.wideTrim = -1;
  }
}
