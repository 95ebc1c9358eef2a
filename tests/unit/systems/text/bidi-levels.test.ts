import createLibrary from 'bidi-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BidiData } from '../../../../src/systems/text/bidi-brackets';
import { createBidiLevels } from '../../../../src/systems/text/bidi-levels';

const RUNS = process.env.RAFTER_LONG ? 100_000 : 600;
const library = createLibrary();
const resolve = createBidiLevels(library);

/** Of every bidi class at least one, and brackets of three kinds, two of them the same to the algorithm. */
const UNITS = [
  ...'ab אבعم19٣٤+-,:/$%\u0300\u064b\t\u001f\n !()[]\u2329\u232a\u3008\u3009',
  ...'\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069',
];

describe('the levels', () => {
  it('are those of bidi-js for any units and either base', () => {
    const texts = fc.array(fc.constantFrom(...UNITS), { maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.boolean(), (units, isRight) => {
        const content = units.join('');
        expect(levelsOf(content, isRight ? 1 : 0)).toEqual(libraryLevels(content, isRight ? 1 : 0));
      }),
      { numRuns: RUNS },
    );
  });

  it('are those of bidi-js where few units repeat, so that isolates and overrides meet', () => {
    const isolated = fc.constantFrom(...'aא1(\u0300\u202e\u202b\u202c\u2067\u2068\u2069)');
    const bracketed = fc.constantFrom(...'aא1((\u0300\u00ad))');
    const contents = fc.oneof(
      fc.array(isolated, { maxLength: 30 }),
      fc.array(bracketed, { maxLength: 15 }),
    );
    fc.assert(
      fc.property(contents, (units) => {
        const content = units.join('');
        expect(levelsOf(content, 0)).toEqual(libraryLevels(content, 0));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['embeddings', '\u202ba'],
    ['isolates', '\u2067a'],
    ['isolates by their first letter', '\u2068א'],
    ['both', '\u2067\u202a1'],
    ['brackets', '(א'],
  ])('are those of bidi-js beyond the greatest depth of %s', (_name, unit) => {
    for (const end of ['', '\u2069'.repeat(130), '\u202c'.repeat(70), ')'.repeat(140)]) {
      const content = `א(א)a${unit.repeat(140)}${end}א(א)b`;
      for (const base of [0, 1] as const) {
        expect(levelsOf(content, base)).toEqual(libraryLevels(content, base));
      }
    }
  });
});

describe('the time', () => {
  it.each([
    ['isolates that nothing ends', '\u2068'],
    ['isolates side by side', '\u2068a\u2069'],
    ['isolates from right to left', '\u2067a\u2069'],
    ['ends of isolates', '\u2069'],
    ['embeddings', '\u202b1\u202c'],
    ['overrides', '\u202e'],
    ['numbers', ' 1'],
    ['tabs', '\t'],
    ['lines', '\n'],
    ['brackets', '(1)'],
    ['brackets that nothing closes', '(a'],
    ['marks', '\u0300'],
    ['units without looks', '\u00ad+'],
    ['signs beside numbers', '1+,$'],
  ])('of %s grows with the length alone', (_name, unit) => {
    const content = (units: number) => `א${unit.repeat(units / unit.length)}`;
    const [short, long] = [content(4_000), content(32_000)];
    let shortest = Number.POSITIVE_INFINITY;
    let longest = Number.POSITIVE_INFINITY;
    // As much text in parts as whole, so that another program may take as much from both; by the square it would take 8 times as long.
    for (let i = 0; i < 3 || (i < 40 && longest > shortest * 3); i++) {
      shortest = Math.min(shortest, timeOf(short, 8));
      longest = Math.min(longest, timeOf(long, 1));
    }
    expect(longest).toBeLessThan(shortest * 3);
  });

  it('looks a unit up in the tables once', () => {
    let asked = 0;
    const counting: BidiData = {
      ...library,
      getBidiCharTypeName(unit) {
        asked++;
        return library.getBidiCharTypeName(unit);
      },
    };
    createBidiLevels(counting)('אבא'.repeat(1_000), 0, new Uint8Array(3_000));
    expect(asked).toBe(2);
  });
});

/** In microseconds of the processor: those that other programs have it for do not count. */
function timeOf(content: string, times: number): number {
  const out = new Uint8Array(content.length);
  const begin = process.cpuUsage();
  for (let i = 0; i < times; i++) resolve(content, 0, out);
  const { user, system } = process.cpuUsage(begin);
  return user + system;
}

function levelsOf(content: string, base: 0 | 1): number[] {
  const out = new Uint8Array(content.length);
  resolve(content, base, out);
  return [...out];
}

function libraryLevels(content: string, base: 0 | 1): number[] {
  return [...library.getEmbeddingLevels(content, base === 1 ? 'rtl' : 'ltr').levels];
}
