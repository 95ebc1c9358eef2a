import { describe, expect, it } from 'vitest';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { heapSlope } from '../../../../src/testing/heap-slope';
import { box, internText, setTextId, text, virtualList } from '../../../../src/ui';

const FRAMES = process.env.RAFTER_LONG ? 20_000 : 5_000;
/** Bytes a frame that count as nothing. */
const NOTHING = 16;
/** A fraction handed to a function that is not inlined is an object of 16 bytes. */
const FEW_NUMBERS = 10 * 16;

describe('a steady scroll', () => {
  it('allocates nothing with rows that are measured', () => {
    expect(slopeOf(60, false)).toBeLessThanOrEqual(NOTHING);
  });

  it('allocates a few numbers at most between pixels', () => {
    expect(slopeOf(12.3, true)).toBeLessThanOrEqual(FEW_NUMBERS);
  });
});

function slopeOf(pixels: number, fixedSize: boolean): number {
  const app = createHeadlessApp({ width: 800, height: 1200 });
  const { world } = app;
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
    bind: (_, [from, to], index) => {
      setTextId(world, from!, ids[(index >> 2) & 3]!);
      setTextId(world, to!, ids[index & 3]!);
    },
  });
  app.frames(3);
  const slope = heapSlope((frame) => {
    list.scrollBy(pixels);
    // Whole milliseconds: a fraction handed to `step` would be an object of the test's own.
    app.step(1000 + frame * 16);
  }, FRAMES);
  app.dispose();
  return slope;
}
