import {
  type Language,
  languages,
  type Vocabulary,
  vocabularies,
  wordsOf,
} from '../bench/text/vocabularies';
import { createRandom, type Random } from './property/random';

export { type Language, languages, wordsOf };

const ANYWHERE = [
  'https://example.org/a-b/c_d?x=1&y=2#top',
  'www.example.com',
  'http://127.0.0.1:8080/',
  'ftp://files.example/pub/~user/read.me',
  'ana.lopez@example.org',
  'no-reply+news@mail.example.com',
  'C:\\Users\\me',
  '/usr/local/bin',
  'v2.0.1-beta',
  'UTF-8',
  'ISO/IEC 10646',
  '2024-12-05',
  '2024-12-05T09:30:00Z',
  '-5',
  '−5',
  '±2.5',
  '1e-6',
  '3.14',
  '.5',
  '100%',
  '#tag',
  '@name',
  '“A”–“B”',
  '<b>',
  '{x}',
  'a|b',
  'f(x)',
  'x[0]',
  'foo()',
  'A→B',
  '😀',
  '👍🏽',
  '👨‍👩‍👧',
  '🇩🇪',
  '🇫🇷🇯🇵',
  '❤️',
  '🏳️‍🌈',
  '1️⃣',
  '☕',
  '™',
  '®',
  '•',
  '…',
  'co\u00adoperate\u00adtion',
  'zero\u200bwidth',
  'word\u2060joiner',
  'no\u00a0break',
  'e\u0301tude',
  'non\u2011breaking',
  'hy\u2010phen',
];

/**
 * Paragraphs of random words of a language with what texts have between them: punctuation, quotations, brackets, numbers, prices,
 * dates, addresses, emoji and words of other scripts. No white space at the ends, none doubled, no line feeds.
 */
export function paragraphs(language: Language, count: number, seed: number): string[] {
  const random = createRandom(seed * 31 + languages.indexOf(language));
  return Array.from({ length: count }, () => paragraph(language, random));
}

function paragraph(language: Language, random: Random): string {
  const vocabulary = vocabularies[language];
  const words = wordsOf(language);
  const length = 12 + random.int(28);
  let text = '';
  let close = '';
  for (let i = 0; i < length; i++) {
    if (close === '' && random.chance(10)) {
      const [open, end] = random.pick(random.chance(70) ? vocabulary.quotes : vocabulary.brackets);
      text += open;
      close = end;
    }
    text += piece(language, vocabulary, words, random);
    if (close !== '' && random.chance(40)) {
      text += close;
      close = '';
    }
    if (random.chance(14)) text += random.pick(vocabulary.commas);
    else if (random.chance(9)) text += random.pick(vocabulary.stops);
    else text += vocabulary.space;
  }
  text += close + random.pick(vocabulary.stops);
  return text.replace(/ {2,}/g, ' ').trim();
}

function piece(
  language: Language,
  vocabulary: Vocabulary,
  words: readonly string[],
  random: Random,
): string {
  const chance = random.int(100);
  if (chance < 78) return random.pick(words);
  if (chance < 88) return random.pick(vocabulary.pieces);
  // In scripts without spaces, what is not of them stands with or without a space.
  const pad = vocabulary.space === '' && random.chance(30) ? ' ' : '';
  if (chance < 96) return pad + random.pick(ANYWHERE) + pad;
  return (
    pad + random.pick(wordsOf(random.pick(languages.filter((other) => other !== language)))) + pad
  );
}
