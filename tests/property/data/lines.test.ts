import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type LineSource, lineSource, openPaged, searchLines } from '../../../src/data';
import { byteStore, textBytes } from '../../unit/data/bytes/byte-store';

/** Of one to four bytes; of K and S there are others, which are the same without case. */
const LETTERS = ['a', 'b', 'ab', 'ß', '漢', '😀', ' ', 'k', 'S', '\u212a', '\u017f', '_', '7', 'é'];
const RUNS = process.env.RAFTER_LONG ? 600 : 60;

/** Lines of letters of one to four bytes, ends of both kinds, empty ones; with an end at the end or without. */
const texts = fc
  .array(
    fc.tuple(
      fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 30 }),
      fc.constantFrom('\n', '\n', '\r\n'),
    ),
    { maxLength: 24 },
  )
  .chain((lines) =>
    fc.boolean().map((isOpen) => {
      const text = lines.map(([line, end]) => line + end).join('');
      return isOpen ? text.replace(/\r?\n$/, '') : text;
    }),
  );
const pages = fc.integer({ min: 1, max: 40 });

let lines: LineSource | undefined;

afterEach(() => {
  lines?.dispose();
  lines?.bytes.dispose();
});

describe('the lines of a text', () => {
  it('are those between its line ends, however it lies in pages, and where it is longer later', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, pages, async (text, more, pageBytes) => {
        const store = byteStore(textBytes(text));
        lines = lineSource(await openPaged(store, { pageBytes, maxBytes: 8000 * pageBytes }));
        await lines.indexed;
        await expectLines(lines, linesOf(text));
        store.data = textBytes(text + more);
        expect(await lines.refresh()).toBe(linesOf(text + more).length);
        await expectLines(lines, linesOf(text + more));
        lines.dispose();
        lines.bytes.dispose();
      }),
      { numRuns: RUNS },
    );
  });

  it('are cut where they are long, between characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        pages,
        fc.integer({ min: 4, max: 30 }),
        async (text, pageBytes, most) => {
          const paged = await openPaged(byteStore(textBytes(text)), {
            pageBytes,
            maxBytes: 8000 * pageBytes,
          });
          lines = lineSource(paged, { maxLineBytes: most });
          await lines.indexed;
          await paged.read(0, paged.size);
          for (const [i, line] of text.replace(/\n$/, '').split('\n').entries()) {
            if (lines.count === 0) break;
            const isCut = textBytes(line).length > most;
            expect(lines.isCut(i)).toBe(isCut);
            const shown = lines.at(i)!;
            expect(line.replace(/\r$/, '').startsWith(shown.replace(/\r$/, ''))).toBe(true);
            if (!isCut) expect(shown).toBe(line.replace(/\r$/, ''));
            else expect(textBytes(shown).length).toBeGreaterThan(most - 4);
          }
          lines.dispose();
          paged.dispose();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('are found where a text is in them, wherever the search begins', async () => {
    const queries = fc.constantFrom(
      ...[{ text: 'a' }, { text: 'AB' }, { text: 'b', caseSensitive: true }, { text: 'ß漢' }],
      ...[{ text: 'ab', wholeWord: true }, { regexp: /^a.*b$/ }, { regexp: /^$/ }],
      ...[{ text: 'K' }, { text: 'bs' }, { text: 'S', caseSensitive: true }, { text: '漢' }],
      ...[{ text: 'b', wholeWord: true }, { text: 'É' }, { text: 'é', caseSensitive: true }],
      ...[{ text: '漢a', wholeWord: true, caseSensitive: true }, { text: ' ' }, { text: 'aab' }],
    );
    await fc.assert(
      fc.asyncProperty(texts, pages, queries, fc.nat(60), async (text, pageBytes, query, from) => {
        const paged = await openPaged(byteStore(textBytes(text)), {
          pageBytes,
          maxBytes: 8000 * pageBytes,
        });
        lines = lineSource(paged);
        await lines.indexed;
        await paged.read(0, paged.size);
        const all = linesOf(text);
        const begin = all.length > 0 ? from % all.length : 0;
        const search = searchLines(lines, { ...query, from: begin });
        await search.done;
        expect(search.progress).toBe(1);
        const pattern =
          'regexp' in query
            ? query.regexp
            : new RegExp(
                query.wholeWord
                  ? `(?<![\\p{L}\\p{N}_])${query.text}(?![\\p{L}\\p{N}_])`
                  : query.text,
                'caseSensitive' in query ? 'u' : 'iu',
              );
        const wanted = all.flatMap((line, i) => (pattern.test(line) ? [i] : []));
        const found = all.flatMap((_, i) => (search.has(i) ? [i] : []));
        expect(found).toEqual(wanted);
        expect(search.count).toBe(wanted.length);
        expect(search.next(begin)).toBe(wanted.find((i) => i >= begin) ?? wanted[0] ?? -1);
        expect(search.previous(begin)).toBe(
          wanted.filter((i) => i < begin).at(-1) ?? wanted.at(-1) ?? -1,
        );
        lines.dispose();
        paged.dispose();
      }),
      { numRuns: RUNS },
    );
  });
});

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

async function expectLines({ bytes, ...source }: LineSource, wanted: string[]): Promise<void> {
  await bytes.read(0, bytes.size);
  expect(lines!.count).toBe(wanted.length);
  let offset = 0;
  for (const [i, line] of wanted.entries()) {
    expect(source.at(i)).toBe(line);
    expect(source.isReady(i)).toBe(true);
    expect(source.offsetOf(i)).toBeGreaterThanOrEqual(offset);
    offset = source.offsetOf(i)!;
  }
  expect(source.at(wanted.length)).toBeUndefined();
}
