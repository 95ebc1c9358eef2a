import fc from 'fast-check';
import {
  CONTENT,
  columns,
  createWorld,
  type DirtList,
  PAINT,
  type Row,
  resolve,
  resource,
  spawn,
  watchDirt,
} from '../../../../src/ecs';
import {
  type FontSpec,
  GlyphCache,
  Text,
  TextKind,
  type TextMeasurer,
  TextPort,
  TextRuns,
} from '../../../../src/ecs/stores';
import { createTextSystem, type TextSystemOptions } from '../../../../src/systems/text';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../../../src/testing/deterministic-text';

export const LONG = process.env.RAFTER_LONG === '1';

/** Runs between which the event loop turns. */
const PART = 200;

/**
 * `fc.assert` with so many runs, in parts. What a world loads on demand, bidi levels among it, keeps the world until it has come,
 * and it does not come while a test is at work: thousands of worlds in one run take gigabytes.
 */
export async function assertInParts<Values>(
  property: fc.IProperty<Values>,
  numRuns: number,
): Promise<void> {
  for (let left = numRuns; left > 0; left -= PART) {
    fc.assert(property, { numRuns: Math.min(left, PART) });
    await new Promise((resolve) => setTimeout(resolve));
  }
}

export const SANS: FontSpec = { family: 'sans-serif', size: 10, weight: 400, italic: false };

export type Fixture = ReturnType<typeof createFixture>;

/** A world with a text system, and what a test asks it. */
export function createFixture(options: Partial<TextSystemOptions> = {}) {
  const world = createWorld();
  const system = createTextSystem({
    world,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    ...options,
  });
  const port = resource(world, TextPort);
  const runs = resource(world, TextRuns);
  const cache = resource(world, GlyphCache);
  const text = columns(world, Text);
  const font = port.font(SANS);
  const dirty = watchDirt(world, CONTENT | PAINT);

  return {
    world,
    system,
    port,
    runs,
    cache,
    text,
    font,
    dirty,
    element(fontId = font): Row {
      const row = resolve(world, spawn(world, TextKind));
      text.font[row] = fontId;
      return row;
    },
    glyphsOf(row: number): number[] {
      const start = text.runStart[row]!;
      return [...runs.glyphs.subarray(start, start + text.runLength[row]!)];
    },
    xOf(row: number): number[] {
      const start = text.runStart[row]!;
      return [...runs.x.subarray(start, start + text.runLength[row]! + 1)];
    },
  };
}

/** What has become dirty on a row since the last call. */
export function takeDirt(dirty: DirtList, row: number): number {
  const bits = dirty.bits[row]!;
  dirty.take();
  return bits;
}

/** A measurer where every unit has its own width and every ordered pair its own kerning. */
export function createKerningMeasurer(): TextMeasurer {
  const advance = (code: number) => ((code * 7919) % 97) / 16 + 1;
  const kerning = (first: number, second: number) => (((first * 31 + second * 17) % 41) - 20) / 32;
  return {
    measure({ size }, text) {
      let em = 0;
      for (let i = 0; i < text.length; i++) {
        em += advance(text.charCodeAt(i));
        if (i > 0) em += kerning(text.charCodeAt(i - 1), text.charCodeAt(i));
      }
      return (em * size) / 10;
    },
    metrics: ({ size }) => ({ ascent: size * 0.75, descent: size * 0.25, lineHeight: size * 1.5 }),
  };
}
