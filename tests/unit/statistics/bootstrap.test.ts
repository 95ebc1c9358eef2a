import { describe, expect, it } from 'vitest';
import {
  bcaFrom,
  bcaInterval,
  createNormal,
  createRandom,
  mean,
  median,
  quantile,
} from '../../../src/statistics';
import { expectInterval } from './close';
import { manual, manualMeans, ozoneInAugust } from './samples';

describe('bcaFrom', () => {
  const jackknife = manual.map((_, left) => mean(manual.filter((_, i) => i !== left)));

  it('agrees with the formula in R', () => {
    // R: z0 <- qnorm(mean(reps < t0)); d <- mean(jack) - jack; a <- sum(d^3) / (6 * sum(d^2)^1.5)
    //    z <- qnorm(c(.025, .975)); quantile(reps, pnorm(z0 + (z0 + z) / (1 - a * (z0 + z))), type = 7)
    const reference = [20.9921889241023, 27.4319586036123] as const;
    expectInterval(bcaFrom(manualMeans, jackknife, mean(manual)), reference);
    const narrow = [22.2327468090804, 26.3596975666376] as const;
    expectInterval(bcaFrom(manualMeans, jackknife, mean(manual), 0.8), narrow);
  });

  it('is the plain percentile interval without bias and skew', () => {
    const replicates = Array.from({ length: 201 }, (_, i) => i);
    const [low, high] = bcaFrom(replicates, [1, 2, 3], 100, 0.9);
    expect(low).toBeCloseTo(10, 9);
    expect(high).toBeCloseTo(190, 9);
  });

  it('counts replicates equal to the observed value one half', () => {
    const replicates = [1, 2, 2, 2, 3];
    const [low, high] = bcaFrom(replicates, [1, 1, 1], 2, 0.5);
    expect([low, high]).toEqual([quantile(replicates, 0.25), quantile(replicates, 0.75)]);
  });

  it('moves up where the jackknife is skewed to the right', () => {
    const replicates = Array.from({ length: 201 }, (_, i) => i);
    // One sample far above: the statistic falls without it.
    const [low, high] = bcaFrom(replicates, [10, 10, 10, 10, 2], 100, 0.9);
    expect(low).toBeGreaterThan(11);
    expect(high).toBeGreaterThan(191);
  });

  it('stays finite where all replicates lie on one side', () => {
    for (const observed of [0, 4, 9]) {
      const [low, high] = bcaFrom([3, 4, 5, 6], [1, 2, 9], observed);
      expect(low).toBeGreaterThanOrEqual(3);
      expect(high).toBeLessThanOrEqual(6);
      expect(high).toBeGreaterThanOrEqual(low);
    }
  });

  it('moves to the end where the correction passes its pole', () => {
    const replicates = Array.from({ length: 10_001 }, (_, i) => i);
    // Without the first sample the statistic falls far: acceleration 1/6 of a large skew.
    const jackknifed = [...new Array(100).fill(1), -1000];
    const [low, high] = bcaFrom(replicates, jackknifed, 9_999, 0.999);
    expect(high).toBe(10_000);
    expect(low).toBeLessThanOrEqual(high);
  });
});

describe('bcaInterval', () => {
  it('agrees with the package boot of R on a mean', () => {
    // R: set.seed(2); boot.ci(boot(manual, function(d, i) mean(d[i]), R = 99999), type = "bca")
    const interval = bcaInterval(manual, mean, { random: createRandom(1), resamples: 20_000 })!;
    expect(Math.abs(interval[0] - 21.1923076923077)).toBeLessThan(0.1);
    expect(Math.abs(interval[1] - 27.6194139267321)).toBeLessThan(0.1);
  });

  it('draws with replacement and leaves each sample out once', () => {
    const samples = [50, 1, 2, 4, 3, 6];
    const random = createRandom(8);
    const replicates = Array.from({ length: 99 }, () =>
      mean(samples.map(() => samples[Math.floor(random() * 6)]!)),
    );
    const jackknife = samples.map((_, left) => mean(samples.filter((_, i) => i !== left)));
    const options = { random: createRandom(8), resamples: 99, confidence: 0.8 };
    expect(bcaInterval(samples, mean, options)).toEqual(
      bcaFrom(replicates, jackknife, mean(samples), 0.8),
    );
  });

  it('gives the median in place what a copying median gives', () => {
    const copying = (values: Float64Array) => median([...values]);
    for (const samples of [manual, manualMeans.slice(0, 12), [...ozoneInAugust, ...manual]]) {
      for (let seed = 0; seed < 20; seed++) {
        expect(bcaInterval(samples, median, { random: createRandom(seed), resamples: 25 })).toEqual(
          bcaInterval(samples, copying, { random: createRandom(seed), resamples: 25 }),
        );
      }
    }
  });

  it('hands the statistic one array for all resamples, and never the samples', () => {
    const seen = new Set<Float64Array>();
    const samples = [3, 1, 2, 5];
    bcaInterval(
      samples,
      (values) => {
        seen.add(values);
        return values.sort()[0]!;
      },
      { random: createRandom(1), resamples: 100 },
    );
    expect(samples).toEqual([3, 1, 2, 5]);
    expect(seen.size).toBe(2);
  });

  it('has no width for equal samples and none at all for two', () => {
    expect(bcaInterval([7, 7, 7], median, { random: createRandom(1) })).toEqual([7, 7]);
    expect(bcaInterval([1, 2], median, { random: createRandom(1) })).toBeUndefined();
  });

  it('covers the true median and mean of small samples about as often as asked', () => {
    const random = createRandom(17);
    const normal = createNormal(random);
    for (const statistic of [median, mean]) {
      let covered = 0;
      for (let experiment = 0; experiment < 300; experiment++) {
        const samples = Array.from({ length: 12 }, () => 5 + normal());
        const [low, high] = bcaInterval(samples, statistic, { random, resamples: 400 })!;
        if (low <= 5 && high >= 5) covered++;
      }
      expect(covered / 300).toBeGreaterThan(0.86);
      expect(covered / 300).toBeLessThan(0.98);
    }
  });
});
