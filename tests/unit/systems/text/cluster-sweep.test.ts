import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { despawn, entityOf } from '../../../../src/ecs';
import { GLYPH_PENDING, numberFormat } from '../../../../src/ecs/stores';
import { createClusterTable } from '../../../../src/systems/text/clusters';
import { createDeterministicRasteriser } from '../../../../src/testing/deterministic-text';
import { drawnSlot } from './drawn';
import { assertInParts, createFixture, LONG, SANS } from './fixture';

const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
const RUNS = LONG ? 2_000 : 8;
const SWEEP_AT = 64;
const PASSING = LONG ? 300_000 : 15_000;

describe('words that nothing shows', () => {
  it(`give their ids up to later ones: ${PASSING} pass through one row`, () => {
    const { port, element, system, cache, runs, text } = createFixture({ sweepAt: 5_000 });
    const [row, kept] = [element(), element()];
    port.setText(kept, word(-1));
    let highest = 0;
    let bytes = 0;
    for (let from = 0; from < PASSING; from += 500) {
      const content = Array.from({ length: 500 }, (_, i) => word(from + i)).join(' ');
      port.setText(row, content);
      const start = text.runStart[row]!;
      for (let i = start; i < start + text.runLength[row]!; i++) {
        highest = Math.max(highest, runs.glyphs[i]!);
      }
      cache.slot(0, runs.glyphs[start]!, 0, 1);
      if (from % 1_500 === 0) {
        cache.rasterise();
        system.flushUploads();
      }
      if (from === PASSING / 3) ({ bytes } = system.stats());
      if (from % 5_000 === 0) expect(port.contentOf(row)).toBe(content);
    }
    expect(port.contentOf(kept)).toBe(word(-1));
    expect(highest - 0x10000).toBeLessThan(6_000);
    expect(system.stats().bytes).toBeLessThan(bytes * 1.5);
  });

  it('are counted while they are held', () => {
    const { port, element, system } = createFixture();
    const row = element();
    const before = system.stats().bytes;
    for (let i = 0; i < 100; i++) {
      port.setText(row, Array.from({ length: 100 }, (_, k) => word(i * 100 + k)).join(' '));
    }
    const bytes = (system.stats().bytes - before) / 10_000;
    expect(bytes).toBeGreaterThan(300);
    expect(bytes).toBeLessThan(1_500);
  });
});

describe('what is shown', () => {
  it('stays the same over any sets, frees and sweeps, and is drawn as in a world that never swept', async () => {
    const content = fc
      .array(
        fc.oneof(
          fc.nat({ max: 400 }).map((n) => word(n).slice(0, 2 + (n % 4))),
          fc.constantFrom('👍🏽', 'e\u0323', 'fi', 'ไทยดี', ' '),
        ),
        {
          maxLength: 12,
        },
      )
      .map((words) => words.join(' '));
    const step = fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ row: fc.nat({ max: 5 }), content, wraps: fc.boolean() }),
      },
      { weight: 2, arbitrary: fc.record({ free: fc.nat({ max: 5 }) }) },
      { weight: 4, arbitrary: fc.record({ draws: fc.nat({ max: 63 }) }) },
      { weight: 2, arbitrary: fc.record({ interned: fc.nat({ max: 5 }), id: fc.nat({ max: 3 }) }) },
    );
    let reuses = 0;
    // Few cases may all reuse nothing.
    for (let tries = 0; tries < 5 && reuses === 0; tries++) {
      await assertInParts(
        fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
          const swept = createDrawn(SWEEP_AT / 2);
          const fresh = createDrawn(1_000_000);
          for (const each of steps) {
            const seen = [swept, fresh].map((stage) => stage.take(each));
            expect(seen[0]).toEqual(seen[1]);
            expect(seen[0]!.contents).toEqual(seen[0]!.expected);
          }
          reuses += swept.reused();
        }),
        RUNS,
      );
    }
    expect(reuses).toBeGreaterThan(0);
  });

  it('keeps its bitmaps through a sweep, at positions finer than a quarter of a pixel too', () => {
    const { port, element, system, cache, glyphsOf } = createFixture({ sweepAt: 2_000 });
    const [kept, row] = [element(), element()];
    port.setText(kept, 'مرحبا');
    const [glyph] = glyphsOf(kept) as [number];
    const slotOf = () => {
      cache.wordSub[0] = 21;
      return [cache.slot(0, glyph, 0, 1), cache.wordSlot(0, glyph, 21, 1)];
    };
    slotOf();
    cache.rasterise();
    const slots = slotOf();
    expect(Math.min(...slots)).toBeGreaterThanOrEqual(0);
    for (let i = 0; i < 40; i++) {
      port.setText(row, Array.from({ length: 100 }, (_, k) => word(i * 100 + k)).join(' '));
      system.flushUploads();
      expect(slotOf()).toEqual(slots);
    }
    expect(cache.waiting).toBe(2);
  });

  it('is as wide as before, Chinese characters that were not measured too', () => {
    const { port, element, system, text } = createFixture({ sweepAt: 16 });
    const [row, other] = [element(), element()];
    const content = Array.from({ length: 30 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
    port.setText(other, 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩЖДЯЫФЩЦЭЮШЧЪЬ');
    port.setText(row, content);
    for (let i = 0; i < 200; i++) {
      port.setText(other, `👍🏽${word(i)} ${String.fromCharCode(0x430 + (i % 32))}`);
      system.flushUploads();
      port.setText(row, content + String.fromCharCode(0x5000 + i));
      expect(text.width[row]).toBeCloseTo(310, 3);
    }
  });

  it('has its own width and bitmap where its id stood for another word before', () => {
    const drawn: string[] = [];
    const inner = createDeterministicRasteriser();
    const { port, element, glyphsOf, xOf, cache } = createFixture({
      sweepAt: SWEEP_AT,
      rasteriser: {
        ...inner,
        draw(font, cluster, sub, scale) {
          drawn.push(cluster);
          return inner.draw(font, cluster, sub, scale);
        },
      },
    });
    const fresh = createFixture();
    const [row, same] = [element(), fresh.element()];
    port.setText(row, 'مر');
    const [glyph] = glyphsOf(row) as [number];
    drawnSlot(cache, 0, glyph, 0, 1);
    expect(drawn).toEqual(['مر']);
    let reused = 0;
    for (let i = 0; i < 300; i++) {
      port.setText(row, word(i));
      fresh.port.setText(same, word(i));
      expect(xOf(row)).toEqual(fresh.xOf(same));
      if (glyphsOf(row)[0] !== glyph) continue;
      reused++;
      expect(cache.slot(0, glyph, 0, 1)).toBe(GLYPH_PENDING);
      drawnSlot(cache, 0, glyph, 0, 1);
      expect(drawn.at(-1)).toBe(word(i));
    }
    expect(reused).toBeGreaterThan(1);
  });

  it('is an interned string with clusters of its own after other clusters have come and gone', () => {
    const { port, element, system } = createFixture({ sweepAt: SWEEP_AT });
    const [row, other] = [element(), element()];
    const id = port.intern('e\u0323👍🏽');
    port.setTextId(row, id);
    port.setText(row, '');
    for (let i = 0; i < 200; i += 50) {
      port.setText(other, Array.from({ length: 50 }, (_, k) => word(i + k)).join(' '));
      system.flushUploads();
    }
    port.setTextId(row, id);
    expect(port.contentOf(row)).toBe('e\u0323👍🏽');
  });

  it('is a number with clusters of its own after other clusters have come and gone', () => {
    const { port, element, system } = createFixture({ sweepAt: SWEEP_AT });
    const [row, other] = [element(), element()];
    const format = numberFormat({ suffix: ' 👍🏽' });
    port.setNumber(row, 1, format);
    port.setText(row, '');
    for (let i = 0; i < 200; i += 50) {
      port.setText(other, Array.from({ length: 50 }, (_, k) => word(i + k)).join(' '));
      system.flushUploads();
    }
    port.setNumber(row, 2, format);
    expect(port.contentOf(row)).toBe('2 👍🏽');
  });
});

describe('a table without ids left', () => {
  it('shows words as their clusters, and clusters as their code points', () => {
    const table = createClusterTable('en', 8, 8);
    const ids = Array.from({ length: 7 }, (_, i) => table.wordOf(word(i), [1, 2, 3, 4]));
    expect(new Set(ids).size).toBe(7);
    expect(table.wordOf('سلام', [1, 2, 3])).toBe(-1);
    expect(table.wordOf(word(3), [1, 2, 3, 4])).toBe(ids[3]);
    expect(table.crowded).toBe(true);
    const glyphs = new Uint32Array(4);
    table.spell('سلام', [1, 2, 3], glyphs, 0);
    expect(String.fromCharCode(...glyphs)).toBe('سلام');
    expect(table.decode('e\u0323')).toBe(1);
    expect(table.decode('o\u0323')).toBe(2);
    expect([...table.glyphs.subarray(0, 2)]).toEqual([0x6f, 0x323]);
  });

  it('forgets where a word stood between quarters of a pixel with the word', () => {
    const table = createClusterTable('en', 8, 80);
    const id = table.wordOf(word(1), [1, 2, 3, 4]);
    table.shifted(id, 3, new Float64Array([3]));
    table.beginSweep();
    table.endSweep();
    expect(table.known).toBe(0);
    const ids = [table.wordOf('كم', [1]), table.wordOf('من', [1])];
    expect(ids).toContain(id);
    const shifted = table.shifted(id, 3, new Float64Array([3.5]));
    expect(table.textOf(shifted)).toBe(table.textOf(id));
    expect(table.shiftOf(shifted)).toBe(3.5);
    expect([ids.map((each) => table.shiftOf(each))]).toEqual([[0, 0]]);
  });

  it('has some again after a sweep', () => {
    const table = createClusterTable('en', 8, 8);
    const ids = Array.from({ length: 7 }, (_, i) => table.wordOf(word(i), [1, 2, 3, 4]));
    expect(table.shifted(ids[0]!, 3, new Float64Array([3]))).toBe(ids[0]);
    table.beginSweep();
    table.keep(Uint32Array.of(0x41, ids[2]!), 0, 2);
    table.endSweep();
    expect(table.known).toBe(1);
    expect(table.textOf(ids[1]!)).toBe('\ufffd');
    expect(table.isWord(ids[1]!)).toBe(false);
    expect(table.textOf(ids[2]!)).toBe(word(2));
    expect(table.wordOf(word(2), [1, 2, 3, 4])).toBe(ids[2]);
    const next = table.wordOf('كم', [1]);
    expect(next - 0x10000).toBeLessThan(8);
    expect([...table.startsIn(next)!]).toEqual([1]);
    expect(table.shiftOf(table.shifted(next, 3, new Float64Array([3])))).toBe(3);
  });
});

/** Five letters, a different word for each number. */
function word(n: number): string {
  let rest = n + 1_000_000;
  let letters = '';
  for (let i = 0; i < 5; i++) {
    letters += LETTERS[rest % LETTERS.length];
    rest = Math.floor(rest / LETTERS.length);
  }
  return letters;
}

type Step = Partial<{
  row: number;
  content: string;
  wraps: boolean;
  free: number;
  draws: number;
  interned: number;
  id: number;
}>;

/** A world with six rows whose texts are drawn; `take` says what the rows hold and what bitmaps they show. */
function createDrawn(sweepAt: number) {
  const fixture = createFixture({ sweepAt });
  const { world, port, cache, system, text, element, glyphsOf, xOf } = fixture;
  const rows = Array.from({ length: 6 }, () => element());
  const wraps = port.paragraph({ whiteSpace: 'normal' });
  const big = port.font({ ...SANS, size: 20 });
  const ids = ['e\u0323e', '👍', 'abc', 'ไทย'].map((content) => port.intern(content));
  const contents = rows.map(() => '');
  const seen = new Map<number, string>();
  let reused = 0;
  return {
    reused: () => reused,
    take(step: Step) {
      if (step.row !== undefined) {
        const row = rows[step.row]!;
        text.paragraph[row] = step.wraps ? wraps : 0;
        port.setText(row, step.content!);
        port.wrap(row, 30);
        contents[step.row] = step.wraps ? step.content!.trim() : step.content!;
      } else if (step.interned !== undefined) {
        const row = rows[step.interned]!;
        port.setFont(row, step.id === 1 ? big : fixture.font);
        port.setTextId(row, ids[step.id!]!);
        contents[step.interned] = ['e\u0323e', '👍', 'abc', 'ไทย'][step.id!]!;
      } else if (step.free !== undefined) {
        despawn(world, entityOf(world, rows[step.free]!));
        rows[step.free] = element();
        contents[step.free] = '';
      } else {
        system.flushUploads();
      }
      const sizes = rows.map((row) => {
        if (text.runStart[row]! < 0) return [];
        for (const glyph of glyphsOf(row)) {
          if (glyph < 0x10000) continue;
          const name = port.contentOf(row);
          if (seen.has(glyph) && !name.includes(seen.get(glyph)!)) reused++;
        }
        return glyphsOf(row).map((glyph) => {
          if (glyph === 0) return 0;
          const slot = slotOf(text.font[row]!, glyph, step.draws ?? 0);
          return slot < 0 ? slot : [cache.width[slot], cache.height[slot], cache.bearingX[slot]];
        });
      });
      for (const row of rows) {
        if (text.runStart[row]! < 0) continue;
        const starts = port.contentOf(row).split(/\s+/);
        glyphsOf(row).forEach((glyph) => {
          if (glyph >= 0x10000 && starts.length === 1) seen.set(glyph, starts[0]!);
        });
      }
      return {
        contents: rows.map((row) => port.contentOf(row).trim().replace(/ +/g, ' ')),
        expected: contents.map((content) => content.trim().replace(/ +/g, ' ')),
        x: rows.map((row) => (text.runStart[row]! < 0 ? [] : xOf(row))),
        sizes,
      };
    },
  };

  function slotOf(font: number, glyph: number, sub: number): number {
    const ask = () => {
      cache.wordSub[0] = sub;
      return cache.isWord(glyph)
        ? cache.wordSlot(font, glyph, sub, 1)
        : cache.slot(font, glyph, sub >> 4, 1);
    };
    const before = cache.waiting;
    const slot = ask();
    if (cache.waiting === before) return slot;
    cache.rasterise();
    return ask();
  }
}
