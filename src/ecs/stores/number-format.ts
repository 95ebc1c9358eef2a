import { ValueError } from '../index';

/** How `setNumber` writes a number. Make it once, with `numberFormat` or `localeNumberFormat`. */
export type NumberFormat = {
  /** Digits after the point. */
  readonly decimals: number;
  /** Digits before the point, at least: zeros fill them up. */
  readonly integerDigits: number;
  /** Between thousands; empty for none. */
  readonly group: string;
  readonly point: string;
  /** Before the digits, after the sign. */
  readonly prefix: string;
  readonly suffix: string;
  /** Writes a plus before positive numbers. */
  readonly plus: boolean;
  /** All before the digits of a positive number, and of a negative one. */
  readonly positive: string;
  readonly negative: string;
  /** Code of the digit 0; the others follow it. */
  readonly zero: number;
  /** Digits of the last group before the point, and of those before it. */
  readonly groupSize: number;
  readonly otherGroupSize: number;
  /** Digits before the point from which on they are grouped. */
  readonly groupsFrom: number;
  /** Places that the point is moved to the right: 2 for percent. */
  readonly shift: number;
};

const MAX_DECIMALS = 20;
const MAX_AFFIX_UNITS = 64;
const MAX_SEPARATOR_UNITS = 8;
/** A number with groups of either size, and one of four digits. */
const SAMPLE = 12_345_678.5;
const SHORT_SAMPLE = 1234;
/** Whole numbers that languages inflect words after in all their ways, and that are grouped in all theirs. */
const WHOLE_PROBES = [1, 2, 3, 5, 6, 7, 11, 21, 100, 101, 1e3, 1e4, 1e6, 12_345_678];
/** Multiples of the last decimal place that ways of rounding tell apart, and fractions after which words are inflected. */
const PLACE_PROBES = [0.5, 1.2, 2, 15, 123_456_789];
/** Options that change digits or signs, and the values with which they change nothing. */
const ODD = /^(notation|rounding|trailing|currencySign)|Significant/;
const USUAL = /^(auto|halfExpand|standard|1)$/;

/** Makes a number format: by default no decimals, no grouping, a full stop, nothing around it. Throws `ValueError`. */
export function numberFormat({
  decimals = 0,
  integerDigits = 1,
  group = '',
  point = '.',
  prefix = '',
  suffix = '',
  plus = false,
  positive = `${plus ? '+' : ''}${prefix}`,
  negative = `-${prefix}`,
  zero = 0x30,
  groupSize = 3,
  otherGroupSize = groupSize,
  groupsFrom = groupSize + 1,
  shift = 0,
}: Partial<NumberFormat> = {}): NumberFormat {
  whole('decimals', decimals, 0, MAX_DECIMALS);
  whole('integerDigits', integerDigits, 1, 21);
  shortString('group', group, MAX_SEPARATOR_UNITS);
  shortString('point', point, MAX_SEPARATOR_UNITS);
  shortString('prefix', prefix, MAX_AFFIX_UNITS);
  shortString('suffix', suffix, MAX_AFFIX_UNITS);
  shortString('positive', positive, MAX_AFFIX_UNITS + 1);
  shortString('negative', negative, MAX_AFFIX_UNITS + 1);
  whole('zero', zero, 0x30, 0xfff0);
  whole('groupSize', groupSize, 1, 9);
  whole('otherGroupSize', otherGroupSize, 1, 9);
  whole('groupsFrom', groupsFrom, 1, 400);
  whole('shift', shift, 0, 3);
  return Object.freeze({
    decimals,
    integerDigits,
    group,
    point,
    prefix,
    suffix,
    plus,
    positive,
    negative,
    zero,
    groupSize,
    otherGroupSize,
    groupsFrom,
    shift,
  });
}

/**
 * Makes the number format of a language, as `Intl.NumberFormat` writes it: separators, groups, digits, currency, percent, units.
 * Unlike there, as many decimals are always written as `maximumFractionDigits` says, without it the fewest of the style (none for
 * plain numbers); what rounds to zero has no minus; NaN is an en dash. Throws `ValueError` for what `setNumber` cannot write:
 * compact and scientific notation, significant digits, other ways of rounding, words that depend on the number, a sign after it.
 */
export function localeNumberFormat(
  locale: string | readonly string[],
  options: Intl.NumberFormatOptions = {},
): NumberFormat {
  const { style, minimumFractionDigits, minimumIntegerDigits } = formatterOf(
    locale,
    options,
  ).resolvedOptions();
  const decimals = options.maximumFractionDigits ?? minimumFractionDigits ?? 0;
  const intl = formatterOf(locale, { ...options, maximumFractionDigits: decimals });
  const shift = style === 'percent' ? 2 : 0;
  const positive = sampleOf(intl, SAMPLE);
  const { group, integers } = positive;
  const groupSize = group === '' ? 3 : integers.at(-1)!.length;
  const format = numberFormat({
    decimals,
    integerDigits: minimumIntegerDigits,
    group,
    point: positive.point,
    prefix: sampleOf(intl, 0).before,
    positive: positive.before,
    negative: sampleOf(intl, -SAMPLE).before,
    suffix: positive.after,
    zero: zeroOf(intl, options),
    groupSize,
    otherGroupSize: group === '' ? 3 : (integers.at(-2)?.length ?? groupSize),
    groupsFrom: sampleOf(intl, SHORT_SAMPLE / 10 ** shift).group === '' ? 5 : 4,
    shift,
  });
  checkProbes(intl, format, options, style);
  return format;
}

/** Throws `ValueError` naming what to change if numbers would be written otherwise than by `Intl.NumberFormat`. */
function checkProbes(
  intl: Intl.NumberFormat,
  format: NumberFormat,
  options: Intl.NumberFormatOptions,
  style: string,
): void {
  const places = format.decimals + format.shift;
  const check = (value: number, digits: string) => {
    const ours = written(format, value < 0, digits);
    const theirs = intl.format(value);
    if (ours === theirs) return;
    const odd = Object.entries(options)
      .filter(([name, given]) => ODD.test(name) && !USUAL.test(String(given)))
      .map(([name]) => name);
    let mend = 'use numberFormat';
    if (odd.length > 0) mend = `leave ${odd.join(', ')} out`;
    else if (/unit|currency/.test(style)) mend = `give another ${style}Display, or ${mend}`;
    throw unusable(
      options,
      `setNumber would write ${value} as '${ours}', not '${theirs}'; ${mend}`,
    );
  };
  const checkBoth = (value: number, digits: string) => {
    check(value, digits);
    check(-value, digits);
  };
  check(0, '');
  for (const value of WHOLE_PROBES) checkBoth(value, value + '0'.repeat(places));
  // Read from decimals, as products of doubles may be the double beside.
  for (const part of PLACE_PROBES) checkBoth(Number(`${part}e-${places}`), `${Math.round(part)}`);
}

/** What `setNumber` writes for the digits of a number, those after the point included. */
function written(format: NumberFormat, isNegative: boolean, digits: string): string {
  const { decimals, groupSize, positive, negative, prefix } = format;
  const padded = digits.padStart(decimals + format.integerDigits, '0');
  const wholes = padded.length - decimals;
  const isGrouped = wholes >= format.groupsFrom;
  let text = digits === '' ? prefix : isNegative ? negative : positive;
  for (let i = 0; i < padded.length; i++) {
    const ahead = wholes - i - groupSize;
    if (i === wholes) text += format.point;
    else if (i > 0 && isGrouped && ahead >= 0 && ahead % format.otherGroupSize === 0)
      text += format.group;
    text += String.fromCharCode(format.zero + Number(padded[i]));
  }
  return text + format.suffix;
}

/** What a formatter writes around the digits of a number, and between them. */
function sampleOf(intl: Intl.NumberFormat, value: number) {
  const parts = intl.formatToParts(value);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const first = parts.findIndex(({ type }) => type === 'integer');
  let last = parts.length - 1;
  while (last > first && !/integer|fraction/.test(parts[last]!.type)) last--;
  const text = (some: Intl.NumberFormatPart[]) => some.map((part) => part.value).join('');
  return {
    before: text(parts.slice(0, first)),
    after: text(parts.slice(last + 1)),
    integers: parts.filter(({ type }) => type === 'integer').map((part) => part.value),
    group: of('group'),
    point: of('decimal') || '.',
  };
}

function formatterOf(
  locale: string | readonly string[],
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const { maximumFractionDigits: most } = options;
  try {
    // A copy: TypeScript's own list type is not readonly.
    const locales = typeof locale === 'string' ? locale : [...locale];
    return new Intl.NumberFormat(
      locales,
      most === undefined ? options : { ...options, minimumFractionDigits: most },
    );
  } catch (cause) {
    throw new ValueError(
      `number format of '${String(locale)}' with ${JSON.stringify(options)} cannot be made (${String(cause)}); give a BCP 47 tag and options of Intl.NumberFormat`,
    );
  }
}

/** Code of a language's 0, whose other digits must follow it. */
function zeroOf(intl: Intl.NumberFormat, options: Intl.NumberFormatOptions): number {
  const { locale, numberingSystem } = intl.resolvedOptions();
  const plain = new Intl.NumberFormat(locale, { numberingSystem });
  const codes = Array.from({ length: 10 }, (_, digit) => {
    const value = plain.format(digit);
    return value.length === 1 ? value.charCodeAt(0) : Number.NaN;
  });
  if (codes.every((code, digit) => code === codes[0]! + digit)) return codes[0]!;
  throw unusable(options, "its digits do not follow each other; give numberingSystem: 'latn'");
}

function unusable(options: Intl.NumberFormatOptions, why: string): ValueError {
  return new ValueError(`number format with ${JSON.stringify(options)} cannot be used: ${why}`);
}

function whole(name: string, value: unknown, least: number, most: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new ValueError(`${name} of a number format is ${String(value)}; give ${least} to ${most}`);
}

function shortString(name: string, value: unknown, limit: number): void {
  if (typeof value === 'string' && value.length <= limit) return;
  const given = typeof value === 'string' ? `${value.length} units long` : String(value);
  throw new ValueError(
    `${name} of a number format is ${given}; give a string of at most ${limit} units`,
  );
}
