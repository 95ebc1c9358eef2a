import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedRank, signedRankCritical } from '../../../src/statistics';
import { expectClose } from './close';
import { RUNS } from './runs';
import { sleepFirst, sleepSecond } from './samples';

describe('signedRank', () => {
  it('agrees with the exact test of R', () => {
    // R: wilcox.test(x, y, paired = TRUE), the depression example of its help page
    const x = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const { v, p, method } = signedRank(x, y);
    expect([v, method]).toEqual([40, 'exact']);
    expectClose(p, 0.0390625);
    expect(signedRank(y, x)).toEqual({ v: 5, p, method });
  });

  it('stays exact for 45 and for 60 pairs', () => {
    // R: wilcox.test((1:45)^2 / 10 + 0.05, (1:45) * 3.17, paired = TRUE, exact = TRUE)
    const counted = Array.from({ length: 45 }, (_, i) => i + 1);
    const { v, p, method } = signedRank(
      counted.map((i) => i ** 2 / 10 + 0.05),
      counted.map((i) => i * 3.17),
    );
    expect([v, method]).toEqual([389, 'exact']);
    expectClose(p, 0.1497779752334054);
    // R: 2 * psignrank(600, 60); 1 + ... + 33 + 39 = 600
    const isPositive = (rank: number) => rank <= 33 || rank === 39;
    const ranks = Array.from({ length: 60 }, (_, i) => i + 1);
    const signed = ranks.map((rank) => (isPositive(rank) ? rank : -rank));
    const sixty = signedRank(signed, new Array(60).fill(0));
    expect(sixty.v).toBe(600);
    expectClose(sixty.p, 0.0198322594818902);
    expect(sixty.method).toBe('exact');
  });

  it('is normal with tie correction, without the equal pairs, as R', () => {
    // R: wilcox.test(sleepFirst, sleepSecond, paired = TRUE)
    const { v, p, method } = signedRank(sleepFirst, sleepSecond);
    expect([v, method]).toEqual([0, 'normal']);
    expectClose(p, 0.00909069801592506);
  });

  it('is normal beyond 60 pairs', () => {
    // R: wilcox.test((1:70)^2 / 10 + 0.05, (1:70) * 6.17, paired = TRUE, exact = FALSE)
    const counted = Array.from({ length: 70 }, (_, i) => i + 1);
    const { v, p, method } = signedRank(
      counted.map((i) => i ** 2 / 10 + 0.05),
      counted.map((i) => i * 6.17),
    );
    expect([v, method]).toEqual([136, 'normal']);
    expectClose(p, 9.638560002361178e-11);
  });

  it('equals the share of all signs that lie as far out', () => {
    fc.assert(
      fc.property(distinctDifferences(), (differences) => {
        const { v, p, method } = signedRank(differences, new Array(differences.length).fill(0));
        expect(method).toBe('exact');
        expectClose(p, shareOfSigns(differences.length, v), 1e-12);
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it('shows nothing where no pair differs and is NaN with a NaN', () => {
    expect(signedRank([2, 3], [2, 3])).toEqual({ v: 0, p: 1, method: 'normal' });
    expect(signedRank([], []).p).toBe(1);
    expect(signedRank([1, Number.NaN], [1, 1]).p).toBeNaN();
  });

  it('refuses samples of different counts', () => {
    expect(() => signedRank([1, 2], [1])).toThrow('2 against 1');
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

  it('agrees with R at 1 %', () => {
    // R: qsignrank(.005, c(10, 30)) - 1
    expect(signedRankCritical(10, 0.99)).toBe(3);
    expect(signedRankCritical(30, 0.99)).toBe(109);
  });

  it('errs by one step at most where it no longer counts', () => {
    // R: qsignrank(.025, c(61, 80, 100)) - 1, qsignrank(.005, 90) - 1
    for (const [count, critical] of [
      [61, 672],
      [80, 1211],
      [100, 1955],
    ] as const) {
      expect(Math.abs(signedRankCritical(count) - critical)).toBeLessThanOrEqual(1);
    }
    // Far out the normal approximation is a little narrow.
    expect(Math.abs(signedRankCritical(90, 0.99) - 1410)).toBeLessThanOrEqual(6);
  });

  it('refuses to call 5 pairs enough', () => {
    for (const count of [0, 1, 2, 3, 4, 5]) expect(signedRankCritical(count)).toBe(-1);
    expect(signedRankCritical(5, 0.9375)).toBe(0);
  });
});

function distinctDifferences() {
  const differences = fc.integer({ min: -50, max: 50 }).filter((value) => value !== 0);
  return fc.uniqueArray(differences, { minLength: 1, maxLength: 8, selector: Math.abs });
}

function shareOfSigns(count: number, v: number): number {
  const middle = (count * (count + 1)) / 4;
  let outside = 0;
  for (let mask = 0; mask < 1 << count; mask++) {
    let sum = 0;
    for (let i = 0; i < count; i++) if ((mask >> i) & 1) sum += i + 1;
    if (Math.abs(sum - middle) >= Math.abs(v - middle)) outside++;
  }
  return outside / 2 ** count;
}
