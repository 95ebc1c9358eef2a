import { describe, expect, it, vi } from 'vitest';
import { clockResolution } from '../../../../src/benchmark/station/host';

/** A clock of so many steps a millisecond that moves on at every so-many-th reading. */
function clockOf(stepsPerMs: number, readingsPerStep: number) {
  let read = 0;
  return vi.fn(() => Math.floor(read++ / readingsPerStep) / stepsPerMs);
}

describe('the resolution of a clock', () => {
  it('is its smallest step, over as many steps as are asked for', () => {
    const times = [0, 0, 0.5, 0.75, 0.75, 1.5];
    const now = vi.fn(() => times.shift() ?? Number.NaN);
    expect(clockResolution(now, 3)).toBe(0.25);
    expect(now).toHaveBeenCalledTimes(6);
  });

  it('is looked for over 2 ms of that clock at most', () => {
    const now = clockOf(10, 50);
    expect(clockResolution(now)).toBe(0.1);
    expect(now.mock.results.at(-1)?.value).toBeCloseTo(2, 6);
  });

  it('of a clock coarser than that is seen from its first step', () => {
    expect(clockResolution(clockOf(1 / 16, 1_000))).toBe(16);
  });

  it('is taken from what was seen in 20,000 readings', () => {
    const now = clockOf(1_000, 5_000);
    expect(clockResolution(now)).toBe(0.001);
    expect(now.mock.calls.length).toBeLessThanOrEqual(20_001);
  });

  it('of a clock that stands still is 1 ms, after 20,000 readings', () => {
    const now = vi.fn(() => 3);
    expect(clockResolution(now)).toBe(1);
    expect(now).toHaveBeenCalledTimes(20_001);
  });
});
