import { describe, expect, it } from 'vitest';
import { hitRates } from '../../../bench/memory/caches';
import { recordTrace } from '../../../bench/memory/record-traces';
import { kinds, saveTraces, styles, traceOf } from '../../../bench/memory/traces';

const isLong = process.env.RAFTER_LONG !== undefined && process.env.RAFTER_LONG !== '';

describe('traces of scrolling', () => {
  it.runIf(process.env.UPDATE)('are recorded', () => saveTraces(recordTrace));

  it.runIf(isLong)('are what a feed and a table bind', () => {
    for (const shown of kinds)
      for (const style of styles) {
        const [now, before] = [recordTrace(shown, style), traceOf(shown, style)];
        expect(now.length, `${shown} ${style}`).toBe(before.length);
        expect(
          now.every((key, i) => key === before[i]),
          `${shown} ${style}`,
        ).toBe(true);
      }
  });
});

describe.each(kinds)('a cache for a %s', (shown) => {
  // quick-lru keeps up to twice as many as it is told.
  it('finds three in a hundred more than others of its size in scans, and never one fewer', () => {
    for (const { style, rates } of hitRates(shown)) {
      const { ours, 'quick-lru': _, ...others } = rates;
      for (const [name, rate] of Object.entries(others)) {
        const ahead = ours! - rate;
        expect(ahead, `${style}, beside ${name}`).toBeGreaterThan(style === 'scans' ? 2.9 : -1);
      }
    }
  });
});
