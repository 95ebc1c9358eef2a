import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueError } from '../../../../src/ecs';
import { localeNumberFormat, type NumberFormat, numberFormat } from '../../../../src/ecs/stores';
import { same } from '../../../same';
import { createFixture, LONG } from './fixture';

const RUNS = LONG ? 100_000 : 500;

describe('setNumber', () => {
  it('writes what Intl.NumberFormat writes in English', () => {
    const show = createShow();
    const decimals = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(numbers(), decimals, fc.boolean(), fc.boolean(), (value, places, group, plus) => {
        const format = numberFormat({ decimals: places, group: group ? ',' : '', plus });
        same(show(value, format), intl(value, places, group, plus));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    [1.005, 2, '1.01'],
    [-1.005, 2, '-1.01'],
    // Of 16 digits: the same double as ….404998 25, which would be rounded up.
    [-68886649.40499824, 7, '-68886649.4049982'],
    [0.5, 0, '1'],
    [1.5, 0, '2'],
    [2.5, 0, '3'],
    [-0.5, 0, '-1'],
    [0.499999999999, 0, '0'],
    [9.995, 2, '10.00'],
    [99.99, 1, '100.0'],
    [0.000001, 6, '0.000001'],
    [1e-7, 2, '0.00'],
    [5e-324, 20, '0.00000000000000000000'],
    [123456789012, 3, '123456789012.000'],
    [899999999999999, 0, '899999999999999'],
    [900000000000000, 0, '900000000000000'],
    [999999999999999.9, 0, '1000000000000000'],
    [1e15, 0, '1000000000000000'],
    [1e21, 1, '1000000000000000000000.0'],
    [123456789.12345679, 12, '123456789.123456790000'],
    [Number.MAX_SAFE_INTEGER, 0, '9007199254740991'],
    [2147483647, 0, '2147483647'],
    [2147483648, 0, '2147483648'],
    [999999999, 0, '999999999'],
    [1000000000, 0, '1000000000'],
    [0, 0, '0'],
    [-0, 0, '0'],
    [-0.004, 2, '0.00'],
    [NaN, 2, '–'],
    [Infinity, 2, '∞'],
    [-Infinity, 2, '-∞'],
  ])('writes %d with %d decimals as %s', (value, decimals, expected) => {
    expect(createShow()(value, numberFormat({ decimals }))).toBe(expected);
  });

  it('puts sign, prefix, groups, point and suffix in their places', () => {
    const show = createShow();
    const format = numberFormat({
      decimals: 2,
      group: '\u202f',
      point: ',',
      prefix: '≈ ',
      suffix: ' 👍',
      plus: true,
    });
    expect(show(1234567.891, format)).toBe('+≈ 1\u202f234\u202f567,89 👍');
    expect(show(-12, format)).toBe('-≈ 12,00 👍');
    expect(show(0, format)).toBe('≈ 0,00 👍');
    expect(show(Infinity, format)).toBe('+≈ ∞ 👍');
    expect(show(NaN, format)).toBe('–');
  });

  it.each([
    ['en-US', { style: 'currency', currency: 'USD' }],
    ['de-DE', { style: 'currency', currency: 'EUR' }],
    ['de-CH', { style: 'currency', currency: 'CHF' }],
    ['fr-FR', { maximumFractionDigits: 3 }],
    ['es-ES', { maximumFractionDigits: 0 }],
    ['pl-PL', { maximumFractionDigits: 1 }],
    ['en-IN', { maximumFractionDigits: 2 }],
    ['hi-IN', { style: 'currency', currency: 'INR' }],
    ['sv-SE', { style: 'percent', maximumFractionDigits: 1 }],
    ['en-US', { style: 'percent' }],
    ['ar-EG', { maximumFractionDigits: 2 }],
    ['fa-IR', { maximumFractionDigits: 0 }],
    ['mr-IN', { maximumFractionDigits: 1, numberingSystem: 'deva' }],
    ['ja-JP', { style: 'unit', unit: 'kilometer-per-hour' }],
    ['en-GB', { useGrouping: false, signDisplay: 'exceptZero' }],
    ['en-GB', { signDisplay: 'never', maximumFractionDigits: 1 }],
    ['en', { minimumIntegerDigits: 2 }],
    ['ar-EG', { minimumIntegerDigits: 6, maximumFractionDigits: 2 }],
    ['hu', { style: 'percent' }],
    ['ja', { style: 'unit', unit: 'kilometer', unitDisplay: 'long' }],
    ['en', { style: 'unit', unit: 'day', unitDisplay: 'narrow' }],
    [
      'en',
      {
        roundingMode: 'halfExpand',
        roundingIncrement: 1,
        trailingZeroDisplay: 'auto',
        maximumFractionDigits: 2,
      },
    ],
  ] as const)('writes numbers of %s with %o as Intl.NumberFormat does', (locale, options) => {
    const show = createShow();
    const format = localeNumberFormat(locale, options);
    const most = (options as Intl.NumberFormatOptions).maximumFractionDigits;
    // As many decimals always as are asked for; and what rounds to zero has no sign.
    const { minimumFractionDigits: fewest = 0 } = new Intl.NumberFormat(
      locale,
      options as Intl.NumberFormatOptions,
    ).resolvedOptions();
    const intl = new Intl.NumberFormat(locale, {
      signDisplay: 'negative',
      ...options,
      minimumFractionDigits: most ?? fewest,
      maximumFractionDigits: most ?? fewest,
    } as Intl.NumberFormatOptions);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -99_999_999, max: 99_999_999 }),
          fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
        ),
        (value) => {
          // Numbers whose binary and shortest decimal forms round apart are another matter: see the rounding of setNumber.
          const places = intl.resolvedOptions().maximumFractionDigits! + 2;
          const rounded = Number(value.toFixed(Math.min(places, 4)));
          same(show(rounded, format), intl.format(rounded));
        },
      ),
      { numRuns: LONG ? 20_000 : 150 },
    );
  });

  it.each([
    ['en', { notation: 'compact' }, /leave notation out/],
    ['en', { notation: 'scientific', maximumFractionDigits: 1 }, /leave notation out/],
    ['de', { notation: 'compact', compactDisplay: 'long' }, /leave notation out/],
    ['en', { minimumSignificantDigits: 2, style: 'percent' }, /leave minimumSignificantDigits out/],
    ['en', { maximumSignificantDigits: 3 }, /leave maximumSignificantDigits out/],
    [
      'en',
      { style: 'unit', unit: 'liter', unitDisplay: 'long' },
      /'1 liters', not '1 liter'; give another unitDisplay/,
    ],
    [
      'en',
      { style: 'unit', unit: 'day' },
      /1 as '1 days', not '1 day'; give another unitDisplay, or use numberFormat/,
    ],
    [
      'en',
      { style: 'unit', unit: 'day', notation: 'standard', roundingIncrement: 1 },
      /another unitDisplay/,
    ],
    ['pl', { style: 'unit', unit: 'day' }, /'1 dni', not '1 dzień'/],
    ['ga', { style: 'unit', unit: 'inch', unitDisplay: 'narrow' }, /unitDisplay/],
    [
      'es',
      { style: 'currency', currency: 'USD', currencyDisplay: 'name', maximumFractionDigits: 0 },
      /another currencyDisplay/,
    ],
    ['en', { roundingMode: 'floor', maximumFractionDigits: 0 }, /leave roundingMode out/],
    ['en', { roundingMode: 'expand', maximumFractionDigits: 2 }, /leave roundingMode out/],
    [
      'dsb',
      { style: 'unit', unit: 'foot', unitDisplay: 'long', maximumFractionDigits: 2 },
      /another unitDisplay/,
    ],
    ['en', { roundingMode: 'halfEven', maximumFractionDigits: 5 }, /leave roundingMode out/],
    ['en', { roundingMode: 'halfCeil', style: 'percent' }, /leave roundingMode out/],
    ['en', { roundingIncrement: 5, maximumFractionDigits: 2 }, /leave roundingIncrement out/],
    [
      'en',
      { trailingZeroDisplay: 'stripIfInteger', maximumFractionDigits: 2 },
      /leave trailingZeroDisplay out/,
    ],
    ['zh', { numberingSystem: 'hanidec' }, /numberingSystem: 'latn'/],
    [
      'en',
      { style: 'currency', currency: 'EUR', currencySign: 'accounting' },
      /not '\(€1\.00\)'; leave currencySign out/,
    ],
    ['not a tag', {}, /'not a tag'/],
    ['en', { style: 'currency' }, /cannot be made/],
  ] as const)('refuses %s with %o', (locale, options, message) => {
    expect(() => localeNumberFormat(locale, options as Intl.NumberFormatOptions)).toThrow(
      ValueError,
    );
    expect(() => localeNumberFormat(locale, options as Intl.NumberFormatOptions)).toThrow(message);
  });

  it('writes every number of a locale as Intl.NumberFormat does, or has no format for it', () => {
    const show = createShow();
    const odd = fc.oneof(
      fc.record({ minimumIntegerDigits: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ useGrouping: fc.constantFrom('always', 'auto', 'min2', false) }),
      fc.record({
        roundingMode: fc.constantFrom('ceil', 'floor', 'trunc', 'halfEven', 'halfTrunc'),
      }),
      fc.record({ roundingIncrement: fc.constantFrom(1, 2, 5, 50) }),
      fc.record({ trailingZeroDisplay: fc.constantFrom('auto', 'stripIfInteger') }),
      fc.record({ signDisplay: fc.constantFrom('negative', 'exceptZero', 'never') }),
    );
    const looks = fc.oneof(
      fc.constantFrom({}, { style: 'percent' }),
      fc.record({
        style: fc.constant('unit'),
        unit: fc.constantFrom('day', 'liter', 'inch', 'byte'),
        unitDisplay: fc.constantFrom('short', 'narrow', 'long'),
      }),
      fc.record({
        style: fc.constant('currency'),
        currency: fc.constantFrom('EUR', 'JPY'),
        currencyDisplay: fc.constantFrom('symbol', 'code', 'name'),
        currencySign: fc.constantFrom('standard', 'accounting'),
      }),
    );
    const locales = fc.constantFrom(
      'en',
      'ar',
      'cy',
      'en-IN',
      'es',
      'fr',
      'ga',
      'hu',
      'lv',
      'pl',
      'sl',
    );
    let made = 0;
    fc.assert(
      fc.property(
        locales,
        looks,
        odd,
        fc.integer({ min: 0, max: 3 }),
        (locale, look, more, places) => {
          const options = {
            ...look,
            ...more,
            minimumFractionDigits: places,
            maximumFractionDigits: places,
          } as Intl.NumberFormatOptions;
          const format = formatOrNone(locale, options);
          if (!format) return;
          made++;
          const formatter = new Intl.NumberFormat(locale, options);
          for (let i = 0; i <= 128; i++) {
            for (const value of [i, -i - 0.5, i / 8, i * 12_345]) {
              same(show(value, format), formatter.format(value));
            }
          }
        },
      ),
      { numRuns: LONG ? 5_000 : 200 },
    );
    expect(made).toBeGreaterThan(50);
  });

  it.each([
    ['en', {}, 1.5, '2'],
    ['en', { minimumFractionDigits: 1 }, 1.25, '1.3'],
    ['en', { minimumFractionDigits: 0, maximumFractionDigits: 2 }, 1.5, '1.50'],
    ['en', {}, -0.4, '0'],
    ['en', { style: 'currency', currency: 'USD' }, -0.001, '$0.00'],
    ['en', {}, NaN, '–'],
  ] as const)(
    'differs from Intl.NumberFormat as documented: %s with %o',
    (locale, options, value, shown) => {
      expect(createShow()(value, localeNumberFormat(locale, options))).toBe(shown);
    },
  );

  it('fills up digits before the point with zeros, in groups', () => {
    const show = createShow();
    expect(show(5, numberFormat({ integerDigits: 2 }))).toBe('05');
    expect(show(0, numberFormat({ integerDigits: 2, decimals: 1 }))).toBe('00.0');
    expect(show(-123, numberFormat({ integerDigits: 2 }))).toBe('-123');
    expect(show(12.5, numberFormat({ integerDigits: 5, decimals: 1, group: ',' }))).toBe(
      '00,012.5',
    );
    expect(() => numberFormat({ integerDigits: 0 })).toThrow(/integerDigits.* is 0; give 1 to 21/);
    expect(() => numberFormat({ integerDigits: 22 })).toThrow(ValueError);
  });

  it('writes the greatest number with every separator', () => {
    const show = createShow();
    const format = numberFormat({ decimals: 20, group: ', of it ' });
    expect(show(Number.MAX_VALUE, format)).toMatch(/^179(, of it \d{3}){102}\.0{20}$/);
  });

  it('takes what is no number as NaN', () => {
    expect(createShow()(undefined as never, numberFormat())).toBe('–');
  });

  it('gives the run that setText gives for the same text, in a font that kerns no digits', () => {
    const { port, element, glyphsOf, xOf } = createFixture();
    const [byNumber, byText] = [element(), element()];
    const format = numberFormat({ decimals: 1, group: ',', prefix: 'AV ', suffix: ' To' });
    fc.assert(
      fc.property(numbers(), (value) => {
        port.setNumber(byNumber, value, format);
        port.setText(byText, port.contentOf(byNumber));
        expect(glyphsOf(byNumber)).toEqual(glyphsOf(byText));
        expect(xOf(byNumber)).toEqual(xOf(byText));
      }),
      { numRuns: LONG ? 1_000 : 400 },
    );
  });

  it('gives numbers of equally many equal digits equal widths', () => {
    const widths = [1111, 4711, 9090].map((value) => {
      const { port, element, xOf } = createFixture({
        measurer: {
          // Kerns "11" as many fonts do.
          measure: (_font, content) => content.length * 5 - (content.includes('11') ? 1 : 0),
          metrics: () => ({ ascent: 8, descent: 2, lineHeight: 12 }),
        },
      });
      const row = element();
      port.setNumber(row, value, numberFormat());
      return xOf(row).at(-1);
    });
    expect(widths).toEqual([20, 20, 20]);
  });

  it('refuses formats that cannot be used', () => {
    expect(() => numberFormat({ decimals: -1 })).toThrow(ValueError);
    expect(() => numberFormat({ decimals: 1.5 })).toThrow(/1\.5/);
    expect(() => numberFormat({ decimals: 21 })).toThrow(/0 to 20/);
    expect(() => numberFormat({ prefix: 'x'.repeat(65) })).toThrow(/65 units/);
    expect(() => numberFormat({ group: 3 as never })).toThrow(ValueError);
    const { port, element } = createFixture();
    const wrong = { ...numberFormat(), decimals: 1e9 };
    expect(() => port.setNumber(element(), 1, wrong)).toThrow(
      /decimals of a number format is 1000/,
    );
  });
});

function formatOrNone(locale: string, options: Intl.NumberFormatOptions): NumberFormat | undefined {
  try {
    return localeNumberFormat(locale, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ValueError);
    return undefined;
  }
}

function createShow() {
  const { port, element } = createFixture();
  const row = element();
  return (value: number, format: NumberFormat) => {
    port.setNumber(row, value, format);
    return port.contentOf(row);
  };
}

function numbers() {
  return fc.oneof(
    fc.double({ noNaN: true }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -1e16, max: 1e16, noNaN: true }),
    fc.integer(),
    // Ties and near ties.
    fc
      .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 9 }))
      .map(([integer, power]) => (integer * 10 + 5) / 10 ** power),
  );
}

function intl(value: number, decimals: number, useGrouping: boolean, plus: boolean): string {
  return new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping,
    // Newer than the declarations; a number that rounds to zero then has no sign.
    signDisplay: (plus ? 'exceptZero' : 'negative') as 'auto',
  }).format(value);
}
