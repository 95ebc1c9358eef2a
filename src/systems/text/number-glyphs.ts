import { ValueError } from '../../ecs';
import { type NumberFormat, numberFormat } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { isRtl } from './scripts';

const ZERO = 0x30;
const EN_DASH = 0x2013;
const INFINITY_SIGN = 0x221e;
const BILLION = 1e9;
// 309 digits before the point and 20 after it, and room to carry.
const DIGITS = 340;
// Below this a digit more makes 15 at most: no two decimals of so many digits are the same double.
const EXACT_LIMIT = 1e14;

/** A format with its strings turned into glyph ids. */
export type CompiledFormat = {
  readonly decimals: number;
  readonly integerDigits: number;
  /** Places that the point is moved to the right. */
  readonly shift: number;
  /** 10 to the number of decimals and of places moved. */
  readonly power: number;
  readonly zero: number;
  readonly groupSize: number;
  readonly otherGroupSize: number;
  readonly groupsFrom: number;
  readonly positive: Uint32Array;
  readonly negative: Uint32Array;
  readonly complex: boolean;
  readonly group: Uint32Array;
  readonly point: Uint32Array;
  readonly prefix: Uint32Array;
  readonly suffix: Uint32Array;
};

class NumberWriter {
  /** Glyph ids of the last `write`, in its first places. */
  glyphs = new Uint32Array(DIGITS);
  /** Whether what the last `write` wrote has letters that are shaped as words or read from right to left. */
  complex = false;

  private readonly clusters: ClusterTable;
  private compiled = new WeakMap<NumberFormat, CompiledFormat>();
  // Least significant digit first.
  private readonly digits = new Uint8Array(DIGITS);
  // Here and not an argument: engines box a double that crosses a call which they do not inline.
  private readonly magnitude = new Float64Array(1);
  private length = 0;
  private anyComplex = false;

  constructor(clusters: ClusterTable) {
    this.clusters = clusters;
  }

  /**
   * Writes a number's glyph ids to `glyphs` and returns their number. Rounds half away from zero, judged by the shortest decimal
   * that names the number, as `Intl.NumberFormat` does. NaN is an en dash alone; a number that rounds to zero has no sign.
   */
  write(value: number, format: NumberFormat): number {
    const f = this.compiled.get(format) ?? this.compile(format);
    this.length = 0;
    this.complex = f.complex;
    const magnitude = Math.abs(value);
    if (Number.isNaN(magnitude)) {
      this.put(EN_DASH);
      return this.length;
    }
    if (magnitude === Infinity) {
      this.begin(f, value < 0, true);
      this.put(INFINITY_SIGN);
      this.putAll(f.suffix);
      return this.length;
    }
    this.magnitude[0] = magnitude;
    const count = this.round(f);
    this.begin(f, value < 0, count > 0);
    this.putDigits(count, f);
    this.putAll(f.suffix);
    return this.length;
  }

  /** Forgets the glyph ids of formats, which may come to stand for other clusters. */
  forget(): void {
    this.compiled = new WeakMap();
  }

  /** Fills `digits` with the rounded magnitude times `power` and returns their number: 0 for zero. */
  private round({ power, decimals, shift }: CompiledFormat): number {
    const { digits } = this;
    const magnitude = this.magnitude[0]!;
    const scaled = magnitude * power;
    if (!(scaled < EXACT_LIMIT)) return this.roundLarge(decimals + shift);
    let integer = Math.floor(scaled);
    // Not `scaled - integer >= 0.5`: 1.005 * 100 is below 100.5. A quotient of exact integers is the double of that decimal.
    if (magnitude >= (integer * 10 + 5) / (power * 10)) integer++;
    let count = 0;
    let rest = integer;
    // Remainders of doubles are slow: nine digits at a time go through int32.
    if (integer >= BILLION) {
      rest = Math.floor(integer / BILLION);
      let low = (integer - rest * BILLION) | 0;
      for (; count < 9; count++) {
        const quotient = (low / 10) | 0;
        digits[count] = low - quotient * 10;
        low = quotient;
      }
    }
    for (let high = rest | 0; high > 0; count++) {
      const quotient = (high / 10) | 0;
      digits[count] = high - quotient * 10;
      high = quotient;
    }
    return count;
  }

  private roundLarge(decimals: number): number {
    const { digits } = this;
    const [mantissa = '', exponent = '0'] = this.magnitude[0]!.toExponential().split('e');
    const shortest = mantissa.replace('.', '');
    let count = Number(exponent) + 1 + decimals;
    for (let i = 0; i < count; i++) {
      digits[count - 1 - i] = i < shortest.length ? shortest.charCodeAt(i) - ZERO : 0;
    }
    if (count < shortest.length && shortest.charCodeAt(count) >= ZERO + 5) {
      let place = 0;
      while (place < count && digits[place] === 9) digits[place++] = 0;
      if (place === count) digits[count++] = 1;
      else digits[place]!++;
    }
    return count;
  }

  private begin(f: CompiledFormat, negative: boolean, signed: boolean): void {
    if (signed) this.putAll(negative ? f.negative : f.positive);
    else this.putAll(f.prefix);
  }

  private putDigits(count: number, f: CompiledFormat): void {
    const { digits } = this;
    const { decimals, zero, group, groupSize, otherGroupSize } = f;
    const whole = Math.max(count - decimals, f.integerDigits);
    const isGrouped = whole >= f.groupsFrom;
    for (let place = whole + decimals - 1; place >= 0; place--) {
      this.put(zero + (place < count ? digits[place]! : 0));
      const before = place - decimals;
      if (place > 0 && before === 0) this.putAll(f.point);
      else if (isGrouped && before >= groupSize && (before - groupSize) % otherGroupSize === 0) {
        this.putAll(group);
      }
    }
  }

  private put(glyph: number): void {
    if (this.length === this.glyphs.length) {
      const grown = new Uint32Array(this.length * 2);
      grown.set(this.glyphs);
      this.glyphs = grown;
    }
    this.glyphs[this.length++] = glyph;
  }

  private putAll(glyphs: Uint32Array): void {
    for (let i = 0; i < glyphs.length; i++) this.put(glyphs[i]!);
  }

  private compile(format: NumberFormat): CompiledFormat {
    if (!Number.isInteger(format?.decimals)) {
      throw new ValueError(
        `number format is ${String(format)}, without decimals; make it with numberFormat`,
      );
    }
    // Formats are plain data, so one may come past it.
    const made = numberFormat(format);
    const { decimals, integerDigits, shift, zero, groupSize, otherGroupSize, groupsFrom } = made;
    this.anyComplex = isRtl(zero);
    const compiled = {
      decimals,
      integerDigits,
      shift,
      power: 10 ** (decimals + shift),
      zero,
      groupSize,
      otherGroupSize,
      groupsFrom,
      positive: this.glyphsOf(made.positive),
      negative: this.glyphsOf(made.negative),
      complex: false,
      group: this.glyphsOf(made.group),
      point: this.glyphsOf(made.point),
      prefix: this.glyphsOf(made.prefix),
      suffix: this.glyphsOf(made.suffix),
    };
    compiled.complex = this.anyComplex;
    this.compiled.set(format, compiled);
    return compiled;
  }

  private glyphsOf(text: string): Uint32Array {
    const count = this.clusters.decode(text);
    this.anyComplex ||= this.clusters.complex;
    return this.clusters.glyphs.slice(0, count);
  }
}

export type { NumberWriter };

/** Gives a writer of numbers as glyph ids, without garbage from the second use of a format on. */
export function createNumberWriter(clusters: ClusterTable): NumberWriter {
  return new NumberWriter(clusters);
}
