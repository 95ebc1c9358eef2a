import { beforeEach, describe, expect, it } from 'vitest';
import { collectSuites, registeredSuites, suite } from '../../../src/benchmark/define';
import type { BenchSpec } from '../../../src/benchmark/definition';
import { BenchError } from '../../../src/benchmark/errors';

const run = () => {};

beforeEach(() => {
  collectSuites();
});

describe('suite', () => {
  it('makes one contender, ours, of a bench without contenders, and adds the reference loop', () => {
    const [bench] = suite('a', (s) => s.bench('b', { run })).benches;
    expect(bench).toMatchObject({ id: 'a/b', suite: 'a', category: 'a', unit: 'ms' });
    expect(bench?.hosts).toEqual(['node']);
    expect(bench?.contenders.map(({ name, role }) => [name, role])).toEqual([
      ['ours', 'subject'],
      ['reference loop', 'reference'],
    ]);
  });

  it('takes the first contender without a role as the subject and the others as peers', () => {
    const contenders = { mine: { run }, theirs: { run }, price: { role: 'control' as const, run } };
    const [bench] = suite('a', (s) => s.bench('b', { contenders, reference: false })).benches;
    expect(bench?.contenders.map(({ role }) => role)).toEqual(['subject', 'peer', 'control']);
  });

  it('lets a safe bench run in the app, too', () => {
    const [bench] = suite('a', (s) => s.bench('b', { run, safe: true })).benches;
    expect(bench?.hosts).toEqual(['node', 'app']);
  });

  it('is found once by collectSuites', () => {
    suite('a', (s) => s.bench('b', { run }));
    suite('c', (s) => s.bench('d', { run }));
    expect(collectSuites().map(({ name }) => name)).toEqual(['a', 'c']);
    expect(collectSuites()).toEqual([]);
  });

  it('stays registered for registeredSuites until it is collected', () => {
    const made = suite('a', (s) => s.bench('b', { run }));
    expect(registeredSuites()).toEqual([made]);
    registeredSuites().pop();
    expect(registeredSuites()).toEqual([made]);
    collectSuites();
    expect(registeredSuites()).toEqual([]);
  });

  it('may share its name with another, as long as their benches differ', () => {
    suite('a', (s) => s.bench('b', { run }));
    suite('a', (s) => s.bench('c', { run }));
    const ids = collectSuites().flatMap(({ benches }) => benches.map(({ id }) => id));
    expect(ids).toEqual(['a/b', 'a/c']);
    expect(() => suite('a', (s) => s.bench('b', { run }))).not.toThrow();
  });

  it('loads a lazy contender when asked, and checks it then', async () => {
    let loads = 0;
    const load = async () => {
      loads++;
      return { run };
    };
    const broken = async () => ({}) as never;
    const contenders = { lazy: { load }, broken: { load: broken } };
    const [bench] = suite('a', (s) => s.bench('b', { contenders })).benches;
    expect(loads).toBe(0);
    expect(await bench?.contenders[0]?.load()).toEqual({ run });
    await expect(bench?.contenders[1]?.load()).rejects.toThrow('needs one of run, frame');
  });
});

describe('a bench that cannot be run is refused, naming the value and the mend:', () => {
  it.each<[string, unknown, RegExp]>([
    ['an unknown option', { run, tries: 3 }, /a\/b: unknown option tries; known: .*parameters/],
    [
      'a contender field beside contenders',
      { contenders: { x: { run } }, run },
      /unknown option run/,
    ],
    ['an unknown contender field', { contenders: { x: { run, tries: 3 } } }, /a\/b: x: unknown/],
    ['nothing to run', { setup: run }, /needs one of run, frame, system, measure; it has none/],
    ['two things to run', { run, frame: run }, /it has run and frame/],
    ['a run that is no function', { run: 3 }, /run must be a function/],
    ['a system without a setup', { system: true }, /setup must be a function/],
    ['an unknown unit', { run, unit: 'us' }, /unit is "us"; give one of ms, µs, ns/],
    ['an unknown host', { run, hosts: ['deno'] }, /host is "deno"/],
    ['an unknown role', { contenders: { x: { run, role: 'best' } } }, /role of x is "best"/],
    [
      'no subject',
      { contenders: { x: { run, role: 'peer' } } },
      /no contender with role 'subject'/,
    ],
    ['a parameter without values', { run, parameters: { rows: [] } }, /parameter rows is \[\]/],
    [
      'a parameter that is NaN',
      { run, parameters: { rows: [Number.NaN] } },
      /give a list of numbers/,
    ],
    ['no operations', { run, operations: 0 }, /operations is 0; give a number above 0/],
    ['an effort of nothing', { run, effort: { rounds: 0 } }, /effort.rounds is 0/],
    ['an unknown effort', { run, effort: { tries: 1 } }, /effort: unknown option tries/],
    ['an endless limit', { run, limitMs: Number.POSITIVE_INFINITY }, /limitMs is Infinity/],
    ['a negative effect', { run, minimumEffect: -1 }, /minimumEffect is -1/],
  ])('%s', (_, spec, message) => {
    const define = () => suite('a', (s) => s.bench('b', spec as BenchSpec));
    expect(define).toThrow(BenchError);
    expect(define).toThrow(message);
    expect(collectSuites()).toEqual([]);
  });

  it('a name that is no word, an id given twice, a suite without benches', () => {
    expect(() => suite('a b', () => {})).toThrow('suite is named "a b"');
    expect(() => suite('a', (s) => s.bench('', { run }))).toThrow('bench is named ""');
    expect(() => suite('a', () => {})).toThrow('suite a has no bench');
    const twice = () =>
      suite('a', (s) => {
        s.bench('b', { run });
        s.bench('b', { run });
      });
    expect(twice).toThrow('a/b is defined twice');
  });

  it('an id that another suite of the same name has, also one of another copy of the module', async () => {
    suite('a', (s) => s.bench('b', { run }));
    const other = '../../../src/benchmark/define?other';
    const copy: typeof import('../../../src/benchmark/define') = await import(other);
    expect(copy.suite).not.toBe(suite);
    for (const define of [suite, copy.suite]) {
      const again = () =>
        define('a', (s) => {
          s.bench('c', { run });
          s.bench('b', { run });
        });
      expect(again).toThrow(
        'a/b is defined already by another suite named a; give one of them another name or id',
      );
    }
    expect(() => suite('a', (s) => s.bench('b', { run }))).toThrow(BenchError);
    expect(registeredSuites().map(({ benches }) => benches.length)).toEqual([1]);
  });
});
