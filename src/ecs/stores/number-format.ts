import { ValueError } from '../index';

/** How `setNumber` writes a number. Make it once, with `numberFormat` or `localeNumberFormat`. */
export type NumberFormat = {
  /** Digits after the point. */
  readonly decimals: number;
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

/** Makes a number format: by default no decimals, no grouping, a full stop, nothing around it. Throws `ValueError`. */
export function numberFormat({
  decimals = 0,
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
 * Makes the number format of a language, as `Intl.NumberFormat` writes it: separators, grouping, digits, currency, percent, units.
 * As many decimals are always written as `maximumFractionDigits` says, by default the fewest of the style. Throws `ValueError` for what `setNumber` cannot write: compact and
 * scientific notation, rounding to significant digits, units whose name depends on the number, a sign after the digits.
 */
export function localeNumberFormat(
  locale: string | readonly string[],
  options: Intl.NumberFormatOptions = {},
): NumberFormat {
  const intl = formatterOf(locale, options);
  const { style, notation, unitDisplay, maximumSignificantDigits, minimumFractionDigits } =
    intl.resolvedOptions();
  if (notation !== 'standard' || maximumSignificantDigits !== undefined) {
    throw unusable(
      options,
      'setNumber writes all digits of a number; leave notation and significant digits out',
    );
  }
  if (style === 'unit' && unitDisplay === 'long') {
    throw unusable(
      options,
      "names of units depend on the number; give unitDisplay 'short' or 'narrow'",
    );
  }
  const negative = sampleOf(intl, -SAMPLE);
  const positive = sampleOf(intl, SAMPLE);
  const zero = sampleOf(intl, 0);
  if (negative.after !== positive.after || !negative.before.includes(negative.minus)) {
    throw unusable(options, `'${intl.format(-SAMPLE)}' does not have a minus before its digits`);
  }
  const { group, integers } = positive;
  const groupSize = group === '' ? 3 : integers.at(-1)!.length;
  return numberFormat({
    decimals: options.maximumFractionDigits ?? minimumFractionDigits ?? 0,
    group,
    point: positive.point,
    prefix: zero.before,
    positive: positive.before,
    negative: negative.before,
    suffix: positive.after,
    zero: zeroOf(intl, options),
    groupSize,
    otherGroupSize: group === '' ? 3 : (integers.at(-2)?.length ?? groupSize),
    groupsFrom: sampleOf(intl, SHORT_SAMPLE).group === '' ? 5 : 4,
    shift: style === 'percent' ? 2 : 0,
  });
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
    minus: of('minusSign') || '-',
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
