import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson, parseRun, ReportError } from '../../../../src/benchmark/report/index';
import type { RunResult } from '../../../../src/benchmark/result';
import { anyRun } from './arbitraries';
import { benchOf, caseOf, contenderOf, quantityOf, runOf } from './runs';

const RUNS = process.env.RAFTER_LONG === '1' ? 5_000 : 50;

describe('JSON report', () => {
  it('reads back any run that it wrote', () => {
    fc.assert(
      fc.property(anyRun(), (run) => {
        expect(parseRun(formatJson(run))).toEqual(run);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not depend on the order in which fields were set', () => {
    const run = runOf({ benches: [benchOf()], findings: [] });
    expect(formatJson(reversed(run) as RunResult)).toBe(formatJson(run));
  });

  it('rounds what was measured and keeps what was counted', () => {
    const contender = contenderOf({
      counters: { bytes: 123_456_789 },
      quantities: { time: quantityOf({ median: 0.123456789, samples: 12_345_678 }) },
    });
    const bench = benchOf({
      cases: [caseOf({ parameters: { rows: 12_345_678 }, contenders: [contender] })],
    });
    const text = formatJson(runOf({ benches: [bench], seed: 4_294_967_295 }));
    expect(text).toContain('"median": 0.123457,');
    expect(text).toContain('"bytes": 123456789');
    expect(text).toContain('"samples": 12345678');
    expect(text).toContain('"rows": 12345678');
    expect(text).toContain('"seed": 4294967295');
  });

  it('keeps lists of numbers on one line, for diffs', () => {
    const growth = [
      {
        contender: 'ours',
        quantity: 'time',
        parameter: 'rows',
        model: 'O(n)' as const,
        r2: 1,
        points: [
          [1, 2],
          [3, 4],
        ] as const,
      },
    ];
    const text = formatJson(runOf({ benches: [benchOf({ growth })], failures: ['a', 'b'] }));
    expect(text).toMatch(/"rounds": \[[\d., ]+\]/);
    expect(text).toContain('"points": [[1, 2], [3, 4]]');
    expect(text).toContain('"failures": [\n    "a",\n    "b"\n  ]');
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('is JSON even where a number is none', () => {
    const quantities = { time: quantityOf({ median: Number.NaN, max: Number.POSITIVE_INFINITY }) };
    const run = runOf({
      benches: [benchOf({ cases: [caseOf({ contenders: [contenderOf({ quantities })] })] })],
    });
    expect(() => JSON.parse(formatJson(run))).not.toThrow();
    const summary = parseRun(formatJson(run)).benches[0]?.cases[0]?.contenders[0]?.quantities.time
      ?.summary;
    expect([summary?.median, summary?.max]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });
});

describe('reading a report', () => {
  it('names the place and what was expected there', () => {
    const text = formatJson(runOf({ benches: [benchOf()] }));
    expect(refusal(text.replace('"median": 0.305', '"median": null'))).toMatchObject({
      path: 'benches[0].cases[0].contenders[0].quantities.time.summary.median',
      message: expect.stringContaining('is null, but must be a number'),
    });
    expect(refusal(text.replace('"host": "node"', '"host": "moon"')).message).toContain(
      'benches[0].host is "moon", but must be node | chromium | app',
    );
    expect(refusal(text.replace('"seed": 7,', ''))).toMatchObject({
      path: 'seed',
      message: expect.stringContaining('seed is nothing, but must be a number'),
    });
    expect(refusal(text.replace(/"interval": \[.*?\]/, '"interval": [1]')).message).toContain(
      'a list of 2',
    );
  });

  it('says first that the format is another one', () => {
    expect(refusal('{"format":"rafter-bench/2"}')).toMatchObject({
      path: 'format',
      message: expect.stringContaining('"rafter-bench/2", but this version reads rafter-bench/1'),
    });
  });

  it('refuses what is no JSON, or no object', () => {
    for (const text of ['', '{', 'null', '[]', '3', '"x"', '{}', '{"format":3}']) {
      expect(refusal(text)).toBeInstanceOf(ReportError);
    }
  });

  it('leaves out what it does not know', () => {
    const text = formatJson(runOf()).replace('{', '{"later": {"x": 1},');
    expect(parseRun(text)).toEqual(runOf());
  });

  it('keeps a key called __proto__ a key', () => {
    const text = formatJson(runOf({ benches: [benchOf()] })).replace(
      '"counters": {}',
      '"counters": {"__proto__": 5, "constructor": 6}',
    );
    const counters = parseRun(text).benches[0]?.cases[0]?.contenders[0]?.counters ?? {};
    expect(Object.entries(counters)).toEqual([
      ['__proto__', 5],
      ['constructor', 6],
    ]);
    expect(Object.getPrototypeOf(counters)).toBe(Object.prototype);
  });

  it('takes no field from a prototype', () => {
    const text = formatJson(runOf()).replace('"seed": 7,', '"__proto__": {"seed": 7},');
    expect(refusal(text).path).toBe('seed');
    const prototype = Object.prototype as { seed?: number };
    prototype.seed = 7;
    try {
      expect(refusal(formatJson(runOf()).replace('"seed": 7,', '')).path).toBe('seed');
    } finally {
      delete prototype.seed;
    }
  });

  it('refuses any damaged report with ReportError only, and changes no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const text = formatJson(runOf({ benches: [benchOf()], findings: [], trends: {} }));
    fc.assert(
      fc.property(
        fc.nat(text.length),
        fc.nat(40),
        fc.constantFrom('', '{', '"__proto__":{"a":1},', 'null', '1e999', '[', '"'),
        (at, length, put) => {
          try {
            parseRun(text.slice(0, at) + put + text.slice(at + length));
          } catch (error) {
            expect(error).toBeInstanceOf(ReportError);
          }
        },
      ),
      { numRuns: RUNS * 5 },
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(refusal(json)).toBeInstanceOf(ReportError);
      }),
      { numRuns: RUNS },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('refuses each field when it is missing or of another kind', () => {
    const run = JSON.parse(formatJson(runOf({ benches: [benchOf()] })));
    let checked = 0;
    visitFields(run, (owner, name) => {
      const value = owner[name];
      for (const other of [{ wrong: true }, undefined]) {
        owner[name] = other;
        const isFree = other === undefined && FREE.has(name);
        if (
          !isFree &&
          !(value !== null && typeof value === 'object' && !Array.isArray(value) && other)
        ) {
          expect(refusal(JSON.stringify(run)), name).toBeInstanceOf(ReportError);
          checked += 1;
        }
      }
      owner[name] = value;
    });
    expect(checked).toBeGreaterThan(80);
  });
});

/** Optional, or names that users choose. */
const FREE = new Set(['revision', 'rows', 'time']);

function visitFields(
  value: unknown,
  visit: (owner: { [name: string]: unknown }, name: string) => void,
): void {
  if (Array.isArray(value)) {
    for (const entry of value) visitFields(entry, visit);
  } else if (typeof value === 'object' && value !== null) {
    const owner = value as { [name: string]: unknown };
    for (const name of Object.keys(owner)) {
      visit(owner, name);
      visitFields(owner[name], visit);
    }
  }
}

function refusal(text: string): ReportError {
  try {
    parseRun(text);
  } catch (error) {
    return error as ReportError;
  }
  throw new Error(`accepted: ${text.slice(0, 200)}`);
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, entry]) => [name, reversed(entry)]),
  );
}
