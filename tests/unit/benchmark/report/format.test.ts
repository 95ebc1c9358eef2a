import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, probability, shorten, size, times } from '../../../../src/benchmark/report/format';
import { duration, figure, parametersText, percent } from '../../../../src/benchmark/report/index';
import { nastyText } from './arbitraries';

describe('figure', () => {
  it.each([
    [0, '0'],
    [0.031, '0.031'],
    [0.5, '0.50'],
    [0.9949, '0.99'],
    [0.996, '1.00'],
    [9.996, '10.0'],
    [99.96, '100'],
    [999.6, '1,000'],
    [-12.34, '-12.3'],
    [1_234_567, '1,234,567'],
  ])('shows %d as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });

  it('never shows NaN or Infinity', () => {
    for (const show of [figure, percent, duration, probability, count, size, times]) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        expect(show(value)).toBe('n/a');
      }
    }
  });

  it('is within half a percent of any number of ordinary size', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e11, noNaN: true }), (value) => {
        const shown = Number(figure(value).replaceAll(',', ''));
        expect(Math.abs(shown - value) / value).toBeLessThanOrEqual(0.00502);
      }),
    );
  });
});

describe('duration', () => {
  it.each([
    [-1, '0 ms'],
    [250, '250 ms'],
    [999.6, '1 s'],
    [4_200, '4.2 s'],
    [9_960, '10 s'],
    [59_600, '1 m 00 s'],
    [130_000, '2 m 10 s'],
    [3_900_000, '1 h 05 m'],
  ])('shows %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('parameters', () => {
  it('are shortened only where nothing is lost', () => {
    expect(parametersText({ rows: 10_000, half: 1_500, odd: 1_234, share: 0.25 })).toBe(
      'rows=10k, half=1.5k, odd=1,234, share=0.25',
    );
    expect(parametersText({})).toBe('');
  });
});

describe('shares and probabilities', () => {
  it('show a decimal below ten percent', () => {
    expect([0.031, 0.0996, 0.5, -0.02].map(percent)).toEqual(['3.1 %', '10 %', '50 %', '-2 %']);
  });

  it('show small probabilities as a bound', () => {
    expect([0.0004, 0.001, 0.0123, 1].map(probability)).toEqual(['<.001', '.001', '.012', '1']);
  });
});

describe('shorten', () => {
  it('never gives more characters than asked for', () => {
    fc.assert(
      fc.property(nastyText(), fc.nat(20), (text, length) => {
        expect([...shorten(text, length)].length).toBeLessThanOrEqual(length);
        expect([...shorten(text, length, '..')].length).toBeLessThanOrEqual(length);
      }),
    );
  });
});
