import { describe, expect, it } from 'vitest';
import { welch } from '../../../src/statistics';
import { expectClose, expectInterval } from './close';
import { automatic, manual, sleepFirst, sleepSecond } from './samples';

describe('welch', () => {
  it('agrees with R', () => {
    // R: t.test(automatic, manual)
    const cars = welch(automatic, manual)!;
    expectClose(cars.t, -3.76712314514493);
    expectClose(cars.df, 18.3322516384005);
    expectClose(cars.p, 0.00137363833307103);
    expectInterval(cars.interval, [-11.2801943550402, -3.20968418746996]);
    // R: t.test(sleepFirst, sleepSecond)
    const sleep = welch(sleepFirst, sleepSecond)!;
    expectClose(sleep.t, -1.86081346748685);
    expectClose(sleep.df, 17.7764735161785);
    expectClose(sleep.p, 0.0793941401873582);
    expectInterval(sleep.interval, [-3.36548323071171, 0.20548323071171]);
  });

  it('takes any confidence', () => {
    // R: t.test(automatic, manual, conf.level = .9) and .99
    const wide = [-12.769127682331, -1.7207508601791] as const;
    const narrow = [-10.5766227255621, -3.91325581694806] as const;
    expectInterval(welch(automatic, manual, { confidence: 0.9 })?.interval, narrow);
    expectInterval(welch(automatic, manual, { confidence: 0.99 })?.interval, wide);
  });

  it('decides between constants', () => {
    expect(welch([2, 2], [2, 2, 2])).toEqual({ t: 0, df: 3, p: 1, interval: [0, 0] });
    const apart = welch([2, 2], [3, 3, 3]);
    expect(apart).toEqual({ t: Number.NEGATIVE_INFINITY, df: 3, p: 0, interval: [-1, -1] });
  });

  it('needs two samples a side', () => {
    expect(welch([1], [1, 2])).toBeUndefined();
    expect(welch([1, 2], [1])).toBeUndefined();
  });

  it('keeps its degrees of freedom for tiny variances', () => {
    const tiny = (values: readonly number[]) => values.map((value) => value * 1e-120);
    expectClose(welch(tiny(automatic), tiny(manual))?.df, 18.3322516384005);
  });
});
