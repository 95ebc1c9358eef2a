import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CapacityError, despawn, entityOf, resource, ValueError } from '../../../../src/ecs';
import { GLYPH_PENDING, numberFormat, TextSpans } from '../../../../src/ecs/stores';
import { assertInParts, createFixture, LONG, SANS } from './fixture';

const RUNS = LONG ? 5_000 : 10;
const ROWS = 5;
const NUMBER = numberFormat();
/** More than the 768 fonts there are at most. */
const STEPS = LONG ? 5_000 : 1_000;
const FAMILIES = LONG ? 10_000 : 2_000;
const TEXTS = LONG ? 4_000 : 2_000;

describe('fonts that nothing shows', () => {
  it.each([true, false])(
    `make room: ${STEPS} sizes pass through one text, frames between: %s`,
    (hasFrames) => {
      const { port, element, system, text, xOf, glyphsOf, cache } = createFixture();
      const [row, kept] = [element(), element()];
      const big = port.font({ ...SANS, size: 30 });
      port.setFont(kept, big);
      port.setText(kept, 'kept');
      port.setText(row, 'Grow');
      for (let i = 1; i <= STEPS; i++) {
        const size = 10 + i / 64;
        port.setFont(row, port.font({ ...SANS, size }));
        expect(text.width[row]).toBe(Math.fround(xOf(row).at(-1)!));
        expect(text.height[row]).toBeCloseTo(size * 1.25, 3);
        cache.slot(text.font[row]!, glyphsOf(row)[0]!, 0, 1);
        if (hasFrames) {
          cache.rasterise();
          system.flushUploads();
        }
      }
      expect([port.contentOf(row), port.contentOf(kept)]).toEqual(['Grow', 'kept']);
      expect(text.font[kept]).toBe(big);
      expect(port.specOf(big).size).toBe(30);
      expect(system.stats().fonts).toBeLessThanOrEqual(hasFrames ? 129 : 768);
      expect(system.stats().pending).toBeLessThanOrEqual(1024);
    },
  );

  it('take their measures, prepared and interned texts with them', () => {
    const { port, element, system, text } = createFixture();
    const row = element();
    const wraps = port.paragraph({ whiteSpace: 'normal' });
    const id = port.intern('an interned string');
    let bytes = 0;
    for (let i = 1; i <= TEXTS; i++) {
      port.setParagraph(row, i % 2 === 0 ? wraps : 0);
      port.setFont(row, port.font({ ...SANS, size: 10 + i / 64 }));
      port.setText(row, `To be prepared ${i}`);
      port.setTextId(row, id);
      expect(text.width[row]).toBeCloseTo(18 * 0.6 * (10 + i / 64), 2);
      system.flushUploads();
      if (i === TEXTS / 2) bytes = system.stats().bytes;
    }
    expect(system.stats().bytes).toBeLessThan(bytes * 1.2);
  });

  it(`take what is known of their faces with them: ${FAMILIES} families pass through one text`, () => {
    const { port, element, system } = createFixture({ sweepStylesAt: 4 });
    const row = element();
    let bytes = 0;
    for (let i = 1; i <= FAMILIES; i++) {
      port.setFont(row, port.font({ ...SANS, family: `"Family ${i}"` }));
      port.setText(row, 'Look');
      system.flushUploads();
      if (i === FAMILIES / 2) bytes = system.stats().bytes;
    }
    expect(system.stats().bytes).toBeLessThan(bytes * 1.2);
  });

  it('are told from those that are shown: where 768 are there is no other, until one of them goes', () => {
    const { port, element, world, system } = createFixture();
    const rows = Array.from({ length: 768 }, (_, i) => {
      const row = element(i === 0 ? 0 : port.font({ ...SANS, size: 10 + i }));
      port.setText(row, 'a');
      return row;
    });
    system.flushUploads();
    expect(() => port.font({ ...SANS, size: 5 })).toThrow(CapacityError);
    despawn(world, entityOf(world, rows[7]!));
    const font = port.font({ ...SANS, size: 5 });
    expect(port.specOf(font).size).toBe(5);
    expect(() => port.font({ ...SANS, size: 6 })).toThrow(CapacityError);
  });

  it('are no ids any more', () => {
    const { port, system, cache } = createFixture({ sweepStylesAt: 2 });
    const font = port.font({ ...SANS, size: 40 });
    for (let size = 20; size < 30; size++) port.font({ ...SANS, size });
    system.flushUploads();
    for (let size = 50; size < 70; size++) port.font({ ...SANS, size });
    system.flushUploads();
    expect(() => port.specOf(font)).toThrow(ValueError);
    expect(cache.slot(font, 0x41, 0, 1)).toBe(-1);
    expect(cache.pending).toBe(0);
  });

  it('stay while they are on their way to the text that they were asked for', () => {
    const { port, world, element, system } = createFixture({ sweepStylesAt: 4 });
    const row = element();
    for (let round = 0; round < 3; round++) {
      const spans = Array.from({ length: 300 }, (_, i) => ({
        text: 'a',
        font: port.font({ ...SANS, size: 10 + i + round / 4 }),
        color: 0,
        background: 0,
        decorations: 0,
        link: undefined,
      }));
      port.setSpans(row, spans);
      port.setText(element(), 'other');
      system.flushUploads();
      const { fonts } = resource(world, TextSpans).of(row)!;
      expect([...fonts].map((font) => port.specOf(font).size)).toEqual(
        spans.map((_, i) => 10 + i + round / 4),
      );
    }
  });
});

describe('paragraph styles that nothing has', () => {
  it('make room: 70,000 line heights pass through one text', () => {
    const { port, element, text } = createFixture();
    const [row, kept] = [element(), element()];
    const style = port.paragraph({ lineHeight: 3, whiteSpace: 'normal' });
    port.setParagraph(kept, style);
    port.setText(kept, 'kept');
    port.setText(row, 'Grow');
    for (let i = 0; i < 70_000; i++) {
      const lineHeight = 1 + i / 8192;
      port.setParagraph(row, port.paragraph({ lineHeight }));
      if (i % 1_000 === 0) expect(text.height[row]).toBeCloseTo(lineHeight * 10, 3);
      if (i % 5_000 === 0) port.setText(kept, `kept ${i}`);
    }
    expect(port.paragraphOf(text.paragraph[kept]!)).toMatchObject({ lineHeight: 3 });
    expect(text.paragraph[kept]).toBe(style);
    expect(port.paragraphOf(0).lineHeight).toBe(0);
  });

  it('leave no text behind that was prepared in them', () => {
    const { port, element, system, text } = createFixture({ sweepStylesAt: 2 });
    const row = element();
    for (let i = 1; i < 40; i++) {
      port.setParagraph(row, port.paragraph({ whiteSpace: 'pre', letterSpacing: i }));
      port.setText(row, 'ab');
      expect(text.width[row]).toBe(12 + i * 2);
      system.flushUploads();
    }
  });
});

describe('fonts and styles in use', () => {
  it('never move, over any sets, raw writes, frees and sweeps; all is as in a world that never swept', async () => {
    const row = fc.nat({ max: ROWS - 1 });
    const size = fc.integer({ min: 1, max: 60 });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('font'), row, size }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('column'), row, size }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('style'), row, size }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('text'), row, size }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('spans'), row, size }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('interned'), row, size }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('number'), row, size }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('free'), row, size }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('frame'), row, size }) },
    );
    let reused = 0;
    await assertInParts(
      fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
        const swept = createWorldOfRows(2);
        const fresh = createWorldOfRows(1_000_000);
        for (const each of steps) {
          swept.take(each);
          fresh.take(each);
          expect(swept.seen()).toEqual(fresh.seen());
        }
        reused += swept.reused();
        expect(fresh.reused()).toBe(0);
      }),
      RUNS,
    );
    expect(reused).toBeGreaterThan(RUNS / 5);
  });
});

type Step = {
  kind: 'font' | 'column' | 'style' | 'text' | 'spans' | 'interned' | 'number' | 'free' | 'frame';
  row: number;
  size: number;
};

/** Rows whose texts change in many ways; `seen` says all that depends on ids of fonts and styles, but not the ids. */
function createWorldOfRows(sweepStylesAt: number) {
  const fixture = createFixture({ sweepStylesAt });
  const { world, port, system, text, runs, element, cache } = fixture;
  const rows = Array.from({ length: ROWS }, () => element());
  const specs = new Map<number, string>();
  let reused = 0;
  const font = (size: number) => {
    const id = port.font({ ...SANS, size });
    const spec = JSON.stringify(port.specOf(id));
    if (specs.has(id) && specs.get(id) !== spec) reused++;
    specs.set(id, spec);
    return id;
  };
  for (const row of rows) port.setText(row, '');

  return {
    reused: () => reused,
    take({ kind, row: index, size }: Step) {
      const row = rows[index]!;
      if (kind === 'font') port.setFont(row, font(size));
      else if (kind === 'column') text.font[row] = font(size);
      else if (kind === 'style') {
        const whiteSpace = size % 3 === 0 ? 'normal' : 'nowrap';
        port.setParagraph(row, port.paragraph({ whiteSpace, letterSpacing: size / 4 }));
      } else if (kind === 'text') port.setText(row, `To ${size % 7} AVA مر`);
      else if (kind === 'number') port.setNumber(row, size * 997, NUMBER);
      else if (kind === 'interned') port.setTextId(row, port.intern(`AV ${size % 3}`));
      else if (kind === 'frame') {
        cache.rasterise();
        system.flushUploads();
        port.wrap(row, size);
      } else if (kind === 'spans') {
        const span = { color: 0, background: 0, decorations: 0, link: undefined };
        const parts = [size, size + 1, size * 2].map((each) => ({
          ...span,
          text: 'To',
          font: font(each),
        }));
        port.setSpans(row, parts);
      } else {
        despawn(world, entityOf(world, row));
        rows[index] = element();
        port.setText(rows[index]!, '');
      }
    },
    seen: () =>
      rows.map((row) => {
        const start = text.runStart[row]!;
        const length = text.runLength[row]!;
        const spans = resource(world, TextSpans).of(row);
        return {
          spec: port.specOf(text.font[row]!),
          style: port.paragraphOf(text.paragraph[row]!),
          content: port.contentOf(row),
          x: [...runs.x.subarray(start, start + length + 1)],
          sizes: [text.width[row], text.height[row], text.lineCount[row]],
          spans: spans && [...spans.fonts].map((id) => port.specOf(id)),
          bitmaps: [...runs.glyphs.subarray(start, start + length)].map((glyph) => {
            if (glyph === 0) return -1;
            if (cache.slot(text.font[row]!, glyph, 0, 1) === GLYPH_PENDING) cache.rasterise();
            const slot = cache.slot(text.font[row]!, glyph, 0, 1);
            return slot < 0 ? slot : [cache.width[slot], cache.height[slot]];
          }),
        };
      }),
  };
}
