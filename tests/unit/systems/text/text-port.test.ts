import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapacityError, CONTENT, despawn, entityOf, PAINT, ValueError } from '../../../../src/ecs';
import { numberFormat } from '../../../../src/ecs/stores';
import { createFixture, createKerningMeasurer, LONG, SANS, takeDirt } from './fixture';

const RUNS = LONG ? 20_000 : 80;

describe('setText', () => {
  it('lays out strings of one script as the measurer measures their prefixes', () => {
    const measurer = createKerningMeasurer();
    const { port, xOf, element } = createFixture({ measurer });
    const row = element();
    fc.assert(
      fc.property(oneScript(), (content) => {
        port.setText(row, content);
        const expected = [...content].map((unit, i) => {
          return measurer.measure(SANS, content.slice(0, i + 1)) - measurer.measure(SANS, unit);
        });
        expected.push(measurer.measure(SANS, content));
        expect(xOf(row)).toHaveLength(expected.length);
        xOf(row).forEach((x, i) => {
          expect(x).toBeCloseTo(expected[i]!, 3);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('gives each grapheme cluster of any script one place, in the order of an oracle', () => {
    const { port, text, xOf, element } = createFixture();
    const row = element();
    fc.assert(
      fc.property(anyScript(), (content) => {
        port.setText(row, content);
        const clusters = shownClusters(content);
        expect(port.contentOf(row)).toBe(clusters.join(''));
        const expected = oracleX(clusters);
        expect(text.runLength[row]).toBe(clusters.length);
        xOf(row).forEach((x, i) => {
          expect(x).toBeCloseTo(expected[i]!, 3);
        });
        expect(text.width[row]).toBe(xOf(row).at(-1));
      }),
      { numRuns: RUNS },
    );
  });

  it('kerns the pairs that the font kerns, in that order only', () => {
    const { port, text, element } = createFixture();
    const row = element();
    const widthOf = (content: string) => {
      port.setText(row, content);
      return text.width[row];
    };
    expect(widthOf('AV')).toBeCloseTo(11.5, 5);
    expect(widthOf('VA')).toBeCloseTo(12, 5);
    expect(widthOf('To')).toBeCloseTo(11.5, 5);
    expect(widthOf('oT')).toBeCloseTo(12, 5);
  });

  it('does not kern a space or point against a letter of another script than the text before', () => {
    const { port, text, xOf, element } = createFixture({
      // Kerns any two units.
      measurer: { ...createKerningMeasurer(), measure: (_font, { length }) => length * 6 - 1 },
    });
    const row = element();
    const kerned = (content: string) => {
      port.setText(row, content);
      const x = xOf(row);
      return Array.from({ length: text.runLength[row]! - 1 }, (_, i) => x[i + 1]! - x[i]! !== 5);
    };
    expect(kerned('a b')).toEqual([true, true]);
    expect(kerned('Α Β')).toEqual([true, true]);
    expect(kerned('a Β c')).toEqual([true, false, true, false]);
    expect(kerned('Β. a')).toEqual([true, true, false]);
    expect(kerned('. Β')).toEqual([true, true]);
    expect(kerned('你 a')).toEqual([false, false]);
    expect(kerned('aя')).toEqual([false]);
  });

  it('kerns digits as the font does, but not those of numbers, which keep their width', () => {
    const measurer = createKerningMeasurer();
    const { port, xOf, element } = createFixture({ measurer });
    const row = element();
    const apart = ['A', '1', 'V'].map((unit) => measurer.measure(SANS, unit));
    port.setText(row, 'A1V');
    expect(xOf(row)[3]).toBeCloseTo(measurer.measure(SANS, 'A1V'), 4);
    port.setNumber(row, 1, numberFormat({ prefix: 'A', suffix: 'V' }));
    expect(xOf(row)[3]).toBeCloseTo(apart[0]! + apart[1]! + apart[2]!, 4);
    port.setText(row, 'A1V');
    expect(xOf(row)[3]).toBeCloseTo(measurer.measure(SANS, 'A1V'), 4);
  });

  it.each([
    { name: 'all are as wide as the font is large', width: () => 1, most: 6, ems: 200 },
    {
      name: 'all are but those that the font lacks',
      width: (code: number) => (code < 0x4e20 && code % 3 === 0 ? 0.5 : 1),
      most: 6 + 3,
      ems: 198.5,
    },
    { name: 'none is', width: () => 0.9, most: 200, ems: 180 },
  ])('measures only some Chinese characters where $name: $most', ({ width, most, ems }) => {
    let measured = 0;
    const measure = ({ size }: { size: number }, content: string) => {
      if (content >= '\u4e00') measured++;
      return size * width(content.charCodeAt(0));
    };
    const metrics = () => ({ ascent: 8, descent: 2, lineHeight: 12 });
    const { port, text, element } = createFixture({ measurer: { measure, metrics } });
    const row = element();
    const all = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    port.setText(row, all);
    expect(measured).toBe(most);
    expect(text.width[row]).toBeCloseTo(ems * 10, 2);
  });

  it('turns white space into spaces, drops controls, replaces lone surrogates', () => {
    const { port, glyphsOf, element } = createFixture();
    const row = element();
    port.setText(row, 'a\tb\nc\r\nd\u0000\u0007e\u2028f\u00adg');
    expect(port.contentOf(row)).toBe('a b c de fg');
    port.setText(row, 'a\ud800b\udc00');
    expect(port.contentOf(row)).toBe('a\ufffdb\ufffd');
    port.setText(row, '\ud800');
    expect(glyphsOf(row)).toEqual([0xfffd]);
  });

  it('names clusters of several units from 0x10000 on, the same id every time', () => {
    const { port, glyphsOf, element } = createFixture();
    const row = element();
    const family = '👨‍👩‍👧';
    port.setText(row, `${family}e\u0301${family}`);
    const [first, second, third] = glyphsOf(row);
    expect(first).toBeGreaterThanOrEqual(0x10000);
    expect(second).toBeGreaterThanOrEqual(0x10000);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
    port.setText(row, '你é');
    expect(glyphsOf(row)).toEqual([0x4f60, 0xe9]);
  });

  it('keeps an end for empty text, which has no line', () => {
    const { port, text, xOf, element } = createFixture();
    const row = element();
    port.setText(row, '');
    expect(xOf(row)).toEqual([0]);
    expect(text.width[row]).toBe(0);
    expect(text.height[row]).toBe(0);
    port.setText(row, 'a');
    expect(text.height[row]).toBe(12.5);
  });

  it('refuses what is not a string, and strings over 100,000 units, with nothing changed', () => {
    const { port, element, dirty } = createFixture();
    const row = element();
    port.setText(row, 'before');
    dirty.take();
    expect(() => port.setText(row, 'x'.repeat(100_001))).toThrow(ValueError);
    expect(() => port.setText(row, 7 as never)).toThrow(/7, not a string/);
    expect(port.contentOf(row)).toBe('before');
    expect(takeDirt(dirty, row)).toBe(0);
    port.setText(row, 'x'.repeat(100_000));
    expect(port.contentOf(row)).toHaveLength(100_000);
  });

  it.each([
    ['marks', `a${'\u0301'.repeat(99_999)}`],
    ['emoji that are joined', `${'👩\u200d'.repeat(33_332)}👩b`],
    ['one unit more than a cluster may have', `a${'\u0301'.repeat(64)}b`],
  ])('makes several of a cluster of absurd length, and loses none of it: %s', (_, content) => {
    const { port, element, text, glyphsOf } = createFixture();
    const row = element();
    port.setText(row, content);
    expect(port.contentOf(row)).toBe(content);
    expect(text.runLength[row]).toBeLessThan(content.length / 20);
    const rest = element();
    port.setText(rest, `a${'\u0301'.repeat(63)}`);
    expect(text.runLength[rest]).toBe(1);
    port.setParagraph(row, port.paragraph({ whiteSpace: 'normal', overflowWrap: 'anywhere' }));
    port.setText(row, content);
    expect(port.contentOf(row)).toBe(content);
    expect(new Set(glyphsOf(row)).size).toBeLessThan(8);
  });

  it('changes nothing when the measurer throws', () => {
    let broken = false;
    const measurer = createKerningMeasurer();
    const { port, element, dirty } = createFixture({
      measurer: {
        metrics: measurer.metrics,
        measure(font, content) {
          if (broken) throw new Error('no canvas');
          return measurer.measure(font, content);
        },
      },
    });
    const row = element();
    port.setText(row, 'before');
    dirty.take();
    broken = true;
    expect(() => port.setText(row, 'after!')).toThrow('no canvas');
    expect(port.contentOf(row)).toBe('before');
    expect(takeDirt(dirty, row)).toBe(0);
  });

  it('counts lengths that the measurer gives as NaN or Infinity as 0', () => {
    const { metrics } = createKerningMeasurer();
    const measure = (_font: unknown, content: string) => (content === 'a' ? NaN : Infinity);
    const { port, element, xOf } = createFixture({ measurer: { metrics, measure } });
    const row = element();
    port.setText(row, 'abc你');
    expect(xOf(row)).toEqual([0, 0, 0, 0, 0]);
  });

  it('ignores rows that are gone', () => {
    const { world, port, element, system, text } = createFixture();
    const row = element();
    despawn(world, row);
    const { bytes } = system.stats();
    for (const gone of [row, 0, -1, 1e9]) {
      port.setText(gone, 'x'.repeat(50_000));
      port.setNumber(gone, 1, numberFormat());
      port.setTextId(gone, port.intern('a'));
      port.setFont(gone, 0);
    }
    expect(text.runStart[row]).toBe(-1);
    expect(port.contentOf(row)).toBe('');
    expect(system.stats().bytes - bytes).toBeLessThan(1_000_000);
  });
});

describe('long text', () => {
  it.each([
    ['Latin with one emoji', () => `👍${'a'.repeat(99_998)}`, 99_999],
    ['emoji', () => '👨‍👩‍👧'.repeat(12_500), 12_500],
    ['Thai', () => 'ก็'.repeat(50_000), 50_000],
    ['Arabic', () => 'م'.repeat(100_000), 100_000],
  ])('of %s is divided in pieces, not in quadratic time', (_name, make, clusters) => {
    const { port, element, text } = createFixture();
    const row = element();
    const content = make();
    port.setText(row, content);
    expect(text.runLength[row]).toBe(clusters);
    expect(port.contentOf(row)).toBe(content);
  });
});

describe('dirt', () => {
  it('is not marked by text that is already shown', () => {
    const { port, element, dirty } = createFixture();
    const row = element();
    const format = numberFormat({ suffix: ' min' });
    port.setText(row, '12 min');
    dirty.take();
    port.setText(row, '12 min');
    port.setNumber(row, 12, format);
    port.setTextId(row, port.intern('12 min'));
    port.setFont(row, 0);
    expect(takeDirt(dirty, row)).toBe(0);
  });

  it('is PAINT alone where width and line height stay, CONTENT too where they do not', () => {
    const { port, element, dirty } = createFixture();
    const row = element();
    port.setText(row, 'abc');
    expect(takeDirt(dirty, row)).toBe(CONTENT | PAINT);
    port.setText(row, 'xyz');
    expect(takeDirt(dirty, row)).toBe(PAINT);
    port.setText(row, 'xyzw');
    expect(takeDirt(dirty, row)).toBe(CONTENT | PAINT);
    port.setNumber(row, 1234, numberFormat());
    expect(takeDirt(dirty, row)).toBe(PAINT);
    port.setTextId(row, port.intern('abcd'));
    expect(takeDirt(dirty, row)).toBe(PAINT);
  });

  it('marks the same text in another font, whether set or written to the column', () => {
    const { port, element, dirty, text } = createFixture();
    const row = element();
    port.setText(row, 'same');
    dirty.take();
    const large = port.font({ ...SANS, size: 20 });
    port.setFont(row, large);
    expect(takeDirt(dirty, row)).toBe(CONTENT | PAINT);
    expect(text.width[row]).toBeCloseTo(48, 4);
    expect(text.height[row]).toBe(25);
    text.font[row] = 0;
    port.setText(row, 'same');
    expect(takeDirt(dirty, row)).toBe(CONTENT | PAINT);
    expect(text.width[row]).toBeCloseTo(24, 4);
  });

  it('is CONTENT when only the line height differs', () => {
    const { port, element, dirty } = createFixture({
      measurer: {
        measure: (_font, content) => content.length,
        metrics: ({ weight }) => ({ ascent: 1, descent: 1, lineHeight: weight }),
      },
    });
    const row = element();
    port.setText(row, 'a');
    dirty.take();
    port.setFont(row, port.font({ ...SANS, weight: 700 }));
    expect(takeDirt(dirty, row)).toBe(CONTENT | PAINT);
  });
});

describe('interned text', () => {
  it('shows the same run as setText in every font', () => {
    const fixture = createFixture({ measurer: createKerningMeasurer() });
    const { port, element, glyphsOf, xOf } = fixture;
    const fonts = [SANS, { ...SANS, size: 13 }, { ...SANS, weight: 700 }].map(port.font);
    const [byId, byText] = [element(), element()];
    fc.assert(
      fc.property(anyScript(), fc.constantFrom(...fonts), (content, font) => {
        port.setFont(byId, font);
        port.setFont(byText, font);
        port.setTextId(byId, port.intern(content));
        port.setText(byText, content);
        expect(glyphsOf(byId)).toEqual(glyphsOf(byText));
        expect(xOf(byId)).toEqual(xOf(byText));
      }),
      { numRuns: RUNS },
    );
  });

  it('has one id a string, and no other id is taken', () => {
    const { port, element } = createFixture();
    expect(port.intern('Oslo')).toBe(port.intern('Oslo'));
    expect(port.intern('Oslo')).not.toBe(port.intern('Rome'));
    expect(() => port.setTextId(element(), 99)).toThrow(/no interned text 99/);
    expect(() => port.intern('x'.repeat(100_001))).toThrow(ValueError);
  });
});

describe('fonts', () => {
  it('have one id a spec, and at most 768 ids', () => {
    const { port } = createFixture();
    expect(port.font({ ...SANS })).toBe(port.font({ ...SANS }));
    for (let size = 11; size < 11 + 767; size++) port.font({ ...SANS, size });
    expect(() => port.font({ ...SANS, size: 5000 })).toThrow(CapacityError);
    expect(port.font(SANS)).toBe(0);
  });

  it('that cannot be used are refused with their value', () => {
    const { port, element, text } = createFixture();
    for (const size of [0, -1, NaN, Infinity]) {
      expect(() => port.font({ ...SANS, size })).toThrow(ValueError);
    }
    expect(() => port.font({ ...SANS, weight: 0 })).toThrow(/weight.*0/);
    expect(() => port.font({ ...SANS, family: ' ' })).toThrow(/family/);
    const row = element();
    text.font[row] = 77;
    expect(() => port.setText(row, 'a')).toThrow(/no font 77/);
    expect(() => port.setFont(row, 77)).toThrow(/no font 77/);
  });

  it('keep the text of an element that changes them', () => {
    const { port, element, xOf } = createFixture({ measurer: createKerningMeasurer() });
    const [row, fresh] = [element(), element()];
    const large = port.font({ ...SANS, size: 31 });
    port.setText(row, 'AVATAR 你👍');
    port.setFont(row, large);
    port.setFont(fresh, large);
    port.setText(fresh, 'AVATAR 你👍');
    expect(port.contentOf(row)).toBe('AVATAR 你👍');
    expect(xOf(row)).toEqual(xOf(fresh));
    expect(port.lineHeight(large)).toBe(46.5);
  });
});

describe('runs', () => {
  it('never overlap, and keep their text while others come and go', () => {
    fc.assert(
      fc.property(edits(), (operations) => {
        const { world, port, element, text } = createFixture();
        const shown = new Map<number, string>();
        for (const { slot, length, kind } of operations) {
          const rows = [...shown.keys()];
          const row = rows[slot % Math.max(1, rows.length)];
          if (kind === 'spawn' || row === undefined) {
            shown.set(element(), '');
          } else if (kind === 'free') {
            despawn(world, entityOf(world, row));
            shown.delete(row);
          } else {
            const content = String.fromCharCode(97 + (slot % 26)).repeat(length);
            port.setText(row, content);
            shown.set(row, content);
          }
        }
        const taken = new Set<number>();
        for (const [row, content] of shown) {
          expect(port.contentOf(row)).toBe(content);
          const start = text.runStart[row]!;
          for (let i = 0; start >= 0 && i <= content.length; i++) {
            expect(taken.has(start + i)).toBe(false);
            taken.add(start + i);
          }
        }
      }),
      { numRuns: LONG ? 2_000 : 40 },
    );
  });

  it('are recycled: text that comes and goes takes no more room', () => {
    const { world, port, element, system } = createFixture();
    const churn = () => {
      const rows = Array.from({ length: 200 }, (_, i) => {
        const row = element();
        port.setText(row, 'x'.repeat((i * 37) % 500));
        return row;
      });
      for (const row of rows) despawn(world, row);
    };
    churn();
    const { bytes } = system.stats();
    for (let i = 0; i < 50; i++) churn();
    expect(system.stats().bytes).toBe(bytes);
  });

  it('are returned no more once the system is disposed', () => {
    const { world, system, element, port } = createFixture();
    const row = element();
    port.setText(row, 'a');
    system.dispose();
    expect(() => despawn(world, row)).not.toThrow();
  });
});

/** Text without digits, which are not kerned. */
function oneScript() {
  const scripts = ['AVToWayeLPfi\u00e9\u00df\u0142', 'ΑΒΓΛΤΥρο', 'АТУГЖжя'];
  return fc.constantFrom(...scripts).chain((letters) => {
    const units = [...letters, ...' .,-’“'];
    return fc.string({ unit: fc.constantFrom(...units), maxLength: 60 });
  });
}

function anyScript() {
  const pieces = ['A', 'V', 'T', 'o', ' ', '7', 'é', '你', 'か', '゛', '\u3099', '한', '\u1100'];
  pieces.push('\u1161', '\u11a8', 'e\u0301', '👨‍👩‍👧', '👍🏽', '🇳🇴', '🇳', '\u200d', '\ufe0f', '❤');
  pieces.push('ก็', 'नि', 'क्ष', 'مر', '\u0600', '\r', '\n', '\r\n', '\t', '\0', '\x85', '\u2028');
  pieces.push('\ud83d', '\udc00', '\u00ad', '\u0301', '…', '–', '€', '→', '\uff76', '\uff9e');
  return fc.string({ unit: fc.constantFrom(...pieces), maxLength: 150 });
}

function edits() {
  return fc.array(
    fc.record({
      kind: fc.constantFrom('spawn', 'free', 'set', 'set', 'set'),
      slot: fc.nat(1000),
      length: fc.oneof(fc.nat(10), fc.nat(200), fc.constantFrom(3, 4, 5, 6, 7, 8, 11, 12, 5000)),
    }),
    { maxLength: 80 },
  );
}

/** What a single line shows of a string: grapheme clusters, by the slow and obvious way. */
function shownClusters(content: string): string[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(content)]
    .map(({ segment }) => (/^(\r\n|[\t-\r\x85\u2028\u2029])$/.test(segment) ? ' ' : segment))
    .map((segment) => (/^\p{Surrogate}$/u.test(segment) ? '\ufffd' : segment))
    .filter((segment) => !/^[\p{Cc}\u00ad]$/u.test(segment));
}

function oracleX(clusters: string[]): number[] {
  const x = [0];
  // Joiners and selectors are not seen: letters are kerned over them, and as without those that follow them.
  const bases = clusters.map((cluster) => cluster.replace(/^(\p{L}?)[\u200d\ufe0f]+$/u, '$1'));
  clusters.forEach((cluster, i) => {
    const code = cluster.codePointAt(0)!;
    const wide =
      (code >= 0x1100 && code < 0x1160) ||
      (code >= 0x2e80 && code < 0xd7a4) ||
      (code >= 0xff01 && code < 0xff61) ||
      code >= 0x1f000;
    const seen =
      bases
        .slice(0, i + 1)
        .filter((base) => base !== '')
        .at(-1) ?? '';
    const pair = seen + (bases[i + 1] ?? '');
    const kerning = pair === 'AV' || pair === 'To' ? -0.5 : 0;
    x.push(x[i]! + (wide ? 10 : 6));
    // Kerning moves the start of the next cluster: here the end of this one.
    x[i + 1]! += kerning;
  });
  return x;
}

describe('stats().bytes', () => {
  it('counts a table of pairs only for fonts that kern any', () => {
    const { port, element, system } = createFixture();
    const { bytes } = system.stats();
    const fonts = Array.from({ length: 100 }, (_, i) => port.font({ ...SANS, size: 20 + i }));
    const unused = system.stats().bytes - bytes;
    expect(unused).toBeLessThan(100 * 5_000);
    const row = element();
    port.setFont(row, fonts[0]!);
    port.setText(row, 'AV');
    const used = system.stats().bytes - bytes - unused;
    expect(used).toBeGreaterThan(128 * 128 * 4 - 1);
    expect(used).toBeLessThan(128 * 128 * 4 + 10_000);
  });

  it('counts interned strings, and spans while a row shows them', () => {
    const { world, port, element, system } = createFixture();
    const { bytes } = system.stats();
    for (let i = 0; i < 1_000; i++) port.intern(`${i}`.padStart(100));
    const interned = system.stats().bytes - bytes;
    expect(interned).toBeGreaterThan(1_000 * 100 * 2);
    const row = element();
    const before = system.stats().bytes;
    port.setSpans(
      row,
      Array.from({ length: 500 }, (_, i) => ({
        text: 'x',
        font: 0,
        color: i,
        background: 0,
        decorations: 0,
        link: undefined,
      })),
    );
    const spanned = system.stats().bytes;
    expect(spanned - before).toBeGreaterThan(500 * 16);
    despawn(world, row);
    expect(spanned - system.stats().bytes).toBeGreaterThan(500 * 16);
  });
});
