import { afterEach, describe, expect, it } from 'vitest';
import { type BreakOptions, markBreaks } from '../../../src/systems/text/line-breaks';
import { type Language, languages, paragraphs } from '../../text-corpus';

const PER_LANGUAGE = import.meta.env.RAFTER_LONG ? 100 : 3;
const PER_STYLE = import.meta.env.RAFTER_LONG ? 20 : 3;
const SEED = 4;
const LINE = 20;

/** One of each class of UAX 14 that takes part in rules beyond white space; ASCII, for which Chromium has a table, is rare. */
const CLASSES =
  'я ש 一 １ ٣ ( （ ) ） 、 ！ ⁄ ․ “ ” ❛ – ‐ - — ´ ゝ … € ₽ ° ￥ ℃ 가 각 ᄀ ᅡ ᆨ 🇩🇪 🇩 👍 🏽 😀 \u00a0 \u0301 a 1'.split(
    ' ',
  );

let host: HTMLElement | undefined;

afterEach(() => {
  host?.remove();
  host = undefined;
});

describe('line breaks', () => {
  it(`are the browser’s in ${languages.length * PER_LANGUAGE} paragraphs of ${languages.length} languages`, () => {
    const all = { both: 0, ours: 0, browser: 0 };
    const rest: string[] = [];
    for (const language of languages) {
      const counts = { both: 0, ours: 0, browser: 0 };
      for (const content of paragraphs(language, PER_LANGUAGE, SEED)) {
        compare(content, language, 'normal', counts, rest);
      }
      console.info(line(language, counts));
      expect(precision(counts), language).toBeGreaterThan(0.99);
      expect(recall(counts), language).toBeGreaterThan(0.99);
      for (const key of ['both', 'ours', 'browser'] as const) all[key] += counts[key];
    }
    console.info([line('all', all), ...rest].join('\n'));
    expect(precision(all)).toBeGreaterThanOrEqual(0.995);
    expect(recall(all)).toBeGreaterThanOrEqual(0.995);
  });

  // Chromium starts its rules afresh on every line, here at every unit, so that it sees hyphens begin words.
  it.each(['break-all', 'keep-all'] as const)(
    'are the browser’s with word-break: %s',
    (wordBreak) => {
      const counts = { both: 0, ours: 0, browser: 0 };
      const rest: string[] = [];
      for (const language of languages) {
        for (const content of paragraphs(language, PER_STYLE, SEED)) {
          compare(content, language, wordBreak, counts, rest);
        }
      }
      console.info([line(wordBreak, counts), ...rest].join('\n'));
      expect(precision(counts)).toBeGreaterThanOrEqual(0.99);
      expect(recall(counts)).toBeGreaterThanOrEqual(0.995);
    },
  );

  it('are the browser’s between any two printable characters of Latin-1', () => {
    const characters = Array.from({ length: 0xff - 0x20 }, (_, i) => 0x21 + i)
      .filter((code) => code < 0x7f || code >= 0xa1)
      .map((code) => String.fromCharCode(code));
    const differ: string[] = [];
    const firsts = characters.filter((_, i) => import.meta.env.RAFTER_LONG || i % 6 === 0);
    for (const first of firsts) {
      const pairs = characters.map((second) => first + second);
      const broken = areBroken(pairs);
      pairs.forEach((pair, i) => {
        if ((marked(pair, 'en', 'normal')[1] === 1) !== broken[i]) differ.push(pair);
      });
    }
    expect(differ).toEqual([]);
  });

  it('are the browser’s between any three characters of different classes', () => {
    const counts = { both: 0, ours: 0, browser: 0 };
    const rest: string[] = [];
    const firsts = CLASSES.filter((_, i) => import.meta.env.RAFTER_LONG || i % 9 === 0);
    for (const first of firsts) {
      const triples = CLASSES.flatMap((second) => CLASSES.map((third) => first + second + third));
      const parent = narrow('en');
      parent.replaceChildren(...triples.map(inItsOwnBox));
      triples.forEach((triple, i) => {
        const browser = lineStarts(parent.children[i]!.firstChild!, triple);
        count(triple, 'en', marked(triple, 'en', 'normal'), browser, counts, rest);
      });
    }
    console.info([line('triples', counts), ...rest].join('\n'));
    expect(precision(counts)).toBeGreaterThanOrEqual(0.999);
    expect(recall(counts)).toBeGreaterThanOrEqual(0.999);
  });

  it('never part a surrogate pair, nor an emoji of several characters', () => {
    for (const cluster of ['😀', '👍🏽', '👨‍👩‍👧', '🏳️‍🌈', '1️⃣', '🇩🇪', 'e\u0301', '각']) {
      for (const wordBreak of ['normal', 'keep-all'] as const) {
        for (const content of [cluster + cluster, `a${cluster}`, `${cluster}中${cluster}`]) {
          const breaks = marked(content, 'en', wordBreak);
          for (let at = content.indexOf(cluster); at >= 0; at = content.indexOf(cluster, at + 1)) {
            for (let i = at + 1; i < at + cluster.length; i++) expect(breaks[i], content).toBe(0);
          }
        }
      }
    }
  });
});

type Counts = { both: number; ours: number; browser: number };

function compare(
  content: string,
  language: Language,
  wordBreak: BreakOptions['wordBreak'],
  counts: Counts,
  rest: string[],
): void {
  const ours = marked(content, language, wordBreak);
  const browser = browserBreaks(content, language, wordBreak);
  // With break-all Chromium parts Thai letters from their marks; text is laid out by clusters, which stay whole.
  if (wordBreak === 'break-all') {
    keepClusters(content, ours);
    keepClusters(content, browser);
  }
  count(content, language, ours, browser, counts, rest);
}

function count(
  content: string,
  language: Language,
  ours: Uint8Array,
  browser: Uint8Array,
  counts: Counts,
  rest: string[],
): void {
  for (let i = 1; i < content.length; i++) {
    if (ours[i] === 1) counts.ours++;
    if (browser[i] === 1) counts.browser++;
    if (ours[i] === 1 && browser[i] === 1) counts.both++;
    if (ours[i] === browser[i]) continue;
    const sign = ours[i] === 1 ? '+' : '-';
    rest.push(
      `${language} ${sign} ${content.slice(Math.max(0, i - 12), i)}|${content.slice(i, i + 12)}`,
    );
  }
}

function keepClusters(content: string, breaks: Uint8Array): void {
  for (const { index, segment } of new Intl.Segmenter().segment(content)) {
    breaks.fill(0, index + 1, index + segment.length);
  }
}

function marked(content: string, locale: string, wordBreak: BreakOptions['wordBreak']): Uint8Array {
  const breaks = new Uint8Array(content.length);
  markBreaks(content, breaks, { wordBreak, locale });
  return breaks;
}

/** Where lines begin when no two pieces fit on one. */
function browserBreaks(
  content: string,
  language: string,
  wordBreak: BreakOptions['wordBreak'],
): Uint8Array {
  const element = narrow(language);
  element.style.wordBreak = wordBreak;
  element.textContent = content;
  return lineStarts(element.firstChild!, content);
}

function lineStarts(text: Node, content: string): Uint8Array {
  const breaks = new Uint8Array(content.length);
  const range = document.createRange();
  let top = Number.NaN;
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i);
    // White space hangs at the end of its line; the second half of a pair has the rectangle of both.
    if (code === 0x20 || (code >= 0xdc00 && code < 0xe000)) continue;
    range.setStart(text, i);
    range.setEnd(text, i + 1);
    // After a soft hyphen the first of several is that of the hyphen.
    const rectangle = Array.from(range.getClientRects()).at(-1);
    if (!rectangle) continue;
    if (rectangle.top > top + LINE / 2) breaks[i] = 1;
    top = rectangle.top;
  }
  return breaks;
}

function areBroken(pairs: string[]): boolean[] {
  const element = narrow('en');
  element.replaceChildren(...pairs.map(inItsOwnBox));
  return Array.from(element.children, (child) => child.getBoundingClientRect().height > LINE * 1.5);
}

function inItsOwnBox(content: string): HTMLElement {
  const box = document.createElement('div');
  box.textContent = content;
  return box;
}

function narrow(language: string): HTMLElement {
  if (host === undefined) {
    host = document.createElement('div');
    document.body.append(host);
  }
  host.lang = language;
  host.style.cssText = `position: absolute; width: 0; font: 16px/${LINE}px sans-serif; white-space: normal`;
  return host;
}

function precision({ both, ours }: Counts): number {
  return both / ours;
}

function recall({ both, browser }: Counts): number {
  return both / browser;
}

function line(name: string, counts: Counts): string {
  const percent = (part: number) => `${(part * 100).toFixed(3)} %`;
  return `${name}: ${counts.browser} breaks, precision ${percent(precision(counts))}, recall ${percent(recall(counts))}`;
}
