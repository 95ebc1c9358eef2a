import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { COLLECTION, HIDDEN, LOAD } from '../../../../src/benchmark/station/protocol';
import { createFakeHost, ours, runOn, suiteOf } from '../stage';

describe('a run', () => {
  it('announces as many steps as it takes', async () => {
    const host = createFakeHost();
    let planned = 0;
    const steps: string[] = [];
    const spec: BenchSpec = { run: () => host.spend(1), parameters: { n: [1, 2] } };
    await runOn(host, suiteOf({ b: { ...spec, reference: false } }), {
      onPlan: (count) => {
        planned = count;
      },
      onStep: (label) => void steps.push(label),
    });
    expect(steps).toHaveLength(planned);
    expect(steps[0]).toBe('s/b [n=1]: ours, setting up');
    expect(steps.at(-1)).toBe('s/b [n=2]: ours, round 5 of 5');
  });

  it('takes what is asked for by hand before what a bench asks for, and that before the mode', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      run: () => host.spend(1),
      reference: false,
      effort: { rounds: 2, minSamples: 7 },
    };
    const [own] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(own!).quantities.time!.rounds).toHaveLength(2);
    const [given] = await runOn(host, suiteOf({ b: spec }), { override: { rounds: 3 } });
    expect(ours(given!).quantities.time!.rounds).toHaveLength(3);
    expect(ours(given!).quantities.time!.summary.samples).toBe(21);
  });

  it('ends when it is aborted, tearing down what is open', async () => {
    const host = createFakeHost();
    const abort = new AbortController();
    let open = 0;
    let setups = 0;
    const spec: BenchSpec = {
      setup() {
        setups++;
        open++;
      },
      run: () => host.spend(1),
      teardown: () => void open--,
      reference: false,
    };
    const running = runOn(host, suiteOf({ b: spec }), {
      signal: abort.signal,
      onStep: (label) => label.includes('round 3') && abort.abort(new Error('stopped')),
    });
    await expect(running).rejects.toThrow('stopped');
    // What ends it at once does not wait for the teardown.
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(setups).toBeGreaterThan(0);
    expect(open).toBe(0);
  });

  it('with a new session for every round sets up anew each time', async () => {
    const host = createFakeHost();
    let setups = 0;
    const spec: BenchSpec = {
      setup: () => void setups++,
      run: () => host.spend(1),
      reference: false,
    };
    await runOn(host, suiteOf({ b: spec }), { fresh: true });
    expect(setups).toBe(6);
  });
});

describe('parameters', () => {
  it('are combined, and growth is fitted over them', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      reference: false,
      parameters: { rows: [1_000, 10_000, 100_000], columns: [1, 2] },
      setup: ({ parameters }) => parameters,
      run: ({ rows, columns }) => host.spend((rows * columns) / 1000),
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(bench!.cases.map(({ parameters }) => parameters)).toEqual([
      { rows: 1_000, columns: 1 },
      { rows: 1_000, columns: 2 },
      { rows: 10_000, columns: 1 },
      { rows: 10_000, columns: 2 },
      { rows: 100_000, columns: 1 },
      { rows: 100_000, columns: 2 },
    ]);
    expect(bench!.growth).toHaveLength(2);
    expect(bench!.growth[0]).toMatchObject({
      contender: 'ours [columns=1]',
      quantity: 'time',
      parameter: 'rows',
      model: 'O(n)',
    });
    expect(bench!.growth[0]!.r2).toBeGreaterThan(0.999);
  });
});

describe('outliers', () => {
  it('are kept, and counted by what happened meanwhile', async () => {
    const host = createFakeHost();
    const causes = [0, COLLECTION, HIDDEN | COLLECTION, LOAD, 0];
    let round = 0;
    const spec: BenchSpec = {
      reference: false,
      setup() {
        host.marks = [];
        return { frame: 0 };
      },
      frame(state) {
        const late = state.frame++ === 25 + round * 20;
        host.time += late ? 50 : 1 + (state.frame % 3) / 10;
        if (late) host.marks = [causes[round++]!];
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    const { summary } = ours(bench!).quantities.script!;
    expect(summary.max).toBe(50);
    expect(summary.samples).toBe(100);
    expect(summary.outliers).toEqual({ unknown: 2, collection: 1, hidden: 1, load: 1 });
  });
});
