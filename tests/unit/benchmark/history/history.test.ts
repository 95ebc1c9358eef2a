import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendRun,
  BaselineError,
  entriesLike,
  formatHistory,
  type History,
  judge,
  parseHistory,
  startHistory,
} from '../../../../src/benchmark/history';
import type { ModeName } from '../../../../src/benchmark/result';
import { mutations, withoutPollution } from './mutations';
import { benchOf, browserOf, environmentOf, runOf, timedBench } from './runs';

const KEY = 'a/b ours: time';

describe('history', () => {
  it('gains the medians of a run, with 6 digits', () => {
    const run = runOf([timedBench('a/b', [1 / 3])], { revision: 'abc', mode: 'full' });
    expect(appendRun(startHistory(run.environment), run)).toEqual({
      format: 'rafter-history/1',
      environment: {
        cpu: 'Example CPU @ 2.50GHz',
        ...{ cores: 2, platform: 'linux x64', runtime: 'Node 20' },
      },
      entries: [
        { date: run.startedAt, revision: 'abc', mode: 'full', series: { [KEY]: 0.333333 } },
      ],
    });
  });

  it('has an empty revision where none is known', () => {
    const run = runOf([timedBench('a/b', [1])]);
    expect(appendRun(startHistory(run.environment), run).entries[0]!.revision).toBe('');
  });

  it('is left alone by a run without times and by the caller’s own', () => {
    const history = startHistory(environmentOf());
    expect(appendRun(history, runOf([benchOf('a/b', [])]))).toBe(history);
    appendRun(history, runOf([timedBench('a/b', [1])]));
    expect(history.entries).toEqual([]);
  });

  it('refuses a run of another environment and names both', () => {
    const history = startHistory(environmentOf());
    const environment = environmentOf({ browser: browserOf() });
    const append = () => appendRun(history, runOf([timedBench('a/b', [1])], { environment }));
    expect(append).toThrow(BaselineError);
    expect(append).toThrow(/made on linux-x64-2c-node20-chromium156-\w+, .* linux-x64-2c-node20-/);
  });

  it('keeps the last 200 of each mode', () => {
    let history = startHistory(environmentOf());
    const append = (mode: ModeName, value: number) => {
      history = appendRun(history, runOf([timedBench('a/b', [value])], { mode }));
    };
    append('quick', 1);
    for (let i = 1; i <= 201; i++) append('standard', i);
    append('quick', 2);
    const values = (mode: ModeName) => entriesLike(history, mode).map(({ series }) => series[KEY]);
    expect(values('quick')).toEqual([1, 2]);
    expect(values('standard')).toEqual(Array.from({ length: 200 }, (_, i) => i + 2));
    expect(history.entries).toHaveLength(202);
  });

  it('is the same after formatting and parsing', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const text = formatHistory(history);
        expect(parseHistory(text)).toEqual(history);
        expect(formatHistory(parseHistory(text))).toBe(text);
      }),
    );
  });

  it('holds one entry a line and grows by exactly one', () => {
    const { environment } = runOf([]);
    const add = (history: History, id: string) =>
      appendRun(history, runOf([timedBench(id, [1]), timedBench('a/a', [2])]));
    const one = add(startHistory(environment), 'a/b');
    const two = add(one, 'a/c');
    const [before, after] = [formatHistory(one).split('\n'), formatHistory(two).split('\n')];
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter((line) => !before.includes(line))).toEqual([
      ',{"date":"2026-01-02T03:04:05.000Z","revision":"","mode":"regression","series":{"a/a ours: time":2,"a/c ours: time":1}}',
    ]);
  });

  it('is refused with what is wrong and how to mend it', () => {
    const wrong = (text: string) => () => parseHistory(text);
    const withEntry = (entry: unknown) =>
      wrong(JSON.stringify({ ...emptyHistory(), entries: [entry] }));
    expect(wrong('{')).toThrow(
      /^the history is no JSON \(.*\); restore the file from version control, or delete it to start anew$/,
    );
    expect(wrong('null')).toThrow('has null as content, not an object');
    expect(wrong('{"format":"rafter-history/2"}')).toThrow('has format "rafter-history/2", not');
    expect(wrong('{"format":"rafter-history/1"}')).toThrow('has nothing as environment');
    expect(wrong(`<<<<<<< HEAD\n${formatHistory(emptyHistory())}`)).toThrow('merge conflict');
    expect(wrong(JSON.stringify({ ...emptyHistory(), entries: {} }))).toThrow('has {} as entries');
    expect(withEntry(1)).toThrow('has 1 as entry 1');
    expect(withEntry({ date: 1 })).toThrow('has 1 as date of entry 1');
    const entry = { date: '', revision: '', mode: 'full', series: {} };
    expect(withEntry({ ...entry, mode: 'fast' })).toThrow(
      'has mode fast in entry 1, none of quick',
    );
    expect(withEntry({ ...entry, series: { a: 0 } })).toThrow('has 0 as a of entry 1');
    expect(withEntry({ ...entry, series: { a: '1' } })).toThrow('has "1" as a of entry 1');
  });

  it('throws only BaselineError for mutated text and pollutes nothing', () => {
    fc.assert(
      fc.property(mutations(histories().map(formatHistory)), (text) => {
        withoutPollution(() => {
          try {
            judge(parseHistory(text), runOf([timedBench('a/b', [1])]));
          } catch (error) {
            expect(error).toBeInstanceOf(BaselineError);
          }
        });
      }),
    );
  });

  it('copies what it knows and no more', () => {
    const extra = { ...emptyHistory(), more: 1 };
    expect(parseHistory(JSON.stringify(extra))).toEqual(emptyHistory());
  });
});

function emptyHistory(): History {
  return startHistory(environmentOf());
}

function histories(): fc.Arbitrary<History> {
  const key = fc.oneof(fc.string(), fc.constantFrom(KEY, '__proto__', 'constructor', '1'));
  const ratio = fc
    .double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true })
    .map((value) => Number(value.toPrecision(6)));
  const entry = fc.record({
    date: fc.string(),
    revision: fc.string(),
    mode: fc.constantFrom<ModeName>('quick', 'standard', 'full', 'continuous', 'regression'),
    series: fc.array(fc.tuple(key, ratio), { maxLength: 5 }).map(Object.fromEntries),
  });
  const environment = fc.record(
    {
      ...{ cpu: fc.string(), cores: fc.nat(), platform: fc.string(), runtime: fc.string() },
      browser: fc.record({ name: fc.string(), gpu: fc.string() }),
    },
    { requiredKeys: ['cpu', 'cores', 'platform', 'runtime'] },
  );
  return fc.record({
    format: fc.constant('rafter-history/1' as const),
    environment,
    entries: fc.array(entry, { maxLength: 6 }),
  }) as fc.Arbitrary<History>;
}
