import { describe, expect, it } from 'vitest';
import {
  appendRun,
  emptyCounterBook,
  fingerprintOf,
  startHistory,
} from '../../../../src/benchmark/history';
import { parseArguments } from '../../../../src/benchmark/node/arguments';
import {
  blessRun,
  type DecideOptions,
  decide,
  findingsAgainst,
} from '../../../../src/benchmark/node/decide';
import type { Store } from '../../../../src/benchmark/node/store';
import type { Comparison } from '../../../../src/benchmark/result';
import {
  benchOf,
  contenderOf,
  countedBench,
  environmentOf,
  quantityOf,
  runOf,
  timedBench,
} from '../history/runs';

const RUN = runOf([countedBench('a/b', { draws: 4 })]);
const FINGERPRINT = fingerprintOf(environmentOf());

describe('a gate', () => {
  it('takes a missing book for an empty one, in which a counter is missing', async () => {
    const { findings = [] } = await deciding(['--gate']);
    expect(findings).toMatchObject([
      { kind: 'counter', series: 'a/b ours: draws' },
      { kind: 'baseline', series: 'history' },
    ]);
    expect((await deciding([])).findings).toEqual([]);
    // Who does not ask for the gate is not told to bless.
    expect((await deciding([], { book: emptyCounterBook() })).findings).toEqual([]);
  });

  it('does not fail by what is about to be blessed', async () => {
    const { findings = [] } = await deciding(['--gate', '--bless']);
    expect(findings.map(({ kind }) => kind)).toEqual(['baseline', 'baseline']);
  });

  it('fails where a bench of the book is in no list, until that is blessed with a reason', async () => {
    const book = { ...emptyCounterBook(), counters: { 'a/old ours: draws': { value: 1 } } };
    const listed = new Set(['a/b']);
    const { findings = [] } = await deciding([], { book, listed });
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'counter', series: 'a/old ours: draws' }),
    );
    const store = storeOf({ book });
    const changelog = '- The old bench is gone, for good.';
    expect(() => blessRun(RUN, { store, listed, changelog, reason: '' })).toThrow('a/old');
    blessRun(RUN, { store, listed, changelog, reason: 'The old bench is gone' });
    expect(store.readCounters()!.counters).toEqual({ 'a/b ours: draws': { value: 4 } });
  });
});

describe('a history that cannot judge', () => {
  it('is named once, where it matters', async () => {
    const about = async (argv: string[], runs: number) => {
      const run = runOf([timedBench('a/b', [1, 1]), timedBench('a/c', [1, 1])]);
      let history = runs > 0 ? startHistory(run.environment) : undefined;
      for (let i = 0; i < runs; i++) history = appendRun(history!, run);
      const store = { ...storeOf({}), readHistory: () => history };
      const { findings = [] } = await decide(run, optionsOf(argv, store));
      return findings.filter(({ series }) => series === 'history').map(({ message }) => message);
    };
    const none = `no history for ${FINGERPRINT}; times were not judged; --save begins one`;
    expect(await about(['--gate'], 0)).toEqual([none]);
    expect(await about(['--save'], 0)).toEqual([none]);
    expect(await about([], 0)).toEqual([]);
    expect(await about(['--gate'], 7)).toEqual([
      expect.stringContaining('holds 7 of the 8 runs of mode regression it takes'),
    ]);
    expect(await about(['--gate'], 8)).toEqual([]);
  });
});

describe('findingsAgainst', () => {
  it('names series as everywhere else', () => {
    const contender = (name: string, role: 'subject' | 'peer', draws: number) => ({
      ...contenderOf(name, role, { time: quantityOf([1]) }),
      counters: { draws },
    });
    const bench = benchOf(
      'a/b',
      [contender('ours', 'subject', 5), contender('at 123', 'peer', 4)],
      {
        parameters: { n: 10 },
      },
    );
    const comparison: Comparison = {
      ...{ quantity: 'time', subject: 'ours', other: 'at 123', ratio: 1.5, interval: null },
      ...{ p: 0.001, adjustedP: 0.001, effect: 1, detectable: null },
      test: 'signed-rank',
      verdict: 'slower',
    };
    const cases = [{ ...bench.cases[0]!, comparisons: [comparison] }];
    const findings = findingsAgainst([{ ...bench, cases }], 'at 123');
    expect(findings.map(({ kind, series }) => [kind, series])).toEqual([
      ['counter', 'a/b [n=10] ours: draws'],
      ['alarm', 'a/b [n=10] ours: time'],
    ]);
  });
});

type Known = { book?: ReturnType<typeof emptyCounterBook>; listed?: ReadonlySet<string> };

function deciding(argv: string[], known: Known = {}) {
  const { listed } = known;
  return decide(RUN, { ...optionsOf(argv, storeOf(known)), ...(listed && { listed }) });
}

function optionsOf(argv: string[], store: Store): DecideOptions {
  return { store, args: parseArguments(argv), changelog: '', rerun: async () => RUN };
}

function storeOf({ book }: Known): Store {
  let kept = book;
  return {
    readCounters: () => kept,
    writeCounters(next) {
      kept = next;
    },
    readHistory: () => undefined,
    writeHistory() {},
  };
}
