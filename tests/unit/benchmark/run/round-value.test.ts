import { describe, expect, it } from 'vitest';
import { compareRounds } from '../../../../src/benchmark/run/compare';
import { valueOfRound } from '../../../../src/benchmark/run/round-value';
import { createNormal, createRandom, median } from '../../../../src/statistics';

describe('the value of a round', () => {
  it('is the fast tenth of a function, the fastest part of frames and the median of all else', () => {
    const samples = Array.from({ length: 200 }, (_, i) => 1 + (i % 10));
    expect(valueOfRound('time', samples)).toBeCloseTo(1.9, 10);
    expect(valueOfRound('raster', samples)).toBe(5.5);
    expect(valueOfRound('interval', samples)).toBe(5.5);
    const second = [...new Array(100).fill(3), ...new Array(100).fill(2)];
    expect(valueOfRound('script', second)).toBe(2);
    expect(valueOfRound('script', [4, 2])).toBe(3);
  });

  it('of frames stays where it is while a neighbour takes half of the processor half of the time', () => {
    const busy = rounds(2, 0.5);
    const near = (of: (samples: number[]) => number) =>
      busy.map(of).filter((value) => Math.abs(value - 1) < 0.05).length;
    expect(near((samples) => valueOfRound('script', samples))).toBeGreaterThan(16);
    expect(near(median)).toBeLessThan(14);
  });

  it('of frames sees what two of five of them do', () => {
    const slower = rounds(3, 0.5, (frame) => (frame % 5 < 2 ? 1.5 : 1));
    const before = rounds(4, 0.5);
    const values = (samples: number[][]) => samples.map((each) => valueOfRound('script', each));
    const { ratio, verdict } = compareRounds(values(slower), values(before), 0.02, true);
    expect(verdict).toBe('slower');
    expect(ratio).toBeGreaterThan(1.15);
    expect(ratio).toBeLessThan(1.25);
  });
});

/** Twenty rounds of 200 frames of 1 ms; a neighbour makes them 1.6 times as long, for some 40 frames at a time. */
function rounds(seed: number, busyShare: number, cost: (frame: number) => number = () => 1) {
  const random = createRandom(seed);
  const noise = createNormal(random);
  return Array.from({ length: 20 }, () => {
    let left = 0;
    let isBusy = false;
    return Array.from({ length: 200 }, (_, frame) => {
      if (left-- <= 0) {
        isBusy = random() < busyShare;
        left = 30 + random() * 30;
      }
      return cost(frame) * (isBusy ? 1.6 : 1) * (1 + 0.01 * noise());
    });
  });
}
