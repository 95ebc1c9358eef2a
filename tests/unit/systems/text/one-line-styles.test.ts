import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resource } from '../../../../src/ecs';
import {
  numberFormat,
  type ParagraphStyle,
  TEXT_RTL,
  TextLines,
  type TextMeasurer,
} from '../../../../src/ecs/stores';
import { createLineBreaker } from '../../../../src/systems/text/wrap';
import { createFixture, createKerningMeasurer, LONG, SANS, takeDirt } from './fixture';

const NO_WRAPPING = {
  wraps: false,
  breaksWords: false,
  keepsSpaces: false,
  maxLines: 0,
  hyphenAdvance: 0,
  tabAdvance: 0,
  tabMinimum: 0,
  trimOf: () => 0,
  kerning: () => 0,
};
const NET = numberFormat({ group: ',', suffix: ' net' });
const LIGATING: TextMeasurer = {
  ...createKerningMeasurer(),
  ligates: (_, text) => text === 'fi' || text === 'ff',
};
const RUNS = LONG ? 20_000 : 30;

describe('a text of one line in a style of its own', () => {
  it('is laid out by setText, setTextId and setNumber as by the way of all other styles', () => {
    fc.assert(
      fc.property(
        styles,
        fc.array(strings, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(20, 45, 300, 1e6),
        (style, contents, width) => {
          const { port, text, paragraph, show, element, shown } = createStage(style);
          const [row, known, other] = [show(''), show(''), element()];
          const id = port.paragraph({ whiteSpace: 'pre-wrap' });
          for (const content of contents) {
            port.setText(row, content);
            port.setTextId(known, port.intern(content));
            text.paragraph[other] = id;
            port.setText(other, content);
            port.setParagraph(other, paragraph);
            for (const each of [row, known, other]) port.wrap(each, width);
            expect(shown(row)).toEqual(shown(other));
            expect(shown(known)).toEqual(shown(other));
            port.setNumber(row, content.length * 1111, NET);
            text.paragraph[other] = id;
            port.setNumber(other, content.length * 1111, NET);
            port.setParagraph(other, paragraph);
            expect(shown(row)).toEqual(shown(other));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it.each([0, 0.5])(
    'marks nothing where it is shown already, with letter spacing %s',
    (letterSpacing) => {
      const { port, show, dirty } = createStage({ lineHeight: 1.2, letterSpacing });
      const row = show('');
      const id = port.intern('fit 11 for');
      const format = numberFormat({ suffix: ' ff' });
      for (const set of [
        () => port.setText(row, 'fit 11'),
        () => port.setTextId(row, id),
        () => port.setNumber(row, 11, format),
      ]) {
        set();
        expect(takeDirt(dirty, row)).not.toBe(0);
        set();
        expect(takeDirt(dirty, row)).toBe(0);
      }
    },
  );

  it('keeps its lines, height and ellipsis when only its width changes', () => {
    const { port, show, shown } = createStage({ lineHeight: 2, maxLines: 1 });
    const [row, fresh] = [show('a long line of some words'), show('')];
    const { height } = shown(row);
    for (const width of [500, 30, 31, 1, 80, 500]) {
      port.wrap(row, width);
      port.setText(fresh, '');
      port.wrap(fresh, width);
      port.setText(fresh, 'a long line of some words');
      expect(shown(row)).toEqual(shown(fresh));
      expect(shown(row).height).toBe(height);
    }
  });

  it('has the line that the divider of paragraphs makes of its clusters', () => {
    fc.assert(
      fc.property(styles, strings, fc.integer({ min: 1, max: 200 }), (style, content, width) => {
        const { port, text, runs, show, shown, world } = createStage(style);
        const row = show(content);
        port.wrap(row, width);
        const breaker = createLineBreaker();
        breaker.wrap(runs, text.runStart[row]!, text.runLength[row]!, {
          ...NO_WRAPPING,
          width,
          ellipsis: style.textOverflow !== 'clip',
          ellipsisInMiddle: style.textOverflow === 'ellipsis-middle',
          ellipsisAdvance: LIGATING.measure(SANS, '…'),
          rtl: (text.flags[row]! & TEXT_RTL) !== 0,
        });
        const columns = ['first', 'shown', 'tail', 'end', 'width', 'flags'] as const;
        const table = resource(world, TextLines);
        const at = text.lineStart[row]!;
        if (port.paragraphOf(text.paragraph[row]!) === port.paragraphOf(0)) {
          expect(shown(row).lines).toEqual([]);
          return;
        }
        expect(text.lineCount[row]).toBe(breaker.count);
        for (const name of columns) expect(table[name][at]).toBe(breaker[name][0]);
      }),
      { numRuns: RUNS },
    );
  });

  it('is not kept: strings that pass through it take no room', () => {
    const { port, show, system } = createStage({ lineHeight: 1.2, letterSpacing: 0.5 });
    const row = show('a string');
    const { bytes } = system.stats();
    for (let i = 0; i < 1_000; i++) port.setText(row, `string ${i}`);
    expect(system.stats().bytes - bytes).toBeLessThan(1_000);
  });

  it('shows an interned string as text where a number stood, with its digits kerned', () => {
    const plain = createKerningMeasurer();
    const { port, show, shown } = createStage(
      { lineHeight: 1.5 },
      {
        ...plain,
        // Digits are equally wide, and two ones are kerned.
        measure: (_, content) => content.length * 8 - (content === '11' ? 3 : 0),
      },
    );
    const [row, other] = [show(''), show('')];
    port.setNumber(row, 2018, numberFormat());
    port.setTextId(row, port.intern('2011'));
    port.setText(other, '2011');
    expect(shown(row)).toEqual(shown(other));
    expect(shown(row).width).toBe(29);
  });
});

const styles: fc.Arbitrary<Partial<ParagraphStyle>> = fc.record({
  lineHeight: fc.constantFrom(0, 0.5, 1.2, 3),
  letterSpacing: fc.constantFrom(0, 0.5, -1.25),
  textOverflow: fc.constantFrom('ellipsis', 'ellipsis-middle', 'clip'),
  direction: fc.constantFrom('auto', 'ltr', 'rtl'),
  maxLines: fc.constantFrom(0, 1, 2),
});

const strings = fc
  .array(
    fc.constantFrom(
      'fi',
      'ff',
      'AV',
      ' ',
      '  ',
      '11',
      'To',
      '漢字',
      'カナ。',
      '「',
      'e\u0323',
      '👍🏽',
      'مر',
      '-',
      '…',
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

function createStage(style: Partial<ParagraphStyle>, measurer: TextMeasurer = LIGATING) {
  const fixture = createFixture({ measurer });
  const { port, text, runs, world, element } = fixture;
  const table = resource(world, TextLines);
  const paragraph = port.paragraph(style);
  return {
    ...fixture,
    paragraph,
    show(content: string) {
      const row = element();
      text.paragraph[row] = paragraph;
      port.setText(row, content);
      return row;
    },
    shown(row: number) {
      const [at, end] = [text.runStart[row]!, text.runStart[row]! + text.runLength[row]!];
      const [line, count] = [text.lineStart[row]!, text.lineCount[row]!];
      return {
        content: port.contentOf(row),
        glyphs: [...runs.glyphs.subarray(at, end)],
        x: [...runs.x.subarray(at, end + 1)],
        levels: [...runs.levels.subarray(at, end)],
        flags: text.flags[row]!,
        width: text.width[row]!,
        height: text.height[row]!,
        least: port.minContentWidth(row),
        lines:
          line < 0
            ? []
            : Object.entries(table).map(([name, column]) => [
                name,
                ...column.subarray(line, line + count),
              ]),
      };
    },
  };
}
