import { beforeAll, describe, expect, it } from 'vitest';
import { familiesFor, loadTestFonts, testFamilies } from './fonts';
import { textStrings } from './text-strings';

const SIZE = 32;
const SIDE = 64;
/** Spaces, joiners, selectors, tags, the key around a digit: nothing of their own to show. */
const INVISIBLE = /^(?:[\s\p{Cf}\p{Variation_Selector}]|\u20e3)$/u;
const MISSING = '\u{10fffe}';

describe('the test strings', () => {
  it('are at least 500 different ones, 25 for each of at least 20 scripts', () => {
    const all = textStrings.flatMap(({ strings }) => strings);
    expect(textStrings.length).toBeGreaterThanOrEqual(20);
    expect(textStrings.map(({ strings }) => new Set(strings).size)).toEqual(
      textStrings.map(() => 25),
    );
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(500);
    expect(all.filter((content) => /\p{Surrogate}/u.test(content))).toEqual([]);
  });

  it('hold composed and decomposed marks, joiners and both directions', () => {
    const all = textStrings.flatMap(({ strings }) => strings);
    const decomposed = all.filter((content) => content !== content.normalize('NFC'));
    expect(decomposed.length).toBeGreaterThan(10);
    const mixed = all.filter((content) => /[\u0590-\u06ff]/.test(content) && /[a-z]/.test(content));
    expect(mixed.length).toBeGreaterThan(1);
    expect(all.filter((content) => content.includes('\u200d')).length).toBeGreaterThan(8);
  });
});

describe('the test fonts', () => {
  beforeAll(async () => {
    const start = performance.now();
    await Promise.all(
      textStrings.map(({ script, strings }) => loadTestFonts(familiesFor(script), strings.join())),
    );
    const ms = Math.round(performance.now() - start);
    const bytes = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('woff'))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0);
    console.info(`${document.fonts.size} files, ${(bytes / 1e6).toFixed(1)} MB, ${ms} ms`);
  });

  it('are loaded for every family', () => {
    const families = new Set([...document.fonts].map(({ family }) => family.replaceAll('"', '')));
    for (const { family } of testFamilies) expect(families).toContain(family);
    for (const { status } of document.fonts) expect(status).toBe('loaded');
  });

  it.each(textStrings)('draw every character of $script', ({ script, strings }) => {
    const own = context(
      familiesFor(script)
        .map((family) => `"${family}"`)
        .join(),
    );
    const none = context('"No Such Family"');
    const missing = draw(own, MISSING);
    const empty = draw(own, ' ');
    // A font that is not there would be stood in for by one of the machine, or by an empty box.
    // Composed, as shaping composes what a font has: many have no marks to stand alone.
    const absent = [...new Set(strings.join('').normalize('NFC'))].filter((character) => {
      if (INVISIBLE.test(character)) return false;
      const shown = draw(own, character);
      return [empty, missing, draw(none, character)].includes(shown);
    });
    expect(absent).toEqual([]);
  });

  it('draw decomposed letters as composed ones, and not with marks of another font', () => {
    for (const { script, strings } of textStrings) {
      const own = context(
        familiesFor(script)
          .map((family) => `"${family}"`)
          .join(),
      );
      for (const content of strings) {
        const composed = content.normalize('NFC');
        if (composed.length >= content.length) continue;
        expect(draw(own, content), content).toBe(draw(own, composed));
      }
    }
  });

  it('draw emoji sequences as one coloured picture', () => {
    const emoji = context('"Twemoji"');
    // Sequences with U+FE0F inside are not among those that this font joins.
    for (const sequence of ['👨‍👩‍👧‍👦', '👩‍💻', '🇩🇪', '👍🏽', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']) {
      expect(emoji.measureText(sequence).width).toBeLessThan(SIZE * 1.5);
      emoji.clearRect(0, 0, SIDE, SIDE);
      emoji.fillText(sequence, 8, 40);
      const { data } = emoji.getImageData(0, 0, SIDE, SIDE);
      const colors = new Set(new Uint32Array(data.buffer));
      expect(colors.size).toBeGreaterThan(8);
    }
  });
});

function context(families: string): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const created = canvas.getContext('2d', { willReadFrequently: true })!;
  created.font = `${SIZE}px ${families}`;
  return created;
}

/** Pixels as a string that can be compared. */
function draw(target: CanvasRenderingContext2D, content: string): string {
  target.clearRect(0, 0, SIDE, SIDE);
  target.fillText(content, 16, 40);
  return new Uint32Array(target.getImageData(0, 0, SIDE, SIDE).data.buffer).join();
}
