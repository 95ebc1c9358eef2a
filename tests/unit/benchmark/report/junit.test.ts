import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJunit } from '../../../../src/benchmark/report/index';
import { nastyText, runSaying } from './arbitraries';
import { malformed } from './markup-check';
import { benchOf, caseOf, contenderOf, runOf } from './runs';

describe('JUnit report', () => {
  it('has a test for each case, with its numbers', () => {
    const cases = [1_000, 2_000].map((rows) => caseOf({ parameters: { rows } }));
    const xml = formatJunit(runOf({ benches: [benchOf({ cases })] }));
    expect(xml).toContain('<testcase classname="virt" name="virt/resize [rows=1k]" time="2.000">');
    expect(xml).toContain('<testcase classname="virt" name="virt/resize [rows=2k]" time="2.000">');
    expect(xml).toContain(
      '<system-out>time 0.30 ms, ±2 %, beside virtua 0.50 ms, 0.61x, faster</system-out>',
    );
    expect(xml).toMatch(/<testsuite [^>]*tests="2" failures="0" errors="0"/);
  });

  it('fails what could not be measured, with the reason', () => {
    const contender = contenderOf({ name: 'react', quantities: {}, error: 'threw' });
    const benches = [
      benchOf({ id: 'a/b', cases: [], error: 'no file' }),
      benchOf({ cases: [caseOf({ contenders: [contender] })] }),
    ];
    const xml = formatJunit(runOf({ benches, failures: ['baseline broken'] }));
    expect(xml).toContain('<failure message="no file">no file</failure>');
    expect(xml).toContain('<failure message="react: threw">react: threw</failure>');
    expect(xml).toContain('<failure message="baseline broken">');
    expect(xml).toMatch(/<testsuites [^>]*tests="3" failures="3"/);
  });

  it('fails the case whose counter changed, and no other', () => {
    const cases = [1, 10].map((rows) => caseOf({ parameters: { rows } }));
    const findings = [
      {
        kind: 'counter' as const,
        series: 'virt/resize [rows=10] ours: draws',
        message: 'grew from 2 to 3',
      },
      { kind: 'alarm' as const, series: 'virt/resize [rows=1] ours: time', message: 'rose' },
    ];
    const xml = formatJunit(runOf({ benches: [benchOf({ cases })], findings }));
    expect(xml.match(/<failure/g)).toHaveLength(1);
    expect(xml).toMatch(
      /name="virt\/resize \[rows=10\]"[^>]*><failure message="[^"]*grew from 2 to 3"/,
    );
  });

  it('fails a test of its own for a counter that belongs to no case', () => {
    const findings = [{ kind: 'counter' as const, series: 'gone ours: draws', message: 'is gone' }];
    const xml = formatJunit(runOf({ benches: [benchOf()], findings }));
    expect(xml).toContain(
      '<testcase classname="counters" name="gone ours: draws" time="0.000"><failure',
    );
    expect(xml).toMatch(/tests="2" failures="1"/);
  });

  it('is well-formed whatever the texts say', () => {
    fc.assert(
      fc.property(nastyText(), (text) => {
        const xml = formatJunit(runSaying(text));
        expect(malformed(xml)).toEqual([]);
        expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>')).toBe(true);
        expect([...xml].filter((character) => !isLegal(character))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('reports an empty run', () => {
    const xml = formatJunit(runOf());
    expect(malformed(xml)).toEqual([]);
    expect(xml).toContain('tests="0" failures="0"');
  });
});

/** Char of XML 1.0, section 2.2. */
function isLegal(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
