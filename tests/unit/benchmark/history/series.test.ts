import { describe, expect, it } from 'vitest';
import { seriesKey, seriesOf } from '../../../../src/benchmark/history';
import { benchOf, contenderOf, quantityOf, runOf, timedBench } from './runs';

describe('series of a run', () => {
  it('are medians of the ratios of each round to the reference in the same round', () => {
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', { time: quantityOf([2, 8, 3]) }),
      contenderOf('loop', 'reference', { time: quantityOf([1, 4, 2]) }),
    ]);
    expect(seriesOf(runOf([bench]))).toEqual([
      {
        key: 'a/b ours: time',
        bench: 'a/b',
        label: 'a/b: time',
        value: 2,
        rounds: [2, 2, 1.5],
        minimumEffect: 0.02,
      },
    ]);
  });

  it('have keys with the parameters in the order of their names', () => {
    const parts = { parameters: { n: 1000, depth: 2 } };
    expect(seriesOf(runOf([timedBench('a/b', [1], parts)]))[0]).toMatchObject({
      key: 'a/b [depth=2, n=1000] ours: time',
      label: 'a/b [depth=2, n=1000]: time',
    });
    expect(seriesKey({ id: 'a/b', host: 'node' }, { parameters: {} }, 'ours', 'time')).toBe(
      'a/b ours: time',
    );
  });

  it('of other hosts than Node have the host in the key', () => {
    const run = runOf([timedBench('a/b', [1]), timedBench('a/b', [2], { host: 'chromium' })]);
    expect(seriesOf(run).map(({ key, bench, value }) => [key, bench, value])).toEqual([
      ['a/b ours: time', 'a/b', 1],
      ['a/b@chromium ours: time', 'a/b', 2],
    ]);
  });

  it('leave out what has no reference, for time is never absolute', () => {
    const ours = contenderOf('ours', 'subject', { time: quantityOf([2]) });
    const reference = contenderOf('loop', 'reference', { time: quantityOf([1]) });
    const broken = { ...reference, quantities: {}, error: 'threw' };
    const silent = contenderOf('loop', 'reference', { raster: quantityOf([1]) });
    const empty = contenderOf('loop', 'reference', { time: quantityOf([]) });
    for (const other of [[], [broken], [silent], [empty], [{ ...reference, role: 'peer' }]]) {
      expect(seriesOf(runOf([benchOf('a/b', [ours, ...(other as never[])])]))).toEqual([]);
    }
  });

  it('are of our contenders that did not fail', () => {
    const reference = contenderOf('loop', 'reference', { time: quantityOf([1]) });
    const mine = contenderOf('mine', 'subject', { time: quantityOf([5]) });
    const failed = { ...mine, error: 'threw' };
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', { time: quantityOf([2]) }),
      contenderOf('second', 'subject', { time: quantityOf([3]) }),
      contenderOf('peer', 'peer', { time: quantityOf([4]) }),
      failed,
      reference,
    ]);
    expect(seriesOf(runOf([bench])).map(({ label }) => label)).toEqual([
      'a/b ours: time',
      'a/b second: time',
    ]);
  });

  it('are times only: not bytes, counts, or the pace of frames', () => {
    const quantities = {
      script: quantityOf([2]),
      task: quantityOf([3]),
      'task (net)': quantityOf([1]),
      delay: quantityOf([5000], 'µs'),
      interval: quantityOf([16.7]),
      allocated: quantityOf([8], 'B'),
      score: quantityOf([8], ''),
    };
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', quantities),
      contenderOf('loop', 'reference', { script: quantityOf([4]), task: quantityOf([6]) }),
    ]);
    expect(seriesOf(runOf([bench])).map(({ key, value }) => [key, value])).toEqual([
      ['a/b ours: script', 0.5],
      ['a/b ours: task', 0.5],
      ['a/b ours: task (net)', 0.25],
      ['a/b ours: delay', 1.25],
    ]);
  });

  it('take the reference’s time where it has not the same quantity, whatever the unit', () => {
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', { script: quantityOf([2, 2], 'ms') }),
      contenderOf('loop', 'reference', {
        script: quantityOf([], 'ms'),
        time: quantityOf([10_000, 5000], 'ns'),
      }),
    ]);
    expect(seriesOf(runOf([bench]))).toEqual([]);
    const { script: _, ...rest } = bench.cases[0]!.contenders[1]!.quantities;
    const reference = contenderOf('loop', 'reference', rest);
    const fixed = benchOf('a/b', [bench.cases[0]!.contenders[0]!, reference]);
    expect(seriesOf(runOf([fixed]))[0]).toMatchObject({ rounds: [200, 400], value: 300 });
  });

  it('divide by the reference’s median where the rounds do not match', () => {
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', { time: quantityOf([2, 4, 6]) }),
      contenderOf('loop', 'reference', { time: quantityOf([1, 3]) }),
    ]);
    expect(seriesOf(runOf([bench]))[0]!.rounds).toEqual([1, 2, 3]);
  });

  it('leave out rounds that give no ratio above 0', () => {
    const bench = benchOf('a/b', [
      contenderOf('ours', 'subject', { time: quantityOf([2, 0, -1, Number.NaN, 5, 5]) }),
      contenderOf('loop', 'reference', { time: quantityOf([1, 1, 1, 1, 0, 5]) }),
    ]);
    expect(seriesOf(runOf([bench]))[0]!.rounds).toEqual([2, 1]);
    const none = benchOf('a/b', [
      contenderOf('ours', 'subject', { time: quantityOf([0, 0]) }),
      contenderOf('loop', 'reference', { time: quantityOf([1, 1]) }),
    ]);
    expect(seriesOf(runOf([none]))).toEqual([]);
  });
});
