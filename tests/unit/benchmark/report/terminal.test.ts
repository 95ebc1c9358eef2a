import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTerminal } from '../../../../src/benchmark/report/index';
import { nastyText, runSaying } from './arbitraries';
import { benchOf, caseOf, comparisonOf, contenderOf, quantityOf, runOf } from './runs';

const ESCAPE = String.fromCharCode(27);

describe('terminal report', () => {
  it('shows ours beside the peer with ratio, interval and verdict', () => {
    const lines = formatTerminal(runOf({ benches: [benchOf()] })).split('\n');
    expect(lines).toContain('VIRT');
    expect(lines).toContain('virt/resize');
    const row = lines.find((line) => line.includes('rows=10k')) ?? '';
    expect(row.trim().split(/ {2,}/).slice(0, 11)).toEqual([
      'rows=10k',
      'time',
      'ms',
      '0.30',
      '±2 %',
      '0.34',
      'virtua',
      '0.50',
      '0.61x',
      '0.58-0.64',
      '<.001',
    ]);
    expect(row).toContain('faster');
  });

  it('says once what the row above says already', () => {
    const contenders = ['virtua', 'react'].map((name) => contenderOf({ name }));
    const subject = contenderOf({ name: 'ours', role: 'subject' });
    const bench = benchOf({ cases: [caseOf({ contenders: [subject, ...contenders] })] });
    const text = formatTerminal(runOf({ benches: [bench] }));
    expect(text.match(/rows=10k/g)).toHaveLength(1);
    expect(text).toContain('react');
  });

  it('shows further ones of ours beside the first, and controls not at all', () => {
    const contenders = (['subject', 'subject', 'control', 'reference'] as const).map((role, i) =>
      contenderOf({ name: `${role}-${i}`, role }),
    );
    const comparisons = [comparisonOf({ subject: 'subject-0', other: 'subject-1' })];
    const bench = benchOf({ cases: [caseOf({ contenders, comparisons })] });
    const text = formatTerminal(runOf({ benches: [bench] }));
    expect(text).toMatch(/subject-1 .*0\.61x/);
    expect(text).not.toMatch(/subject-0|control-2|reference-3/);
  });

  it('sets columns right under each other', () => {
    const cases = [1_000, 100_000].map((rows) => caseOf({ parameters: { rows } }));
    const lines = formatTerminal(runOf({ benches: [benchOf({ cases })] })).split('\n');
    const places = lines
      .filter((line) => /virtua|other/.test(line))
      .map((line) => line.search(/virtua|other/));
    expect(new Set(places).size).toBe(1);
    expect(places).toHaveLength(3);
  });

  it('fits into any width from 40 on, whatever the names', () => {
    fc.assert(
      fc.property(
        nastyText(),
        fc.integer({ min: 40, max: 200 }),
        fc.boolean(),
        (text, columns, unicode) => {
          const report = formatTerminal(runSaying(text), { columns, unicode });
          const widths = report.split('\n').map((line) => [...line].length);
          expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('drops the least important columns first', () => {
    const benches = [benchOf()];
    const trends = {
      'virt/resize [rows=10000] ours: time': { values: [1, 2], revisions: ['', ''] },
    };
    const titles = (columns: number) =>
      formatTerminal(runOf({ benches, trends }), { columns })
        .split('\n')
        .find((line) => line.includes('quantity')) ?? '';
    expect(titles(200)).toMatch(/p99 .*95 % .* p .*verdict .*samples .*trend/);
    expect(titles(100)).not.toContain('trend');
    expect(titles(80)).not.toContain('samples');
    expect(titles(80)).toContain('ratio');
    expect(titles(50)).toMatch(/ours .*other .*verdict/);
  });

  it('has no colours unless asked, and then the same text', () => {
    const run = runOf({ benches: [benchOf()], failures: ['broken'] });
    const plain = formatTerminal(run);
    const colored = formatTerminal(run, { color: true });
    expect(plain).not.toContain(ESCAPE);
    expect(colored).toContain(`${ESCAPE}[32mfaster`);
    expect(colored.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')).toBe(plain);
  });

  it('lets no text control the terminal', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        expect(formatTerminal(runSaying(text)).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 100 },
    );
  });

  it('uses seven bits where asked', () => {
    const cases = [
      caseOf({
        contenders: [
          contenderOf({ role: 'subject', quantities: { time: quantityOf({}, { unit: 'µs' }) } }),
        ],
      }),
    ];
    const growth = [
      {
        contender: 'ours',
        quantity: 'time',
        parameter: 'rows',
        model: 'O(n)' as const,
        r2: 1,
        points: [[1, 1] as const],
      },
    ];
    const text = formatTerminal(runOf({ benches: [benchOf({ cases, growth })] }), {
      unicode: false,
    });
    expect([...text].every((character) => character < '\u0080')).toBe(true);
  });

  it('names counters, growth, outliers, notes and what could have been seen', () => {
    const bench = benchOf({
      notes: 'One row at random.',
      growth: [
        {
          contender: 'ours',
          quantity: 'time',
          parameter: 'rows',
          model: 'O(log n)',
          r2: 0.998,
          points: [
            [1_000, 0.3],
            [10_000, 0.4],
          ],
        },
      ],
      cases: [
        caseOf({
          contenders: [
            contenderOf({
              name: 'ours',
              role: 'subject',
              stable: false,
              counters: { draws: 3, bytes: 123_456 },
              quantities: { time: quantityOf({ outliers: { collection: 3, timer: 1 } }) },
            }),
            contenderOf(),
          ],
          comparisons: [comparisonOf({ verdict: 'undecided' })],
        }),
      ],
    });
    const text = formatTerminal(runOf({ benches: [bench] }));
    for (const line of [
      'virt/resize [rows=10k] ours: draws 3, bytes 123,456',
      'virt/resize ours: time over rows O(log n), R² 0.998: 1k 0.30, 10k 0.40',
      'virt/resize [rows=10k] time beside virtua: >= 3.1 % (undecided)',
      'virt/resize time: ours 3 collection, 1 timer',
      'virt/resize: One row at random.',
      'Not stable at the end of the warm-up',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('says no smallest change for what was decided', () => {
    expect(formatTerminal(runOf({ benches: [benchOf()] }))).not.toContain('Smallest change');
  });

  it('shows findings with severity, urgent ones first, and ends with the closing line', () => {
    const text = formatTerminal(
      runOf({
        findings: [
          { kind: 'better', series: 'a', message: 'fell' },
          { kind: 'counter', severity: 'major', series: 'b', message: 'grew from 2 to 3' },
        ],
      }),
    );
    expect(text.indexOf('counter (major): grew from 2 to 3')).toBeGreaterThan(0);
    expect(text.indexOf('better: fell')).toBeGreaterThan(text.indexOf('counter (major)'));
    expect(text.trimEnd().split('\n').at(-1)).toBe('0 benches, 1 counter grew, 1 better');
  });

  it('reports an empty run and one of failures only', () => {
    expect(formatTerminal(runOf())).toMatch(/0 benches\n$/);
    const cases = [
      caseOf({
        contenders: [contenderOf({ quantities: {}, error: 'threw\n  at x' })],
        comparisons: [],
      }),
    ];
    const failed = formatTerminal(
      runOf({
        benches: [benchOf({ cases }), benchOf({ id: 'a/b', cases: [], error: 'no file' })],
        failures: ['odd'],
      }),
    );
    expect(failed).toContain('virt/resize [rows=10k] virtua: threw at x');
    expect(failed).toContain('a/b: no file');
    expect(failed).toContain('2 benches, 2 failed, 1 failure outside a bench');
    expect(failed).not.toContain('VIRT');
  });

  it('never shows NaN or Infinity', () => {
    const odd = quantityOf({
      median: Number.NaN,
      p99: Number.POSITIVE_INFINITY,
      interval: [Number.NaN, 1],
    });
    const cases = [
      caseOf({
        contenders: [
          contenderOf({ name: 'ours', role: 'subject', quantities: { time: odd } }),
          contenderOf(),
        ],
        comparisons: [
          comparisonOf({
            ratio: Number.POSITIVE_INFINITY,
            interval: null,
            adjustedP: null,
            detectable: null,
            verdict: 'undecided',
          }),
        ],
      }),
    ];
    expect(formatTerminal(runOf({ benches: [benchOf({ cases })] }), { columns: 200 })).not.toMatch(
      /NaN|Infinity/,
    );
  });
});
