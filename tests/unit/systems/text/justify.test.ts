import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, resource } from '../../../../src/ecs';
import {
  Box,
  LEVEL_MASK,
  type ParagraphStyle,
  PlacedLine,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_START,
  Text,
  TextGeometry,
  TextRuns,
} from '../../../../src/ecs/stores';
import { heapSlope } from '../../../heap-slope';
import { createFixture, LONG } from './fixture';

const CASES = { numRuns: LONG ? 20_000 : 1_000 };
/** A word that fits no line, so that the one before it ends there. */
const LONG_WORD = 'm'.repeat(40);

describe('a justified line', () => {
  it('is wider at spaces, no-break spaces and kept tabs, as much at each', async () => {
    const { gapsOf } = await setUp();
    expect(gapsOf('a bb c')).toEqual('a bb c'.split('').map((unit) => (unit === ' ' ? 1 : 0)));
    expect(gapsOf('a\u00a0b c')).toEqual([0, 1, 0, 1, 0]);
    const kept = await setUp({ whiteSpace: 'pre-wrap' });
    expect(kept.gapsOf('a  b c')).toEqual([0, 1, 1, 0, 1, 0]);
    expect(kept.gapsOf('a\tb c')).toEqual([0, 1, 0, 1, 0]);
    expect(kept.gapsOf(' a b')).toEqual([1, 0, 1, 0]);
  });

  it.each([
    ['Han', '漢字\u{20000}'],
    ['kana', 'あアー'],
    ['full-width punctuation', '、。「'],
    ['full-width Latin', 'ＡＢ１'],
    ['half-width kana and Hangul', 'ｱｲﾡ'],
    ['Bopomofo', 'ㄅㄆㄇ'],
    ['emoji', '😀👍🏽👩‍👧'],
    ['flags', '🇩🇪🇫🇷🇯🇵'],
    ['signs of East Asian type', '★№㈱'],
  ])('gives way on both sides of %s, once between two', async (_name, three) => {
    const { gapsOf } = await setUp();
    const [a, b, c] = [...new Intl.Segmenter('en').segment(three)].map(({ segment }) => segment);
    expect(gapsOf(`${a}${b}${c}`)).toEqual([1, 1, 0]);
    expect(gapsOf(`x${a}x`)).toEqual([0, 2, 0]);
    expect(gapsOf(`${a}x${b}`)).toEqual([1, 0, 1]);
    expect(gapsOf(`x ${a} x`)).toEqual([0, 1, 1, 1, 0]);
  });

  it.each([
    ['Hangul', '한글 한'],
    ['Thai', 'ไทย ไทย'],
    ['Arabic', 'سلام سلام'],
    ['Hebrew', 'שלום שלום'],
    ['Devanagari', 'नमस्ते हिन्दी'],
    ['signs of every type', '“a” – §¥'],
    ['full-width signs that stand apart nowhere', '－a ；＜＞'],
    ['wide spaces other than of ASCII', 'a\u2003b c'],
  ])('gives way at the spaces of %s only', async (_name, content) => {
    const { gapsOf } = await setUp();
    const spaces = [...new Intl.Segmenter('en').segment(content)].map(({ segment }) =>
      segment === ' ' ? 1 : 0,
    );
    expect(gapsOf(content)).toEqual(spaces);
  });

  it('takes no notice of what shows nothing', async () => {
    const { gapsOf } = await setUp();
    for (const nothing of ['\u00ad', '\u200b', '\u2060', '\u200e', '\ufeff']) {
      expect(gapsOf(`字${nothing}字 a`)).toEqual([1, 0, 1, 1, 0]);
      expect(gapsOf(`a${nothing}字a`)).toEqual([0, 0, 2, 0]);
    }
  });

  it('gives way before its hyphen where that follows a wide character', async () => {
    const { gapsOf } = await setUp();
    expect(gapsOf('a 字\u00ad', { glue: '' })).toEqual([0, 1, 1, 0]);
    expect(gapsOf('a 字 b\u00ad', { glue: '' })).toEqual([0, 1, 1, 1, 0, 0]);
    expect(gapsOf('字 א\u05d1\u00ad', { glue: '', direction: 'rtl' })).toEqual([1, 0, 0, 0, 0]);
    expect(gapsOf('\u05d0字\u05d1字字\u00ad', { glue: '', direction: 'rtl' })).toEqual([
      0, 2, 0, 2, 1, 0,
    ]);
  });

  it('ends at the edge of its box, wherever it begins', async () => {
    const { show, edges, port, fixture } = await setUp();
    const ltr = show(`a字 b字c ${LONG_WORD}`, 100);
    expect(edges(ltr, 0)[0]).toBe(10);
    expect(edges(ltr, 5)[1]).toBeCloseTo(110, 4);
    const rtl = show(`\u05d0字 \u05d1字\u05d2 ${LONG_WORD}`, 100);
    expect(edges(rtl, 0)[1]).toBeCloseTo(110, 4);
    expect(edges(rtl, 5)[0]).toBeCloseTo(10, 4);
    expect(fixture.text.lineCount[rtl]).toBeGreaterThan(1);
    // As the last of its paragraph it stands where the paragraph begins.
    port.setText(ltr, 'a字 b字c');
    expect(edges(ltr, 5)[1]).toBe(10 + 4 * 6 + 2 * 10);
  });

  it('stands at the start of its paragraph if it cannot give way, or is the last', async () => {
    const { gapsOf, show, edges } = await setUp();
    expect(gapsOf('abc')).toEqual([0, 0, 0]);
    expect(gapsOf('字')).toEqual([0]);
    const rtl = show(`\u05d0\u05d1\u05d2 ${LONG_WORD}`, 100);
    expect(edges(rtl, 0)[1]).toBe(110);
    const lines = await setUp({ whiteSpace: 'pre-line' });
    const row = lines.show('a 字\nb 字', 100);
    expect([0, 1, 2, 4, 5, 6].map((i) => lines.edges(row, i)[0])).toEqual([10, 16, 22, 10, 16, 22]);
  });

  it('is spread as if whole before an ellipsis, and cut where that needs room', async () => {
    const { show, edges, rects, geometry, fixture } = await setUp({ maxLines: 1 });
    // Natural: 8 letters of 6, 52 left for 2 spaces; cd ends at 62, ef begins at 94, the ellipsis takes 6.
    const row = show(`ab cd ef ${LONG_WORD}`, 100);
    expect(edges(row, 3)[0]).toBe(10 + 12 + 6 + 26);
    expect(edges(row, 5)[1]).toBe(10 + 12 + 32 + 12 + 32);
    expect(edges(row, 6)).toEqual([98, 104]);
    expect(rects(row, 7, 50)).toEqual([]);
    expect(geometry.caretAt(row, Float64Array.of(500, 25))).toBe(7);
    // Read from right to left, what is left over is at the left.
    const rtl = show(`\u05d0\u05d1 \u05d2! \u05d3! ${LONG_WORD}`, 100);
    expect(edges(rtl, 0)[1]).toBe(110);
    expect(edges(rtl, 6)).toEqual([16, 22]);
    // Without a place to give way it is cut as any other line.
    const whole = show(`abcdefghij ${LONG_WORD}`, 64);
    expect(edges(whole, 8)).toEqual([58, 64]);
    expect(rects(whole, 9, 50)).toEqual([]);
    expect(fixture.text.lineCount[whole]).toBe(1);
    // A word that is shaped whole is shown whole, or not at all.
    const shaped = show(`ab \u05d0\u05d1\u05d2\u05d3 ${LONG_WORD}`, 60);
    expect(edges(shaped, 2)).toEqual([22, 46]);
    expect(rects(shaped, 3, 7)).toEqual([]);
  });

  it('has gaps for lines of any length', async () => {
    const { gapsOf } = await setUp();
    const content = '字'.repeat(150);
    expect(gapsOf(content, { width: 1600 })).toEqual([...new Array(149).fill(1), 0]);
  });

  it('has gaps for a long line that is the first to be placed, before the rules have come and after', async () => {
    const { world, element, port, runs, system, text: rows } = createFixture();
    const row = element();
    rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
    rows.align[row] = TEXT_ALIGN_JUSTIFY;
    function endOf(content: string): number {
      const placed = new PlacedLine();
      port.setText(row, `${content} ${LONG_WORD.repeat(20)}`);
      port.wrap(row, 2500);
      placed.begin(world, row, Float64Array.of(0, 0, 2500));
      placed.align(rows.lineStart[row]!);
      placed.place(runs, placed.first, placed.shown, placed.isRtl);
      return placed.left[placed.count]!;
    }
    expect(endOf('a '.repeat(150).trim())).toBeCloseTo(2500, 2);
    await system.ready();
    expect(endOf('字'.repeat(150))).toBeCloseTo(2500, 2);
  });

  it('gives way where Chromium does in any mixture', async () => {
    const { gapsOf, levelsOf } = await setUp();
    const units = [
      'a',
      'b',
      ' ',
      '字',
      'あ',
      '★',
      '、',
      '\u05d0',
      '\u05d1',
      '\u200b',
      '\u00a0',
      '!',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('ltr' as const, 'rtl' as const),
        (parts, direction) => {
          const content = parts.join('').replace(/ +/g, ' ').replace(/^ | $/g, '');
          const gaps = gapsOf(content, { direction });
          expect(gaps).toEqual(naive(content, levelsOf(content.length), direction === 'rtl'));
        },
      ),
      CASES,
    );
  });

  it('is placed without garbage', async () => {
    const { world, show, fixture } = await setUp({ maxLines: 2 });
    const row = show(
      `漢字 and\u00a0かな 😀, ${LONG_WORD.slice(0, 9)} 字字字 \u05d0\u05d1 ★ end`,
      100,
    );
    const placed = new PlacedLine();
    const content = Float64Array.of(10, 20, 100);
    const runs = resource(world, TextRuns);
    const from = fixture.text.lineStart[row]!;
    const slope = heapSlope(() => {
      for (let turn = 0; turn < 50; turn++) {
        placed.begin(world, row, content);
        placed.align(from + (turn & 1));
        placed.place(runs, placed.first, placed.shown, placed.isRtl);
      }
    }, 2_000);
    expect(slope).toBeLessThanOrEqual(16);
  });
});

type Showing = {
  /** @default the style's */
  direction?: 'auto' | 'ltr' | 'rtl';
  width?: number;
  /** What stands between the text and the word that ends its line. */
  glue?: string;
};

/** A justified text at (10, 20), its letters 6 px wide, or 10 where they are of East Asia, once the rules are there. */
async function setUp(style: Partial<ParagraphStyle> = {}) {
  const fixture = createFixture();
  const { world, port, system, runs } = fixture;
  const rows = columns(world, Text);
  const geometry = resource(world, TextGeometry);
  const row = fixture.element();
  const out = new Float64Array(4);
  const placed = new PlacedLine();
  rows.align[row] = TEXT_ALIGN_JUSTIFY;

  function show(content: string, width: number, direction = style.direction ?? 'auto'): number {
    const boxes = columns(world, Box);
    boxes.x[row] = 10;
    boxes.y[row] = 20;
    boxes.width[row] = width;
    boxes.height[row] = 100;
    port.setParagraph(row, port.paragraph({ whiteSpace: 'normal', ...style, direction }));
    port.setText(row, content);
    port.wrap(row, width);
    return row;
  }

  /** Left and right edge of a cluster that is shown in one piece. */
  function edges(of: number, cluster: number): [left: number, right: number] {
    out.fill(0);
    geometry.rangeRects(of, cluster, cluster + 1, out);
    return [out[0]!, out[0]! + out[2]!];
  }

  function widthOf(cluster: number): number {
    const [left, right] = edges(row, cluster);
    return right - left;
  }

  show(`a 字 ${LONG_WORD}`, 100);
  edges(row, 0);
  await system.ready();
  return {
    fixture,
    world,
    port,
    geometry,
    show,
    edges,
    rects(of: number, from: number, to: number): number[][] {
      const count = geometry.rangeRects(of, from, to, out);
      return count === 0 ? [] : [[...out]];
    },
    /** How many gaps each cluster of a line has beside it that ends there, because a word follows that fits no line. */
    gapsOf(
      content: string,
      { direction = 'auto', width = 200, glue = ' ' }: Showing = {},
    ): number[] {
      show(content + glue + LONG_WORD, width, direction);
      const count = rows.runLength[row]! - LONG_WORD.length - glue.length;
      const clusters = Array.from({ length: count }, (_, i) => i);
      rows.align[row] = TEXT_ALIGN_START;
      const natural = clusters.map(widthOf);
      rows.align[row] = TEXT_ALIGN_JUSTIFY;
      const more = clusters.map((i) => widthOf(i) - natural[i]!);
      placed.begin(world, row, Float64Array.of(10, 20, width));
      placed.align(rows.lineStart[row]!);
      const gap = placed.input[1]! || 1;
      return more.map((extra) => Math.round((extra / gap) * 1e4) / 1e4 + 0);
    },
    levelsOf(count: number): number[] {
      const start = rows.runStart[row]!;
      return [...runs.levels.subarray(start, start + count)].map((level) => level & LEVEL_MASK);
    },
  };
}

const SPACES = ' \u00a0';
const WIDE = '字あ★、';

/** The gaps of a line, the simple way: how many there are, by the order of its string; which, by pieces of one direction. */
function naive(content: string, levels: number[], isRtl: boolean): number[] {
  const units = [...content];
  const { gaps, isAfterGap } = read(isRtl ? [...units].reverse() : units);
  let left = gaps.reduce((sum, gap) => sum + gap, 0);
  if (isAfterGap && left > 0) left--;
  const pieces: number[][] = [];
  units.forEach((_, i) => {
    if (levels[i] === levels[i - 1]) pieces.at(-1)!.push(i);
    else pieces.push([i]);
  });
  const order = pieces.flatMap((piece) =>
    levels[piece[0]!]! % 2 === 1 ? [...piece].reverse() : piece,
  );
  const found: number[] = [];
  read(order.map((i) => units[i]!)).gaps.forEach((gap, n) => {
    const given = Math.min(gap, left);
    left -= given;
    found[order[n]!] = given;
  });
  return found;
}

/** How many gaps each of some units has beside it, read in this order, and whether there is one after the last. */
function read(units: string[]): { gaps: number[]; isAfterGap: boolean } {
  let isAfterGap = true;
  const gaps = units.map((unit) => {
    if (unit === '\u200b') return 0;
    const wasAfterGap = isAfterGap;
    isAfterGap = SPACES.includes(unit) || WIDE.includes(unit);
    if (!isAfterGap) return 0;
    return WIDE.includes(unit) && !wasAfterGap ? 2 : 1;
  });
  return { gaps, isAfterGap };
}
