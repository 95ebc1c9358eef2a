import { languages, wordsOf } from './vocabularies';

const NAMES = ['', ' Hebrew', ' Arabic', ' Devanagari', ' Thai', ' JP', ' KR', ' SC'];

/** CSS list of families with all scripts of the benches. */
export const ALL_SCRIPTS = `${NAMES.map((name) => `"Noto Sans${name} Variable"`).join(', ')}, sans-serif`;

/** Texts of the paragraph bench. */
export const PARAGRAPHS = 1_000;
export const PARAGRAPH_FONT_SIZE = 14;
/** Width they are wrapped at, and the other one they are wrapped at then, CSS pixels. */
export const WIDTH = 320;
export const OTHER_WIDTH = 240;

const SHORTEST = 60;
const LONGEST = 400;
const UNSPACED: ReadonlySet<string> = new Set(['ja', 'zh', 'th']);

const vocabularies = languages.map((language) => ({
  language,
  words: wordsOf(language).map((word) =>
    [...new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(word)].map(
      ({ segment }) => segment,
    ),
  ),
  space: UNSPACED.has(language) ? '' : ' ',
}));

/** Languages whose words and letters engines divide in the same way, whatever their age. */
const SETTLED = vocabularies.filter(({ language }) => language !== 'th' && language !== 'hi');

/**
 * Paragraphs of 60 to 400 units in 15 languages in turn, or in the 13 that every engine divides alike. A word in three is put together from two halves of others, so that many
 * were never met before, as in real texts.
 */
export function manyParagraphs(random: () => number, { settled = false } = {}): string[] {
  const spoken = settled ? SETTLED : vocabularies;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: PARAGRAPHS }, (_, i) => {
    const { words, space } = spoken[i % spoken.length]!;
    const length = SHORTEST + Math.floor(random() * (LONGEST - SHORTEST - 30));
    const parts: string[] = [];
    for (let units = 0; units < length; ) {
      const word = pick(words);
      const other = pick(words);
      const mixed =
        random() < 1 / 3
          ? [...word.slice(0, (word.length + 1) >> 1), ...other.slice(other.length >> 1)]
          : word;
      const end = random() < 0.08 ? '. ' : random() < 0.08 ? ', ' : space;
      const part = mixed.join('') + end;
      parts.push(part);
      units += part.length;
    }
    return parts.join('').trim();
  });
}

/** One way to divide paragraphs into lines. */
export type ParagraphScene = {
  /** Shows nothing; not timed. */
  clear(): void;
  /** Shows paragraphs at `WIDTH`, until their heights are known; gives the sum of these. */
  show(paragraphs: readonly string[]): number;
  /** Divides what is shown for another width. */
  rewrap(width: number): number;
};

/** Times of `PARAGRAPHS` paragraphs: never shown before, shown again after others, and at another width. */
export const paragraphQuantities = { cold: 'ms', again: 'ms', rewrapped: 'ms' };
