import { describe, expect, it } from 'vitest';
import {
  classesSource,
  readLibraryClasses,
  tableClass,
  tableClasses,
  tableEnd,
} from '../../../../scripts/line-break-data.mjs';
import { breakClassOf } from '../../../../src/systems/text/line-break-rules';
import { type BreakOptions, markBreaks, markWords } from '../../../../src/systems/text/line-breaks';
import { readText } from '../../../architecture/files';
import { heapSlope } from '../../../heap-slope';

describe('the table of line break classes', () => {
  it('has the class that the library’s data give, for every assigned character', () => {
    const library = readLibraryClasses();
    const differ: string[] = [];
    let assigned = 0;
    for (let code = 0; code < 0x110000; code++) {
      const expected = tableClass(code, library[code]!);
      // The library has marks where nothing is assigned in the planes without scripts.
      if (expected === undefined || (code >= tableEnd && !isAssigned(code))) continue;
      assigned++;
      const actual = tableClasses[breakClassOf(code)];
      if (actual !== expected) differ.push(`${code.toString(16)}: ${actual}, not ${expected}`);
    }
    expect(differ).toEqual([]);
    expect(assigned).toBeGreaterThan(150_000);
  });

  it('is what scripts/line-break-classes.mjs writes', () => {
    expect(readText('src/systems/text/line-break-classes.ts')).toBe(classesSource());
  });
});

describe('line breaks', () => {
  // Brackets and hyphens of ASCII are Chromium’s; the browser test compares thousands of these.
  it.each([
    ['words', 'one |two'],
    ['a hyphen at the start', '-|a'],
    ['hyphens', 'well-|known'],
    ['a minus sign', 'at |-5 |to |-|x'],
    ['a hyphen before a digit', 'ABCD-|1234'],
    ['an address', 'http://a.b/c-|d/e?|f=1&g=2#h'],
    ['brackets', 'f(x) |[y] |%|(z)'],
    ['numbers', '$1,000.50 |20 |% |3.5% |(12)'],
    ['a price in brackets', '中|€(5) |中|€|(x)'],
    ['French', '« |non\u00a0» |l’été\u00a0! |12,50\u00a0€'],
    ['quotation marks', 'a |“b” |‘c’—|d'],
    ['Cyrillic', 'Привет-|мир |№5'],
    ['Hebrew hyphens', 'בית-|ספר |ה-5 |ה-中'],
    ['Chinese', '中|文，|「引|用」。'],
    ['small kana and long vowels', 'き|ゃ|っ|き|ー'],
    ['Hangul', '한|국 |각'],
    ['Hangul in letters', '\u1112\u1161\u11ab|\u1100\u116e\u11a8'],
    ['soft hyphens', 'co\u00ad|op'],
    ['zero-width spaces', 'a\u200b|b'],
    ['glue', 'a\u00a0b\u2060c\u202fd\u2011e'],
    ['emoji', '👍🏽|👨‍👩‍👧|❤️|🇩🇪|🇫🇷|1️⃣'],
    ['marks', 'e\u0301e |\u0301a'],
    ['ideographic space', '中\u3000|文'],
    ['em space', 'a\u2003|b'],
    ['ellipses', '中……|文…'],
    ['ranges', '3–|5 |3〜|5'],
  ])('are in place: %s', (_, wanted) => {
    const content = wanted.replaceAll('|', '');
    expect(shown(content)).toBe(wanted);
  });

  it('come after line ends of any kind, once after CR LF', () => {
    for (const end of ['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
      expect(shown(`a${end}b`), JSON.stringify(end)).toBe(`a${end}|b`);
    }
    expect(shown('a\u2028)')).toBe('a\u2028|)');
    expect(shown('a\n\nb')).toBe('a\n|\n|b');
    expect(shown('中\n\n文')).toBe('中\n|\n|文');
  });

  it('are between words of Thai, found with the segmenter', () => {
    expect(shown('สวัสดีชาวโลก ภาษาไทย', { wordBreak: 'normal', locale: 'th' })).toBe(
      'สวัสดี|ชาว|โลก |ภาษา|ไทย',
    );
  });

  it('are between clusters of Thai where there is no segmenter', () => {
    const { Segmenter } = Intl;
    try {
      Object.assign(Intl, { Segmenter: undefined });
      expect(shown('ที่นี่')).toBe('ที่|นี่');
    } finally {
      Object.assign(Intl, { Segmenter });
    }
  });

  it('treat Chinese quotation marks as brackets in Chinese alone', () => {
    expect(shown('说“A”好', { wordBreak: 'normal', locale: 'zh-Hans' })).toBe('说|“A”|好');
    expect(shown('说“A”好', { wordBreak: 'normal', locale: 'ja' })).toBe('说“A”好');
    expect(shown('3〜5', { wordBreak: 'normal', locale: 'zh' })).toBe('3|〜|5');
  });

  it('are in every word with break-all, and not between ideographs with keep-all', () => {
    expect(shown('ab c1', { wordBreak: 'break-all' })).toBe('a|b |c|1');
    expect(shown('a+b', { wordBreak: 'break-all' })).toBe('a|+|b');
    // The bar that is a sign here, not a break: it is broken before and after.
    const bar = new Uint8Array(3);
    markBreaks('a|b', bar, { wordBreak: 'break-all' });
    expect([...bar]).toEqual([0, 1, 1]);
    expect(shown('(ab),', { wordBreak: 'break-all' })).toBe('(a|b),');
    expect(shown('中文，한국 x', { wordBreak: 'keep-all' })).toBe('中文，|한국 |x');
  });

  it('leave what is behind the content’s length as it is', () => {
    const out = new Uint8Array(8).fill(7);
    markBreaks('a中', out, { wordBreak: 'normal' });
    expect([...out]).toEqual([0, 1, 7, 7, 7, 7, 7, 7]);
    markBreaks('😀😀', out.fill(7), { wordBreak: 'normal' });
    expect([...out]).toEqual([0, 0, 1, 0, 7, 7, 7, 7]);
    markBreaks('', out, { wordBreak: 'normal' });
    expect(out[0]).toBe(0);
  });

  it('of Latin, Cyrillic, Chinese and Hebrew text are marked without allocating', () => {
    const out = new Uint8Array(64);
    const options: BreakOptions = { wordBreak: 'normal', locale: 'en' };
    const contents = [
      'a well-known (fact) at 10-20',
      'größer «été» 5 °C',
      'Привет-мир “да”',
      '中文（x）。',
      'שלום-עולם',
    ];
    const slope = heapSlope(() => {
      for (const content of contents) markBreaks(content, out, options);
    }, 5000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

function isAssigned(code: number): boolean {
  return /\P{Cn}/u.test(String.fromCodePoint(code));
}

function shown(content: string, options: BreakOptions = { wordBreak: 'normal' }): string {
  const out = new Uint8Array(content.length);
  markBreaks(content, out, options);
  return [...out].map((mark, i) => (mark === 1 ? '|' : '') + content[i]).join('');
}

describe('words of scripts without spaces', () => {
  const WORDS = [
    'ภาษา',
    'ไทย',
    'เป็น',
    'ที่',
    'สวยงาม',
    'และ',
    'ประเทศ',
    'กรุงเทพ',
    'มหานคร',
    'น้ำ',
    'ใจ',
    'ๆ',
    'คน',
    'ทำงาน',
  ];

  it('are those of the whole text where it is long', () => {
    const thai = WORDS;
    let seed = 1;
    const next = () => (seed = (seed * 48271) % 2147483647);
    let text = '';
    while (text.length < 20_000) text += thai[next() % thai.length];
    const out = new Uint8Array(text.length);
    expect(markWords(text, out, 'th')).toBe(true);
    const whole: number[] = [];
    const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
    for (const { index } of segmenter.segment(text)) if (index > 0) whole.push(index);
    const found = [...out.keys()].filter((i) => out[i] === 1);
    expect(found).toEqual(whole);
    expect(found.length).toBeGreaterThan(3_000);
  });

  it('are found in a text of 100,000 units in a moment', () => {
    const text = 'ภาษาไทยสวยงาม'.repeat(7_600);
    const begin = performance.now();
    markWords(text, new Uint8Array(text.length), 'th');
    // All at once took seconds.
    expect(performance.now() - begin).toBeLessThan(1_500);
  });

  it('are found where no word ends for long', () => {
    const text = `${'ก'.repeat(3_000)}${'ๆ'.repeat(3_000)}ไทย`;
    const out = new Uint8Array(text.length);
    markWords(text, out, 'th');
    markBreaks(text, out, { wordBreak: 'normal', locale: 'th' });
    expect(out.at(-3)).toBe(1);
  });

  it('begin where lines of wrapped text may break, and nowhere in other scripts', () => {
    const text = 'a ภาษาไทยดี, good 東京ลาว ພາສາລາວ';
    const words = new Uint8Array(text.length);
    const breaks = new Uint8Array(text.length);
    markWords(text, words, 'th');
    markBreaks(text, breaks, { wordBreak: 'normal', locale: 'th' });
    for (let i = 0; i < text.length; i++)
      if (words[i] === 1) expect(breaks[i], text.slice(i)).toBe(1);
    expect(words[2 + 'ภาษา'.length]).toBe(1);
    expect(markWords('abc 東京 สลาม'.slice(0, 6), words.fill(0), 'th')).toBe(false);
    expect(words.includes(1)).toBe(false);
  });
});
