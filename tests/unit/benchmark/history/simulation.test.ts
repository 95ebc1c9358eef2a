import { describe, expect, it } from 'vitest';
import { detection, falseAlarms } from '../../../../bench/benchmark/simulation';

const LONG = process.env.RAFTER_LONG === '1';
const SERIES = LONG ? 1000 : 20;

describe('judging noise', () => {
  it.each([0.0266, 0.0056])('of %s gives no more than 0.2 alarms in 100 builds', (cv) => {
    const { alarms, better, watches } = falseAlarms({ cv, series: SERIES, seed: 1 });
    expect(alarms + better).toBeLessThanOrEqual(0.2);
    // Each costs a rerun.
    expect(watches).toBeLessThanOrEqual(0.5);
  });

  it('gives a suite whose series share the level fewer', () => {
    const options = { family: 100 };
    const { alarms, better } = falseAlarms({ cv: 0.0266, series: SERIES, seed: 1, options });
    expect(alarms + better).toBeLessThanOrEqual(0.03);
  });

  it('finds 5 % within 10 builds at 2.66 % in 3 of 4 series, and watches nearly all', () => {
    const seen = detection({ cv: 0.0266, step: 0.05, series: SERIES * 2, seed: 2 });
    expect(seen.found).toBeGreaterThanOrEqual(0.75);
    expect(seen.watched).toBeGreaterThanOrEqual(0.9);
    expect(seen.delay).toBeLessThanOrEqual(8);
  });

  it('finds 2 % at 0.56 % where the bench asks for 1 %', () => {
    const options = { cv: 0.0056, step: 0.02, series: SERIES * 2, seed: 3, minimumEffect: 0.01 };
    expect(detection(options).found).toBeGreaterThanOrEqual(0.99);
  });

  it('finds what became faster too', () => {
    const options = { cv: 0.0266, step: -0.05, series: SERIES, seed: 4 };
    expect(detection(options).found).toBeGreaterThanOrEqual(0.75);
  });
});
