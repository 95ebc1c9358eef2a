import { expect } from 'vitest';

/** `expect(actual).toBe(expected)` for inner loops: an expectation takes some 20 µs, also where it holds, and this one none. */
export function same(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) expect(actual, message).toBe(expected);
}
