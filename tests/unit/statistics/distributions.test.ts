import { describe, expect, it } from 'vitest';
import {
  incompleteBeta,
  logGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from '../../../src/statistics';
import { expectClose } from './close';
import {
  INCOMPLETE_BETA,
  LOG_GAMMA,
  NORMAL_CDF,
  NORMAL_QUANTILE,
  STUDENT_CDF,
  STUDENT_QUANTILE,
} from './distribution-values';

describe('normalCdf', () => {
  it('agrees with R to 12 digits far into the tail', () => {
    for (const [z, p] of NORMAL_CDF) expectClose(normalCdf(z), p, 1e-12);
  });

  it('is 0 and 1 at the ends and NaN for NaN', () => {
    expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });

  it('has no seam where the series meets the fraction', () => {
    expectClose(normalCdf(-2.5), normalCdf(-2.4999999999999996), 1e-13);
    expectClose(normalCdf(2.5), normalCdf(2.4999999999999996), 1e-13);
  });
});

describe('normalQuantile', () => {
  it('agrees with R to 12 digits', () => {
    for (const [p, z] of NORMAL_QUANTILE) expectClose(normalQuantile(p), z, 1e-12);
  });

  it('undoes the distribution', () => {
    for (let z = -8; z <= 0; z += 0.37) expectClose(normalQuantile(normalCdf(z)), z, 1e-12);
  });

  it('is infinite at 0 and 1 and NaN outside', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(0.5)).toBe(0);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });
});

describe('logGamma', () => {
  it('agrees with R to 12 digits', () => {
    for (const [x, value] of LOG_GAMMA) expectClose(logGamma(x), value, 1e-12);
  });

  it('is the logarithm of the factorial', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expectClose(logGamma(n), Math.log(factorial), 1e-12);
      factorial *= n;
    }
  });

  it('is NaN at 0 and below', () => {
    for (const x of [0, -1.5, Number.NaN]) expect(logGamma(x)).toBeNaN();
    expect(logGamma(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('incompleteBeta', () => {
  it('agrees with R to 11 digits', () => {
    for (const [x, a, b, value] of INCOMPLETE_BETA) {
      expectClose(incompleteBeta(x, a, b), value, 1e-11);
    }
  });

  it('is 0 and 1 at the ends and NaN outside', () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    expect(incompleteBeta(1.1, 2, 3)).toBeNaN();
    expect(incompleteBeta(0.5, 0, 3)).toBeNaN();
  });
});

describe('studentCdf', () => {
  it('agrees with R to 10 digits from half a degree of freedom to a hundred million', () => {
    for (const [t, df, p] of STUDENT_CDF) expectClose(studentCdf(t, df), p, 1e-10);
  });

  it('is the arc tangent for one degree of freedom', () => {
    for (const t of [-1e6, -3, -0.2, 0, 0.2, 3]) {
      expectClose(
        studentCdf(t, 1),
        t < -1 ? Math.atan(-1 / t) / Math.PI : 0.5 + Math.atan(t) / Math.PI,
        1e-12,
      );
    }
  });

  it('is 0, 1 or NaN where t is not a number to look up', () => {
    expect(studentCdf(Number.NEGATIVE_INFINITY, 5)).toBe(0);
    expect(studentCdf(Number.POSITIVE_INFINITY, 5)).toBe(1);
    expect(studentCdf(Number.NaN, 5)).toBeNaN();
    expect(studentCdf(1, 0)).toBeNaN();
  });
});

describe('studentQuantile', () => {
  it('agrees with R to 10 digits', () => {
    for (const [p, df, t] of STUDENT_QUANTILE) expectClose(studentQuantile(p, df), t, 1e-10);
  });

  it('agrees with the published table of two-sided 5 % and 1 %', () => {
    const table = [
      [1, 12.706, 63.657],
      [2, 4.303, 9.925],
      [5, 2.571, 4.032],
      [10, 2.228, 3.169],
      [20, 2.086, 2.845],
      [30, 2.042, 2.75],
      [120, 1.98, 2.617],
    ] as const;
    for (const [df, five, one] of table) {
      expect(studentQuantile(0.975, df)).toBeCloseTo(five, 3);
      expect(studentQuantile(0.995, df)).toBeCloseTo(one, 3);
    }
  });

  it('undoes the distribution in far tails', () => {
    for (const df of [1, 3, 30, 1000, 1e6, 1e9]) {
      for (const p of [1e-140, 1e-20, 1e-6, 0.2, 0.3, 0.49]) {
        expectClose(studentCdf(studentQuantile(p, df), df), p, 1e-9);
      }
    }
  });

  it('is infinite at 0 and 1 and NaN outside', () => {
    expect(studentQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect(studentQuantile(2, 3)).toBeNaN();
    expect(studentQuantile(0.4, -1)).toBeNaN();
  });
});
