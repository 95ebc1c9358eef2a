import { describe, expect, it } from 'vitest';
import { NOTHING, slopeOf, TIMEOUT_MS } from './list-slope';

/** By how many pixels, with rows of one size, with rows ahead; the others are those of an app's list by default. */
const SCROLLS: readonly (readonly [number, boolean, boolean])[] = [
  [12.3, true, true],
  ...(process.env.RAFTER_LONG
    ? ([
        [60, true, false],
        [12.3, false, false],
        [60, false, false],
        [12.3, true, false],
        [60, false, true],
      ] as const)
    : []),
];

// By heapSlope: this file has a process of its own.
describe('a steady scroll', () => {
  it.each(SCROLLS)(
    'allocates nothing at %d px a frame, with rows of one size: %s, with rows ahead of it: %s',
    async (pixels, fixedSize, foresees) => {
      expect(await slopeOf(pixels, fixedSize, foresees)).toBeLessThanOrEqual(NOTHING);
    },
    TIMEOUT_MS,
  );
});
