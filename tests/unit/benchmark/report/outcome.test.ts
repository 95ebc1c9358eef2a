import { describe, expect, it } from 'vitest';
import { closingLine, exitCodeOf, verdictText } from '../../../../src/benchmark/report/index';
import { sortedFindings } from '../../../../src/benchmark/report/outcome';
import type { Finding } from '../../../../src/benchmark/result';
import { benchOf, caseOf, contenderOf, runOf } from './runs';

describe('verdict', () => {
  it('reads no difference below the smallest change that matters', () => {
    expect(verdictText({ verdict: 'slower', ratio: 1.019 }, 0.02, 'ms')).toBe('no difference');
    expect(verdictText({ verdict: 'faster', ratio: 0.981 }, 0.02, 'ms')).toBe('no difference');
    expect(verdictText({ verdict: 'slower', ratio: 1.021 }, 0.02, 'ms')).toBe('slower');
    expect(verdictText({ verdict: 'faster', ratio: 0.979 }, 0.02, 'ms')).toBe('faster');
  });

  it('stays undecided however small the ratio looks', () => {
    expect(verdictText({ verdict: 'undecided', ratio: 1 }, 0.02, 'ms')).toBe('undecided');
    expect(verdictText({ verdict: 'same', ratio: 1.4 }, 0.02, 'ms')).toBe('no difference');
  });

  it('calls what is no time less or more', () => {
    expect(verdictText({ verdict: 'faster', ratio: 0.5 }, 0.02, 'B')).toBe('less');
    expect(verdictText({ verdict: 'slower', ratio: 2 }, 0.02, 'draws')).toBe('more');
  });
});

describe('exit code', () => {
  it('is 0 for a clean run, whatever time did', () => {
    const findings = [finding('alarm'), finding('watch'), finding('better'), finding('baseline')];
    expect(exitCodeOf(runOf({ benches: [benchOf()], findings }), { strict: false })).toBe(0);
  });

  it('is 3 for an alarm only when strict', () => {
    expect(exitCodeOf(runOf({ findings: [finding('alarm')] }), { strict: true })).toBe(3);
    expect(exitCodeOf(runOf({ findings: [finding('watch')] }), { strict: true })).toBe(0);
  });

  it('is 1 for a failed bench, contender, file or counter, even beside an alarm', () => {
    const contender = contenderOf({ error: 'threw', quantities: {} });
    const failed = benchOf({ cases: [caseOf({ contenders: [contender] })] });
    const findings = [finding('alarm')];
    for (const run of [
      runOf({ benches: [benchOf({ error: 'no file' })], findings }),
      runOf({ benches: [failed], findings }),
      runOf({ failures: ['baseline broken'], findings }),
      runOf({ findings: [...findings, finding('counter')] }),
    ]) {
      expect(exitCodeOf(run, { strict: true })).toBe(1);
    }
  });
});

describe('closing line', () => {
  it('counts benches, failures and counters', () => {
    const benches = Array.from({ length: 38 }, (_, i) => benchOf(i < 2 ? { error: 'no' } : {}));
    const grown = { ...finding('counter'), before: 2, after: 3 };
    expect(closingLine(runOf({ benches, findings: [grown] }))).toBe(
      '38 benches, 2 failed, 1 counter grew',
    );
    expect(closingLine(runOf({ benches: [benchOf()] }))).toBe('1 bench');
  });

  it('says changed where a counter fell', () => {
    const fallen = { ...finding('counter'), before: 3, after: 2 };
    expect(closingLine(runOf({ findings: [fallen, finding('counter')] }))).toContain(
      '2 counters changed',
    );
  });
});

describe('findings', () => {
  it('are sorted by kind, then by severity', () => {
    const minor: Finding = { ...finding('alarm'), severity: 'minor' };
    const critical: Finding = { ...finding('alarm'), severity: 'critical' };
    const sorted = sortedFindings([finding('better'), minor, critical, finding('counter')]);
    expect(sorted.map(({ kind, severity }) => severity ?? kind)).toEqual([
      'counter',
      'critical',
      'minor',
      'better',
    ]);
  });
});

function finding(kind: Finding['kind']): Finding {
  return { kind, series: 'virt/resize ours: time', message: 'changed' };
}
