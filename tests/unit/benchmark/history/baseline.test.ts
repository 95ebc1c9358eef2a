import { describe, expect, it } from 'vitest';
import { appendRun, compareWithBaseline, startHistory } from '../../../../src/benchmark/history';
import { createNormal, createRandom } from '../../../../src/statistics';
import { browserOf, environmentOf, runOf, timedBench } from './runs';

describe('comparison with a stored run', () => {
  it('says nothing of equal runs', () => {
    const run = runOf([timedBench('a/b', noisy(1, 12)), timedBench('a/c', noisy(2, 12))]);
    expect(compareWithBaseline(run, run)).toEqual([]);
  });

  it('alarms on a slower series and is glad of a faster one', () => {
    const baseline = runOf([timedBench('a/b', noisy(0.412, 12)), timedBench('a/c', noisy(1, 12))], {
      revision: '3f2c1a0',
    });
    const run = runOf([
      timedBench('a/b', noisy(0.461, 12, 2)),
      timedBench('a/c', noisy(0.8, 12, 3)),
    ]);
    expect(compareWithBaseline(run, baseline)).toMatchObject([
      {
        kind: 'alarm',
        severity: 'moderate',
        series: 'a/b ours: time',
        message: expect.stringMatching(
          /^a\/b: time is 1\.1\d?x what it was \(0\.4\d* → 0\.4\d* of the reference loop\) since build 3f2c1a0, p < 0\.0001$/,
        ),
      },
      { kind: 'better', series: 'a/c ours: time' },
    ]);
  });

  it('leaves out what is smaller than the bench’s minimum effect', () => {
    const baseline = runOf([timedBench('a/b', noisy(1, 12, 1, 0.001))]);
    const slower = (level: number, minimumEffect: number) =>
      runOf([timedBench('a/b', noisy(level, 12, 2, 0.001), { minimumEffect })]);
    expect(compareWithBaseline(slower(1.015, 0.02), baseline)).toEqual([]);
    expect(compareWithBaseline(slower(1.015, 0.01), baseline)).toHaveLength(1);
  });

  it('gives p with two digits', () => {
    const [low, high] = [noisy(1, 8), noisy(2, 8)].map((rounds) =>
      runOf([timedBench('a/b', rounds)]),
    );
    // 8 against 8 wholly apart: 2 of 12,870 orders.
    expect(compareWithBaseline(high!, low!)[0]!.message).toMatch(/, p = 0\.00016$/);
  });

  it('leaves out what the interval cannot tell from no change, at any level', () => {
    const baseline = runOf([timedBench('a/b', noisy(1, 12, 1, 0.2))]);
    const run = runOf([timedBench('a/b', noisy(1.05, 12, 1, 0.2))]);
    expect(compareWithBaseline(run, baseline, { level: 1 })).toEqual([]);
  });

  it('asks for more evidence the more series there are', () => {
    const ids = Array.from({ length: 100 }, (_, index) => `s/${index}`);
    const rounds = (level: number, seed: number) => noisy(level, 6, seed, 0.02);
    const others = ids.map((id) => timedBench(id, rounds(1, 1)));
    const suite = (level: number) => runOf([timedBench('a/b', rounds(level, 1)), ...others]);
    const alone = (level: number) => runOf([timedBench('a/b', rounds(level, 1))]);
    expect(compareWithBaseline(alone(1.2), alone(1))).toHaveLength(1);
    expect(compareWithBaseline(suite(1.2), suite(1))).toEqual([]);
  });

  it('says where the baseline is of another machine, mode, or holds nothing alike', () => {
    const environment = environmentOf({ browser: browserOf() });
    const baseline = runOf([timedBench('a/b', [1])], { environment, mode: 'quick' });
    expect(compareWithBaseline(runOf([timedBench('a/c', [1])]), baseline)).toMatchObject([
      { kind: 'baseline', message: expect.stringMatching(/made on linux-.*chromium156.*differ/) },
      { kind: 'baseline', message: expect.stringMatching(/in mode quick, this run in regression/) },
      { kind: 'baseline', message: expect.stringMatching(/nothing was compared/) },
    ]);
  });
});

describe('comparison with a history', () => {
  it('is with its last level', () => {
    const history = historyOf([...noisy(2, 30), ...noisy(1, 20, 2)]);
    const run = runOf([timedBench('a/b', noisy(1.1, 12, 3))]);
    const [finding, ...rest] = compareWithBaseline(run, history);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'alarm',
      message: expect.stringContaining('since build r30'),
    });
    expect(finding!.before).toBeCloseTo(1, 1);
    expect(compareWithBaseline(runOf([timedBench('a/b', noisy(1, 12, 3))]), history)).toEqual([]);
  });

  it('lets pass what some builds were too, however alike the rounds are', () => {
    const history = historyOf(Array.from({ length: 40 }, (_, i) => 1 + ((i * 7) % 40) / 400));
    const at = (value: number) => runOf([timedBench('a/b', new Array(40).fill(value))]);
    expect(compareWithBaseline(at(1.09), history)).toEqual([]);
    expect(compareWithBaseline(at(1.11), history)).toHaveLength(1);
    expect(compareWithBaseline(at(0.99), history)).toHaveLength(1);
  });

  it('needs 5 builds of the same kind of mode', () => {
    const slow = runOf([timedBench('a/b', noisy(2, 12))]);
    expect(compareWithBaseline(slow, historyOf(noisy(1, 4)))).toMatchObject([{ kind: 'baseline' }]);
    expect(compareWithBaseline(slow, historyOf(noisy(1, 5)))).toMatchObject([{ kind: 'alarm' }]);
    expect(compareWithBaseline({ ...slow, mode: 'quick' }, historyOf(noisy(1, 5)))).toMatchObject([
      { kind: 'baseline', message: expect.stringContaining('nothing was compared') },
    ]);
  });
});

function historyOf(values: readonly number[]) {
  return values.reduce(
    (history, value, index) =>
      appendRun(history, runOf([timedBench('a/b', [value])], { revision: `r${index}` })),
    startHistory(environmentOf()),
  );
}

function noisy(level: number, count: number, seed = 1, cv = 0.01): number[] {
  const normal = createNormal(createRandom(seed));
  return Array.from({ length: count }, () => level * (1 + cv * normal()));
}
