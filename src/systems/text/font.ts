import { ValueError } from '../../ecs';
import type { FontSpec, TextMeasurer } from '../../ecs/stores';
import { createIntMap } from '../../structures';
import type { Face } from './face';

/** Units below have their advance in an array. */
export const LATIN_END = 0x300;
/** Pairs of units below have their kerning in an array, at `first << ASCII_BITS | second`. */
export const ASCII_END = 0x80;
export const ASCII_BITS = 7;
/** In place of a pair's kerning: the two are drawn as one. */
export const LIGATES = Number.POSITIVE_INFINITY;

/** Above all glyph ids. */
export const GLYPH_LIMIT = 2 ** 20;
/** Estimates of what V8 keeps for an entry. */
const IN_WORD_BYTES = 300;
const BESIDE_WORD_BYTES = 64;
/** Table of all fonts in which no pair was measured yet: one takes 64 KB. */
const NO_PAIRS = new Float32Array(ASCII_END * ASCII_END).fill(NaN);

/**
 * Growing list of measured lengths by key. `find` gives a place in `lengths` and not the length: engines box a double that a call
 * returns when they do not inline it.
 */
class LengthMap {
  lengths = new Float32Array(16);
  private places = createIntMap();

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

  /** Forgets the keys that are not kept. */
  forget(isKept: (key: number) => boolean): void {
    const { places, lengths } = this;
    this.places = createIntMap();
    this.lengths = new Float32Array(16);
    for (let at = places.nextSlot(0); at >= 0; at = places.nextSlot(at + 1)) {
      const key = places.keyAt(at);
      if (isKept(key)) this.add(key, lengths[places.valueAt(at)]!);
    }
  }

  get bytes(): number {
    return this.places.bytes + this.lengths.byteLength;
  }
}

/** Key of a pair of units in `Font.otherPairs`. */
export function pairKey(first: number, second: number): number {
  return ((first << 16) | second) >>> 0;
}

/** One font's measured lengths, all in CSS pixels. */
export class Font {
  readonly spec: FontSpec;
  /** That of all sizes. */
  readonly face: Face;
  ascent = 0;
  descent = 0;
  lineHeight = 0;
  /** Baseline from the top of a line. */
  baseline = 0;
  /** Advance per unit below U+0300; NaN = not measured yet. */
  readonly advances = new Float32Array(LATIN_END).fill(NaN);
  otherAdvances = new LengthMap();
  /** Kerning per ASCII pair, first << 7 | second; NaN = not measured yet, LIGATES = drawn as one. */
  pairs = NO_PAIRS;
  otherPairs = new LengthMap();
  /** Where the clusters of shaped words start, by glyph id. */
  readonly inWords = new Map<number, Float32Array>();
  /** Kerning of a shaped word and what stands beside it, by both glyph ids. */
  readonly besideWords = new Map<number, number>();
  /** Of the pair that was looked up last. */
  readonly besideWord = new Float32Array(1);
  /** Half of a full-width bracket, where the font lets browsers take it away; -1 = not measured yet. */
  wideTrim = -1;
  /** Whether all is measured that dividing text into lines asks for. */
  hasLineMeasures = false;
  /** 1: all ten digits are equally wide; -1 = not measured yet. */
  equalDigits = -1;
  /** Advance of all ASCII of a font in which nothing is kerned, as those for programmers; 0 of another; -1 = not measured yet. */
  evenAdvance = -1;
  /** Chinese characters found to be as wide as the font is large; the last of them, and the place of its advance. */
  squares = 0;
  square = 0;
  squarePlace = -1;

  /** Roughly what is held. */
  get bytes(): number {
    const { advances, pairs, otherAdvances, otherPairs, inWords, besideWords } = this;
    const arrays = advances.byteLength + (pairs === NO_PAIRS ? 0 : pairs.byteLength);
    const words = inWords.size * IN_WORD_BYTES + besideWords.size * BESIDE_WORD_BYTES;
    return arrays + otherAdvances.bytes + otherPairs.bytes + words;
  }

  constructor(spec: FontSpec, face: Face, measurer: TextMeasurer) {
    this.spec = spec;
    this.face = face;
    this.measure(measurer);
  }

  /** Keeps the kerning of a pair of ASCII units. */
  setPair(first: number, second: number, kerning: number): void {
    if (this.pairs === NO_PAIRS) this.pairs = NO_PAIRS.slice();
    this.pairs[(first << ASCII_BITS) | second] = kerning;
  }

  /** Whether a pair was measured and found not to be kerned. */
  isApart(first: number, second: number): boolean {
    if ((first | second) < ASCII_END) return this.pairs[(first << ASCII_BITS) | second] === 0;
    const place = this.otherPairs.find(pairKey(first, second));
    return place >= 0 && this.otherPairs.lengths[place] === 0;
  }

  /** Forgets what was measured of glyphs that are not kept. */
  forget(isKept: (glyph: number) => boolean): void {
    const { inWords, besideWords } = this;
    this.otherAdvances.forget(isKept);
    if (this.squares > 0) this.squarePlace = this.otherAdvances.find(this.square);
    for (const glyph of inWords.keys()) if (!isKept(glyph)) inWords.delete(glyph);
    for (const key of besideWords.keys()) {
      if (!isKept(Math.floor(key / GLYPH_LIMIT)) || !isKept(key % GLYPH_LIMIT)) {
        besideWords.delete(key);
      }
    }
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
    this.pairs = NO_PAIRS;
    this.otherAdvances = new LengthMap();
    this.otherPairs = new LengthMap();
    this.inWords.clear();
    this.besideWords.clear();
    this.equalDigits = -1;
    this.evenAdvance = -1;
    this.squares = 0;
    this.wideTrim = -1;
    this.hasLineMeasures = false;
  }
}
