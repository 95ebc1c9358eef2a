import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMarkdown } from '../../../../src/benchmark/report/index';
import type { Finding } from '../../../../src/benchmark/result';
import { nastyText, runSaying } from './arbitraries';
import { benchOf, caseOf, comparisonOf, runOf } from './runs';

const RUNS = process.env.RAFTER_LONG ? 500 : 15;

describe('Markdown report', () => {
  it('starts with the verdict', () => {
    const alarm: Finding = { kind: 'alarm', series: 'a', message: 'rose' };
    const first = (text: string) => text.split('\n')[0];
    expect(first(formatMarkdown(runOf({ benches: [benchOf()] })))).toBe('**Passed.** 1 bench');
    expect(first(formatMarkdown(runOf({ failures: ['x'] })))).toMatch(/^\*\*Failed\.\*\* /);
    expect(first(formatMarkdown(runOf({ findings: [alarm] })))).toMatch(/^\*\*Look at the alarms/);
    expect(first(formatMarkdown(runOf()))).toMatch(/^\*\*Nothing was measured\.\*\*/);
  });

  it('shows what changed openly and all results folded away', () => {
    const findings: Finding[] = [
      {
        kind: 'counter',
        severity: 'major',
        series: 'virt/resize ours draws',
        message: 'grew',
        before: 1_000,
        after: 1_001,
      },
    ];
    const text = formatMarkdown(runOf({ benches: [benchOf()], findings }));
    expect(text).toContain(
      '| counter, major | <code>virt/resize ours draws</code> | grew | 1,000 | 1,001 |',
    );
    expect(text.indexOf('| counter')).toBeLessThan(text.indexOf('<details>'));
    expect(text.indexOf('| rows=10k')).toBeGreaterThan(
      text.indexOf('<details><summary>All results'),
    );
    expect(text).toContain(
      '| rows=10k | time, ms | 0.30 | ±2 % | 0.34 | <code>virtua</code> | 0.50 | 0.61x |',
    );
  });

  it('says what could have been seen where nothing was', () => {
    const cases = [caseOf({ comparisons: [comparisonOf({ verdict: 'same' })] })];
    expect(formatMarkdown(runOf({ benches: [benchOf({ cases })] }))).toContain(
      'no difference, could have seen 3.1 %',
    );
  });

  it('lets no text break a table, open markup or call anybody', () => {
    const plain = formatMarkdown(runSaying('x'));
    fc.assert(
      fc.property(nastyText(), (text) => {
        const report = formatMarkdown(runSaying(`x${text}`));
        const lines = report.split('\n');
        expect(lines).toHaveLength(plain.split('\n').length);
        const bars = (line: string) => line.split('|').length;
        expect(lines.map(bars)).toEqual(plain.split('\n').map(bars));
        const tags = report.match(/<[^>]*>?/g)?.join('');
        expect(tags).toBe(plain.match(/<[^>]*>?/g)?.join(''));
        expect(report).not.toMatch(/[@`[\]]/);
      }),
      { numRuns: RUNS },
    );
  });

  it('starts no list or heading with a text', () => {
    const text = formatMarkdown(runOf({ failures: ['- a', '# b', '1. c', '+ d', '= e'] }));
    const items = text.split('\n').filter((line) => line.startsWith('- '));
    expect(items).toEqual([
      '- &#45; a',
      '- &#35;&#8288; b',
      '- 1&#46; c',
      '- &#43; d',
      '- &#61; e',
    ]);
  });

  it('stays below the limit and says what it left out', () => {
    const findings = Array.from(
      { length: 900 },
      (_, i): Finding => ({ kind: 'watch', series: `s${i}`, message: 'm'.repeat(500) }),
    );
    const benches = Array.from({ length: 300 }, (_, i) =>
      benchOf({ id: `virt/${i}`, notes: '|'.repeat(900) }),
    );
    const text = formatMarkdown(
      runOf({ benches, findings, failures: Array(400).fill('<'.repeat(400)) }),
    );
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text.length).toBeGreaterThan(40_000);
    expect(text).toMatch(/_\d+ of 900 findings left out to fit; the JSON report has all\._/);
    expect(text).toMatch(/_\d+ of 400 failures left out/);
    expect(text).toMatch(/_\d+ of 300 benches left out/);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
  });

  it('shows some rows of a bench that has too many', () => {
    const cases = Array.from({ length: 2_000 }, (_, rows) => caseOf({ parameters: { rows } }));
    const text = formatMarkdown(runOf({ benches: [benchOf({ cases })] }));
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/_\d+ of 2000 rows left out/);
    expect(text).toContain('rows=0 ');
  });

  it('stays below the limit for any text', () => {
    fc.assert(
      fc.property(nastyText(), fc.nat(400), (text, times) => {
        const { benches, ...run } = runSaying(text.repeat(times).slice(0, 4_000));
        const many = Array.from({ length: 60 }, () => benches).flat();
        expect(formatMarkdown({ ...run, benches: many }).length).toBeLessThanOrEqual(60_000);
      }),
      { numRuns: RUNS / 5 },
    );
  });
});
