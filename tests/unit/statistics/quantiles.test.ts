import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mean,
  median,
  medianAbsoluteDeviation,
  quantile,
  quantileOfSorted,
  sorted,
  variance,
} from '../../../src/statistics';
import { expectClose } from './close';
import { RUNS } from './runs';
import { ozoneInAugust } from './samples';

describe('quantile', () => {
  it('agrees with type 7 of R', () => {
    // R: quantile(ozoneInAugust, c(.05, .25, .5, .9, .99), type = 7)
    const reference = [10.75, 28.75, 52, 114, 156.5];
    for (const [i, fraction] of [0.05, 0.25, 0.5, 0.9, 0.99].entries()) {
      expectClose(quantile(ozoneInAugust, fraction), reference[i]);
    }
    expect(quantile([9, 1, 4, 16, 25], 0)).toBe(1);
    expect(quantile([9, 1, 4, 16, 25], 1)).toBe(25);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    quantile(samples, 0.5);
    medianAbsoluteDeviation(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('gives the ends beyond 0 and 1, also where samples are infinite', () => {
    expect(quantile([1, 2], -1)).toBe(1);
    expect(quantile([1, 2], 2)).toBe(2);
    expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.5)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('is NaN without samples', () => {
    for (const of of [median, mean, variance, medianAbsoluteDeviation]) expect(of([])).toBeNaN();
    expect(quantileOfSorted([], 0.5)).toBeNaN();
  });

  it('ascends with the fraction and stays within the samples', () => {
    fc.assert(
      fc.property(samples(), fc.double({ min: 0, max: 1, noNaN: true }), (values, fraction) => {
        const low = quantile(values, fraction);
        const high = quantile(values, fraction + (1 - fraction) / 3);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(Math.max(...values));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('sorted', () => {
  it('sorts a copy by value, not by text', () => {
    const values = [10, 9, 100, -1];
    expect([...sorted(values)]).toEqual([-1, 9, 10, 100]);
    expect(values[0]).toBe(10);
  });
});

describe('median', () => {
  it('takes the middle sample, or the mean of the two middle ones', () => {
    expect(median([5])).toBe(5);
    expect(median([7, 1, 3])).toBe(3);
    expect(median([7, 1, 3, 5])).toBe(4);
  });

  it('has as many samples above as below', () => {
    fc.assert(
      fc.property(samples(), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('mean, variance and medianAbsoluteDeviation', () => {
  it('agree with R', () => {
    // R: mean(ozoneInAugust), var(ozoneInAugust), mad(ozoneInAugust, constant = 1)
    expectClose(mean(ozoneInAugust), 59.9615384615385, 1e-14);
    expectClose(variance(ozoneInAugust), 1574.59846153846, 1e-14);
    expectClose(medianAbsoluteDeviation(ozoneInAugust), 27.5);
  });

  it('keep their digits far from zero', () => {
    expect(variance([4, 7, 13, 16].map((value) => value + 1e9))).toBe(30);
    expect(variance([0.1, 0.1, 0.1])).toBe(0);
    expect(mean(new Array(10).fill(0.1))).toBe(0.1);
  });

  it('need two samples for a variance', () => {
    expect(variance([3])).toBeNaN();
    expect(medianAbsoluteDeviation([3])).toBe(0);
  });
});

function samples() {
  return fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
}
