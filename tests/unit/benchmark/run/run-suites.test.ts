import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { modes } from '../../../../src/benchmark/modes';
import type { ContenderResult } from '../../../../src/benchmark/result';
import { createLocalDriver } from '../../../../src/benchmark/run/driver';
import { runSuites } from '../../../../src/benchmark/run/run-suites';
import { COLLECTION, HIDDEN, LOAD } from '../../../../src/benchmark/station/protocol';
import { createFakeHost, runOn, suiteOf } from '../stage';

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

describe('frames', () => {
  it('are timed one by one, a sample a frame, at 60 a second of their own time', async () => {
    const host = createFakeHost();
    const seen: [number, number][] = [];
    const spec: BenchSpec = {
      reference: false,
      frame: (_, index, now) => {
        seen.push([index, now]);
        host.time += index % 2 === 0 ? 1 : 3;
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    const { script, interval } = ours(bench!).quantities;
    expect(script!.summary).toMatchObject({ samples: 100, min: 1, max: 3 });
    expect(script!.summary.median).toBeCloseTo(2, 6);
    expect(interval).toBeUndefined();
    for (const [i, [index, now]] of seen.entries()) {
      expect(index).toBe(i);
      expect(now).toBeCloseTo((i * 1000) / 60, 6);
    }
  });

  it('of a host with frames of its own follow it and give intervals', async () => {
    const host = createFakeHost();
    const later = new Set<ReturnType<typeof setTimeout>>();
    host.nextFrame = (callback) => {
      const timer = setTimeout(() => {
        later.delete(timer);
        host.time = (Math.floor(host.time / 16) + 1) * 16;
        callback(host.time);
      }, 0);
      later.add(timer);
    };
    const spec: BenchSpec = { reference: false, frame: () => host.spend(2) };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.interval!.summary.median).toBeCloseTo(16, 6);
    expect(ours(bench!).quantities.script!.summary.median).toBeCloseTo(2, 6);
  });

  it('of a system run its update with a frame that is never late, edits untimed', async () => {
    const host = createFakeHost();
    let edits = 0;
    let disposed = 0;
    const indexes: number[] = [];
    const spec: BenchSpec = {
      reference: false,
      system: true,
      setup: () => ({
        system: {
          update(frame: { index: number; timeLeftMs(): number }) {
            indexes.push(frame.index);
            expect(frame.timeLeftMs()).toBeGreaterThan(16);
            host.time += 0.25;
          },
          dispose: () => void disposed++,
        },
      }),
      edit: () => {
        edits++;
        host.time += 100;
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(ours(bench!).quantities.script!.summary.median).toBeCloseTo(0.25, 6);
    expect(edits).toBe(indexes.length);
    expect(indexes.slice(0, 3)).toEqual([0, 1, 2]);
    // Once for what was measured and once, without counters to read, for the counting.
    expect(disposed).toBe(2);
  });
});

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

describe('contenders', () => {
  it('take turns in an order that changes', async () => {
    const host = createFakeHost();
    const order: string[] = [];
    const of = (name: string) => ({
      run: () => {
        if (order.at(-1) !== name) order.push(name);
        host.time += 1;
      },
    });
    const contenders = { a: of('a'), b: of('b'), c: of('c') };
    await runOn(host, suiteOf({ b: { contenders, reference: false } }));
    const rounds = order.slice(3, 15).join('');
    expect(new Set(rounds.match(/.../g))).not.toHaveLength(1);
    for (const name of 'abc') expect(rounds.split(name).length - 1).toBeGreaterThanOrEqual(3);
  });

  it('are compared with the subject, and the control is subtracted beside the raw figure', async () => {
    const host = createFakeHost();
    const costing = (ms: number) => () => host.spend(ms);
    const contenders = {
      ours: { run: costing(3) },
      theirs: { run: costing(5) },
      control: { role: 'control' as const, run: costing(1) },
    };
    const [bench] = await runOn(host, suiteOf({ b: { contenders, reference: false } }));
    const [first] = bench!.cases;
    expect(ours(bench!).quantities['time (net)']).toMatchObject({ netOf: 'time' });
    expect(ours(bench!).quantities['time (net)']!.summary.median).toBeCloseTo(2, 6);
    expect(ours(bench!).quantities.time!.summary.median).toBeCloseTo(3, 6);
    const byQuantity = new Map(first!.comparisons.map((each) => [each.quantity, each]));
    expect(byQuantity.get('time')?.ratio).toBeCloseTo(0.6, 6);
    expect(byQuantity.get('time (net)')?.ratio).toBeCloseTo(0.5, 6);
    expect(byQuantity.get('time')).toMatchObject({
      other: 'theirs',
      verdict: 'faster',
      effect: -1,
    });
    expect(first!.comparisons.some(({ other }) => other === 'control')).toBe(false);
  });

  it('that throw are named and leave the others measured', async () => {
    const host = createFakeHost();
    let calls = 0;
    const contenders = {
      ours: { run: () => host.spend(1) },
      'broken setup': {
        setup() {
          throw new Error('no such thing');
        },
        run() {},
      },
      'broken later': {
        run() {
          host.time += 1;
          if (++calls > 20) throw new Error('enough');
        },
      },
    };
    const [bench] = await runOn(host, suiteOf({ b: { contenders, reference: false } }));
    const errors = bench!.cases[0]!.contenders.map(({ error }) => error);
    expect(errors).toEqual([undefined, 'no such thing', 'enough']);
    expect(ours(bench!).quantities.time?.rounds).toHaveLength(5);
  });

  it('that never answer are left after their limit, and the run goes on', async () => {
    const host = createFakeHost();
    const contenders = {
      ours: { run: () => host.spend(1) },
      stuck: { setup: () => new Promise<never>(() => {}), run() {} },
    };
    const spec: BenchSpec = { contenders, limitMs: 30, reference: false };
    const [bench] = await runOn(host, suiteOf({ b: spec }));
    expect(bench!.cases[0]!.contenders[1]?.error).toBe(
      'stuck took longer than 30 ms; measure less at once or raise limitMs',
    );
    expect(ours(bench!).error).toBeUndefined();
  });
});

describe('rounds of fresh sessions', () => {
  it('are cut into turns, there and back, where the driver can', async () => {
    const host = createFakeHost();
    const order: string[] = [];
    const of = (name: string) => ({ frame: () => void order.push(name), frames: 5 });
    const made = suiteOf({ b: { contenders: { a: of('a'), b: of('b') }, reference: false } });
    const driver = { ...createLocalDriver([made], host), turns: 4 };
    const [listing] = await driver.list();
    const effort = { ...modes.quick, rounds: 1, warmFrames: 5 };
    const options = { effort, fresh: true, seed: 1, now: host.now };
    const [bench] = await runSuites([{ listing: listing!, driver }], options);
    // Both are warmed first; the counting pass has no counters to count.
    const turns = order.slice(-40).join('').match(/.{5}/g);
    expect(turns).toHaveLength(8);
    expect(turns!.map((turn) => turn[0]).join('')).toMatch(/^(abbaabba|baabbaab)$/);
    expect(ours(bench!).quantities.script!.summary.samples).toBe(20);
    expect(ours(bench!).quantities.script!.rounds).toHaveLength(1);
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
    const spec: BenchSpec = {
      setup: () => void open++,
      run: () => host.spend(1),
      teardown: () => void open--,
      reference: false,
    };
    const running = runOn(host, suiteOf({ b: spec }), {
      signal: abort.signal,
      onStep: (label) => label.includes('round 3') && abort.abort(new Error('stopped')),
    });
    await expect(running).rejects.toThrow('stopped');
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

function ours(bench: { cases: readonly { contenders: readonly ContenderResult[] }[] }) {
  return bench.cases[0]!.contenders.find(({ role }) => role === 'subject')!;
}
