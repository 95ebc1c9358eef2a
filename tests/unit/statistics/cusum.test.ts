import { describe, expect, it } from 'vitest';
import { createCusum, createNormal, createRandom, cusum } from '../../../src/statistics';

/** NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.3: target 325, slack 0.3175, limit 4.1959. */
const HANDBOOK = [
  324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625,
  325.15, 328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
];

describe('cusum', () => {
  it('alarms at the value at which the example of the NIST handbook does', () => {
    const options = { target: 325, deviation: 1, slack: 0.3175, limit: 4.1959 };
    expect(cusum(HANDBOOK, options)).toBe(13);
    expect(cusum(HANDBOOK.slice(0, 13), options)).toBeUndefined();
  });

  it('has the published run lengths', () => {
    // Montgomery, Introduction to Statistical Quality Control, slack 0.5: 168 without a shift at limit 4, 10.4 with 1 at 5.
    expect(Math.abs(meanRun(0, 4) - 168)).toBeLessThan(12);
    expect(Math.abs(meanRun(1, 5) - 10.4)).toBeLessThan(0.5);
    expect(Math.abs(meanRun(-1, 5) - 10.4)).toBeLessThan(0.5);
  });

  it('alarms only beyond the limit', () => {
    expect(cusum([6.5], { target: 0, deviation: 1 })).toBeUndefined();
    expect(cusum([6.5000001], { target: 0, deviation: 1 })).toBe(0);
    expect(cusum([65.1], { target: 0, deviation: 10 })).toBe(0);
  });
});

describe('createCusum', () => {
  it('says in which direction, as long as the alarm stands', () => {
    const chart = createCusum({ target: 10, deviation: 1 });
    expect([10, 14, 14, 14].map(chart.push)).toEqual([undefined, undefined, 'up', 'up']);
    chart.reset();
    expect([10, 6, 6, 6].map(chart.push)).toEqual([undefined, undefined, 'down', 'down']);
    expect([14, 14, 14, 14].map(chart.push)).toContain('up');
  });

  it('forgets on reset', () => {
    const chart = createCusum({ target: 0, deviation: 1 });
    for (let i = 0; i < 10; i++) {
      expect(chart.push(5)).toBeUndefined();
      chart.reset();
      expect(chart.push(-5)).toBeUndefined();
      chart.reset();
    }
  });

  it('takes any other value for an alarm where there is no deviation', () => {
    const chart = createCusum({ target: 3, deviation: 0 });
    expect([3, 3, 3.1].map(chart.push)).toEqual([undefined, undefined, 'up']);
    chart.reset();
    expect(chart.push(2.9)).toBe('down');
  });

  it('passes over values that are not finite', () => {
    const chart = createCusum({ target: 0, deviation: 1 });
    const values = [5, Number.NaN, Number.POSITIVE_INFINITY, 5];
    expect(values.map(chart.push)).toEqual([undefined, undefined, undefined, 'up']);
  });
});

function meanRun(shift: number, limit: number): number {
  const normal = createNormal(createRandom(1));
  let pushed = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const chart = createCusum({ target: 0, deviation: 1, limit });
    do pushed++;
    while (!chart.push(shift + normal()));
  }
  return pushed / runs;
}
