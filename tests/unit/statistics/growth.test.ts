import { describe, expect, it } from 'vitest';
import { createNormal, createRandom, fitGrowth, type GrowthModel } from '../../../src/statistics';
import { expectClose } from './close';

const SIZES = [1_000, 10_000, 100_000];
const SHAPES: Record<GrowthModel, (n: number) => number> = {
  'O(1)': () => 5,
  'O(log n)': (n) => 3 * Math.log2(n),
  'O(n)': (n) => 0.001 * n,
  'O(n log n)': (n) => 0.002 * n * Math.log2(n),
};
const MODELS = Object.keys(SHAPES) as GrowthModel[];

describe('fitGrowth', () => {
  it.each(MODELS)('recognises pure %s and its factor', (model) => {
    const points = SIZES.map((n) => [n, SHAPES[model](n)] as const);
    const growth = fitGrowth(points)!;
    expect(growth.model).toBe(model);
    expectClose(growth.r2, 1, 1e-12);
    const factor = { 'O(1)': 5, 'O(log n)': 3, 'O(n)': 0.001, 'O(n log n)': 0.002 }[model];
    expectClose(model === 'O(1)' ? growth.constant : growth.slope, factor, 1e-9);
  });

  it.each(MODELS)('recognises %s in 95 of 100 seeded measurements that stray 5 %%', (model) => {
    expect(shareRecognised(model, 0.05)).toBeGreaterThanOrEqual(0.95);
  });

  it.each(MODELS)('always recognises %s in measurements that stray 1 %%', (model) => {
    expect(shareRecognised(model, 0.01)).toBe(1);
  });

  it('separates a constant from the slope', () => {
    const growth = fitGrowth([100, 1000, 10_000, 100_000].map((n) => [n, 7 + 0.01 * n] as const))!;
    expect(growth.model).toBe('O(n)');
    expectClose(growth.constant, 7, 1e-9);
    expectClose(growth.slope, 0.01, 1e-9);
  });

  it('agrees with weighted least squares of R', () => {
    // R: n <- c(10, 20, 40, 80); y <- c(1.2, 2.1, 4.5, 8.1); m <- lm(y ~ n, weights = 1 / y^2)
    //    coef(m); 1 - mean((fitted(m) / y - 1)^2)
    const points = [
      [10, 1.2],
      [20, 2.1],
      [40, 4.5],
      [80, 8.1],
    ] as const;
    const linear = fitGrowth(points)!.fits[2]!;
    expectClose(linear.constant, 0.170741079537174);
    expectClose(linear.slope, 0.101326075161028);
    expectClose(linear.r2, 0.998358224807931);
    expectClose(linear.residual, Math.sqrt(1 - 0.998358224807931), 1e-6);
  });

  it('never fits a negative constant or slope', () => {
    const falling = SIZES.map((n, i) => [n, 9 - 3 * i] as const);
    for (const { constant, slope } of fitGrowth(falling)!.fits) {
      expect(constant).toBeGreaterThanOrEqual(0);
      expect(slope).toBeGreaterThanOrEqual(0);
    }
    const steep = fitGrowth(SIZES.map((n) => [n, n ** 2] as const))!;
    expect(steep.model).toBe('O(n log n)');
    expect(steep.r2).toBeLessThan(0.8);
    for (const { constant } of steep.fits) expect(constant).toBeGreaterThanOrEqual(0);
  });

  it('lists every model from the slowest', () => {
    const { fits } = fitGrowth(SIZES.map((n) => [n, n] as const))!;
    expect(fits.map(({ model }) => model)).toEqual(MODELS);
  });

  it('tells less apart with a wider margin', () => {
    const points = SIZES.map((n) => [n, SHAPES['O(log n)'](n)] as const);
    expect(fitGrowth(points, { margin: 0.3 })?.model).toBe('O(1)');
  });

  it('calls zeros throughout O(1)', () => {
    expect(fitGrowth(SIZES.map((n) => [n, 0] as const))).toMatchObject({
      model: 'O(1)',
      r2: 1,
      constant: 0,
      slope: 0,
    });
  });

  it('is undefined below three different sizes, for sizes below 1 and values not positive', () => {
    expect(
      fitGrowth([
        [1, 1],
        [2, 2],
        [2, 3],
      ]),
    ).toBeUndefined();
    for (const [n, value] of [
      [0, 1],
      [3, 0],
      [3, -1],
      [3, Number.NaN],
    ] as const) {
      expect(
        fitGrowth([
          [1, 1],
          [2, 2],
          [n, value],
        ]),
      ).toBeUndefined();
    }
  });
});

function shareRecognised(model: GrowthModel, noise: number): number {
  const normal = createNormal(createRandom(3));
  const runs = 2000;
  let recognised = 0;
  for (let run = 0; run < runs; run++) {
    const points = SIZES.map((n) => [n, SHAPES[model](n) * (1 + noise * normal())] as const);
    if (fitGrowth(points)?.model === model) recognised++;
  }
  return recognised / runs;
}
