import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cliffsDelta, hedgesG } from '../../../src/statistics';
import { expectClose } from './close';
import { RUNS } from './runs';
import { automatic, manual } from './samples';

describe('cliffsDelta', () => {
  it('agrees with R', () => {
    // R: mean(sign(outer(automatic, manual, "-")))
    expectClose(cliffsDelta(automatic, manual), -0.659919028340081);
  });

  it('is 1 where every sample is larger, -1 where smaller, 0 where equal', () => {
    expect(cliffsDelta([5, 6], [1, 2, 3])).toBe(1);
    expect(cliffsDelta([1, 2, 3], [5, 6])).toBe(-1);
    expect(cliffsDelta([4, 4], [4])).toBe(0);
    expect(cliffsDelta([], [4])).toBeNaN();
  });

  it('equals the count over all pairs', () => {
    fc.assert(
      fc.property(samples(), samples(), (a, b) => {
        const signs = a.flatMap((left) => b.map((right) => Math.sign(left - right)));
        const sum = signs.reduce((total, sign) => total + sign, 0);
        expect(Math.abs(cliffsDelta(a, b) - sum / signs.length)).toBeLessThan(1e-12);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('hedgesG', () => {
  it('agrees with R', () => {
    // R: df <- 30; s <- sqrt((18 * var(automatic) + 12 * var(manual)) / df)
    //    (mean(automatic) - mean(manual)) / s * gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2))
    expectClose(hedgesG(automatic, manual), -1.44063540240185);
    expectClose(hedgesG(manual, automatic), 1.44063540240185);
  });

  it('decides between constants and needs two samples a side', () => {
    expect(hedgesG([2, 2], [2, 2])).toBe(0);
    expect(hedgesG([3, 3], [2, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(hedgesG([1], [1, 2])).toBeNaN();
    expect(hedgesG([1], [1, 1])).toBeNaN();
  });
});

function samples() {
  return fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 20 });
}
