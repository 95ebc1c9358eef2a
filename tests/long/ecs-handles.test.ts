import { expect, it } from 'vitest';
import { runHandleModel } from '../property/handle-model';

it('1,000,000 handle operations agree with a map of live handles', () => {
  for (const [seed, population] of [
    [11, 1],
    [12, 50],
    [13, 1000],
    [14, 10],
  ] as const) {
    const run = runHandleModel({ seed, operations: 250_000, population, age: 3_000 });
    expect(run, `seed ${seed}`).toMatchObject({
      falseAccepts: 0,
      falseRejects: 0,
      disagreements: [],
    });
  }
});
