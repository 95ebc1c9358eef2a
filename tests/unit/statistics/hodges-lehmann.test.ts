import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createNormal,
  createRandom,
  hodgesLehmann,
  quantile,
  rankSumCritical,
  ratioEstimate,
  signedRankCritical,
  sorted,
} from '../../../src/statistics';
import { expectClose, expectInterval } from './close';
import { RUNS } from './runs';

describe('hodgesLehmann', () => {
  it('agrees with the exact interval of R', () => {
    // R: wilcox.test(x, y, conf.int = TRUE), the permeability example of its help page
    const x = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const y = [1.15, 0.88, 0.9, 0.74, 1.21];
    const estimate = hodgesLehmann(x, y);
    expectClose(estimate?.shift, 0.305);
    expectInterval(estimate?.interval, [-0.15, 0.76]);
  });

  it('equals the order statistics of all differences', () => {
    fc.assert(
      fc.property(samples(), samples(), (a, b) => {
        const all = sorted(a.flatMap((left) => b.map((right) => left - right)));
        const { shift, interval } = hodgesLehmann(a, b, { confidence: 0.9 })!;
        // Infinity - Infinity aside the middle is the same number.
        expectClose(shift, quantile(all, 0.5), 1e-12);
        const skipped = rankSumCritical(a.length, b.length, 0.9);
        if (skipped < 0) expect(interval).toBeUndefined();
        else expect(interval).toEqual([all[skipped], all[all.length - 1 - skipped]]);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds one of the differences among a million without forming them', () => {
    const normal = createNormal(createRandom(6));
    const a = Array.from({ length: 801 }, () => Math.exp(5 * normal()));
    const b = Array.from({ length: 901 }, () => Math.exp(5 * normal()) - 3);
    const all = sorted(a.flatMap((left) => b.map((right) => left - right)));
    const { shift, interval } = hodgesLehmann(a, b)!;
    const skipped = rankSumCritical(801, 901);
    expect(shift).toBe(all[(all.length - 1) / 2]);
    expect(interval).toEqual([all[skipped], all[all.length - 1 - skipped]]);
  });

  it('moves with the samples', () => {
    const a = [1, 4, 9, 16, 25];
    expect(
      hodgesLehmann(
        a.map((value) => value + 3),
        a,
      )?.shift,
    ).toBe(3);
    expect(
      hodgesLehmann(
        a,
        a.map((value) => value + 3),
      )?.shift,
    ).toBe(-3);
  });

  it('gives no interval for 3 against 3, and nothing without samples or with NaN', () => {
    expect(hodgesLehmann([1, 2, 3], [1, 2, 3])).toEqual({ shift: 0 });
    expect(hodgesLehmann([], [1])).toBeUndefined();
    expect(hodgesLehmann([1], [Number.NaN, 2])).toBeUndefined();
  });
});

describe('ratioEstimate of unpaired samples', () => {
  it('equals the order statistics of all ratios, whatever the sign of ours', () => {
    fc.assert(
      fc.property(samples(), positiveSamples(), (ours, peer) => {
        const all = sorted(ours.flatMap((left) => peer.map((right) => left / right)));
        const { ratio, interval } = ratioEstimate(ours, peer, { confidence: 0.9 })!;
        expectClose(ratio, quantile(all, 0.5), 1e-12);
        const skipped = rankSumCritical(ours.length, peer.length, 0.9);
        if (skipped < 0) expect(interval).toBeUndefined();
        else expectInterval(interval, [all[skipped]!, all[all.length - 1 - skipped]!], 0);
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps every sample of large sides', () => {
    const large = Array.from({ length: 50_000 }, (_, i) => 1 + (i % 10));
    const estimate = ratioEstimate(large, large);
    expect(estimate?.ratio).toBe(1);
    expectInterval(estimate?.interval, [1, 1]);
    // A quarter of the samples behind the first 40,000 moves the quartiles of the ratios.
    const shifted = large.map((value, i) => (i < 40_000 ? value : 1000 + value));
    const grown = ratioEstimate(shifted, new Array(10).fill(1))!;
    expect(grown.ratio).toBe(quantile(shifted, 0.5));
  });

  it('takes samples of different counts', () => {
    expect(ratioEstimate([2, 2, 2, 2], [1, 1, 1, 1, 1, 1])).toEqual({ ratio: 2, interval: [2, 2] });
  });

  it('gives no interval where the samples cannot support 95 %', () => {
    expect(ratioEstimate([1, 1, 1], [2, 2, 2])).toEqual({ ratio: 0.5 });
  });

  it('is undefined against a peer that is not positive, with NaN, or without samples', () => {
    expect(ratioEstimate([1], [0])).toBeUndefined();
    expect(ratioEstimate([1], [3, -1])).toBeUndefined();
    expect(ratioEstimate([1], [Number.NaN])).toBeUndefined();
    expect(ratioEstimate([Number.NaN], [1])).toBeUndefined();
    expect(ratioEstimate([], [1])).toBeUndefined();
    expect(ratioEstimate([1], [])).toBeUndefined();
  });
});

describe('ratioEstimate of paired samples', () => {
  it('recovers a ratio that every round shows', () => {
    const peer = [10, 12, 9, 30, 11, 14, 8];
    const estimate = ratioEstimate(
      peer.map((value) => value * 0.8),
      peer,
      { paired: true },
    );
    expectClose(estimate?.ratio, 0.8, 1e-12);
    expectInterval(estimate?.interval, [0.8, 0.8], 1e-12);
  });

  it('agrees with the one-sample interval of R against a constant peer', () => {
    // R: wilcox.test(x, y, paired = TRUE, conf.int = TRUE) of the depression example gives 0.46, 0.01 to 0.786
    const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const differences = x.map((value, i) => value - y[i]!);
    const estimate = ratioEstimate(differences, new Array(9).fill(1), { paired: true });
    expectClose(estimate?.ratio, 0.46);
    expectInterval(estimate?.interval, [0.01, 0.786]);
  });

  it('skips five Walsh averages at each end for nine rounds', () => {
    const peer = new Array(9).fill(1);
    const ours = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    // The Walsh averages are 1, 1.5, 2, 2, 2.5, 2.5, ...: the sixth from each end remains.
    expect(ratioEstimate(ours, peer, { paired: true })).toEqual({ ratio: 5, interval: [2.5, 7.5] });
  });

  it('equals the order statistics of all Walsh ratios', () => {
    fc.assert(
      fc.property(pairs(), (rounds) => {
        const ours = rounds.map(([left]) => left);
        const peer = rounds.map(([, right]) => right);
        expectWalsh(ours, peer);
      }),
      { numRuns: RUNS },
    );
  });

  it('equals them for hundreds of rounds, smooth, tied and wild', () => {
    const random = createRandom(12);
    const normal = createNormal(random);
    const peer = Array.from({ length: 300 }, () => 10 + random());
    expectWalsh(
      peer.map((value) => value * (1 + 0.1 * normal())),
      peer,
    );
    expectWalsh(
      peer.map((value) => Math.round(value + normal())),
      peer.map(Math.round),
    );
    expectWalsh(
      peer.map((value) => value * Math.exp(4 * normal())),
      peer.map((value) => value ** 3),
    );
    expectWalsh(
      peer.map((value) => value * 0.7),
      peer,
    );
    expectWalsh(
      peer.map(() => 0),
      peer,
    );
  });

  it('finds the middle across a gap that halves the ratios', () => {
    // 84 * 85 / 2 of the 119 * 120 / 2 ratios are of two small rounds: exactly one half.
    const ours = Array.from({ length: 119 }, (_, i) => (i < 84 ? 100 : 200) + i / 100);
    expectWalsh(ours, new Array(119).fill(1));
  });

  it('finds them where rounding scatters many rounds around the ratio tried first', () => {
    const random = createRandom(1);
    for (let experiment = 0; experiment < 200; experiment++) {
      const peer = Array.from({ length: 30 }, () => 1 + Math.floor(random() * 9) / 10);
      const ours = peer.map((value, i) => {
        if (i < 2) return value * (i === 0 ? 0.6 : 0.8);
        return value * (random() < 0.7 ? 0.7 : 0.6 + 0.2 * random());
      });
      expectWalsh(ours, peer);
    }
  });

  it('is not moved far by one wild round', () => {
    const peer = new Array(9).fill(10);
    const ours = [10, 10.1, 9.9, 10, 10.2, 9.8, 10, 10, 400];
    expect(ratioEstimate(ours, peer, { paired: true })?.ratio).toBeCloseTo(1, 1);
  });

  it('allows ours to be zero or below, as a cost net of a control may be', () => {
    const estimate = ratioEstimate([0, -1, 1, 0, 0, 0], [4, 4, 4, 4, 4, 4], { paired: true });
    expect(estimate?.ratio).toBe(0);
    expect(estimate?.interval).toEqual([-0.25, 0.25]);
  });

  it('gives no interval for 5 rounds', () => {
    expect(ratioEstimate([1, 1, 1, 1, 1], [2, 2, 2, 2, 2], { paired: true })).toEqual({
      ratio: 0.5,
    });
  });

  it('refuses samples of different counts', () => {
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
});

function expectWalsh(ours: readonly number[], peer: readonly number[]): void {
  const all: number[] = [];
  for (let i = 0; i < ours.length; i++) {
    for (let j = i; j < ours.length; j++) {
      all.push((ours[i]! + ours[j]!) / (peer[i]! + peer[j]!));
    }
  }
  const ascending = sorted(all);
  const { ratio, interval } = ratioEstimate(ours, peer, { paired: true })!;
  expectClose(ratio, quantile(ascending, 0.5), 1e-12);
  const skipped = signedRankCritical(ours.length);
  if (skipped < 0) expect(interval).toBeUndefined();
  else expectInterval(interval, [ascending[skipped]!, ascending[all.length - 1 - skipped]!], 1e-12);
}

function samples() {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  );
  return fc.array(value, { minLength: 1, maxLength: 12 });
}

function positiveSamples() {
  const value = fc.oneof(
    fc.integer({ min: 1, max: 5 }),
    fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  );
  return fc.array(value, { minLength: 1, maxLength: 12 });
}

function pairs() {
  const ours = fc.oneof(
    fc.integer({ min: -3, max: 9 }),
    fc.double({ min: 0.1, max: 1e3, noNaN: true }),
  );
  const peer = fc.oneof(
    fc.integer({ min: 1, max: 5 }),
    fc.double({ min: 0.1, max: 1e3, noNaN: true }),
  );
  return fc.array(fc.tuple(ours, peer), { minLength: 1, maxLength: 30 });
}
