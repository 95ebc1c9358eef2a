import { describe, expect, it } from 'vitest';
import {
  createRandom,
  interleave,
  median,
  quantile,
  rankSumCritical,
  ratioEstimate,
  signedRankCritical,
} from '../../../bench/statistics';

describe('quantile', () => {
  it('agrees with type 7 of R', () => {
    const samples = [9, 1, 4, 16, 25];
    expect(quantile(samples, 0)).toBe(1);
    expect(quantile(samples, 0.1)).toBeCloseTo(2.2, 12);
    expect(quantile(samples, 0.25)).toBe(4);
    expect(quantile(samples, 0.9)).toBeCloseTo(21.4, 12);
    expect(quantile(samples, 1)).toBe(25);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    quantile(samples, 0.5);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('sorts by value, not by text', () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it('is NaN without samples', () => {
    expect(median([])).toBeNaN();
  });
});

describe('median', () => {
  it('takes the middle sample, or the mean of the two middle ones', () => {
    expect(median([5])).toBe(5);
    expect(median([7, 1, 3])).toBe(3);
    expect(median([7, 1, 3, 5])).toBe(4);
  });
});

describe('signedRankCritical', () => {
  it('agrees with the published two-sided 5 % table', () => {
    const table = {
      6: 0,
      7: 2,
      8: 3,
      9: 5,
      10: 8,
      12: 13,
      15: 25,
      20: 52,
      25: 89,
      30: 137,
      50: 434,
    };
    for (const [count, critical] of Object.entries(table)) {
      expect(signedRankCritical(Number(count))).toBe(critical);
    }
  });

  it('refuses to call 5 pairs enough', () => {
    for (const count of [0, 1, 2, 3, 4, 5]) expect(signedRankCritical(count)).toBe(-1);
  });

  it('passes from counting to the normal approximation without a jump', () => {
    const steps = [59, 60, 61, 62].map((count) => signedRankCritical(count));
    for (let i = 1; i < steps.length; i++) {
      const step = (steps[i] ?? 0) - (steps[i - 1] ?? 0);
      expect(step).toBeGreaterThan(15);
      expect(step).toBeLessThan(30);
    }
  });
});

describe('rankSumCritical', () => {
  it('agrees with the published two-sided 5 % table', () => {
    const table = [
      [4, 4, 0],
      [5, 5, 2],
      [3, 5, 0],
      [5, 8, 6],
      [9, 9, 17],
      [10, 10, 23],
      [7, 20, 34],
      [20, 20, 127],
    ] as const;
    for (const [left, right, critical] of table) {
      expect(rankSumCritical(left, right)).toBe(critical);
      expect(rankSumCritical(right, left)).toBe(critical);
    }
  });

  it('errs by one step to the wide side at most where it no longer counts', () => {
    for (const [size, critical] of [
      [25, 211],
      [30, 317],
    ] as const) {
      expect(rankSumCritical(size, size)).toBeLessThanOrEqual(critical);
      expect(rankSumCritical(size, size)).toBeGreaterThanOrEqual(critical - 1);
    }
  });

  it('refuses to call 3 samples a side enough', () => {
    expect(rankSumCritical(3, 3)).toBe(-1);
    expect(rankSumCritical(1, 9)).toBe(-1);
  });
});

describe('ratioEstimate', () => {
  it('recovers a ratio that every round shows', () => {
    const peer = [10, 12, 9, 30, 11, 14, 8];
    const estimate = ratioEstimate(
      peer.map((value) => value * 0.8),
      peer,
      { paired: true },
    );
    expect(estimate?.ratio).toBeCloseTo(0.8, 12);
    expect(estimate?.interval?.[0]).toBeCloseTo(0.8, 12);
    expect(estimate?.interval?.[1]).toBeCloseTo(0.8, 12);
  });

  it('skips five Walsh averages at each end for nine rounds', () => {
    const peer = new Array(9).fill(1);
    const ours = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    // The Walsh averages are 1, 1.5, 2, 2, 2.5, 2.5, ...: the sixth from each end remains.
    expect(ratioEstimate(ours, peer, { paired: true })).toEqual({ ratio: 5, interval: [2.5, 7.5] });
  });

  it('is not moved far by one wild round', () => {
    const peer = new Array(9).fill(10);
    const ours = [10, 10.1, 9.9, 10, 10.2, 9.8, 10, 10, 400];
    const estimate = ratioEstimate(ours, peer, { paired: true });
    expect(estimate?.ratio).toBeCloseTo(1, 1);
  });

  it('gives no interval where the samples cannot support 95 %', () => {
    expect(ratioEstimate([1, 1, 1, 1, 1], [2, 2, 2, 2, 2], { paired: true })).toEqual({
      ratio: 0.5,
    });
    expect(ratioEstimate([1, 1, 1], [2, 2, 2])).toEqual({ ratio: 0.5 });
  });

  it('takes unpaired samples of different counts', () => {
    const estimate = ratioEstimate([2, 2, 2, 2], [1, 1, 1, 1, 1, 1]);
    expect(estimate).toEqual({ ratio: 2, interval: [2, 2] });
  });

  it('allows ours to be zero or below, as a cost net of a control may be', () => {
    const estimate = ratioEstimate([0, -1, 1, 0, 0, 0], [4, 4, 4, 4, 4, 4], { paired: true });
    expect(estimate?.ratio).toBe(0);
    expect(estimate?.interval?.[0]).toBe(-0.25);
    expect(estimate?.interval?.[1]).toBe(0.25);
  });

  it('is undefined against a peer that is not positive, or without samples', () => {
    expect(ratioEstimate([1], [0])).toBeUndefined();
    expect(ratioEstimate([1, 2], [3, -1], { paired: true })).toBeUndefined();
    expect(ratioEstimate([], [1])).toBeUndefined();
    expect(ratioEstimate([1], [])).toBeUndefined();
  });

  it('refuses paired samples of different counts', () => {
    expect(() => ratioEstimate([1, 2], [1], { paired: true })).toThrow('2 against 1');
  });

  it('covers the true ratio in about 95 of 100 seeded experiments', () => {
    const random = createRandom(7);
    let covered = 0;
    for (let experiment = 0; experiment < 400; experiment++) {
      const ours = Array.from({ length: 9 }, () => 0.7 + 0.1 * (random() + random() - 1));
      const peer = Array.from({ length: 9 }, () => 1 + 0.1 * (random() + random() - 1));
      const interval = ratioEstimate(ours, peer, { paired: true })?.interval;
      if (interval && interval[0] <= 0.7 && interval[1] >= 0.7) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(372);
    expect(covered).toBeLessThanOrEqual(396);
  });

  it('thins large unpaired sides instead of forming every pair', () => {
    const large = Array.from({ length: 50_000 }, (_, i) => 1 + (i % 10));
    const estimate = ratioEstimate(large, large);
    expect(estimate?.ratio).toBeCloseTo(1, 1);
    expect(estimate?.interval?.[0]).toBeLessThanOrEqual(1);
    expect(estimate?.interval?.[1]).toBeGreaterThanOrEqual(1);
  });
});

describe('interleave', () => {
  it('runs every contender once a round and every second round backwards', () => {
    const orders = interleave(['a', 'b', 'c', 'd'], 6, createRandom(1));
    expect(orders).toHaveLength(6);
    for (const order of orders) expect([...order].sort()).toEqual(['a', 'b', 'c', 'd']);
    for (const round of [1, 3, 5]) {
      expect(orders[round]).toEqual([...(orders[round - 1] ?? [])].reverse());
    }
  });

  it('is the same for the same seed and differs for another', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(interleave(names, 4, createRandom(3))).toEqual(interleave(names, 4, createRandom(3)));
    expect(interleave(names, 4, createRandom(3))).not.toEqual(
      interleave(names, 4, createRandom(4)),
    );
  });
});
