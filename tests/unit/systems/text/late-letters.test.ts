import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTENT, columns, PAINT, resource } from '../../../../src/ecs';
import {
  Box,
  CONTINUED,
  TEXT_UNPLACED,
  TextGeometry,
  type TextMeasurer,
} from '../../../../src/ecs/stores';
import { createDeterministicMeasurer } from '../../../../src/testing/deterministic-text';
import { createFixture, createKerningMeasurer, LONG, SANS, takeDirt } from './fixture';

/** No two of these letters were met before, nor any pair of them. */
const NEW = 'абвгдежзийклмнопрстуфхцчшщ';
const FURTHER = 'ѐёђѓєѕіїјљњћќѝўџѠѡѢѣѤѥѦѧѨѩ';

describe('letters of a first screen', () => {
  it('are measured one by one while they are few or the frame has time for that, and whole texts then', () => {
    const { port, isLate, element, asked, spend } = createSlow();
    const [first, second] = [element(), element()];
    port.setText(first, NEW);
    expect(isLate(first)).toBe(false);
    expect(asked).toHaveLength(NEW.length * 2 - 1);
    spend();
    asked.length = 0;
    port.setText(second, FURTHER);
    expect(isLate(second)).toBe(true);
    expect(asked).toEqual([FURTHER]);
  });

  it('leave the width that they will have', () => {
    const { port, element, text, isLate, finish, xOf, spend } = createSlow();
    spend();
    const exact = createFixture({ measurer: createKerningMeasurer() });
    const [row, other] = [element(), exact.element()];
    port.setText(row, NEW);
    exact.port.setText(other, NEW);
    expect(isLate(row)).toBe(true);
    const width = text.width[row]!;
    expect(width).toBeCloseTo(exact.text.width[other]!, 4);
    finish([row]);
    expect(text.width[row]).toBe(width);
    expect(xOf(row)).toEqual(exact.xOf(other));
  });

  it('are placed in as many frames as it takes, some in each', () => {
    const { port, element, asked, cache, system, spend } = createSlow();
    spend();
    const row = element();
    port.setText(row, NEW);
    system.flushUploads();
    let frames = 0;
    for (let before = -1; !cache.place(row, false); frames++) {
      expect(asked.length).toBeGreaterThan(before);
      before = asked.length;
      expect(cache.pending).toBeGreaterThan(0);
      // Who waits is to be written again, and the next frame to come.
      expect(cache.oldest).toBe(0);
      expect(cache.rasterise()).toBe(true);
      system.flushUploads();
    }
    expect(frames).toBeGreaterThan(3);
    cache.rasterise();
    expect(cache.pending).toBe(0);
    expect(cache.rasterise()).toBe(false);
  });

  it('are placed in the end, though other letters are measured in every frame', () => {
    const { port, element, cache, system, spend } = createSlow();
    spend();
    const row = element();
    port.setText(row, NEW);
    let frames = 0;
    for (; !cache.place(row, false); frames++) {
      expect(frames).toBeLessThan(60);
      cache.rasterise();
      system.flushUploads();
      spend();
    }
    expect(frames).toBeGreaterThan(10);
  });

  it('are separate again where some of a text had become one', () => {
    const ligates = (_: unknown, pair: string) => pair === 'ff' || pair === 'fi';
    const slow = createSlow({ ligates });
    const exact = createFixture({ measurer: slow.inner });
    const [row, other] = [slow.element(), exact.element()];
    const content = 'offiABCDEFGHIJKLMNOPQ';
    slow.port.setText(row, 'offi');
    slow.spend();
    slow.port.setText(row, content);
    exact.port.setText(other, content);
    expect(slow.isLate(row)).toBe(true);
    expect(slow.port.contentOf(row)).toBe(content);
    slow.finish([row]);
    expect(slow.xOf(row)).toEqual(exact.xOf(other));
  });

  it('are where they are without a limit, whatever is set in between', () => {
    const texts = fc.array(
      fc.tuple(
        fc.nat(3),
        fc.oneof(
          fc.constantFrom(
            'fix',
            'office',
            'AVAVAVAVAVAVAVAVAVAV',
            '',
            'a→b',
            '中文',
            NEW + FURTHER,
          ),
          textOf(`${NEW} .1`),
          textOf('abcdefgiorstuAOTV éäø.,1'),
        ),
      ),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(texts, fc.array(fc.nat(3)), (edits, asks) => {
        const slow = createSlow({ ligates: (_, pair) => pair === 'ff' || pair === 'fi' });
        const exact = createFixture({ measurer: slow.inner });
        slow.spend();
        const rows = [0, 1, 2, 3].map(() => [slow.element(), exact.element()] as const);
        edits.forEach(([at, content], i) => {
          const [row, other] = rows[at]!;
          slow.port.setText(row, content);
          exact.port.setText(other, content);
          if (i % 3 === 2) {
            slow.system.flushUploads();
            slow.spend();
          }
          for (const asked of asks) slow.cache.place(rows[asked]![0], false);
          expect(slow.port.contentOf(row)).toBe(exact.port.contentOf(other));
          expect(slow.text.width[row]).toBeCloseTo(exact.text.width[other]!, 2);
        });
        slow.finish(rows.map(([row]) => row));
        for (const [row, other] of rows) {
          if (exact.text.runStart[other]! < 0) continue;
          expect(slow.xOf(row)).toEqual(exact.xOf(other));
          // The same letters are one glyph, though by another id.
          expect(slow.glyphsOf(row).map((glyph) => glyph === CONTINUED)).toEqual(
            exact.glyphsOf(other).map((glyph) => glyph === CONTINUED),
          );
        }
      }),
      { numRuns: LONG ? 5_000 : 50 },
    );
  });

  it('are placed at once for who asks where they are', () => {
    const { world, port, element, isLate, cache, spend } = createSlow();
    spend();
    const row = element();
    port.setText(row, NEW);
    columns(world, Box).width[row] = 1_000;
    const caret = new Float64Array(4);
    resource(world, TextGeometry).caretRect(row, 3, false, caret);
    expect(isLate(row)).toBe(false);
    expect(cache.place(row, false)).toBe(true);
    const exact = createFixture({ measurer: createKerningMeasurer() });
    const other = exact.element();
    exact.port.setText(other, NEW);
    expect(caret[0]).toBeCloseTo(exact.xOf(other)[3]!, 4);
  });

  it('make layout look again where they are not as wide as the whole', () => {
    const wide = createKerningMeasurer();
    const { port, element, text, cache, dirty, system, spend } = createSlow({
      measure: (font, content) => wide.measure(font, content) + (content.length > 2 ? 1 : 0),
    });
    spend();
    const row = element();
    port.setText(row, NEW);
    const whole = text.width[row]!;
    takeDirt(dirty, row);
    // Not shown before that: it would be cut to the old width for a frame.
    while (takeDirt(dirty, row) === 0) {
      expect(cache.place(row, false)).toBe(false);
      system.flushUploads();
      if (text.width[row] !== whole) expect(dirty.bits[row]).toBe(CONTENT | PAINT);
    }
    expect(text.width[row]).toBeCloseTo(whole - 1, 4);
    expect(cache.place(row, false)).toBe(true);
  });

  it('of a text that is set again, as a number, or in another font are laid out like any', () => {
    const { port, element, isLate, xOf, glyphsOf, text, spend } = createSlow();
    spend();
    const exact = createFixture({ measurer: createKerningMeasurer() });
    const [row, other] = [element(), exact.element()];
    const bold = { ...SANS, weight: 700 };
    port.setText(row, NEW);
    port.setText(row, NEW);
    expect(isLate(row)).toBe(true);
    port.setFont(row, port.font(bold));
    exact.port.setText(other, NEW);
    exact.port.setFont(other, exact.port.font(bold));
    expect(isLate(row)).toBe(false);
    expect(xOf(row)).toEqual(exact.xOf(other));
    expect(glyphsOf(row)).toHaveLength(NEW.length);
    expect(text.flags[row]! & TEXT_UNPLACED).toBe(0);
  });

  it.each([
    ['few', 'жук', {}],
    ['signs, which fonts may lack', [...NEW].join('→'), {}],
    ['Chinese', [...NEW].join('中'), {}],
    ['spaced', NEW, { letterSpacing: 1 }],
    ['wrapped', NEW, { whiteSpace: 'normal' } as const],
  ])('are measured at once where they are %s', (_, content, style) => {
    const { port, element, isLate, text, spend } = createSlow();
    const row = element();
    text.paragraph[row] = port.paragraph(style);
    spend();
    port.setText(row, content);
    expect(isLate(row)).toBe(false);
  });

  it('that cannot be measured leave what was shown', () => {
    const { port, element, spend, text } = createSlow({
      measure: (font, content) => {
        if (content.length > 2) throw new Error('no font');
        return createDeterministicMeasurer().measure(font, content);
      },
    });
    const row = element();
    port.setText(row, 'ab');
    spend();
    const before = text.runStart[row];
    expect(() => port.setText(row, NEW)).toThrow('no font');
    expect(port.contentOf(row)).toBe('ab');
    expect(text.runStart[row]).toBe(before);
  });
});

/** No letters of two scripts, which the measurer kerns and browsers do not. */
function textOf(units: string) {
  return fc.string({ unit: fc.constantFrom(...units), minLength: 10, maxLength: 60 });
}

/** A host that takes a millisecond for each length. */
function createSlow({ measure, ligates }: Partial<TextMeasurer> = {}) {
  const kerning = createKerningMeasurer();
  const inner: TextMeasurer = {
    ...kerning,
    ...(measure && { measure }),
    ...(ligates && { ligates }),
  };
  const asked: string[] = [];
  let now = 0;
  const fixture = createFixture({
    measurer: {
      ...inner,
      measure(font, content) {
        asked.push(content);
        now++;
        return inner.measure(font, content);
      },
    },
    clock: { now: () => now },
  });
  const { cache, port, system, text, element } = fixture;
  const other = element();
  let next = 0xac00;
  /** Has the frame's time for letters spent, and more than few of them measured: Korean, each beside none. */
  function spend() {
    for (let i = 0; i < 130; i++) port.setText(other, String.fromCharCode(next++));
  }
  return {
    ...fixture,
    inner,
    asked,
    isLate: (row: number) => (text.flags[row]! & TEXT_UNPLACED) !== 0,
    spend,
    /** Lets frames pass until the letters of all rows are placed. */
    finish(rows: readonly number[]) {
      for (
        let frame = 0;
        rows.some((row) => text.runStart[row]! >= 0 && !cache.place(row, false));
        frame++
      ) {
        expect(frame).toBeLessThan(1_000);
        cache.rasterise();
        system.flushUploads();
      }
    },
  };
}
