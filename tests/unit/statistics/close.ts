import { expect } from 'vitest';

/** Expects a value within `relative` of the reference, by default nine digits. */
export function expectClose(
  actual: number | undefined,
  expected: number | undefined,
  relative = 1e-9,
): void {
  if (actual === expected) return;
  const error = Math.abs(actual! - expected!) / Math.abs(expected!);
  expect(error, `${actual} against ${expected}`).toBeLessThanOrEqual(relative);
}

/** The same for both ends of an interval. */
export function expectInterval(
  actual: readonly [number, number] | undefined,
  [low, high]: readonly [number, number],
  relative = 1e-9,
): void {
  expectClose(actual?.[0], low, relative);
  expectClose(actual?.[1], high, relative);
}
