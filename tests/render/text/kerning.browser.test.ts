import { beforeAll, describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import { type FontSpec, Text, TextKind, TextPort } from '../../../src/ecs/stores';
import { createCanvasMeasurer, createCanvasRasteriser } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { familiesFor, loadTestFonts } from '../../fonts';

const NOTO = familiesFor('Latin')[0]!;
const FAMILIES = import.meta.env.RAFTER_LONG ? ['sans-serif', 'serif', 'monospace', NOTO] : [NOTO];
const WEIGHTS = import.meta.env.RAFTER_LONG ? [400, 700] : [400];
const SIZES = import.meta.env.RAFTER_LONG ? [14, 1.5, 9, 11, 14.5, 33, 120] : [1.5, 14.5, 120];
const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i));
/** Some that are kerned in many fonts, and some that are not. */
const OTHERS = [...'éÄŁđşАГТУРжкоу.ΑΓΔΤΥοπ,”'];
const PAIRS = [ASCII, OTHERS].flatMap((units) =>
  units.flatMap((first) => units.map((second) => first + second)),
);
/** Measures are floats: the two advances, their sum, the pair. */
const FLOAT_ERROR = 1e-5;

beforeAll(() => loadTestFonts(familiesFor('Latin'), [...ASCII, ...OTHERS].join('')));

describe('the 9,025 pairs of ASCII and some others', () => {
  for (const family of FAMILIES) {
    it(`of ${family} are as wide in every size and weight as canvas measures them, few of them by looking`, () => {
      const { widthOf, calls } = createText();
      const oracle = createCanvasMeasurer();
      for (const weight of WEIGHTS) {
        for (const size of SIZES) {
          const font = { family, size, weight, italic: false };
          const before = calls.pairs;
          let worst = 0;
          for (const pair of PAIRS) {
            worst = Math.max(worst, Math.abs(widthOf(font, pair) - oracle.measure(font, pair)));
          }
          expect(worst / size).toBeLessThan(FLOAT_ERROR);
          // Those that are kerned, a tenth of them at most in these fonts.
          if (family === 'monospace') {
            expect(calls.pairs - before).toBeLessThan(10 + OTHERS.length ** 2);
          } else if (size !== SIZES[0]) {
            expect(calls.pairs - before).toBeLessThan(PAIRS.length / 10);
          }
        }
      }
    });
  }
});

function createText() {
  const world = createWorld();
  const measurer = createCanvasMeasurer();
  const calls = { pairs: 0 };
  createTextSystem({
    world,
    measurer: {
      ...measurer,
      measure(font, content) {
        if (content.length === 2) calls.pairs++;
        return measurer.measure(font, content);
      },
    },
    rasteriser: createCanvasRasteriser(),
  });
  const port = resource(world, TextPort);
  const text = columns(world, Text);
  const row = resolve(world, spawn(world, TextKind));
  return {
    calls,
    widthOf(font: FontSpec, content: string): number {
      text.font[row] = port.font(font);
      port.setText(row, content);
      return text.width[row]!;
    },
  };
}
