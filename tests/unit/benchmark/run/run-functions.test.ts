import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { createFakeHost, ours, runOn, suiteOf } from '../stage';

describe('a function', () => {
  it('is timed per operation in the unit of the bench', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      unit: 'µs',
      operations: 4,
      reference: false,
      run: () => host.spend(0.2),
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    const time = ours(bench!).quantities.time!;
    expect(time.unit).toBe('µs');
    expect(time.summary.median).toBeCloseTo(50, 6);
    expect(time.summary.interval?.[0]).toBeCloseTo(50, 6);
    expect(time.rounds).toHaveLength(5);
    expect(time.summary.samples).toBeGreaterThanOrEqual(20);
  });

  it('is run in batches that outlast a coarse clock', async () => {
    const host = createFakeHost(0.1);
    const spec: BenchSpec = { unit: 'ns', reference: false, run: () => host.spend(0.001) };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    const { summary } = ours(bench!).quantities.time!;
    expect(Math.abs(summary.median - 1000)).toBeLessThan(10);
    expect(summary.outliers).not.toHaveProperty('timer');
  });

  it('is waited for when it gives a promise, and what it gives between batches is not timed', async () => {
    const host = createFakeHost();
    const spec: BenchSpec = {
      reference: false,
      before: () => host.spend(50),
      run: async () => {
        await Promise.resolve();
        host.time += 0.5;
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.time!.summary.median).toBeCloseTo(0.5, 6);
  });

  it('takes no longer than it may, whatever is asked for', async () => {
    const host = createFakeHost();
    let runs = 0;
    const run = () => {
      runs++;
      host.time += 6;
    };
    const effort = { minSamples: 1000, rounds: 1, warmMs: 1 };
    const [bench] = await runOn(host, suiteOf({ b: { run, effort, reference: false } }));
    expect(ours(bench!).quantities.time!.summary.samples).toBe(2);
    expect(runs).toBeLessThan(20);
  });

  it('says that it never became stable', async () => {
    const host = createFakeHost();
    let cost = 1;
    const spec: BenchSpec = {
      reference: false,
      run: () => {
        cost *= 1.5;
        host.time += cost;
      },
    };
    const steady: BenchSpec = { reference: false, run: () => host.spend(0.1) };
    const [drifting, stable] = await runOn(host, suiteOf({ drifting: spec, steady }));
    expect(ours(drifting!).stable).toBe(false);
    expect(ours(stable!).stable).toBe(true);
  });

  it('collects garbage before every round, unless told not to', async () => {
    const collect: BenchSpec = { run: () => {}, reference: false };
    const host = createFakeHost();
    host.now = () => (host.time += 0.1);
    await runOn(host, suiteOf({ collect }));
    expect(host.collections).toBe(5);
    await runOn(host, suiteOf({ b: { ...collect, collect: false } }));
    expect(host.collections).toBe(5);
  });
});
