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

describe('garbage', () => {
  /** Runs a bench whose heap is read to have grown by these, one after the other. */
  async function read(allocation: 'measure' | 'gate', readings: readonly (number | null)[]) {
    const host = createFakeHost();
    let taken = 0;
    const spec: BenchSpec = { reference: false, allocation, run: () => host.spend(1) };
    const [bench] = await runOn(host, suiteOf({ b: spec }), {}, (session) => ({
      ...session,
      allocate: async () => readings[taken++] ?? null,
    }));
    return { taken, ...ours(bench!) };
  }

  it.each([
    ['none up to 16 B', [16], 1, 0],
    ['none where a second reading finds none', [480, 8], 2, 0],
    ['the least of three otherwise, in steps of 16 B', [480, 97, 130], 3, 112],
  ])('is gated as %s', async (_, readings, taken, bytes) => {
    const result = await read('gate', readings);
    expect(result.taken).toBe(taken);
    expect(result.counters).toEqual({ allocatedBytes: bytes });
    expect(result.quantities.allocated!.rounds).toEqual([Math.min(...readings)]);
  });

  it('is read once where it is only measured, and not told where it cannot be read', async () => {
    const measured = await read('measure', [480, 8]);
    expect(measured.taken).toBe(1);
    expect(measured.counters).toEqual({});
    expect(measured.quantities.allocated!.rounds).toEqual([480]);
    const unreadable = await read('gate', [null]);
    expect(unreadable.counters).toEqual({});
    expect(unreadable.quantities.allocated).toBeUndefined();
  });
});
