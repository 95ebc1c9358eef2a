// Needs a process of its own in the long tests, which measure garbage: those of other lists are measured by default.
import { describe, expect, it } from 'vitest';
import { NOTHING, slopeOf, TIMEOUT_MS } from './list-slope';

// By heapSlope: code that other lists have run in the same process is compiled for those too.
describe('a steady scroll', () => {
  it.runIf(process.env.RAFTER_LONG)(
    'allocates nothing with rows of two types, in sections',
    async () => {
      const rowType = (index: number) => (index % 20 === 0 ? 'high' : 'low');
      const sections = Int32Array.from({ length: 10_000 }, (_, i) => i * 20);
      expect(await slopeOf(60, false, true, { rowType, sections })).toBeLessThanOrEqual(NOTHING);
    },
    TIMEOUT_MS,
  );
});
