import { describe, expect, it } from 'vitest';
import type { BenchResult, Comparison, ContenderResult } from '../../../../src/benchmark/result';
import { adjustRun, compareRounds } from '../../../../src/benchmark/run/compare';
import { createNormal, createRandom } from '../../../../src/statistics';

describe('compareRounds', () => {
  it('calls half the time faster and twice the time slower, with ratio, interval and effect', () => {
    const fast = compareRounds(rounds(9, 1), rounds(9, 2), 0.02);
    expect(fast).toMatchObject({ verdict: 'faster', effect: -1, test: 'mann-whitney' });
    expect(fast.ratio).toBeCloseTo(0.5, 1);
    expect(fast.interval![0]).toBeLessThan(fast.ratio);
    expect(fast.interval![1]).toBeGreaterThan(fast.ratio);
    expect(fast.p).toBeLessThan(0.001);
    expect(compareRounds(rounds(9, 2), rounds(9, 1), 0.02).verdict).toBe('slower');
  });

  it('decides by pairs from 12 rounds on, so that drift of the machine does not blur 5 %', () => {
    const drift = Array.from({ length: 12 }, (_, i) => 1 + i / 5);
    const noise = createNormal(createRandom(1));
    const theirs = drift.map((value) => value * (1 + 0.005 * noise()));
    const ours = drift.map((value) => 1.05 * value * (1 + 0.005 * noise()));
    const paired = compareRounds(ours, theirs, 0.02);
    expect(paired).toMatchObject({ test: 'signed-rank', verdict: 'slower' });
    expect(paired.ratio).toBeCloseTo(1.05, 2);
    expect(compareRounds(ours.slice(1), theirs.slice(1), 0.02).verdict).toBe('undecided');
  });

  it('does not take fresh rounds for pairs, so that slow processes on either side do not hide 10 %', () => {
    const ours = rounds(20, 1.1).map((value, i) => (i % 6 === 2 ? value * 1.6 : value));
    const theirs = rounds(20, 1).map((value, i) => (i % 5 === 0 ? value * 1.4 : value));
    const fresh = compareRounds(ours, theirs, 0.02, true);
    expect(fresh).toMatchObject({ test: 'mann-whitney', verdict: 'slower' });
    expect(fresh.p).toBeLessThan(0.01);
    expect(compareRounds(ours, theirs, 0.02).p).toBeGreaterThan(0.01);
  });

  it('calls the same what a run that can tell finds smaller than what matters', () => {
    expect(compareRounds(rounds(15, 1), rounds(15, 1.001), 0.02).verdict).toBe('same');
    expect(compareRounds(rounds(15, 1), rounds(15, 1.01), 0.05).verdict).toBe('same');
  });

  it('never takes for the same what may be more than matters, though it is significantly less', () => {
    let same = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { verdict, interval } = compareRounds(
        rounds(20, 1.025, 0.017, seed),
        rounds(20, 1, 0.017, seed + 1000),
        0.02,
      );
      if (verdict !== 'same') continue;
      same++;
      expect(interval![1]).toBeLessThan(1.02);
    }
    expect(same).toBeLessThan(5);
  });

  it('never calls the same what is far from it, however few rounds there are', () => {
    for (let count = 1; count <= 5; count++) {
      expect(compareRounds(rounds(count, 4), rounds(count, 1), 0.02).verdict).not.toBe('same');
    }
  });

  it('is undecided where noise could hide what matters, and says what it could have seen', () => {
    const noisy = compareRounds(rounds(9, 1, 0.2), rounds(9, 1, 0.2, 7), 0.02);
    expect(noisy.verdict).toBe('undecided');
    expect(noisy.detectable).toBeGreaterThan(0.1);
  });
});

describe('adjustRun', () => {
  it('asks more of each comparison the more there are, and decides anew', () => {
    const comparison = compareRounds(rounds(5, 1), rounds(5, 1.1), 0.02);
    expect(comparison.verdict).toBe('faster');
    expect(verdicts(adjustRun([benchOf([comparison])]))).toEqual(['faster']);
    const twenty = Array.from({ length: 20 }, () => ({ ...comparison }));
    const adjusted = adjustRun([benchOf(twenty.slice(0, 10)), benchOf(twenty.slice(10))]);
    expect(verdicts(adjusted)).toEqual(new Array(20).fill('undecided'));
    const [first] = adjusted[1]!.cases[0]!.comparisons;
    expect(first!.adjustedP).toBeCloseTo(20 * comparison.p!, 10);
  });

  it('says what the run could have seen at the level that the number of comparisons leaves', () => {
    const ours = rounds(9, 1, 0.01);
    const theirs = rounds(9, 1.001, 0.01, 77);
    const comparison = compareRounds(ours, theirs, 0.02);
    const bench = (count: number) => {
      const many = benchOf(Array.from({ length: count }, () => comparison));
      const contenders = [contenderOf('a', 'subject', ours), contenderOf('b', 'peer', theirs)];
      return { ...many, cases: [{ ...many.cases[0]!, contenders }] };
    };
    const seen = (count: number) =>
      adjustRun([bench(count)])[0]!.cases[0]!.comparisons[0]!.detectable!;
    expect(seen(1)).toBeCloseTo(comparison.detectable!, 10);
    expect(seen(100)).toBeGreaterThan(1.4 * seen(1));
  });

  it('counts a net figure once with its raw one: both have the same ranks', () => {
    const comparison = compareRounds(rounds(5, 1), rounds(5, 1.1), 0.02);
    const bench = benchOf([comparison, comparison]);
    const [raw, net] = bench.cases[0]!.comparisons;
    const both = [raw!, { ...net!, quantity: 'time (net)' }];
    const paired = { ...bench, cases: [{ ...bench.cases[0]!, comparisons: both }] };
    const ps = adjustRun([paired])[0]!.cases[0]!.comparisons.map(({ adjustedP }) => adjustedP);
    expect(ps).toEqual([comparison.p, comparison.p]);
  });

  it('can be asked for a smaller chance', () => {
    const comparison = { ...compareRounds(rounds(9, 1), rounds(9, 1.1), 0.02), p: 0.03 };
    expect(verdicts(adjustRun([benchOf([comparison])]))).toEqual(['faster']);
    expect(verdicts(adjustRun([benchOf([comparison])], 0.01))).toEqual(['undecided']);
  });
});

/** Medians of rounds around a value, strewn by a share of it. */
function rounds(count: number, value: number, share = 0.005, seed = count): number[] {
  const noise = createNormal(createRandom(seed));
  return Array.from({ length: count }, () => value * (1 + share * noise()));
}

function benchOf(comparisons: Omit<Comparison, 'quantity' | 'subject' | 'other'>[]): BenchResult {
  const named = comparisons.map((each) => ({
    ...each,
    ...{ quantity: 'time', subject: 'a', other: 'b' },
  }));
  return {
    ...{ id: 'a/b', category: 'a', host: 'node', unit: 'ms', minimumEffect: 0.02, durationMs: 0 },
    cases: [{ parameters: {}, contenders: [], comparisons: named }],
    growth: [],
  };
}

function contenderOf(name: string, role: 'subject' | 'peer', values: number[]): ContenderResult {
  const summary = {
    ...{ mean: 1, median: 1, p95: 1, p99: 1, min: 1, max: 1, interval: null },
    ...{ samples: values.length, outliers: {} },
  };
  const quantities = { time: { unit: 'ms', summary, rounds: values, sketch: values } };
  return { name, role, quantities, counters: {}, stable: true };
}

function verdicts(benches: readonly BenchResult[]) {
  return benches
    .flatMap(({ cases }) => cases.flatMap((each) => each.comparisons))
    .map(({ verdict }) => verdict);
}
