import { describe, expect, it } from 'vitest';
import { outlierFences } from '../../../src/statistics';
import { expectClose } from './close';
import { ozoneInAugust } from './samples';

describe('outlierFences', () => {
  it('lie three quartile distances beyond the quartiles of R', () => {
    // R: quantile(ozoneInAugust, c(.25, .75)) gives 28.75 and 82.5
    const { low, high } = outlierFences(ozoneInAugust);
    expectClose(low, 28.75 - 3 * 53.75);
    expectClose(high, 82.5 + 3 * 53.75);
  });

  it('take another factor', () => {
    expect(outlierFences([0, 1, 2, 3, 4], 1.5)).toEqual({ low: -2, high: 6 });
  });

  it('are the value for equal samples and NaN for none', () => {
    expect(outlierFences([4, 4, 4])).toEqual({ low: 4, high: 4 });
    expect(outlierFences([])).toEqual({ low: Number.NaN, high: Number.NaN });
  });
});
