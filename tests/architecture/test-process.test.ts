import { expect, it } from 'vitest';

it('runs node tests with a garbage collector at hand', () => {
  expect(typeof globalThis.gc).toBe('function');
});
