import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, despawn, ROW_MASK, resource } from '../../../../src/ecs';
import {
  Box,
  contentBox,
  LayoutStyle,
  LINE_ELLIPSIS,
  LINE_HYPHEN,
  LINE_LAST,
  LINE_RTL,
  type ParagraphStyle,
  PlacedLine,
  shareBefore,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_START,
  TextGeometry,
  TextJustify,
  TextLines,
} from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, select, text, textOf } from '../../../../src/ui';
import { assertInParts, createFixture, LONG, SANS } from './fixture';
import { shownRecords, watchRecords } from './marks';

const CASES = LONG ? 5000 : 25;
const UPSTREAM = true;

describe('text geometry of one line', () => {
  it('puts a caret at the nearer edge of the nearest letter', () => {
    const { show, at } = setUp();
    const row = show('abcd', 100);
    expect(at(row, 13.9, 5)).toBe('1^');
    expect(at(row, 12.9, 5)).toBe('0');
    expect(at(row, 16, 5)).toBe('1');
    expect(at(row, 22, 5)).toBe('2');
    expect(at(row, 33.9, 5)).toBe('4^');
  });

  it('clamps points beside, above and below the text', () => {
    const { show, at } = setUp();
    const row = show('abcd', 100);
    expect(at(row, -50, 5)).toBe('0');
    expect(at(row, 500, 5)).toBe('4^');
    expect(at(row, 22, -500)).toBe('2');
    expect(at(row, 22, 500)).toBe('2');
    expect(at(row, Number.NaN, Number.NaN)).toMatch(/^\d\^?$/);
  });

  it('follows padding and alignment', () => {
    const { show, world, rect, fixture } = setUp();
    const row = show('abcd', 100);
    columns(world, LayoutStyle).paddingLeft[row] = 10;
    columns(world, LayoutStyle).paddingTop[row] = 4;
    expect(rect(row, 1)).toEqual([26, 24, 0, 12.5]);
    fixture.text.align[row] = TEXT_ALIGN_END;
    expect(rect(row, 4)).toEqual([110, 24, 0, 12.5]);
    fixture.text.align[row] = TEXT_ALIGN_CENTER;
    expect(rect(row, 0)).toEqual([10 + 10 + (90 - 24) / 2, 24, 0, 12.5]);
  });

  it('has the beginning of a line wider than its box in it, whichever way that is read', () => {
    for (const align of [TEXT_ALIGN_START, TEXT_ALIGN_CENTER, TEXT_ALIGN_END, TEXT_ALIGN_JUSTIFY]) {
      const { show, at, rect, rects, fixture } = setUp({ textOverflow: 'clip' });
      const row = show('אבגדה', 20);
      fixture.text.align[row] = align;
      // From 10 to 30, and at the left beyond.
      expect(rects(row, 0, 1)).toEqual([[24, 20, 6, 12.5]]);
      expect(rects(row, 0, 5)).toEqual([[0, 20, 30, 12.5]]);
      expect(rect(row, 0)).toEqual([30, 20, 0, 12.5]);
      expect(at(row, 27.5, 5)).toBe('0');
      expect(at(row, 4, 5)).toBe('4');
      fixture.port.setText(row, 'abcde');
      expect(rects(row, 0, 5)).toEqual([[10, 20, 30, 12.5]]);
    }
  });

  it('does not let hit what an ellipsis cut away, and shows carets in it where it begins', () => {
    const { show, at, rects, rect } = setUp();
    // Room for 3 letters and the ellipsis.
    const row = show('abcdefgh', 25);
    expect(at(row, 500, 5)).toBe('3^');
    expect(rects(row, 0, 8)).toEqual([[10, 20, 18, 12.5]]);
    expect(rects(row, 4, 8)).toEqual([]);
    expect(rect(row, 6)).toEqual([28, 20, 0, 12.5]);
  });

  it('has the space before an ellipsis beside it, whichever way the word before that is read', () => {
    for (const style of [{ lineHeight: 1 }, {}]) {
      const { show, rects } = setUp({ direction: 'ltr', ...style });
      const row = show('ab אב גד הו', 45);
      const of = (from: number, to: number) => rects(row, from, to).map(([x, , w]) => [x, w]);
      expect(of(3, 5)).toEqual([[28, 12]]);
      expect(of(5, 6)).toEqual([[40, 6]]);
      expect(of(6, 8)).toEqual([]);
    }
    const { show, rects } = setUp({ direction: 'rtl' });
    // In two words of which the second is cut: ellipsis, two spaces, ab, space, the Hebrew one.
    const row = show('אב ab  cd', 51);
    const of = (from: number, to: number) => rects(row, from, to).map(([x, , w]) => [x, w]);
    expect(of(0, 2)).toEqual([[49, 12]]);
    expect(of(3, 5)).toEqual([[31, 12]]);
    expect(of(5, 7)).toEqual([[19, 12]]);
  });

  it('goes round an ellipsis in the middle', () => {
    const { show, at, rects } = setUp({ whiteSpace: 'nowrap', textOverflow: 'ellipsis-middle' });
    const row = show('abcdefghij', 33);
    // ab…ij, the ellipsis from 22 to 28.
    expect(rects(row, 0, 10)).toEqual([
      [10, 20, 12, 12.5],
      [28, 20, 12, 12.5],
    ]);
    expect(at(row, 24, 25)).toBe('2^');
    expect(at(row, 26, 25)).toBe('8');
    expect(rects(row, 3, 7)).toEqual([]);
  });

  it('has what comes after an ellipsis at its left in a text that is read from right to left', () => {
    const { show, at, rects } = setUp({ direction: 'rtl', textOverflow: 'ellipsis-middle' });
    const row = show('abcdefghij'.replace(/./g, '! '), 33);
    // Tail, ellipsis from 25 to 31, head.
    const cut = rects(row, 0, 20);
    expect(cut).toEqual([
      [13, 20, 12, 12.5],
      [31, 20, 12, 12.5],
    ]);
    expect(at(row, 24, 25)).toBe('18');
    expect(at(row, 27, 25)).toBe('18');
    expect(at(row, 29, 25)).toBe('2^');
    expect(at(row, 500, 25)).toBe('0');
  });

  it('has one place in an empty text, and none in an element without text', () => {
    const { show, at, rect, rects, fixture, geometry } = setUp();
    const row = show('', 100);
    expect(at(row, 50, 5)).toBe('0');
    expect(rect(row, 0)).toEqual([10, 20, 0, 12.5]);
    expect(rects(row, 0, 5)).toEqual([]);
    const none = fixture.element();
    expect(at(none, 50, 5)).toBe('0');
    expect(rect(none, 3)).toEqual([0, 0, 0, 0]);
    expect(geometry.unitOf(none, 3)).toBe(0);
    expect(geometry.clusterOf(none, 3)).toBe(0);
  });

  it('tells which cluster covers a point, if one does', () => {
    const { show, geometry } = setUp();
    const row = show('abc', 100);
    const cluster = (x: number, y: number) => geometry.clusterAt(row, Float64Array.of(x, y));
    expect([cluster(10, 20), cluster(15.9, 32), cluster(16, 20)]).toEqual([0, 0, 1]);
    expect([cluster(9.9, 20), cluster(28, 20), cluster(10, 19), cluster(10, 33)]).toEqual([
      -1, -1, -1, -1,
    ]);
  });
});

describe('text geometry of paragraphs', () => {
  it('tells the end of a line from the start of the next', () => {
    const { show, at, rect, geometry } = setUp({ whiteSpace: 'normal' });
    // one two / three
    const row = show('one two three', 50);
    expect(at(row, 500, 25)).toBe('7^');
    expect(at(row, 0, 33)).toBe('8');
    expect(rect(row, 8)).toEqual([10, 32.5, 0, 12.5]);
    expect(rect(row, 8, UPSTREAM)).toEqual([52, 20, 0, 12.5]);
    expect([geometry.lineOf(row, 8, false), geometry.lineOf(row, 8, true)]).toEqual([1, 0]);
    expect([geometry.lineStart(row, 1), geometry.lineEnd(row, 0)]).toEqual([8, 7]);
    expect(geometry.lineEnd(row, 1)).toBe(13);
  });

  it('makes one piece a line, and more where directions mix', () => {
    const { show, rects } = setUp({ whiteSpace: 'normal' });
    const row = show('one two three four', 50);
    expect(rects(row, 4, 10)).toEqual([
      [34, 20, 18, 12.5],
      [10, 32.5, 12, 12.5],
    ]);
    // ab, then 3 Hebrew letters from right to left: the caret in their middle divides the range.
    const mixed = show('ab \u05d0\u05d1\u05d2', 100);
    expect(rects(mixed, 1, 4)).toEqual([
      [16, 20, 12, 12.5],
      [40, 20, 6, 12.5],
    ]);
  });

  it('has carets on empty lines, and none after a line feed at the end', () => {
    const { show, at, rect } = setUp({ whiteSpace: 'pre' });
    const row = show('ab\n\ncd\n', 100);
    expect(at(row, 50, 35)).toBe('3');
    expect(rect(row, 3)).toEqual([10, 32.5, 0, 12.5]);
    expect(rect(row, 7)).toEqual([22, 45, 0, 12.5]);
    expect(at(row, 50, 500)).toBe('6^');
  });

  it('stands where spaces of a justified line are wider', () => {
    const { show, rect, fixture } = setUp({ whiteSpace: 'normal' });
    const row = show('one two three', 50);
    fixture.text.align[row] = TEXT_ALIGN_JUSTIFY;
    expect(rect(row, 4)[0]).toBeCloseTo(10 + 4 * 6 + 8, 5);
    expect(rect(row, 8)[0]).toBe(10);
  });

  it('stands at the baseline grid of a line with a larger span', () => {
    const { show, rect, fixture, rects } = setUp({ whiteSpace: 'normal' });
    const row = show('x', 100);
    const large = fixture.port.font({ ...SANS, size: 20 });
    const plain = { color: 0, background: 0, decorations: 0, link: undefined };
    fixture.port.setSpans(row, [
      { ...plain, text: 'ab', font: fixture.font },
      { ...plain, text: 'cd', font: large },
    ]);
    fixture.port.wrap(row, 100);
    expect(rect(row, 3)[0]).toBe(10 + 12 + 12);
    expect(rects(row, 1, 3)).toEqual([[16, 20, 18, rect(row, 3)[3]]]);
    expect(rect(row, 3)[3]).toBeGreaterThanOrEqual(25);
  });
});

describe('words and units', () => {
  it('finds the word at a caret', () => {
    const { show, word } = setUp({ whiteSpace: 'normal' });
    const row = show('one, two\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 100);
    expect(word(row, 1)).toEqual([0, 3]);
    expect(word(row, 3)).toEqual([3, 4]);
    expect(word(row, 5)).toEqual([5, 8]);
    expect(word(row, 9)).toEqual([8, 9]);
    expect(word(show('', 100), 0)).toEqual([0, 0]);
  });

  it('does without a segmenter', () => {
    const { Segmenter } = Intl;
    const { show, word } = setUp();
    const row = show('one  two', 100);
    try {
      Object.assign(Intl, { Segmenter: undefined });
      expect([word(row, 1), word(row, 4), word(row, 8)]).toEqual([
        [0, 3],
        [3, 5],
        [5, 8],
      ]);
    } finally {
      Object.assign(Intl, { Segmenter });
    }
  });

  it('counts units of pictures, marks and letters inside of shaped words', () => {
    const { show, geometry } = setUp();
    const content = 'a\u{1f600}e\u0301 \u0645\u0631\u062d\u0628\u0627 z';
    const row = show(content, 500);
    const units = Array.from({ length: 12 }, (_, i) => geometry.unitOf(row, i));
    expect(units).toEqual([0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(geometry.clusterOf(row, 2)).toBe(1);
    expect(geometry.clusterOf(row, 4)).toBe(2);
    expect(geometry.clusterOf(row, 99)).toBe(11);
  });

  it('comes back from units to clusters, whatever the text', async () => {
    await assertInParts(
      fc.property(anyText(), widths(), (content, width) => {
        const { show, geometry, fixture } = setUp({
          whiteSpace: 'normal',
          overflowWrap: 'anywhere',
        });
        const row = show(content, width);
        const shown = fixture.port.contentOf(row);
        const count = fixture.text.runLength[row]!;
        let joined = '';
        for (let i = 0; i < count; i++) {
          const unit = geometry.unitOf(row, i);
          expect(geometry.clusterOf(row, unit)).toBe(i);
          joined += shown.slice(unit, geometry.unitOf(row, i + 1));
        }
        expect(joined).toBe(shown);
        expect(geometry.unitOf(row, count)).toBe(shown.length);
      }),
      CASES,
    );
  });
});

describe('text geometry against a naive one', () => {
  it('stands every caret where the placed line has its cluster', async () => {
    await assertInParts(
      fc.property(paragraphs(), (options) => {
        const { show, rect, fixture } = setUp(options.style);
        const row = show(options.content, options.width, options.align);
        for (const { cluster, left, right, rtl, top, bottom } of naive(fixture, row)) {
          expect(rect(row, cluster)).toEqual([rtl ? right : left, top, 0, bottom - top]);
          expect(rect(row, cluster + 1, UPSTREAM)).toEqual([
            rtl ? left : right,
            top,
            0,
            bottom - top,
          ]);
        }
      }),
      CASES,
    );
  });

  it('finds from a caret the caret again', async () => {
    await assertInParts(
      fc.property(paragraphs(), (options) => {
        const { show, rect, fixture, geometry } = setUp(options.style);
        const row = show(options.content, options.width, options.align);
        for (const { cluster, left, right, top } of naive(fixture, row)) {
          if (!(right > left)) continue;
          for (const upstream of [false, true]) {
            const before = rect(row, cluster + (upstream ? 1 : 0), upstream);
            // Of the two clusters that meet at the caret, the one meant: a hair inside.
            const inside = before[0]! + (before[0] === left ? 1 : -1) * (right - left) * 0.01;
            const index = geometry.caretAt(row, Float64Array.of(inside, top + 0.01));
            expect(index).toBe(cluster + (upstream ? 1 : 0));
            expect(rect(row, index, geometry.upstream)).toEqual(before);
          }
        }
      }),
      CASES,
    );
  });

  it('gives the nearest caret for any point', async () => {
    await assertInParts(
      fc.property(
        paragraphs(),
        fc.double({ min: -20, max: 150, noNaN: true }),
        fc.double({ min: 0, max: 120, noNaN: true }),
        (options, x, y) => {
          const { show, rect, fixture, geometry } = setUp(options.style);
          const row = show(options.content, options.width, options.align);
          const index = geometry.caretAt(row, Float64Array.of(x, y));
          const [found, top, , height] = rect(row, index, geometry.upstream);
          const all = naive(fixture, row);
          const line = all.filter((slot) => slot.top === top && slot.right > slot.left);
          if (line.length === 0) return;
          const distance = Math.min(
            ...line.flatMap(({ left, right }) => [Math.abs(left - x), Math.abs(right - x)]),
          );
          expect(Math.abs(found! - x)).toBeCloseTo(distance, 9);
          const isBeside = all.some((slot) => y >= slot.top && y < slot.bottom);
          if (isBeside) expect(y >= top! && y < top! + height!).toBe(true);
        },
      ),
      CASES,
    );
  });

  it('covers with rectangles what is in a range and shown, and nothing else', async () => {
    await assertInParts(
      fc.property(paragraphs(), fc.nat(60), fc.nat(60), (options, a, b) => {
        const { show, rects, fixture } = setUp(options.style);
        const row = show(options.content, options.width, options.align);
        const count = fixture.text.runLength[row]!;
        const from = Math.min(a, b, count);
        const to = Math.min(Math.max(a, b), count);
        const pieces = rects(row, from, to);
        const wanted = naive(fixture, row).filter(
          ({ cluster, left, right }) => cluster >= from && cluster < to && right > left,
        );
        const width = pieces.reduce((sum, piece) => sum + piece[2]!, 0);
        const wantedWidth = wanted.reduce((sum, { left, right }) => sum + right - left, 0);
        expect(width).toBeCloseTo(wantedWidth, 6);
        for (const { left, right, top, bottom } of wanted) {
          const within = pieces.filter(
            ([x, y, w, h]) =>
              y === top && h === bottom - top && x! <= left && x! + w! >= right - 1e-9,
          );
          expect(within).toHaveLength(1);
        }
        // Pieces do not touch, or they would be one.
        for (const one of pieces) {
          expect(
            pieces.some((other) => other[1] === one[1] && other[0] === one[0]! + one[2]!),
          ).toBe(false);
        }
      }),
      CASES,
    );
  });
});

describe('text geometry against what is drawn', () => {
  // A glyph of the deterministic rasteriser begins one pixel right of its pen, which stands at a quarter of a pixel.
  const drawnAt = (x: number) => Math.floor(Math.round(x * 4) / 4) + 1;

  it.each([false, true])(
    'has every letter where its record is; selected: %s',
    async (isSelected) => {
      const app = createHeadlessApp();
      watchRecords(app);
      const first = {
        content: 'a b',
        textAlign: 'justify',
        whiteSpace: 'normal',
        width: 1,
      } as const;
      const entity = text(app.world, first);
      app.frames(1);
      await import('../../../../src/systems/text/justify-rules');
      despawn(app.world, entity);
      const geometry = resource(app.world, TextGeometry);
      const out = new Float64Array(4);
      const align = fc.constantFrom('start', 'end', 'center', 'justify');
      const whiteSpace = fc.constantFrom('nowrap', 'pre', 'normal');
      const direction = fc.constantFrom('auto', 'rtl');
      const overflow = fc.constantFrom('ellipsis', 'ellipsis-middle', 'clip');
      // Hebrew letters side by side are drawn as one.
      const letters = fc.array(
        fc.constantFrom('a', 'b', ' ', '!', '\u05d0 ', '1\u05d1,', '字', '★', '字字', '\u00a0'),
        { maxLength: 30 },
      );
      fc.assert(
        fc.property(
          letters,
          fc.integer({ min: 20, max: 120 }),
          align,
          whiteSpace,
          direction,
          overflow,
          (units, width, textAlign, lines, reading, textOverflow) => {
            const root = box(app.world, { padding: 7.3 });
            const entity = text(app.world, {
              parent: root,
              content: units.join(''),
              fontSize: 10,
              selectable: true,
              width,
              paddingLeft: 2.2,
              textAlign,
              whiteSpace: lines,
              direction: reading,
              textOverflow,
            });
            const row = entity & ROW_MASK;
            app.frames(1);
            const shown = textOf(app.world, entity);
            if (isSelected) select(app.world, entity, 0, shown.length);
            app.frames(1);
            const drawn = shownRecords(app).glyphs.map(([x]) => x);
            const expected: [from: number, to: number][] = [];
            const hidden: number[] = [];
            for (let i = 0; i < shown.length; i++) {
              if (geometry.rangeRects(row, i, i + 1, out) === 0) hidden.push(i);
              else if (!' \u00a0'.includes(shown[i]!)) {
                // In a justified line it has room on both sides, or behind it.
                const advance = shown[i] === '字' ? 10 : 6;
                expected.push([drawnAt(out[0]!), drawnAt(out[0]! + out[2]! - advance)]);
              }
            }
            despawn(app.world, root);
            // An ellipsis is the one that no cluster stands for.
            expect(drawn.length - expected.length).toBeLessThanOrEqual(hidden.length > 0 ? 1 : 0);
            for (const [from, to] of expected) {
              const found = drawn.findIndex((x) => x >= from && x <= to);
              expect(found).toBeGreaterThanOrEqual(0);
              drawn.splice(found, 1);
            }
          },
        ),
        { numRuns: CASES },
      );
      app.dispose();
    },
  );
});

it('leaves out rectangles that there is no room for, and counts them', () => {
  const { show, geometry } = setUp({ whiteSpace: 'normal' });
  const row = show('one two three four', 50);
  const out = new Float64Array(4);
  expect(geometry.rangeRects(row, 0, 18, out)).toBe(3);
  expect([...out]).toEqual([10, 20, 42, 12.5]);
  expect(geometry.rangeRects(row, 5, 5, out)).toBe(0);
  expect(geometry.rangeRects(row, 5, 4, out)).toBe(0);
});

type Slot = {
  cluster: number;
  left: number;
  right: number;
  rtl: boolean;
  top: number;
  bottom: number;
};

/** Every cluster that is shown, the simple way: all lines placed as the writer places them. */
function naive({ world, runs, text, cache }: Fixture, row: number): Slot[] {
  const lines = resource(world, TextLines);
  const content = new Float64Array(3);
  contentBox(world, row, content);
  const placed = new PlacedLine();
  const start = text.runStart[row]!;
  const slots: Slot[] = [];
  const take = (top: number, bottom: number) => {
    for (let k = 0; k < placed.count; k++) {
      slots.push({
        cluster: placed.at[k]! - start,
        left: placed.left[k]!,
        right: placed.left[k + 1]!,
        rtl: runs.levels[placed.at[k]!]! % 2 === 1,
        top,
        bottom,
      });
    }
  };
  const from = text.lineStart[row]!;
  for (let i = 0; i < text.lineCount[row]!; i++) {
    const at = from + i;
    const top = content[1]! + lines.top[at]!;
    const next = i + 1 < text.lineCount[row]! ? lines.top[at + 1]! : text.height[row]!;
    const free = content[2]! - lines.width[at]!;
    const flags = lines.flags[at]!;
    const rtl = (flags & LINE_RTL) !== 0;
    const first = start + lines.first[at]!;
    let shown = start + lines.shown[at]!;
    const mark =
      (flags & LINE_ELLIPSIS) !== 0
        ? cache.ellipsisAdvance(text.font[row]!)
        : (flags & LINE_HYPHEN) !== 0
          ? cache.hyphenAdvance(text.font[row]!)
          : 0;
    placed.input[0] = free;
    placed.input[1] = content[2]!;
    placed.input[2] = mark;
    // What the box cuts begins at its edge.
    const isTight = (flags & LINE_ELLIPSIS) !== 0 && free < -0.02;
    if (!isTight && text.align[row] === TEXT_ALIGN_JUSTIFY && (flags & LINE_LAST) === 0) {
      shown = resource(world, TextJustify).spread(placed, at, start);
    } else {
      placed.input[1] = 0;
    }
    const left = placed.input[0]!;
    const share = left < 0 ? Number(rtl) : shareBefore(text.align[row]!, rtl);
    placed.input[0] = content[0]! + left * share;
    placed.place(runs, first, shown, rtl);
    take(top, content[1]! + next);
  }
  return slots;
}

const ALPHABET = ['a', 'b', ' ', 'c', '\u05d0', '\u05d1', '\u05d2', '1', '(', '\u0628', '\u0631'];

function anyText(): fc.Arbitrary<string> {
  const units = fc.constantFrom(
    ...ALPHABET,
    '\u{1f600}',
    'e\u0301',
    '\u{1f1e9}\u{1f1ea}',
    'fi',
    '\u00ad',
  );
  return fc.array(units, { maxLength: 40 }).map((parts) => parts.join(''));
}

function widths(): fc.Arbitrary<number> {
  return fc.integer({ min: 8, max: 120 });
}

type Paragraph = {
  content: string;
  width: number;
  align: number;
  style: Partial<ParagraphStyle>;
};

function paragraphs(): fc.Arbitrary<Paragraph> {
  return fc.record({
    content: fc
      .array(fc.constantFrom(...ALPHABET, ' ', '\n', '\u00ad'), { minLength: 1, maxLength: 40 })
      .map((parts) => parts.join('')),
    width: widths(),
    align: fc.constantFrom(TEXT_ALIGN_START, TEXT_ALIGN_END, TEXT_ALIGN_CENTER, TEXT_ALIGN_JUSTIFY),
    style: fc.record({
      whiteSpace: fc.constantFrom('normal', 'pre', 'pre-wrap'),
      direction: fc.constantFrom('auto', 'ltr', 'rtl'),
      overflowWrap: fc.constantFrom('normal', 'anywhere'),
      maxLines: fc.constantFrom(0, 2),
    }),
  });
}

type Fixture = ReturnType<typeof createFixture>;

function setUp(style?: Partial<ParagraphStyle>) {
  const fixture = createFixture();
  const { world, port } = fixture;
  const geometry = resource(world, TextGeometry);
  const out = new Float64Array(400);
  return {
    fixture,
    world,
    geometry,
    /** A text at (10, 20), a box of 10 px a letter at most. */
    show(content: string, width: number, align = TEXT_ALIGN_START): number {
      const row = fixture.element();
      fixture.text.align[row] = align;
      const box = columns(world, Box);
      box.x[row] = 10;
      box.y[row] = 20;
      box.width[row] = width;
      box.height[row] = 100;
      if (style) port.setParagraph(row, port.paragraph(style));
      port.setText(row, content);
      port.wrap(row, width);
      return row;
    },
    /** The caret at a point, with ^ where it is upstream. */
    at(row: number, x: number, y: number): string {
      const index = geometry.caretAt(row, Float64Array.of(x, y));
      return `${index}${geometry.upstream ? '^' : ''}`;
    },
    rect(row: number, index: number, upstream = false): number[] {
      geometry.caretRect(row, index, upstream, out);
      return [...out.subarray(0, 4)];
    },
    rects(row: number, from: number, to: number): number[][] {
      const count = geometry.rangeRects(row, from, to, out);
      return Array.from({ length: count }, (_, i) => [...out.subarray(i * 4, i * 4 + 4)]);
    },
    word(row: number, index: number): number[] {
      const range = new Uint32Array(2);
      geometry.wordAt(row, index, range);
      return [...range];
    },
  };
}
