import { describe, expect, it } from 'vitest';
import { NOTHING, slopeOf, TIMEOUT_MS } from './list-slope';

// By heapSlope: this file has a process of its own.
describe('a steady scroll of a list in lanes', () => {
  it(
    'allocates nothing',
    async () => {
      const sizeOf = (index: number) => 20 + ((index * 37) & 63);
      expect(await slopeOf(12.3, false, false, { lanes: 3, gap: 8, sizeOf })).toBeLessThanOrEqual(
        NOTHING,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'allocates nothing where its rows are measured',
    async () => {
      const rowType = (index: number) => ((index * 37) % 5 === 0 ? 'high' : 'low');
      expect(await slopeOf(12.3, false, false, { lanes: 3, gap: 8, rowType })).toBeLessThanOrEqual(
        NOTHING,
      );
    },
    TIMEOUT_MS,
  );
});
