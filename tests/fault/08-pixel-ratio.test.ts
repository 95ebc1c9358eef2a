import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/ecs';
import { box, text } from '../../src/ui';
import { screen } from './null-screen';

const CYCLES = process.env.RAFTER_LONG ? 50 : 2;
const LINES = 40;
const PER_LINE = 50;

describe('glyphs of a device pixel ratio that changes', () => {
  it(`need no more pages after ${CYCLES} cycles than the ratio that needs most`, () => {
    const most = pagesAfter([3]);
    expect(most).toBeGreaterThan(2);
    const cycles = Array.from({ length: CYCLES }, () => [1.25, 2, 3, 1]).flat();
    expect(pagesAfter(cycles)).toBeLessThanOrEqual(most + 1);
  });
});

/** Pages of the atlas after a screen of distinct glyphs was shown at ratio 1 and then at these. */
function pagesAfter(ratios: readonly number[]): number {
  const { backend, frame, resize } = screen(1, ({ world }) => {
    const page = box(world, { flexDirection: 'column' });
    for (let i = 0; i < LINES; i++) {
      const codes = Array.from({ length: PER_LINE }, (_, at) => 0x4e00 + i * PER_LINE + at);
      text(world, { parent: page, content: String.fromCharCode(...codes), fontSize: 20 });
    }
    return resolve(world, page);
  });
  resize(1200, 1100, 1);
  frame();
  for (const ratio of ratios) {
    resize(1200, 1100, ratio);
    // All rows are written anew in the first, what they ask for is there in the second.
    for (let i = 0; i < 3; i++) frame();
  }
  return backend.atlasPages;
}
