import { describe, expect, it } from 'vitest';
import {
  appendRun,
  confirm,
  type History,
  judge,
  startHistory,
} from '../../../../src/benchmark/history';
import type { ModeName, RunResult } from '../../../../src/benchmark/result';
import { createNormal, createRandom } from '../../../../src/statistics';
import { benchOf, contenderOf, environmentOf, quantityOf, runOf, timedBench } from './runs';

const KEY = 'a/b ours: time';

describe('judging a run', () => {
  it('says nothing of a run as fast as ever, and charts it', () => {
    const history = historyOf(noisy(1, 30));
    const { findings, rerun, trends } = judge(history, runAt(1.003, { revision: 'now' }));
    expect([findings, rerun]).toEqual([[], []]);
    const trend = trends[KEY]!;
    expect(trend.values).toHaveLength(31);
    expect(trend.values.at(-1)).toBe(1.003);
    expect(trend.revisions.slice(-2)).toEqual([revisionOf(29), 'now']);
    expect(trend).not.toHaveProperty('changePoint');
  });

  it('alarms on a planted shift of 10 % with the numbers and the build it began at', () => {
    const { history, run } = upTo([...noisy(0.4, 40), ...noisy(0.461, 7, 5)]);
    const { findings, rerun, trends } = judge(history, run);
    expect(rerun).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kind: 'alarm',
      series: KEY,
      severity: 'moderate',
      message: expect.stringMatching(
        /^a\/b: time is 1\.1\dx what it was \(0\.4\d* → 0\.4[56]\d* of the reference loop\) since build 0000028, p < 0\.0001$/,
      ),
    });
    const { before, after, p } = findings[0]!;
    expect(before).toBeCloseTo(0.4, 2);
    expect(after).toBeCloseTo(0.46, 2);
    expect(p).toBeLessThan(4e-4);
    expect(trends[KEY]!.changePoint).toBe(40);
  });

  it('alarms once, in the run that gave the change away', () => {
    const values = [...noisy(1, 40), ...noisy(1.1, 30, 5)];
    const alarmed = values.flatMap((_, index) => {
      const { history, run } = upTo(values.slice(0, index + 1));
      return judge(history, run).findings.some(({ kind }) => kind === 'alarm') ? [index] : [];
    });
    expect(alarmed).toEqual([46]);
    expect(judge(historyOf(values), runAt(1.1)).trends[KEY]!.changePoint).toBe(40);
  });

  it('names the day where the revision is unknown', () => {
    const values = [...noisy(1, 40), ...noisy(1.3, 6, 5)];
    const history = historyOf(values);
    const entries = history.entries.map((entry) => ({ ...entry, revision: '' }));
    const { findings } = judge({ ...history, entries }, runAt(1.3));
    expect(findings[0]!.message).toContain('since the build of 2026-01-02, p');
    expect(findings[0]!.severity).toBe('major');
  });

  it('calls a shift back better, and compares with the level in between', () => {
    const values = [...noisy(1, 30), ...noisy(1.2, 20, 5), ...noisy(1, 7, 6)];
    const { history, run } = upTo(values);
    const { findings, trends } = judge(history, run);
    expect(findings).toMatchObject([
      { kind: 'better', message: expect.stringContaining('since build 0000032') },
    ]);
    expect(findings[0]).not.toHaveProperty('severity');
    expect(findings[0]!.before).toBeCloseTo(1.2, 1);
    expect(trends[KEY]!.changePoint).toBe(50);
  });

  it('does not mix runs of different modes', () => {
    const quick = historyOf(noisy(2, 40), { mode: 'quick' });
    const { findings, trends } = judge(quick, runAt(1));
    expect(findings).toEqual([]);
    expect(trends[KEY]!.values).toEqual([1]);
    const full = historyOf(noisy(1, 40), { mode: 'full' });
    expect(judge(full, runAt(1)).trends[KEY]!.values).toEqual([1]);
    expect(judge(full, runOf([timedBench('a/b', [9])], { mode: 'quick' })).findings).toEqual([]);
  });

  it('goes on where a series vanished and came back', () => {
    const values = [...noisy(1, 40), ...noisy(1.1, 7, 5)];
    let history = startHistory(environmentOf());
    for (const [index, value] of values.slice(0, -1).entries()) {
      history = appendRun(history, runAt(value, { revision: revisionOf(index) }));
      history = appendRun(history, runOf([timedBench('a/other', [1])]));
    }
    const { findings, trends } = judge(history, runAt(values.at(-1)!));
    expect(trends[KEY]!.values).toHaveLength(47);
    expect(trends).not.toHaveProperty('a/other ours: time');
    expect(findings[0]!.message).toContain('since build 0000028');
  });

  it('never judges time without a reference', () => {
    const bench = (value: number) =>
      benchOf('a/b', [contenderOf('ours', 'subject', { time: quantityOf([value]) })]);
    let history = startHistory(environmentOf());
    for (let i = 0; i < 30; i++) history = appendRun(history, runOf([bench(1)]));
    expect(judge(history, runOf([bench(9)]))).toEqual({ findings: [], trends: {}, rerun: [] });
  });

  it('does not hold keys of Object.prototype for values', () => {
    const history = historyOf([1]);
    const run = runOf([timedBench('a/b', [1])]);
    const entries = [{ ...history.entries[0]!, series: Object.create({ [KEY]: 5 }) as object }];
    const inherited = { ...history, entries: entries as History['entries'] };
    expect(judge(inherited, run).trends[KEY]!.values).toEqual([1]);
  });
});

describe('a watch', () => {
  it('asks for a rerun of each bench that runs away, once', () => {
    const history = historyOf(noisy(1, 20));
    const { findings, rerun } = judge(history, runAt(1.12));
    expect(rerun).toEqual(['a/b']);
    expect(findings).toMatchObject([
      {
        kind: 'watch',
        series: KEY,
        severity: 'moderate',
        message: expect.stringMatching(/^a\/b: time may be 1\.12x .* in the last build$/),
        after: 1.12,
      },
    ]);
    const twice = (value: number) => {
      const quantities = { time: quantityOf([value]), script: quantityOf([value]) };
      const reference = contenderOf('loop', 'reference', { time: quantityOf([1]) });
      return runOf([benchOf('a/b', [contenderOf('ours', 'subject', quantities), reference])]);
    };
    let both = startHistory(environmentOf());
    for (const value of noisy(1, 20)) both = appendRun(both, twice(value));
    expect(judge(both, twice(1.3))).toMatchObject({ findings: [{}, {}], rerun: ['a/b'] });
  });

  it('adds up small steps, and says over how many builds', () => {
    const values = [...noisy(1, 30), 1.03, 1.028, 1.031, 1.03, 1.029];
    const spoke = values.flatMap((_, index) => {
      const { history, run } = upTo(values.slice(0, index + 1));
      return judge(history, run).findings;
    });
    expect(spoke[0]!.kind).toBe('watch');
    expect(spoke[0]!.message).toMatch(/in the last \d builds$/);
    expect(spoke[0]!.after).toBeCloseTo(1.03, 2);
  });

  it('needs 8 values since the last change', () => {
    expect(judge(historyOf(noisy(1, 7)), runAt(2)).rerun).toEqual([]);
    expect(judge(historyOf(noisy(1, 8)), runAt(2)).rerun).toEqual(['a/b']);
    expect(judge(historyOf(noisy(1, 8)), runAt(2), { minimumHistory: 9 }).rerun).toEqual([]);
    const stepped = [...noisy(1, 40), ...noisy(1.1, 7, 5)];
    expect(judge(historyOf(stepped), runAt(1.5)).rerun).toEqual([]);
    expect(judge(historyOf([...stepped, 1.1]), runAt(1.5)).rerun).toEqual(['a/b']);
  });

  it('is none of what became faster, or slower by less than matters', () => {
    expect(judge(historyOf(noisy(1, 20)), runAt(0.5)).findings).toEqual([]);
    const still = (last: number) => historyOf([...noisy(1, 20, 1, 0.0005), last]);
    expect(judge(still(1.019), runAt(1.019)).findings).toEqual([]);
    expect(judge(still(1.021), runAt(1.021)).findings).toHaveLength(1);
  });

  it('is not repeated while nothing more happens', () => {
    const history = historyOf([...noisy(1, 20), 1.12]);
    expect(judge(history, runAt(1.001)).findings).toEqual([]);
    // Not by what was added up before it spoke, either.
    expect(judge(history, runAt(1.03)).findings).toEqual([]);
  });

  it('works on values that never varied', () => {
    const history = historyOf(new Array(10).fill(1));
    expect(judge(history, runAt(1)).findings).toEqual([]);
    expect(judge(history, runAt(1.05)).rerun).toEqual(['a/b']);
  });
});

describe('confirming', () => {
  const history = historyOf(noisy(1, 20));
  const run = runAt(1.12);

  it('keeps a watch that the rerun shows too', () => {
    const rerun = runOf([timedBench('a/b', noisy(1.1, 12, 9))]);
    const confirmed = confirm(history, run, rerun);
    expect(confirmed.rerun).toEqual([]);
    expect(confirmed.trends).toEqual(judge(history, run).trends);
    expect(confirmed.findings).toMatchObject([
      {
        kind: 'watch',
        severity: expect.stringMatching(/minor|moderate/),
        message: expect.stringMatching(
          /^a\/b: time is 1\.(09|1\d?)x .*, measured twice, p < 0\.0001$/,
        ),
      },
    ]);
    expect(confirmed.findings[0]!.after).toBeCloseTo(1.1, 2);
  });

  it('withdraws a watch whose rerun is as fast as ever, or only wide', () => {
    const usual = runOf([timedBench('a/b', noisy(1, 12, 9))]);
    expect(confirm(history, run, usual).findings).toEqual([]);
    // Above all builds by its median, but half of the rounds are far below.
    const wide = [0.5, 0.6, 0.5, 0.6, 0.5, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1];
    expect(confirm(history, run, runOf([timedBench('a/b', wide)])).findings).toEqual([]);
  });

  it('withdraws one within the range of earlier builds, however alike the rounds are', () => {
    const spread = historyOf(Array.from({ length: 20 }, (_, i) => 1 + ((i * 7) % 20) / 200));
    const watched = runAt(1.4);
    expect(judge(spread, watched).rerun).toEqual(['a/b']);
    const inside = runOf([timedBench('a/b', new Array(40).fill(1.088))]);
    expect(confirm(spread, watched, inside).findings).toEqual([]);
  });

  it('withdraws what is slower by less than matters', () => {
    const still = historyOf(noisy(1, 20, 1, 0.0005));
    const rerun = (value: number) => runOf([timedBench('a/b', new Array(12).fill(value))]);
    expect(confirm(still, runAt(1.05), rerun(1.018)).findings).toEqual([]);
    expect(confirm(still, runAt(1.05), rerun(1.03)).findings).toHaveLength(1);
  });

  it('keeps what could not be measured again, and alarms', () => {
    expect(confirm(history, run, runOf([])).findings).toMatchObject([
      { kind: 'watch', message: expect.stringMatching(/; it could not be measured again$/) },
    ]);
    const changed = upTo([...noisy(1, 40), ...noisy(1.1, 7, 5)]);
    expect(confirm(changed.history, changed.run, runOf([]))).toEqual(
      judge(changed.history, changed.run),
    );
  });

  it('compares with the present level', () => {
    const values = [...noisy(1.5, 30), ...noisy(1, 20, 5)];
    const rerun = runOf([timedBench('a/b', noisy(1.1, 12, 9))]);
    expect(confirm(historyOf(values), run, rerun).findings).toMatchObject([{ kind: 'watch' }]);
  });
});

type Parts = { mode?: ModeName; revision?: string };

function runAt(value: number, parts: Parts = {}): RunResult {
  return runOf([timedBench('a/b', [value])], parts);
}

/** A history of these values at the revisions 0, 1, 2, ... as 40 hex digits. */
function historyOf(values: readonly number[], parts: Parts = {}): History {
  return values.reduce(
    (history, value, index) =>
      appendRun(history, runAt(value, { revision: revisionOf(index), ...parts })),
    startHistory(environmentOf()),
  );
}

/** All values but the last as history, the last as a run. */
function upTo(values: readonly number[]): { history: History; run: RunResult } {
  return {
    history: historyOf(values.slice(0, -1)),
    run: runAt(values.at(-1)!, { revision: revisionOf(values.length - 1) }),
  };
}

function revisionOf(index: number): string {
  return index.toString(16).padStart(7, '0').padEnd(40, 'f');
}

function noisy(level: number, count: number, seed = 1, cv = 0.01): number[] {
  const normal = createNormal(createRandom(seed));
  return Array.from({ length: count }, () => level * (1 + cv * normal()));
}
