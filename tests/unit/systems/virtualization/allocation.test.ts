import { describe, expect, it, vi } from 'vitest';
import { numberFormat } from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, internText, setNumber, setTextId, text, virtualList } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 1_500;
/** By how many pixels, with rows of one size, with rows ahead; by default each of them once at least. */
const SCROLLS: readonly (readonly [number, boolean, boolean])[] = [
  [60, true, false],
  [12.3, false, false],
  [12.3, true, true],
  ...(process.env.RAFTER_LONG
    ? ([
        [60, false, false],
        [12.3, true, false],
        [60, false, true],
      ] as const)
    : []),
];
/** Bytes a frame that count as nothing. */
const NOTHING = 16;
const TIMEOUT_MS = 120_000;

describe('a steady scroll', () => {
  it.each(SCROLLS)(
    'allocates nothing at %d px a frame, with rows of one size: %s, with rows ahead of it: %s',
    async (pixels, fixedSize, foresees) => {
      expect(await slopeOf(pixels, fixedSize, foresees)).toBeLessThanOrEqual(NOTHING);
    },
    TIMEOUT_MS,
  );
});

async function slopeOf(pixels: number, fixedSize: boolean, foresees: boolean): Promise<number> {
  const app = createHeadlessApp({ width: 800, height: 1200 });
  const { world } = app;
  const plain = numberFormat({ group: ',' });
  const ids = ['EWR', 'JFK', 'LGA', 'SFO'].map((name) => internText(world, name));
  const list = virtualList(world, {
    parent: box(world, { width: 800, height: 1200 }),
    width: '100%',
    count: 10_000_000,
    estimatedSize: 28,
    fixedSize,
    template: (row) => [
      text(world, { parent: row, width: 100, height: 28 }),
      text(world, { parent: row, width: 100 }),
    ],
    bind: (_, [from, delay], index) => {
      // Rows that take no time are not readied.
      if (foresees) app.clock.advance(1 / 16);
      setTextId(world, from!, ids[(index >> 2) & 3]!);
      setNumber(world, delay!, index * 7, plain);
    },
  });
  app.frames(3);
  if (foresees) {
    list.scrollBy(1);
    app.frames(1);
    await vi.dynamicImportSettled();
    app.frames(1);
  }
  const slope = heapSlope((frame) => {
    list.scrollBy(pixels);
    // Whole milliseconds: a fraction handed to `step` would be an object of the test's own.
    app.step(1000 + frame * 16);
  }, FRAMES);
  expect(list.metrics.rowsBoundAhead > 0).toBe(foresees);
  app.dispose();
  return slope;
}
