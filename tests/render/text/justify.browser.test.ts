import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParagraphStyle } from '../../../src/ecs/stores';
import { loadTestFonts } from '../../fonts';
import { createRandom } from '../../property/random';
import { type Language, languages, paragraphs } from '../../text-corpus';
import {
  addTally,
  createPair,
  createTally,
  LONG_WORD,
  type Pair,
  type PairOptions,
  type Tally,
} from './justified-pair';

const LONG = Boolean(import.meta.env.RAFTER_LONG);
const PER_LANGUAGE = LONG ? 60 : 1;
const PER_STYLE = LONG ? 60 : 2;
const WIDTHS = LONG ? [120, 180.5, 213, 320, 400.25, 520] : [151.5, 320];
const MIXTURES = LONG ? 5_000 : 30;
const SEED = 23;
const ALLOWED_PX = 0.5;
/** What is shaped in words, which are shown whole or not at all. */
const WORD_SHAPED = /[\u0590-\u10ff]+/g;
const SIGNS = '字あア、。「」★😀漢한글';

let pair: Pair | undefined;

beforeAll(async () => {
  const everything = languages.flatMap((language) =>
    [0, 1, 2].flatMap((more) => paragraphs(language, PER_LANGUAGE, SEED + more)),
  );
  await loadTestFonts(undefined, everything.join('') + SIGNS);
}, 60_000);

afterEach(() => {
  pair?.dispose();
  pair = undefined;
});

describe('justified lines', () => {
  it(`have every letter where the browser has it: ${PER_LANGUAGE * languages.length} paragraphs in ${languages.length} languages at ${WIDTHS.length} widths`, async () => {
    const all = createTally();
    for (const language of languages) {
      const { show, compare } = await newPair({ language });
      const tally = createTally();
      for (const content of paragraphs(language, PER_LANGUAGE, SEED)) {
        show(content);
        for (const width of WIDTHS) compare(width, tally);
      }
      console.info(`${language}: ${told(tally)}`);
      addTally(all, tally);
    }
    console.info(`all: ${told(all)}`);
    expectSame(all, 0.03);
  }, 240_000);

  it.each<[string, Language, Partial<ParagraphStyle>, string]>([
    ['letters are spaced', 'en', { letterSpacing: 1.5 }, 'letter-spacing: 1.5px'],
    ['wide letters are spaced', 'ja', { letterSpacing: 2 }, 'letter-spacing: 2px'],
    [
      'spaces and tabs are kept',
      'de',
      { whiteSpace: 'pre-wrap', tabSize: 4, direction: 'ltr' },
      'tab-size: 4; direction: ltr',
    ],
    [
      'spaces are kept in Japanese',
      'ja',
      { whiteSpace: 'pre-wrap', direction: 'ltr' },
      'direction: ltr',
    ],
    ['lines are kept', 'zh', { whiteSpace: 'pre-line', direction: 'ltr' }, 'direction: ltr'],
    ['words break', 'ko', { wordBreak: 'break-all' }, 'word-break: break-all'],
    ['words break anywhere', 'th', { overflowWrap: 'anywhere' }, 'overflow-wrap: anywhere'],
    ['Japanese begins at the right', 'ja', { direction: 'rtl' }, 'direction: rtl'],
    ['Hebrew begins at the left', 'he', { direction: 'ltr' }, 'direction: ltr'],
  ])('have every letter where the browser has it where %s', async (_name, language, style, css) => {
    const whiteSpace = style.whiteSpace ?? 'normal';
    const { show, compare } = await newPair({
      language,
      style,
      css: `white-space: ${whiteSpace}; ${css}`,
    });
    const tally = createTally();
    const random = createRandom(SEED);
    const kept = whiteSpace === 'pre-wrap' ? [' ', ' ', ' ', '  ', '\t', ' \n'] : [' ', '\n'];
    for (const content of paragraphs(language, PER_STYLE, SEED + 1)) {
      show(whiteSpace === 'normal' ? content : content.replace(/ /g, () => random.pick(kept)));
      for (const width of WIDTHS) compare(width, tally);
    }
    console.info(told(tally));
    // In Japanese, punctuation whose halves the browser takes off otherwise, as its fonts are cut in files.
    expectSame(tally, 0.2);
  });

  it('give way at the characters at which the browser does', async () => {
    const { spread } = await newPair({ language: 'en' });
    const codes = everyCode().filter((code) => LONG || isSampled(code));
    const wrong: string[] = [];
    for (let at = 0; at < codes.length; at += 500) {
      const some = codes.slice(at, at + 500);
      const { theirs, own } = spread(some.map((code) => `a${String.fromCodePoint(code)}b`));
      some.forEach((code, i) => {
        if (own[i] !== theirs[i]) wrong.push(`U+${code.toString(16)} ${own[i]}, not ${theirs[i]}`);
      });
    }
    console.info(`${codes.length} characters`);
    expect(wrong).toEqual([]);
  }, 240_000);

  it.each(['ltr', 'rtl'] as const)(
    'give way where the browser does in mixtures of scripts and directions: %s',
    async (direction) => {
      const css = `direction: ${direction}`;
      const { show, compare } = await newPair({ language: 'en', style: { direction }, css });
      const random = createRandom(SEED);
      const units = [...'ab  字あ★、אב!😀', '\u00a0', '\u200b', '\u00ad'];
      const tally = createTally();
      for (let i = 0; i < MIXTURES; i++) {
        const length = 2 + random.int(12);
        const mixture = Array.from({ length }, () => random.pick(units)).join('');
        const shown = mixture.replace(/ +/g, ' ').replace(/[ \u00ad]+$/, '');
        show(`${shown} ${LONG_WORD}`.trimStart());
        compare(400, tally);
      }
      console.info(told(tally));
      expectSame(tally, 0.03);
      expect(tally.lines).toBeGreaterThan(MIXTURES * 0.9);
    },
  );

  it.each<Language>(['en', 'de', 'ja', 'ko', 'zh', 'he'])(
    'are cut for their ellipsis where the browser cuts them: %s',
    async (language) => {
      const { show, compare } = await newPair({ language, style: { maxLines: 2 } });
      const tally = createTally();
      for (const content of paragraphs(language, PER_STYLE * 2, SEED + 2)) {
        show(language === 'he' ? lettersApart(content) : content.replace(WORD_SHAPED, '!'));
        for (const width of WIDTHS) compare(width, tally);
      }
      console.info(`${tally.cuts} lines: ${told(tally)}`);
      expectSame(tally, 0.2);
      expect(tally.cuts).toBeGreaterThan(PER_STYLE);
      expect(tally.otherCuts).toEqual([]);
    },
  );
});

/** Hebrew alone, because lines of two directions are cut where they end, and here where they are read last; and no words. */
function lettersApart(content: string): string {
  return content
    .replace(/[^\u05d0-\u05ea]+/g, ' ')
    .replace(/[\u05d0-\u05ea](?=\S)/g, '$&!')
    .trim();
}

async function newPair(options: PairOptions): Promise<Pair> {
  pair?.dispose();
  pair = await createPair(options);
  return pair;
}

function told(tally: Tally): string {
  const { lines, letters, largest, worst, otherLines, otherLetters } = tally;
  return `${letters} letters (${otherLetters} by how far they move) of ${lines} lines, largest difference ${largest.toFixed(3)} px (${worst}); not compared ${otherLines} lines`;
}

function expectSame(tally: Tally, otherShare: number): void {
  const { lines, letters, largest, worst, otherLines } = tally;
  expect(letters).toBeGreaterThan(100);
  expect(otherLines / (lines + otherLines)).toBeLessThan(otherShare);
  expect(largest, worst).toBeLessThanOrEqual(ALLOWED_PX);
}

/** Characters that show something by themselves. */
function everyCode(): number[] {
  const codes: number[] = [];
  for (let code = 0x20; code < 0x30100; code++) {
    // Of long runs of one kind the ends are enough.
    if (code >= 0x4e80 && code < 0x9f80) continue;
    if (code >= 0xac80 && code < 0xd780) continue;
    if (code >= 0x17400 && code < 0x18a00) continue;
    if (code >= 0x20080 && code < 0x2ff80) continue;
    const character = String.fromCodePoint(code);
    // These join the letter before them.
    if (/\p{Emoji_Modifier}|[\uff9e\uff9f]/u.test(character)) continue;
    if (/[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u.test(character)) codes.push(code);
  }
  return codes;
}

/** Signs, which are many runs, and some letters. */
function isSampled(code: number): boolean {
  if (code >= 0x2000 && code < 0x2c00) return code % 8 === 0;
  if ((code >= 0x2e00 && code < 0x3400) || (code >= 0xfe00 && code < 0xfff0))
    return code % 16 === 0;
  return code % 61 === 0;
}
