import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/statistics';
import { same } from '../../same';
import { expectClose } from './close';
import { RUNS } from './runs';

describe('holm', () => {
  it('agrees with R', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.5, 0.04), "holm")
    const reference = [0.05, 0.12, 0.12, 0.03, 0.5, 0.12];
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.5, 0.04]);
    for (const [i, p] of adjusted.entries()) expectClose(p, reference[i]);
  });

  it('leaves null and NaN in place and does not count them', () => {
    expect(holm([null, 0.01, Number.NaN, 0.04])).toEqual([null, 0.02, Number.NaN, 0.04]);
    expect(holm([])).toEqual([]);
  });

  it('leaves the input as it is', () => {
    const pValues = [0.04, 0.01];
    holm(pValues);
    expect(pValues).toEqual([0.04, 0.01]);
  });

  it('keeps the order, never lowers a p, stays below Bonferroni, and rejects what the step-down does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
        const adjusted = holm(p);
        for (const [i, own] of p.entries()) {
          same(adjusted[i]! >= own, true);
          same(adjusted[i]! <= Math.min(1, own * p.length), true);
          for (const [j, other] of p.entries()) {
            if (own <= other) same(adjusted[i]! <= adjusted[j]!, true);
          }
        }
        const ascending = [...p].sort((a, b) => a - b);
        const stop = ascending.findIndex((value, rank) => (p.length - rank) * value > 0.05);
        expect(adjusted.filter((value) => value <= 0.05)).toHaveLength(stop < 0 ? p.length : stop);
      }),
      { numRuns: RUNS },
    );
  });
});
