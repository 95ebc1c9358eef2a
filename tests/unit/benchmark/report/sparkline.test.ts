import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramline, sparkline } from '../../../../src/benchmark/report/index';
import { histogram } from '../../../../src/benchmark/report/sparkline';

describe('sparkline', () => {
  it('rises from the lowest block to the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([0, 7], 8, { unicode: false })).toBe('_#');
  });

  it('draws a constant series in the middle and nothing for an empty one', () => {
    expect(sparkline([3, 3, 3], 8)).toBe('▅▅▅');
    expect(sparkline([], 8)).toBe('');
  });

  it('averages what does not fit', () => {
    expect(sparkline([0, 0, 10, 10, 5, 5], 3)).toBe('▁█▅');
  });

  it('leaves a gap where there is no number', () => {
    expect(sparkline([0, Number.NaN, Number.POSITIVE_INFINITY, 1], 8)).toBe('▁  █');
    expect(sparkline([Number.NaN], 8)).toBe(' ');
  });

  it('is never wider than asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.nat(20), (values, width) => {
        expect(sparkline(values, width)).toHaveLength(Math.min(values.length, width));
      }),
    );
  });
});

describe('histogram', () => {
  it('counts every finite sample once', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.integer({ min: 1, max: 20 }), (sketch, bins) => {
        const { counts } = histogram(sketch, bins);
        const finite = sketch.filter(Number.isFinite).length;
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(finite);
        expect(counts).toHaveLength(finite > 0 ? bins : 0);
      }),
    );
  });

  it('is not squashed by one far outlier', () => {
    const sketch = [...Array.from({ length: 200 }, (_, i) => i), 1e9];
    expect(histogram(sketch, 4).counts.every((n) => n > 40)).toBe(true);
  });
});

describe('histogramline', () => {
  it('shows the fullest bin highest and an empty bin blank', () => {
    expect(histogramline([0, 0, 0, 0, 1, 3, 3], 4)).toBe('█▃ ▅');
    expect(histogramline([0, 0, 3], 4, { unicode: false })).toBe('#  =');
  });

  it('puts a constant sketch into one bin and draws nothing of an empty one', () => {
    expect(histogramline([5, 5, 5], 8)).toBe('    █   ');
    expect(histogramline([], 8)).toBe('');
    expect(histogramline([Number.NaN], 8)).toBe('');
  });
});
