import { describe, expect, it } from 'vitest';
import {
  createNormal,
  createRandom,
  detectableChange,
  mannWhitney,
  mean,
  signedRank,
} from '../../../src/statistics';
import { expectClose } from './close';

const PILOTS = 200;
const EXPERIMENTS = 10;

describe('detectableChange', () => {
  it.each([8, 15, 30])('is found by Mann-Whitney in 70 to 90 of 100 experiments of %i', (count) => {
    const samples = createSamples(count);
    const found = shareFound((random) => {
      const change = detectableChange(samples(random, 1), samples(random, 1));
      return () => mannWhitney(samples(random, 1 + change), samples(random, 1)).p <= 0.05;
    });
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.9);
  });

  it.each([8, 15, 30])('is found by signed ranks in 70 to 90 of 100 experiments of %i', (count) => {
    const pairs = createPairs(count);
    const found = shareFound((random) => {
      const pilot = pairs(random, 1);
      const change = detectableChange(pilot.ours, pilot.peer, { paired: true });
      return () => {
        const { ours, peer } = pairs(random, 1 + change);
        return signedRank(ours, peer).p <= 0.05;
      };
    });
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.9);
  });

  it('is found about half the time where half is asked for', () => {
    const samples = createSamples(15);
    const found = shareFound((random) => {
      const options = { power: 0.5, alpha: 0.01 };
      const change = detectableChange(samples(random, 1), samples(random, 1), options);
      return () => mannWhitney(samples(random, 1 + change), samples(random, 1)).p <= 0.01;
    });
    expect(found).toBeGreaterThan(0.4);
    expect(found).toBeLessThan(0.6);
  });

  it('is near the classical formula for many samples', () => {
    const normal = createNormal(createRandom(5));
    const side = () => Array.from({ length: 400 }, () => 50 + normal());
    const expected = (1.959964 + 0.841621) * Math.sqrt(Math.PI / 3) * Math.sqrt(2 / 400) * 0.02;
    const changes = Array.from({ length: 20 }, () => detectableChange(side(), side()));
    expectClose(mean(changes), expected, 0.02);
    const paired = Array.from({ length: 20 }, () => {
      const peer = side();
      const ours = peer.map((value) => value * (1 + 0.02 * normal()));
      return detectableChange(ours, peer, { paired: true });
    });
    expectClose(mean(paired), expected / Math.SQRT2, 0.02);
  });

  it('does not depend on the unit, nor on one wild sample', () => {
    const ours = [10, 11, 12, 10.5, 11.5, 10.2, 11.1, 12.3];
    const peer = [10.1, 11.4, 12.2, 10, 11.9, 10.6, 11.3, 12];
    const change = detectableChange(ours, peer);
    const scaled = (values: readonly number[]) => values.map((value) => value * 1000);
    expectClose(detectableChange(scaled(ours), scaled(peer)), change);
    expect(detectableChange([...ours, 1e9], peer)).toBeLessThan(2 * change);
  });

  it('is infinite for sizes at which nothing can be significant', () => {
    expect(detectableChange([1, 2, 3], [1, 2, 3])).toBe(Number.POSITIVE_INFINITY);
    expect(detectableChange([1, 2, 3, 4], [1, 2, 3, 4])).toBeLessThan(10);
    const five = [1, 2, 3, 4, 5];
    expect(detectableChange(five, five, { paired: true })).toBe(Number.POSITIVE_INFINITY);
    expect(detectableChange([...five, 6], [1.1, 2, 3.1, 4, 5, 6], { paired: true })).toBeLessThan(
      1,
    );
    expect(detectableChange([], [])).toBe(Number.POSITIVE_INFINITY);
    expect(detectableChange([1], new Array(100).fill(1))).toBeNaN();
  });

  it('is 0 for samples without spread, NaN without a positive median', () => {
    expect(detectableChange(new Array(8).fill(2), new Array(8).fill(2))).toBe(0);
    expect(detectableChange(new Array(8).fill(0), new Array(8).fill(2))).toBeNaN();
  });

  it('refuses paired samples of different counts', () => {
    expect(() => detectableChange([1, 2], [1], { paired: true })).toThrow('2 against 1');
  });
});

type Random = { normal: () => number; uniform: () => number };

function createSamples(count: number) {
  return ({ normal }: Random, level: number) =>
    Array.from({ length: count }, () => level * (1 + 0.02 * normal()));
}

function createPairs(count: number) {
  return ({ normal, uniform }: Random, level: number) => {
    const peer = Array.from({ length: count }, () => 10 + uniform());
    return { peer, ours: peer.map((value) => value * (level + 0.02 * normal())) };
  };
}

/** Share of experiments that find the change which their pilot said would be found. */
function shareFound(pilot: (random: Random) => () => boolean): number {
  const uniform = createRandom(2);
  const random = { uniform, normal: createNormal(uniform) };
  let found = 0;
  for (let i = 0; i < PILOTS; i++) {
    const experiment = pilot(random);
    for (let k = 0; k < EXPERIMENTS; k++) if (experiment()) found++;
  }
  return found / (PILOTS * EXPERIMENTS);
}
