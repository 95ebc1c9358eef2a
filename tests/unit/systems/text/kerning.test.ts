import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FontSpec, TextMeasurer } from '../../../../src/ecs/stores';
import { createFixture, LONG, SANS } from './fixture';

const RUNS = LONG ? 20_000 : 400;
const SIZES = [10, 12.5, 24, 96];
/** Every letter between every other, and points. */
const CODE = Array.from('abcMi.(){}VATo1', (a) =>
  Array.from('abcMi.(){}VATo1', (b) => a + b).join(''),
).join('');

describe('kerning', () => {
  it('is that of every pair measured by itself, whatever was measured before in other sizes and faces', () => {
    const { port, xOf, element } = createFixture({ measurer: createCounting().measurer });
    const row = element();
    fc.assert(
      fc.property(
        text(),
        fc.constantFrom(...faces()),
        fc.constantFrom(...SIZES),
        (content, face, size) => {
          port.setFont(row, port.font({ ...face, size }));
          port.setText(row, content);
          xOf(row).forEach((x, i) => {
            expect(x).toBeCloseTo(penOf({ ...face, size }, content, i), 2);
          });
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('goes over what is not seen, but letters on both sides of that are not drawn as one', () => {
    const counting = createCounting();
    const ligates = (_font: FontSpec, pair: string) => pair === 'fi';
    const measurer = { ...counting.measurer, ligates };
    const { port, element, xOf, glyphsOf } = createFixture({ measurer });
    const row = element(port.font(SANS));
    port.setText(row, '\u200bA\u200bV');
    expect(xOf(row).at(-1)).toBeCloseTo(penOf(SANS, '\u200bA\u200bV', 4) - 0.625, 2);
    expect(counting.pairs).toEqual(['AV']);
    port.setText(row, 'fif\u200bi');
    expect(glyphsOf(row).slice(1)).toEqual([0, 0x66, 0x200b, 0x69]);
    port.setText(row, 'f\u200ci');
    expect(glyphsOf(row)).toHaveLength(2);
    expect(glyphsOf(row)[1]).toBe(0x69);
  });

  it('is looked for once in all sizes of a face where the font does not kern a pair', () => {
    const counting = createCounting();
    const { port, element } = createFixture({ measurer: counting.measurer });
    const looksAt = (content: string, font: FontSpec) => {
      counting.pairs.length = 0;
      const row = element(port.font(font));
      port.setText(row, content);
      return counting.pairs;
    };
    looksAt('inn minim', { ...SANS, size: 12.5 });
    for (const size of [24, 96]) {
      expect(looksAt('inn minim', { ...SANS, size })).toEqual([]);
      expect(looksAt('AV', { ...SANS, size })).toEqual(['AV']);
    }
    looksAt('жкк', { ...SANS, size: 24 });
    expect(looksAt('жкк', { ...SANS, size: 12.5 })).toEqual([]);
    expect(looksAt('ГА', { ...SANS, size: 12.5 })).toEqual(['ГА']);
    expect(looksAt('ГА', { ...SANS, size: 24 })).toEqual(['ГА']);
    expect(looksAt('inn', { ...SANS, size: 24, weight: 700 })).toEqual(['in', 'nn']);
    expect(looksAt('inn', { ...SANS, size: 24, italic: true })).toEqual(['in', 'nn']);
    expect(looksAt('inn', { ...SANS, size: 24, family: 'other' })).toEqual(['in', 'nn']);
  });

  it('is looked for in each size of a face with optical sizes', () => {
    const counting = createCounting();
    const { port, element } = createFixture({ measurer: counting.measurer });
    const row = element();
    for (const size of [10, 24]) {
      port.setFont(row, port.font({ ...SANS, family: 'optical', size }));
      port.setText(row, 'nnmn');
      expect(counting.pairs.splice(0)).toEqual(expect.arrayContaining(['nn', 'nm', 'mn']));
    }
  });

  it('is looked for again where it was too small to be told', () => {
    const { port, element, text: columns } = createFixture({ measurer: createCounting().measurer });
    const row = element();
    for (const size of [1 / 64, 96]) {
      port.setFont(row, port.font({ ...SANS, family: 'slight', size }));
      port.setText(row, 'nm');
    }
    expect(columns.width[row]).toBeCloseTo(
      penOf({ ...SANS, family: 'slight', size: 96 }, 'nm', 2),
      4,
    );
  });

  it('is looked for again in all sizes when fonts came', () => {
    const counting = createCounting();
    const { port, element, system, text: columns } = createFixture({ measurer: counting.measurer });
    for (const family of ['sans-serif', 'even']) {
      counting.late = false;
      const small = element(port.font({ ...SANS, family, size: 10 }));
      port.setText(small, 'nm');
      counting.late = true;
      system.remeasure([family]);
      const large = element(port.font({ ...SANS, family, size: 24 }));
      port.setText(large, 'nm');
      const late = { ...SANS, family: 'late', size: 1 };
      expect(columns.width[small]).toBeCloseTo(penOf(late, 'nm', 2) * 10, 4);
      expect(columns.width[large]).toBeCloseTo(penOf(late, 'nm', 2) * 24, 4);
    }
  });

  it('is looked for in seven pairs of a font of one width that does not kern, however many are shown', () => {
    const counting = createCounting();
    const { port, element } = createFixture({ measurer: counting.measurer });
    const row = element();
    port.setFont(row, port.font({ ...SANS, family: 'even' }));
    port.setText(row, CODE);
    expect(counting.pairs.sort()).toEqual(['11', 'AV', 'LT', 'P.', 'To', 'Ye', 'r,']);
  });

  it('is that of each pair where a font of one width kerns digits alone, or has letters of another', () => {
    const { port, xOf, element } = createFixture({ measurer: createCounting().measurer });
    const row = element();
    for (const family of ['even digits', 'nearly even']) {
      const font = { ...SANS, family };
      port.setFont(row, port.font(font));
      for (const content of ['1101', 'n~n', CODE]) {
        port.setText(row, content);
        xOf(row).forEach((x, i) => {
          expect(x).toBeCloseTo(penOf(font, content, i), 2);
        });
      }
    }
  });
});

/** Which pairs were measured; where `late`, another font has come for all families. */
function createCounting() {
  const state = { pairs: [] as string[], late: false };
  const measurer: TextMeasurer = {
    measure(font, content) {
      if (content.length === 2) state.pairs.push(content);
      const shown = state.late ? { ...font, family: 'late' } : font;
      return penOf(shown, content, content.length);
    },
    metrics: ({ size }) => ({ ascent: size, descent: 0, lineHeight: size }),
  };
  return Object.assign(state, { measurer });
}

/** Where the unit at `end` starts, or the text ends, with every pair up to there kerned. */
function penOf(font: FontSpec, content: string, end: number): number {
  let em = 0;
  for (let i = 0; i < end; i++) {
    em += advanceOf(font, content[i]!);
    if (i + 1 < content.length) em += kerningOf(font, content.slice(i, i + 2));
  }
  return em * font.size;
}

function advanceOf({ family, size }: FontSpec, unit: string): number {
  const code = unit.charCodeAt(0);
  if (family === 'nearly even') return unit === '~' ? 0.75 : 0.5;
  if (family.startsWith('even') || family === 'late') return 0.5;
  const em = ((code * 7) % 13) / 16 + 0.25;
  return family === 'optical' && unit === 'n' ? em * (1 + 1 / size) : em;
}

/** Few pairs, left and right by as much, so that sums of them cancel. */
function kerningOf({ family, size }: FontSpec, pair: string): number {
  if (family === 'even') return 0;
  if (family === 'even digits') return pair === '11' ? -0.0625 : 0;
  if (family === 'nearly even') return pair.includes('~') ? -0.0625 : 0;
  if (family === 'late') return pair === 'nm' || pair === 'AV' ? -0.125 : 0;
  if (family === 'slight') return pair === 'nm' ? -0.004 : 0;
  if (family === 'optical' && size > 20 && /^(nn|nm|mn)$/.test(pair)) return -0.0625;
  if (/^(AV|To|r,|ГА|жу|né)$/.test(pair)) return -0.0625;
  return /^(VA|oP|,r|АГ|уж|éo)$/.test(pair) ? 0.0625 : 0;
}

function faces(): Omit<FontSpec, 'size'>[] {
  const families = ['sans-serif', 'optical', 'even', 'even digits', 'nearly even'];
  return families.flatMap((family) =>
    [400, 700].map((weight) => ({ family, weight, italic: false })),
  );
}

/** Of one script, as no pair of two is kerned. */
function text(): fc.Arbitrary<string> {
  const letters = ['AVTLPo.r,Yenm1~i{é', 'ГАжку.,1'];
  return fc.oneof(
    ...letters.map((units) => fc.string({ unit: fc.constantFrom(...units), maxLength: 12 })),
  );
}
