// Needs a process of its own: it tells what there is before the library for right-to-left text has come.
import { describe, expect, it } from 'vitest';
import { CONTENT, despawn, entityOf, PAINT, resource, ValueError } from '../../../../src/ecs';
import {
  CONTINUED,
  LINE_ELLIPSIS,
  LINE_MAY_BREAK,
  LINE_RTL,
  numberFormat,
  type ParagraphStyle,
  type SpanSpec,
  STRUCK,
  TEXT_BIDI,
  TEXT_LINES,
  TEXT_RTL,
  TEXT_SPANS,
  TextLines,
  TextSpans,
  UNDERLINED,
} from '../../../../src/ecs/stores';
import { createFixture, createKerningMeasurer, SANS, takeDirt } from './fixture';

describe('a wrapping text', () => {
  it('is divided for the width it is given, and takes the height of its lines', () => {
    const { port, text, show, lines } = paragraph({ whiteSpace: 'normal' });
    const row = show('one two three four');
    expect([text.width[row], text.height[row]]).toEqual([108, 12.5]);
    expect(port.wrap(row, 50)).toBe(true);
    expect(lines(row)).toEqual(['one two', 'three', 'four']);
    expect(text.height[row]).toBe(37.5);
    // What it needs unwrapped is as before.
    expect(text.width[row]).toBe(108);
    expect(port.wrap(row, 200)).toBe(true);
    expect(lines(row)).toEqual(['one two three four']);
  });

  it('is not divided again for a width of the same 64th of a pixel', () => {
    const { port, show, dirty } = paragraph({ whiteSpace: 'normal' });
    const row = show('one two three four');
    port.wrap(row, 50);
    takeDirt(dirty, row);
    expect(port.wrap(row, 50 + 1 / 128)).toBe(false);
    expect(takeDirt(dirty, row)).toBe(0);
  });

  it('keeps its width when other text comes, and says what became dirty', () => {
    const { port, show, lines, dirty } = paragraph({ whiteSpace: 'normal' });
    const row = show('one two three');
    port.wrap(row, 50);
    takeDirt(dirty, row);
    port.setText(row, 'one two three');
    expect(takeDirt(dirty, row)).toBe(0);
    port.setText(row, 'six ten three');
    expect(lines(row)).toEqual(['six ten', 'three']);
    expect(takeDirt(dirty, row)).toBe(PAINT);
    port.setText(row, 'six ten three four five');
    expect(takeDirt(dirty, row)).toBe(PAINT | CONTENT);
  });

  it('has the least width of its widest word, or of its widest letter where words may be divided anywhere', () => {
    const { port, show } = paragraph({ whiteSpace: 'normal' });
    expect(port.minContentWidth(show('one three'))).toBe(30);
    const any = paragraph({ whiteSpace: 'normal', overflowWrap: 'anywhere' });
    expect(any.port.minContentWidth(any.show('one three'))).toBe(6);
    const line = paragraph({ whiteSpace: 'pre', textOverflow: 'clip' });
    expect(line.port.minContentWidth(line.show('one three'))).toBe(54);
  });

  it.each([
    ['normal', ' one \n\t two  three\n', ['one two three']],
    ['pre-line', ' one \n\t two  three', ['one', 'two three']],
    ['pre', ' one \n two  three', [' one ', ' two  three']],
    ['pre-wrap', ' one \n two  three', [' one ', ' two  three']],
  ] as const)('treats white space as CSS does: %s', (whiteSpace, content, expected) => {
    const { show, lines } = paragraph({ whiteSpace });
    expect(lines(show(content))).toEqual(expected);
  });

  it('divides words where it may, shapes their parts apart and joins them again', () => {
    const { port, show, lines, glyphsOf } = paragraph({
      whiteSpace: 'normal',
      overflowWrap: 'break-word',
    });
    const word = 'مرحبابكم';
    const row = show(word);
    const whole = glyphsOf(row);
    expect(whole.filter((glyph) => glyph !== CONTINUED)).toHaveLength(1);
    port.wrap(row, 20);
    expect(lines(row).join('')).toBe(word);
    expect(lines(row).length).toBeGreaterThan(2);
    expect(glyphsOf(row).filter((glyph) => glyph !== CONTINUED)).toHaveLength(lines(row).length);
    expect(port.contentOf(row)).toBe(word);
    port.wrap(row, 500);
    expect(glyphsOf(row)).toEqual(whole);
  });

  it('sets lines apart by its line height, on baselines that are whole pixels', () => {
    const { port, show, text, world } = paragraph({ whiteSpace: 'pre', lineHeight: 2 });
    const row = show('a\nb');
    const table = resource(world, TextLines);
    const at = text.lineStart[row]!;
    expect([table.top[at], table.top[at + 1]]).toEqual([0, 20]);
    expect([table.baseline[at], table.baseline[at + 1]]).toEqual([13, 33]);
    expect(text.height[row]).toBe(40);
    port.setParagraph(row, port.paragraph({ whiteSpace: 'pre', lineHeight: 3 }));
    expect(text.height[row]).toBe(60);
  });

  it('is as wide as the white space at the end of its lines makes it, and then not cut', () => {
    for (const whiteSpace of ['pre', 'pre-wrap', 'nowrap'] as const) {
      const { port, show, lines, text, world } = paragraph({ whiteSpace, lineHeight: 1.5 });
      const row = show('one   ');
      expect(text.width[row]).toBe(36);
      port.wrap(row, text.width[row]!);
      expect(lines(row)).toEqual(['one   ']);
      const at = text.lineStart[row]!;
      expect(resource(world, TextLines).flags[at]! & LINE_ELLIPSIS).toBe(0);
    }
  });

  it('is as wide as its tabs make it', () => {
    const { show, text } = paragraph({ whiteSpace: 'pre', tabSize: 4 });
    expect(text.width[show('a\tb\tc\nab\td')]).toBe(54);
    expect(text.width[show('a\nb')]).toBe(6);
  });

  it('spaces letters, and of shaped words those that are not joined', () => {
    const { show, xOf } = paragraph({ whiteSpace: 'pre', letterSpacing: 2 });
    expect(xOf(show('abc'))).toEqual([0, 8, 16, 24]);
    expect(xOf(show('कमल'))).toEqual([0, 8, 16, 24]);
    expect(xOf(show('مرح'))).toEqual([0, 6, 12, 18]);
  });

  it('puts no letter spacing after what is never seen', () => {
    const plain = paragraph({ whiteSpace: 'pre' });
    const spaced = paragraph({ whiteSpace: 'pre', letterSpacing: 2 });
    const spacing = (unit: number) => {
      const content = `a${String.fromCharCode(unit)}b`;
      const [own, other] = [plain.show(content), spaced.show(content)];
      return spaced.text.width[other]! - plain.text.width[own]!;
    };
    const unseen = [0xad, 0x180e, 0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x206f];
    for (const unit of [...unseen, 0x3164, 0xfeff, 0xffa0]) expect(spacing(unit)).toBeCloseTo(4);
    const seen = [0x20, 0xa0, 0xac, 0xae, 0x200a, 0x2010, 0x2027, 0x202f, 0x205f, 0x2070, 0x3000];
    for (const unit of [...seen, 0x3165, 0xff01]) expect(spacing(unit)).toBeCloseTo(6);
  });

  it('asks for the width of its box again whenever it begins to depend on it', () => {
    for (const style of [
      { whiteSpace: 'normal' },
      { direction: 'rtl' },
      { lineHeight: 1.25 },
    ] as const) {
      const { port, show, dirty } = paragraph({});
      const row = show('one two three');
      takeDirt(dirty, row);
      port.setParagraph(row, port.paragraph(style));
      expect(takeDirt(dirty, row)).toBe(PAINT | CONTENT);
      port.wrap(row, 50);
      takeDirt(dirty, row);
      port.setText(row, 'six ten eight');
      expect(takeDirt(dirty, row) & PAINT).toBe(PAINT);
    }
  });

  it('leaves out a shaped word that an ellipsis falls in', () => {
    const { port, show, lines, text, glyphsOf, world } = paragraph({ whiteSpace: 'pre' });
    const row = show('مرحبا سلام');
    port.wrap(row, 50);
    expect(lines(row)).toEqual(['مرحبا ']);
    const table = resource(world, TextLines);
    expect(table.flags[text.lineStart[row]!]! & LINE_ELLIPSIS).toBe(LINE_ELLIPSIS);
    expect(glyphsOf(row)[table.shown[text.lineStart[row]!]!]).not.toBe(CONTINUED);
    const middle = paragraph({ whiteSpace: 'pre', textOverflow: 'ellipsis-middle' });
    const cut = middle.show('مرحبا سلام كتاب');
    middle.port.wrap(cut, 70);
    const { tail } = resource(middle.world, TextLines);
    expect(middle.glyphsOf(cut)[tail[middle.text.lineStart[cut]!]!]).not.toBe(CONTINUED);
  });

  it('returns to one plain line', () => {
    const { port, show, text } = paragraph({ whiteSpace: 'pre' });
    const row = show('a\nb');
    expect(text.flags[row]! & TEXT_LINES).toBe(TEXT_LINES);
    port.setParagraph(row, 0);
    expect([text.flags[row], text.lineStart[row], text.lineCount[row]]).toEqual([0, -1, 0]);
    expect(port.contentOf(row)).toBe('a b');
  });

  it('gives its lines back when it goes', () => {
    const { world, port, show, system } = paragraph({ whiteSpace: 'pre' });
    const rows = Array.from({ length: 50 }, () => show('a\nb\nc\nd\ne'));
    const { bytes } = system.stats();
    for (let round = 0; round < 20; round++) {
      for (const row of rows.splice(0)) despawn(world, entityOf(world, row));
      for (let i = 0; i < 50; i++) rows.push(show('a\nb\nc\nd\ne'));
    }
    expect(system.stats().bytes).toBe(bytes);
    expect(port.contentOf(rows[0]!)).toBe('a\nb\nc\nd\ne');
  });
});

describe('a number', () => {
  it('that changes digits alone is laid out no more, in any paragraph style', () => {
    for (const style of [{}, { lineHeight: 1 }] satisfies Partial<ParagraphStyle>[]) {
      let measured = 0;
      const { port, show, dirty } = paragraph(style, () => measured++);
      const format = numberFormat({ decimals: 1, suffix: ' ms' });
      const row = show('');
      port.setNumber(row, 12.5, format);
      port.setNumber(row, 98.7, format);
      takeDirt(dirty, row);
      measured = 0;
      port.setNumber(row, 34.6, format);
      expect(port.contentOf(row)).toBe('34.6 ms');
      expect(takeDirt(dirty, row)).toBe(PAINT);
      expect(measured).toBe(0);
      port.setNumber(row, 34.6, format);
      expect(takeDirt(dirty, row)).toBe(0);
      port.setNumber(row, 134.6, format);
      expect(port.contentOf(row)).toBe('134.6 ms');
      expect(takeDirt(dirty, row)).toBe(PAINT | CONTENT);
    }
  });
});

describe('a number with letters of a script that is shaped', () => {
  it('is shown as the same string is', async () => {
    for (const style of [{}, { lineHeight: 1.5 }, { direction: 'rtl', lineHeight: 1.5 }] as const) {
      const { port, show, runs, text, system, glyphsOf } = paragraph(style);
      const format = numberFormat({ suffix: ' ريال' });
      const [byNumber, byText] = [show(''), show('')];
      await system.ready();
      for (const value of [42, 1234, -7]) {
        port.setNumber(byNumber, value, format);
        port.setText(byText, port.contentOf(byNumber));
        expect(glyphsOf(byNumber)).toEqual(glyphsOf(byText));
        const levels = (row: number) => [
          ...runs.levels.subarray(text.runStart[row]!, text.runStart[row]! + text.runLength[row]!),
        ];
        expect(levels(byNumber)).toEqual(levels(byText));
        expect(text.flags[byNumber]).toBe(text.flags[byText]);
        await system.ready();
      }
      expect(glyphsOf(byNumber)).toContain(CONTINUED);
    }
  });
});

describe('spans', () => {
  it('have fonts, colours and decorations of their own, and cover the text', () => {
    const { world, port, show, text } = paragraph({});
    const big = port.font({ ...SANS, size: 20 });
    const row = show('');
    port.setSpans(row, [
      span('ab ', { font: text.font[row]! }),
      span('cd', { font: big, color: 0xff0000ff, decorations: UNDERLINED | STRUCK }),
      span('', { font: big }),
      span('e', { font: text.font[row]!, link: 'https://example.org/' }),
    ]);
    const run = resource(world, TextSpans).of(row)!;
    expect([...run.ends]).toEqual([3, 5, 5, 6]);
    expect([...run.colors]).toEqual([0, 0xff0000ff, 0, 0]);
    expect(run.links).toEqual([undefined, undefined, undefined, 'https://example.org/']);
    expect(text.flags[row]! & TEXT_SPANS).toBe(TEXT_SPANS);
    expect(port.contentOf(row)).toBe('ab cde');
    expect(text.width[row]).toBe(18 + 24 + 6);
    // The line is as high as its largest font.
    expect(text.height[row]).toBe(25);
    port.setText(row, 'plain');
    expect(resource(world, TextSpans).of(row)).toBeUndefined();
    expect(text.flags[row]! & TEXT_SPANS).toBe(0);
  });

  it('keep their places where white space between them collapses, and where lines end', () => {
    const { world, port, show, lines, text } = paragraph({ whiteSpace: 'normal' });
    const row = show('');
    const font = text.font[row]!;
    port.setSpans(row, [
      span('  one ', { font }),
      span('  two\n', { font }),
      span(' three  ', { font }),
    ]);
    expect(port.contentOf(row)).toBe('one two three');
    expect([...resource(world, TextSpans).of(row)!.ends]).toEqual([4, 8, 13]);
    port.wrap(row, 45);
    expect(lines(row)).toEqual(['one two', 'three']);
  });

  it('outlive another font of the element', () => {
    const { world, port, show, text } = paragraph({});
    const row = show('');
    const font = text.font[row]!;
    port.setSpans(row, [span('one', { font }), span('two', { font, color: 1 })]);
    port.setFont(row, port.font({ ...SANS, size: 30 }));
    expect([...resource(world, TextSpans).of(row)!.colors]).toEqual([0, 1]);
    expect(port.contentOf(row)).toBe('onetwo');
  });

  it('of more than 100,000 units in all are refused', () => {
    const { port, show, text } = paragraph({});
    const row = show('kept');
    const font = text.font[row]!;
    const long = span('x'.repeat(60_000), { font });
    expect(() => port.setSpans(row, [long, long])).toThrow(/120000 units/);
    expect(port.contentOf(row)).toBe('kept');
  });
});

describe('text that is read from right to left', () => {
  it('says so, and gives every cluster its level', async () => {
    const { port, show, text, runs, system, lines, world } = paragraph({ whiteSpace: 'normal' });
    const row = show('שלום abc 12');
    await system.ready();
    expect(text.flags[row]! & (TEXT_BIDI | TEXT_RTL)).toBe(TEXT_BIDI | TEXT_RTL);
    const start = text.runStart[row]!;
    const levels = [...runs.levels.subarray(start, start + text.runLength[row]!)];
    expect(levels.map((level) => level & 0x7f)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    expect(lines(row)).toEqual(['שלום abc 12']);
    const at = text.lineStart[row]!;
    expect(resource(world, TextLines).flags[at]! & LINE_RTL).toBe(LINE_RTL);
    port.setText(row, 'abc');
    expect(text.flags[row]! & (TEXT_BIDI | TEXT_RTL)).toBe(0);
  });

  it('is ordered again when the library has come, even where it seemed to run from left to right', async () => {
    const { port, show, runs, text, system } = paragraph({});
    const override = 'abc \u202edef\u202c';
    const [before, after] = [show(override), show('')];
    await system.ready();
    port.setText(after, override);
    const levels = (row: number) => [
      ...runs.levels.subarray(text.runStart[row]!, text.runStart[row]! + text.runLength[row]!),
    ];
    expect(levels(before)).toEqual(levels(after));
    expect(Math.max(...levels(before))).toBe(1);
  });

  it('is shaped in words, and keeps the place of each cluster in them', () => {
    const { show, xOf, glyphsOf, port } = paragraph({});
    const row = show('مر حبا');
    expect(glyphsOf(row).map((glyph) => glyph === CONTINUED)).toEqual([
      false,
      true,
      false,
      false,
      true,
      true,
    ]);
    const x = xOf(row);
    expect(x.every((value, i) => i === 0 || value > x[i - 1]!)).toBe(true);
    expect(port.contentOf(row)).toBe('مر حبا');
  });
});

describe('a measurer that throws', () => {
  it('changes nothing, whatever it is asked for first', () => {
    for (const bad of ['\u2026', '-', 'x']) {
      const { port, show, system, text, element } = paragraph(
        { whiteSpace: 'normal' },
        undefined,
        undefined,
        bad,
      );
      const row = element();
      text.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
      expect(() => port.setText(row, 'x y')).toThrow('no font');
      expect(() => port.setSpans(row, [span('x', { font: text.font[row]! })])).toThrow('no font');
      expect(text.runStart[row]).toBe(-1);
      // The second finds the text prepared.
      expect(() => show('x')).toThrow('no font');
      expect(() => show('x')).toThrow('no font');
      const { bytes } = system.stats();
      expect(() => show('x')).toThrow('no font');
      expect(system.stats().bytes).toBe(bytes);
    }
  });

  it('leaves a text with spans in its font', () => {
    const fixture = paragraph({}, undefined, undefined, 'size 30');
    const { port, show, text } = fixture;
    const row = show('');
    const font = text.font[row]!;
    port.setSpans(row, [span('one', { font })]);
    const large = port.font({ ...SANS, size: 30 });
    expect(() => port.setFont(row, large)).toThrow('no font');
    expect(text.font[row]).toBe(font);
    expect(port.contentOf(row)).toBe('one');
  });
});

describe('a font and a paragraph style that change together', () => {
  it('do so both or not at all, where the text cannot be measured', () => {
    const { port, show, text, dirty } = paragraph({}, undefined, undefined, '-');
    const row = show('one two');
    const large = port.font({ ...SANS, size: 20 });
    const wrapped = port.paragraph({ whiteSpace: 'normal' });
    const shown = () => [text.font[row], text.paragraph[row], text.width[row], text.runStart[row]];
    const before = shown();
    dirty.take();
    // Its letters can be, the hyphen that lines may need cannot.
    expect(() => port.setFont(row, large, wrapped)).toThrow('no font');
    expect(shown()).toEqual(before);
    expect(dirty.bits[row]).toBe(0);
  });

  it('leave what is not given, and change what was laid out before', () => {
    const { port, show, text } = paragraph({ whiteSpace: 'normal' });
    const row = show('one two');
    const style = text.paragraph[row]!;
    const large = port.font({ ...SANS, size: 20 });
    const high = port.paragraph({ lineHeight: 3 });
    port.setFont(row, large, high);
    expect([text.font[row], text.paragraph[row], text.height[row]]).toEqual([large, high, 60]);
    port.setParagraph(row, style);
    expect([text.font[row], text.paragraph[row], text.height[row]]).toEqual([large, style, 25]);
    port.setFont(row, port.font(SANS));
    expect([text.paragraph[row], text.height[row]]).toEqual([style, 12.5]);
  });
});

describe('remeasure', () => {
  it('lays out again once what is shown in these families, and nothing else', () => {
    let wide = 1;
    const { port, system, show, text, dirty } = paragraph({}, undefined, () => wide);
    const other = port.font({ ...SANS, family: 'Other, "Sans Two"' });
    const row = show('abc');
    const second = show('abc');
    port.setFont(second, other);
    takeDirt(dirty, row);
    wide = 2;
    system.remeasure(['Nowhere']);
    expect([text.width[row], text.width[second]]).toEqual([18, 18]);
    system.remeasure(['sans two']);
    expect([text.width[row], text.width[second]]).toEqual([18, 36]);
  });

  it('has interned texts of these families laid out anew', () => {
    let wide = 1;
    const { port, system, element, text } = paragraph({}, undefined, () => wide);
    const id = port.intern('abc');
    const before = element();
    port.setTextId(before, id);
    wide = 2;
    system.remeasure([SANS.family]);
    const after = element();
    port.setTextId(after, id);
    expect([text.width[before], text.width[after]]).toEqual([36, 36]);
  });

  it('measures, lays out and draws again nothing of other fonts', () => {
    let calls = 0;
    const { port, system, show, element, text, font, cache, dirty, xOf } = paragraph(
      { whiteSpace: 'normal' },
      () => calls++,
    );
    const other = port.font({ ...SANS, family: '"Sans Two"' });
    const kept = Array.from({ length: 20 }, (_, i) => show(`kept ${i}`));
    const line = element();
    const id = port.intern('interned');
    port.setTextId(line, id);
    const changed = element(other);
    port.setText(changed, 'abc');
    const mixed = show('');
    port.setSpans(mixed, [span('ab', { font }), span('cd', { font: other })]);
    for (const glyph of [0x61, 0x62]) {
      for (const each of [font, other]) cache.slot(each, glyph, 0, 1);
    }
    cache.rasterise();
    const slots = [font, other].map((each) => cache.slot(each, 0x61, 0, 1));
    // Waits, in a font that stays and in one that does not.
    cache.slot(font, 0x63, 0, 1);
    cache.slot(other, 0x63, 0, 1);
    const { version, fontVersion } = cache;
    const runStarts = kept.map((row) => text.runStart[row]);
    dirty.take();
    calls = 0;

    system.remeasure(['Sans Two']);
    const rows = [...kept, line, changed, mixed].filter((row) => dirty.bits[row] !== 0);
    expect(rows).toEqual([changed, mixed]);
    // Five letters of it, and what lines need of it.
    expect(calls).toBeGreaterThan(4);
    expect(calls).toBeLessThan(30);
    expect(kept.map((row) => text.runStart[row])).toEqual(runStarts);
    expect(cache.version).toBe(version);
    expect(cache.fontVersion).toBe(fontVersion + 1);
    expect(system.stats().pending).toBe(1);
    expect(cache.slot(font, 0x61, 0, 1)).toBe(slots[0]);
    expect(system.stats().pending).toBe(1);
    // What it was, until it is drawn again.
    expect(cache.slot(other, 0x61, 0, 1)).toBe(slots[1]);
    expect(system.stats().pending).toBe(2);

    calls = 0;
    port.setText(kept[0]!, 'kept 1');
    port.setTextId(line, id);
    const again = element();
    port.setTextId(again, id);
    expect(calls).toBe(0);
    expect(xOf(again)).toEqual(xOf(line));
    system.remeasure(['Nobody']);
    expect(calls).toBe(0);
  });
});

describe('a paragraph style', () => {
  it('has one id, however it is given', () => {
    const { port } = createFixture();
    const id = port.paragraph({ lineHeight: 1.5 });
    expect(port.paragraph({ lineHeight: 1.5, whiteSpace: 'nowrap' })).toBe(id);
    expect(port.paragraph({})).toBe(0);
    expect(port.paragraphOf(id).lineHeight).toBe(1.5);
  });

  it.each([
    [{ whiteSpace: 'wrap' }, /whiteSpace is 'wrap'; give one of normal/],
    [{ lineHeight: Number.NaN }, /lineHeight is NaN/],
    [{ lineHeight: 24 }, /lineHeight is 24; .* 0 to 10 of font sizes, pixels divided by fontSize/],
    [{ maxLines: -1 }, /maxLines is -1; give a whole number from 0 to 1000000/],
    [{ maxLines: 1.5 }, /maxLines is 1.5; give a whole number from 0 to 1000000/],
    [{ tabSize: 2000.5 }, /tabSize is 2000.5; give a number from 0 to 1000/],
    [{ letterSpacing: '1px' }, /letterSpacing is 1px/],
    [{ wordWrap: 'normal' }, /'wordWrap' is not known/],
  ])('that cannot be used is refused with its value: %o', (style, message) => {
    const { port } = createFixture();
    expect(() => port.paragraph(style as never)).toThrow(ValueError);
    expect(() => port.paragraph(style as never)).toThrow(message);
  });
});

function span(text: string, rest: Partial<SpanSpec>): SpanSpec {
  return { text, font: 0, color: 0, background: 0, decorations: 0, link: undefined, ...rest };
}

/** A fixture whose elements have a paragraph style. */
function paragraph(
  style: Partial<ParagraphStyle>,
  onMeasure: () => void = () => {},
  stretch: () => number = () => 1,
  bad = '',
) {
  const measurer = {
    measure: ({ size }: { size: number }, content: string) => {
      onMeasure();
      if (content === bad || `size ${size}` === bad) throw new Error('no font');
      const clusters = [
        ...new Intl.Segmenter('en').segment(content.replace(/[\u200d\u200f]/g, '')),
      ];
      return clusters.length * 0.6 * size * stretch();
    },
    metrics: ({ size }: { size: number }) => ({
      ascent: size * 0.8,
      descent: size * 0.2,
      lineHeight: size * 1.25,
    }),
  };
  const fixture = createFixture({ measurer });
  const { world, port, text } = fixture;
  return {
    ...fixture,
    measurer,
    show(content: string): number {
      const row = fixture.element();
      text.paragraph[row] = port.paragraph(style);
      port.setText(row, content);
      return row;
    },
    lines(row: number): string[] {
      const table = resource(world, TextLines);
      const content = [...new Intl.Segmenter('en').segment(port.contentOf(row))];
      return Array.from({ length: text.lineCount[row]! }, (_, i) => {
        const line = text.lineStart[row]! + i;
        return content
          .slice(table.first[line]!, table.shown[line]!)
          .map(({ segment }) => segment)
          .join('');
      });
    },
  };
}

describe('text of scripts without spaces', () => {
  it('is shaped in its words where lines do not break too, and no line may end there', () => {
    const { port, element, glyphsOf, runs, text } = createFixture();
    const row = element();
    port.setText(row, 'ภาษาไทย'.repeat(20));
    const words = glyphsOf(row).filter((glyph) => glyph !== 0);
    expect(words).toHaveLength(40);
    expect(new Set(words).size).toBe(2);
    const start = text.runStart[row]!;
    const levels = runs.levels.subarray(start, start + text.runLength[row]!);
    expect([...levels].every((level) => level < LINE_MAY_BREAK)).toBe(true);
    expect(port.contentOf(row)).toBe('ภาษาไทย'.repeat(20));
  });
});

describe('words and spaces', () => {
  it('are as near each other where lines may end as where they may not', () => {
    const { port, element, xOf } = createFixture({ measurer: createKerningMeasurer() });
    const [wrapped, whole] = [element(), element()];
    port.setParagraph(wrapped, port.paragraph({ whiteSpace: 'normal' }));
    for (const content of ['AV To W. A', 'مرحبا بكم يا صديقي', 'שלום AV עולם', 'हिन्दी में A']) {
      port.setText(wrapped, content);
      port.setText(whole, content);
      expect(xOf(wrapped)).toEqual(xOf(whole));
    }
  });

  it('are spaced once after each cluster, conjuncts of Devanagari too', () => {
    const { port, element, text } = createFixture();
    const [row, spaced] = [element(), element()];
    port.setParagraph(spaced, port.paragraph({ letterSpacing: 2 }));
    const clusters = new Intl.Segmenter('hi');
    for (const content of ['हिन्दी', 'क्ष', 'தமிழ்', 'office']) {
      port.setText(row, content);
      port.setText(spaced, content);
      const count = [...clusters.segment(content)].length;
      expect(text.width[spaced]! - text.width[row]!).toBeCloseTo(count * 2, 4);
    }
  });
});
