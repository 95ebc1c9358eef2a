import { describe, expect, it } from 'vitest';
import { runHandleModel } from './handle-model';

describe('handles', () => {
  it('agree with a map of live handles over 20,000 operations of many elements', () => {
    for (const seed of [1, 2, 3, 4]) {
      const run = runHandleModel({ seed, operations: 5_000, population: 200 });
      expect(run, `seed ${seed}`).toMatchObject(clean);
    }
  });

  it('agree with a map of live handles while rows wear out', () => {
    const run = runHandleModel({ seed: 5, operations: 20_000, population: 2, age: 4_000 });
    expect(run).toMatchObject(clean);
    expect(run.wornOut).toBeGreaterThan(0);
  });
});

const clean = { falseAccepts: 0, falseRejects: 0, disagreements: [] };
