import { beforeAll, describe, expect, it } from 'vitest';
import { manyParagraphs } from '../../../bench/text/paragraphs';
import { languages } from '../../../bench/text/vocabularies';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import { GlyphCache, Text, TextKind, TextPort, TextRuns } from '../../../src/ecs/stores';
import { createCanvasMeasurer, createCanvasRasteriser } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { familiesFor, loadTestFonts } from '../../fonts';

const NOTO = familiesFor('Latin')[0]!;
const FAMILIES = import.meta.env.RAFTER_LONG ? ['sans-serif', 'serif', 'monospace', NOTO] : [NOTO];
const PLAIN = new Set(['en', 'de', 'fr', 'es', 'pl', 'ru', 'el', 'vi']);
const texts = manyParagraphs(numbers(7)).filter((_, i) => PLAIN.has(languages[i % 15]!));
/** What a width may be off by before layout is told, CSS pixels. */
const TOLERANCE = 1 / 64;

beforeAll(() => loadTestFonts(familiesFor('Latin'), [...new Set(texts.join(''))].join('')));

describe.each(FAMILIES)('texts in %s of which only the width is measured at first', (family) => {
  it('keep it when their letters are placed, as they are without a limit', () => {
    const [late, exact] = [createText(true), createText(false)];
    let latecomers = 0;
    for (const [i, content] of texts.entries()) {
      // A new font now and then: letters are new again, and hardly any text is late otherwise.
      const font = { family, size: 12 + (i >> 2) / 8, weight: 400, italic: false };
      const row = late.set(font, content);
      const width = late.widthOf(row);
      if (late.isLate(row)) latecomers++;
      late.finish(row);
      const other = exact.set(font, content);
      expect(Math.abs(width - exact.widthOf(other)), content).toBeLessThan(TOLERANCE);
      expect(late.widthOf(row)).toBe(width);
      expect(late.placesOf(row)).toEqual(exact.placesOf(other));
    }
    expect(latecomers).toBeGreaterThan(texts.length / 8);
  });
});

/** `hurries`: the frame has no time for letters. */
function createText(hurries: boolean) {
  const world = createWorld();
  let now = 0;
  const system = createTextSystem({
    world,
    measurer: createCanvasMeasurer(),
    rasteriser: createCanvasRasteriser(),
    clock: { now: () => (hurries ? now++ : 0) },
  });
  const [port, cache, runs] = [
    resource(world, TextPort),
    resource(world, GlyphCache),
    resource(world, TextRuns),
  ];
  const text = columns(world, Text);
  const row = resolve(world, spawn(world, TextKind));
  return {
    set(spec: Parameters<typeof port.font>[0], content: string) {
      if (text.runStart[row]! >= 0) port.setText(row, '');
      port.setFont(row, port.font(spec));
      port.setText(row, content);
      return row;
    },
    isLate: (at: number) =>
      runs.x[text.runStart[at]! + 1] === runs.x[text.runStart[at]! + text.runLength[at]!],
    widthOf: (at: number) => text.width[at]!,
    placesOf: (at: number) => [
      ...runs.x.slice(text.runStart[at]!, text.runStart[at]! + text.runLength[at]! + 1),
    ],
    finish(at: number) {
      for (let frame = 0; !cache.place(at, false); frame++) {
        expect(frame).toBeLessThan(500);
        system.flushUploads();
      }
    },
  };
}

function numbers(from: number) {
  let seed = from;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}
