import { describe, expect, it } from 'vitest';
import type { BenchSpec } from '../../../../src/benchmark/definition';
import { modes } from '../../../../src/benchmark/modes';
import { createLocalDriver } from '../../../../src/benchmark/run/driver';
import { runSuites } from '../../../../src/benchmark/run/run-suites';
import { createFakeHost, ours, runOn, suiteOf } from '../stage';

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
