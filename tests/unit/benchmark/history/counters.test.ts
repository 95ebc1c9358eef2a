import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BaselineError,
  bless,
  type CounterBook,
  checkCounters,
  emptyCounterBook,
  formatCounterBook,
  parseCounterBook,
} from '../../../../src/benchmark/history';
import type { RunResult } from '../../../../src/benchmark/result';
import { mutations, withoutPollution } from './mutations';
import { benchOf, contenderOf, countedBench, runOf } from './runs';

const LINE = 'Shadows are drawn by a pass of their own (#12).';
const CHANGELOG = `# Changelog\n\n- ${LINE}\n- Another line.\n`;
const KEY = 'render/full [n=1000] ours: draws';

describe('counter gate', () => {
  it('fails on a planted extra draw call and names draws', () => {
    const [finding, ...rest] = checkCounters(bookOf({ draws: 4 }), drawing(5), CHANGELOG);
    expect(rest).toEqual([]);
    expect(finding).toEqual({
      kind: 'counter',
      series: KEY,
      message: `${KEY} grew from 4 to 5; find what adds to draws, or bless it with the CHANGELOG line that explains it`,
      severity: 'major',
      before: 4,
      after: 5,
    });
  });

  it('lets equal counters pass and fails on any growth, from 0 and by a fraction too', () => {
    expect(checkCounters(bookOf({ draws: 4 }), drawing(4), '')).toEqual([]);
    expect(checkCounters(bookOf({ draws: 0 }), drawing(0), '')).toEqual([]);
    expect(checkCounters(bookOf({ draws: 0 }), drawing(1), '')).toMatchObject([
      { kind: 'counter', severity: 'critical' },
    ]);
    expect(checkCounters(bookOf({ draws: 1e6 }), drawing(1e6 + 0.5), '')).toMatchObject([
      { kind: 'counter', severity: 'minor' },
    ]);
  });

  it('advises to bless a counter that shrank', () => {
    expect(checkCounters(bookOf({ draws: 4 }), drawing(3), '')).toEqual([
      {
        kind: 'better',
        series: KEY,
        message: `${KEY} shrank from 4 to 3; bless it, so that it stays there`,
        before: 4,
        after: 3,
      },
    ]);
  });

  it('is soft on a counter that the book does not know, whatever its name', () => {
    const run = runOf([countedBench('a/b', { constructor: 1, draws: 2 })]);
    expect(checkCounters(emptyCounterBook(), run, '').map(({ kind }) => kind)).toEqual([
      'baseline',
      'baseline',
    ]);
    // Its key is the whole book's, not one that every object has.
    expect(checkCounters({ ...emptyCounterBook(), counters: {} }, run, '')[0]).not.toHaveProperty(
      'before',
    );
  });

  it('fails where a blessed counter, contender or size is no longer counted', () => {
    const book = bookOf({ draws: 4, records: 9 });
    expect(checkCounters(book, drawing(4), '')).toMatchObject([
      {
        kind: 'counter',
        message: expect.stringContaining('records is no longer counted'),
        before: 9,
      },
    ]);
    const smaller = runOf([countedBench('render/full', { draws: 1 }, { parameters: { n: 10 } })]);
    expect(kinds(checkCounters(bookOf({ draws: 4 }), smaller, ''))).toEqual([
      'baseline',
      'counter',
    ]);
  });

  it('fails under a gate on a counter that the book does not know, until it is blessed', () => {
    const run = drawing(4);
    const [finding, ...rest] = checkCounters(emptyCounterBook(), run, '', { gate: true });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ kind: 'counter', series: KEY, after: 4 });
    expect(finding!.message).toMatch(/in no book yet; --bless it.* needs no reason/);
    const book = bless(emptyCounterBook(), run, { changelog: '' });
    expect(checkCounters(book, run, '', { gate: true })).toEqual([]);
  });

  it('fails where a bench is in no list any more, and drops its counters with a reason', () => {
    const book = bookOf({ draws: 4 });
    const run = runOf([countedBench('render/renamed', {})]);
    const listed = new Set(['render/renamed', 'render/full@chromium']);
    expect(checkCounters(book, run, '', { listed })).toMatchObject([
      {
        kind: 'counter',
        series: KEY,
        message: expect.stringMatching(
          /no file defines render\/full; bring the bench back.*--bless/,
        ),
        before: 4,
      },
    ]);
    expect(checkCounters(book, run, '', { listed: new Set(['render/full']) })).toEqual([]);
    expect(() => bless(book, run, { changelog: CHANGELOG, listed })).toThrow('no longer counted');
    const options = { changelog: CHANGELOG, because: LINE };
    expect(bless(book, run, { ...options, listed }).counters).toEqual({});
    expect(bless(book, run, options).counters).toEqual(book.counters);
  });

  it('does not judge benches outside the run, failed ones and failed contenders', () => {
    const book = bookOf({ draws: 4 });
    const other = countedBench('render/full-screen', {});
    expect(checkCounters(book, runOf([other]), '')).toEqual([]);
    const failed = { ...countedBench('render/full', {}), error: 'no WebGL' };
    expect(checkCounters(book, runOf([failed]), '')).toEqual([]);
    const contender = { ...contenderOf('ours', 'subject', {}), error: 'threw' };
    const broken = benchOf('render/full', [contender], { parameters: { n: 1000 } });
    expect(checkCounters(book, runOf([broken]), '')).toEqual([]);
  });

  it('judges our contenders only', () => {
    const counting = (name: string, role: 'subject' | 'peer') => ({
      ...contenderOf(name, role, {}),
      counters: { draws: 5 },
    });
    const run = runOf([benchOf('a/b', [counting('ours', 'subject'), counting('pixi', 'peer')])]);
    expect(checkCounters(emptyCounterBook(), run, '').map(({ series }) => series)).toEqual([
      'a/b ours: draws',
    ]);
  });

  it('keeps hosts apart', () => {
    const run = runOf([
      countedBench('a/b', { draws: 1 }),
      countedBench('a/b', { draws: 2 }, { host: 'chromium' }),
    ]);
    const book = bless(emptyCounterBook(), run, { changelog: '' });
    expect(Object.keys(book.counters)).toEqual(['a/b ours: draws', 'a/b@chromium ours: draws']);
    const inNode = runOf([countedBench('a/b', { draws: 1 })]);
    expect(checkCounters(book, inNode, '')).toEqual([]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('fails on a counter of %s', (value) => {
    expect(checkCounters(bookOf({ draws: 4 }), drawing(value), '')).toMatchObject([
      { kind: 'counter', message: expect.stringContaining(`draws is ${value}`) },
    ]);
    expect(() => bless(bookOf({ draws: 4 }), drawing(value), { changelog: '' })).toThrow(
      BaselineError,
    );
  });

  it('fails on a blessed growth whose reason is in no line of the CHANGELOG', () => {
    const grown = bless(bookOf({ draws: 4 }), drawing(5), { because: LINE, changelog: CHANGELOG });
    expect(checkCounters(grown, drawing(5), CHANGELOG)).toEqual([]);
    expect(checkCounters(grown, drawing(5), '# Changelog\n')).toMatchObject([
      {
        kind: 'counter',
        series: KEY,
        message: expect.stringContaining('no line of the CHANGELOG'),
      },
    ]);
    const short = { ...grown, counters: { [KEY]: { value: 5, was: [4], because: 'line' } } };
    expect(kinds(checkCounters(short, drawing(5), CHANGELOG))).toEqual(['counter']);
    const silent = { ...grown, counters: { [KEY]: { value: 5, was: [4] } } };
    expect(kinds(checkCounters(silent, drawing(5), CHANGELOG))).toEqual(['counter']);
  });
});

describe('blessing', () => {
  it('takes new and smaller counters as they are', () => {
    const book = bless(bookOf({ draws: 4 }), counting({ draws: 3, tasks: 7 }), { changelog: '' });
    expect(book).toEqual(bookOf({ draws: 3, tasks: 7 }));
  });

  it('needs a CHANGELOG line of 20 characters for a growth and names each counter', () => {
    const book = bookOf({ draws: 4, records: 9, tasks: 1 });
    const grown = counting({ draws: 5, records: 10, tasks: 1 });
    const tryWith = (because?: string) => () =>
      bless(book, grown, { changelog: CHANGELOG, ...(because !== undefined && { because }) });
    expect(tryWith()).toThrow(BaselineError);
    expect(tryWith()).toThrow(
      'render/full [n=1000] ours: draws grew from 4 to 5; render/full [n=1000] ours: records grew from 9 to 10. Make them smaller again, or bless them because of 20 characters or more of a CHANGELOG line that explains it',
    );
    expect(tryWith(LINE.slice(0, 19))).toThrow('too short');
    expect(tryWith('Shadows were drawn by a pass')).toThrow('No line of the CHANGELOG holds');
    expect(tryWith(`${LINE}\n- Another`)).toThrow('No line of the CHANGELOG holds');
    expect(tryWith(` ${LINE.slice(0, 20)} `)().counters[KEY]).toEqual({
      value: 5,
      was: [4],
      because: LINE.slice(0, 20),
    });
  });

  it('remembers what grew, until the growth is undone', () => {
    const because = LINE;
    const options = { because, changelog: CHANGELOG };
    const twice = bless(bless(bookOf({ draws: 4 }), drawing(6), options), drawing(8), options);
    expect(twice.counters[KEY]).toEqual({ value: 8, was: [4, 6], because });
    expect(bless(twice, drawing(8), { changelog: '' })).toEqual(twice);
    const less = bless(twice, drawing(5), { changelog: '' });
    expect(less.counters[KEY]).toEqual({ value: 5, was: [4], because });
    expect(bless(less, drawing(4), { changelog: '' }).counters[KEY]).toEqual({ value: 4 });
  });

  it('lets a counter go only with a reason, and keeps what the run did not measure', () => {
    const book = { ...bookOf({ draws: 4, tasks: 1 }) };
    const counters = { ...book.counters, 'a/b ours: tasks': { value: 3 } };
    const all: CounterBook = { ...book, counters };
    expect(() => bless(all, drawing(4), { changelog: CHANGELOG })).toThrow(
      'tasks is no longer counted',
    );
    const kept = bless(all, drawing(4), { because: LINE, changelog: CHANGELOG });
    expect(Object.keys(kept.counters)).toEqual([KEY, 'a/b ours: tasks']);
  });

  it('leaves the given book as it was', () => {
    const book = bookOf({ draws: 4 });
    bless(book, counting({ draws: 5, tasks: 1 }), { because: LINE, changelog: CHANGELOG });
    expect(book).toEqual(bookOf({ draws: 4 }));
  });
});

describe('counter book', () => {
  it('is the same after formatting and parsing', () => {
    fc.assert(
      fc.property(books(), (book) => {
        const text = formatCounterBook(book);
        expect(parseCounterBook(text)).toEqual(book);
        expect(formatCounterBook(parseCounterBook(text))).toBe(text);
      }),
    );
  });

  it('holds one counter a line in the order of keys', () => {
    const book = bookOf({ records: 9, draws: 4 });
    expect(formatCounterBook(book).split('\n')).toEqual([
      '{"format":"rafter-counters/1","counters":{',
      `"${KEY}":{"value":4},`,
      '"render/full [n=1000] ours: records":{"value":9}',
      '}}',
      '',
    ]);
  });

  it('is refused with what is wrong and how to mend it', () => {
    const wrong = (text: string) => () => parseCounterBook(text);
    expect(wrong('')).toThrow(/is no JSON .*restore the file from version control/);
    expect(wrong('[]')).toThrow('has [] as content, not an object');
    expect(wrong('{}')).toThrow('has format undefined, not rafter-counters/1');
    expect(wrong('<<<<<<< ours\n{}')).toThrow('merge conflict');
    expect(wrong(textWith({ a: 1 }))).toThrow('has 1 as a, not an object');
    expect(wrong(textWith({ a: { value: -1 } }))).toThrow('has -1 as value of a');
    expect(wrong(textWith({ a: { value: 1, was: 1 } }))).toThrow('has 1 as was of a, not a list');
    expect(wrong(textWith({ a: { value: 1, was: [null] } }))).toThrow('has null as was of a');
    expect(wrong(textWith({ a: { value: 1, because: {} } }))).toThrow('has {} as because of a');
  });

  it('throws only BaselineError for mutated text and pollutes nothing', () => {
    fc.assert(
      fc.property(mutations(books().map(formatCounterBook)), (text) => {
        withoutPollution(() => {
          try {
            checkCounters(parseCounterBook(text), drawing(4), CHANGELOG);
          } catch (error) {
            expect(error).toBeInstanceOf(BaselineError);
          }
        });
      }),
    );
  });
});

function drawing(draws: number): RunResult {
  return counting({ draws });
}

function counting(counters: { [name: string]: number }): RunResult {
  return runOf([countedBench('render/full', counters, { parameters: { n: 1000 } })]);
}

function bookOf(counters: { [name: string]: number }): CounterBook {
  return {
    format: 'rafter-counters/1',
    counters: Object.fromEntries(
      Object.entries(counters).map(([name, value]) => [
        `render/full [n=1000] ours: ${name}`,
        { value },
      ]),
    ),
  };
}

function textWith(counters: object): string {
  return JSON.stringify({ format: 'rafter-counters/1', counters });
}

function kinds(findings: readonly { kind: string }[]): string[] {
  return findings.map(({ kind }) => kind);
}

function books(): fc.Arbitrary<CounterBook> {
  const amount = fc
    .double({ min: 0, noNaN: true, noDefaultInfinity: true })
    .map((value) => value + 0);
  const entry = fc.record(
    { value: amount, was: fc.array(amount, { maxLength: 3 }), because: fc.string() },
    { requiredKeys: ['value'] },
  );
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '7',
      'render/full [n=1000] ours: draws',
    ),
  );
  return fc.array(fc.tuple(key, entry)).map((entries) => ({
    format: 'rafter-counters/1',
    counters: Object.fromEntries(entries),
  }));
}
