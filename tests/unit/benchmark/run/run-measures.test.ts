import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { createFakeHost, ours, runOn, suiteOf } from '../stage';

describe('a measure', () => {
  it('gives its own quantities in their units', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      reference: false,
      quantities: { draws: 'calls', bytes: 'B' },
      measure: async () => {
        host.time += 5;
        return { draws: 3, bytes: 12 };
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.draws).toMatchObject({ unit: 'calls', rounds: [3, 3, 3, 3, 3] });
    expect(ours(bench!).quantities.bytes?.unit).toBe('B');
  });

  it('fails with a quantity that has no unit, or that is no number', async () => {
    const host = createFakeHost();
    const unnamed: BenchSpec = { reference: false, measure: () => ({ draws: 3 }) };
    const quantities = { draws: 'calls' };
    const bad: BenchSpec = { reference: false, quantities, measure: () => ({ draws: Number.NaN }) };
    const [a, b] = await runOn(host, suiteOf({ unnamed, bad }));
    expect(ours(a!).error).toContain("name its unit in the bench's quantities");
    expect(ours(b!).error).toContain('measure gave NaN for draws');
  });
});

describe('counters', () => {
  it('are what one run adds, after one that is not counted, in a state of its own', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      reference: false,
      setup: () => ({ draws: 0, first: true }),
      run: (state) => {
        host.time += 1;
        state.draws += state.first ? 40 : 4;
        state.first = false;
      },
      counters: ({ draws }) => ({ draws }),
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).counters).toEqual({ draws: 4 });
  });

  it('of frames are what 60 frames add', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      reference: false,
      setup: () => ({ draws: 0 }),
      frame: (state) => {
        host.time += 1;
        state.draws += 2;
      },
      counters: ({ draws }) => ({ draws }),
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).counters).toEqual({ draws: 120 });
  });

  it('that differ between two passes, or shrink, fail their contender by name', async () => {
    const host = createFakeHost();
    let passes = 0;
    const chance: BenchSpec = {
      reference: false,
      run: () => host.spend(1),
      counters: () => ({ draws: (passes++) ** 2 }),
    };
    const shrinking: BenchSpec = {
      reference: false,
      setup: () => ({ left: 100 }),
      run: (state) => {
        host.time += 1;
        state.left--;
      },
      counters: ({ left }) => ({ left }),
    };
    const [a, b] = await runOn(host, suiteOf({ chance, shrinking }));
    expect(ours(a!).error).toMatch(/counter draws was 1 in one pass and 5 in the next/);
    expect(ours(b!).error).toMatch(/counter left went from 99 to 98; .* only grow/);
  });
});
