import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, mannWhitney, rankSumCritical } from '../../../src/statistics';
import { expectClose } from './close';
import { RUNS } from './runs';
import { automatic, manual, ozoneInAugust, ozoneInMay, sleepFirst, sleepSecond } from './samples';

describe('mannWhitney without ties', () => {
  it('agrees with the exact test of R', () => {
    // R: wilcox.test(x, y), the permeability example of its help page
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { u, p, method } = mannWhitney(x, y);
    expect([u, method]).toEqual([35, 'exact']);
    expectClose(p, 0.254412254412254);
    expect(mannWhitney(y, x)).toEqual({ u: 15, p, method });
  });

  it('keeps its digits at 49 against 49, where the splits outgrow 2^53', () => {
    const squares = Array.from({ length: 49 }, (_, i) => (i + 1) ** 2);
    // R: wilcox.test((1:49)^2, (1:49) * 37.5 + 0.3, exact = TRUE)
    const near = mannWhitney(
      squares,
      squares.map((_, i) => (i + 1) * 37.5 + 0.3),
    );
    expect([near.u, near.method]).toEqual([1003, 'exact']);
    expectClose(near.p, 0.162275653579024);
    // R: wilcox.test((1:49)^2, (1:49) * 50 + 700.3, exact = TRUE)
    const far = mannWhitney(
      squares,
      squares.map((_, i) => (i + 1) * 50 + 700.3),
    );
    expect(far.u).toBe(350);
    expectClose(far.p, 1.17250568509431e-10);
  });

  it('is normal with continuity correction beyond 2,500 pairs', () => {
    // R: wilcox.test((1:60)^2, (1:60) * 37.5 + 0.3)
    const squares = Array.from({ length: 60 }, (_, i) => (i + 1) ** 2);
    const { u, p, method } = mannWhitney(
      squares,
      squares.map((_, i) => (i + 1) * 37.5 + 0.3),
    );
    expect([u, method]).toEqual([1707, 'normal']);
    expectClose(p, 0.627322358042804);
  });

  it('is exact up to 50 against 50', () => {
    const evens = Array.from({ length: 50 }, (_, i) => 2 * i);
    const odds = evens.map((value) => value + 1);
    expect(mannWhitney(evens, odds).method).toBe('exact');
    expect(mannWhitney(evens, [...odds, 101]).method).toBe('normal');
  });
});

describe('mannWhitney with ties', () => {
  it('agrees with the normal test of R with tie correction', () => {
    // R: wilcox.test(ozoneInMay, ozoneInAugust)
    const { u, p, method } = mannWhitney(ozoneInMay, ozoneInAugust);
    expect([u, method]).toEqual([127.5, 'normal']);
    expectClose(p, 0.000120807830768774);
  });

  it('agrees with the exact test of the R package coin up to 40 samples', () => {
    // R: coin::pvalue(coin::wilcox_test(value ~ side, distribution = "exact"))
    const cars = mannWhitney(automatic, manual);
    expect([cars.u, cars.method]).toEqual([42, 'exact']);
    expectClose(cars.p, 0.0011592907463319);
    expectClose(mannWhitney(sleepFirst, sleepSecond).p, 0.0658165364047717);
    expectClose(mannWhitney([1, 1, 2], [2, 2, 7, 3, 3, 2, 8]).p, 0.05);
  });

  it('permutes up to 40 samples and approximates from 41', () => {
    const tied = Array.from({ length: 20 }, (_, i) => i >> 1);
    expect(mannWhitney(tied, tied).method).toBe('exact');
    expect(mannWhitney(tied, [...tied, 7]).method).toBe('normal');
  });

  it('equals the share of all splits that lie as far out', () => {
    fc.assert(
      fc.property(smallSamples(), smallSamples(), (a, b) => {
        const { u, p } = mannWhitney(a, b);
        expect(u).toBe(naiveU(a, b));
        expectClose(p, shareOfSplits(a, b), 1e-12);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it('calls equal samples equal', () => {
    expect(mannWhitney([3, 3, 3], [3, 3, 3, 3])).toEqual({ u: 6, p: 1, method: 'exact' });
    const many = new Array(60).fill(3);
    expect(mannWhitney(many, many)).toEqual({ u: 1800, p: 1, method: 'normal' });
  });

  it('takes 0 and -0 for equal', () => {
    expect(mannWhitney([0], [-0]).u).toBe(0.5);
  });
});

describe('mannWhitney', () => {
  it('shows nothing without samples and is NaN with a NaN', () => {
    expect(mannWhitney([], [1, 2])).toEqual({ u: 0, p: 1, method: 'exact' });
    expect(mannWhitney([], []).p).toBe(1);
    expect(mannWhitney([1, Number.NaN], [1, 2]).p).toBeNaN();
  });

  it('gives both orders of the sides the same p', () => {
    const random = createRandom(3);
    for (let experiment = 0; experiment < 50; experiment++) {
      const a = Array.from({ length: 1 + (experiment % 9) }, () => Math.floor(random() * 12));
      const b = Array.from({ length: 12 }, () => Math.floor(random() * 12));
      expectClose(mannWhitney(a, b).p, mannWhitney(b, a).p, 1e-12);
    }
  });
});

describe('rankSumCritical', () => {
  it('agrees with the published two-sided 5 % and 1 % tables', () => {
    const table = [
      [4, 4, 0, -1],
      [5, 5, 2, 0],
      [3, 5, 0, -1],
      [5, 8, 6, 2],
      [9, 9, 17, 11],
      [10, 10, 23, 16],
      [7, 20, 34, 24],
      [20, 20, 127, 105],
    ] as const;
    for (const [left, right, five, one] of table) {
      expect(rankSumCritical(left, right)).toBe(five);
      expect(rankSumCritical(right, left)).toBe(five);
      expect(rankSumCritical(left, right, 0.99)).toBe(one);
    }
  });

  it('counts up to 2,500 pairs as R does', () => {
    // R: qwilcox(.025, c(30, 50), c(30, 50)) - 1
    expect(rankSumCritical(30, 30)).toBe(317);
    expect(rankSumCritical(50, 50)).toBe(965);
  });

  it('errs by one step at most where it no longer counts, at any confidence', () => {
    // R: qwilcox(.025, 60, 70) - 1, qwilcox(.05, 80, 90) - 1
    expect(Math.abs(rankSumCritical(60, 70) - 1680)).toBeLessThanOrEqual(1);
    expect(Math.abs(rankSumCritical(80, 90, 0.9) - 3072)).toBeLessThanOrEqual(1);
  });

  it('accepts a level that is met exactly', () => {
    // 2 of the 20 splits of 3 against 3 are the extremes.
    expect(rankSumCritical(3, 3, 0.9)).toBe(0);
  });

  it('refuses to call 3 samples a side enough', () => {
    expect(rankSumCritical(3, 3)).toBe(-1);
    expect(rankSumCritical(1, 9)).toBe(-1);
    expect(rankSumCritical(0, 5)).toBe(-1);
  });
});

function smallSamples() {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 4 }),
    fc.double({ min: 0, max: 4, noNaN: true }),
  );
  return fc.array(value, { minLength: 1, maxLength: 6 });
}

function naiveU(a: readonly number[], b: readonly number[]): number {
  let u = 0;
  for (const left of a) for (const right of b) u += left > right ? 1 : left === right ? 0.5 : 0;
  return u;
}

function shareOfSplits(a: readonly number[], b: readonly number[]): number {
  const pool = [...a, ...b];
  const middle = (a.length * b.length) / 2;
  const distance = Math.abs(naiveU(a, b) - middle);
  let all = 0;
  let outside = 0;
  for (let mask = 0; mask < 1 << pool.length; mask++) {
    const left = pool.filter((_, i) => (mask >> i) & 1);
    if (left.length !== a.length) continue;
    all++;
    const right = pool.filter((_, i) => !((mask >> i) & 1));
    if (Math.abs(naiveU(left, right) - middle) >= distance) outside++;
  }
  return outside / all;
}
