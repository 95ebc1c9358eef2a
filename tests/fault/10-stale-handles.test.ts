import { expect, it } from 'vitest';
import { runHandleModel } from '../property/handle-model';

it('a bitECS world shared with the app gives 0 false accepts and 0 false rejects', () => {
  for (const seed of [101, 102, 103]) {
    const run = runHandleModel({ seed, operations: 7_000, population: 30, age: 100 });
    expect(run, `seed ${seed}`).toMatchObject({
      falseAccepts: 0,
      falseRejects: 0,
      disagreements: [],
    });
    expect(run.handles).toBeGreaterThan(1_000);
  }
});
