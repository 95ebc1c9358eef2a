import type { BenchResult, Comparison, Finding, RunResult } from '../result';

/** What a comparison says in words; `less` and `more` are for what is no time. */
export type VerdictText = 'faster' | 'slower' | 'less' | 'more' | 'no difference' | 'undecided';

/** The verdict for a reader: a change below the bench's smallest one that matters is no difference, whatever its p. */
export function verdictText(
  { verdict, ratio }: Pick<Comparison, 'verdict' | 'ratio'>,
  minimumEffect: number,
  unit: string,
): VerdictText {
  if (verdict === 'undecided') return 'undecided';
  if (verdict === 'same' || Math.abs(ratio - 1) < minimumEffect) return 'no difference';
  if (TIMES.has(unit)) return verdict;
  return verdict === 'faster' ? 'less' : 'more';
}

const TIMES: ReadonlySet<string> = new Set(['s', 'ms', 'µs', 'μs', 'us', 'ns']);

/** Whether nothing was found, so that the smallest change the run could have seen is worth saying. */
export function isOpen(verdict: VerdictText): boolean {
  return verdict === 'undecided' || verdict === 'no difference';
}

/** Whether a bench could not be measured in full. */
export function hasFailed(bench: BenchResult): boolean {
  return (
    bench.error !== undefined ||
    bench.cases.some(({ contenders }) => contenders.some(({ error }) => error !== undefined))
  );
}

/** How a run went, in numbers. */
export type Tally = {
  benches: number;
  /** Benches that could not be measured in full. */
  failed: number;
  /** What went wrong outside a bench. */
  failures: number;
  counters: number;
  alarms: number;
  watches: number;
  better: number;
};

/** Counts benches, failures and findings. */
export function tallyOf(run: RunResult): Tally {
  const found = (kind: Finding['kind']) =>
    run.findings?.filter((finding) => finding.kind === kind).length ?? 0;
  return {
    benches: run.benches.length,
    failed: run.benches.filter(hasFailed).length,
    failures: run.failures.length,
    counters: found('counter'),
    alarms: found('alarm'),
    watches: found('watch'),
    better: found('better'),
  };
}

/** The run in a line: `38 benches, 2 failed, 1 counter grew`. */
export function closingLine(run: RunResult): string {
  const tally = tallyOf(run);
  const grew = (run.findings ?? []).every(
    ({ kind, before, after }) => kind !== 'counter' || !((after ?? 0) < (before ?? 0)),
  );
  const parts = [counted(tally.benches, 'bench', 'benches')];
  if (tally.failed > 0) parts.push(`${tally.failed} failed`);
  if (tally.failures > 0) {
    parts.push(`${counted(tally.failures, 'failure')} outside a bench`);
  }
  if (tally.counters > 0) {
    parts.push(`${counted(tally.counters, 'counter')} ${grew ? 'grew' : 'changed'}`);
  }
  if (tally.alarms > 0) parts.push(counted(tally.alarms, 'alarm'));
  if (tally.watches > 0) parts.push(`${tally.watches} to watch`);
  if (tally.better > 0) parts.push(`${tally.better} better`);
  return parts.join(', ');
}

function counted(value: number, one: string, many = `${one}s`): string {
  return `${value} ${value === 1 ? one : many}`;
}

/**
 * The process's exit code for a run: 1 where a bench or contender failed, something failed outside a bench or a counter changed;
 * 3 where `strict` and an alarm was raised; 0 otherwise. (2 is for wrong command lines.)
 */
export function exitCodeOf(run: RunResult, { strict }: { strict: boolean }): 0 | 1 | 3 {
  const { failed, failures, counters, alarms } = tallyOf(run);
  if (failed > 0 || failures > 0 || counters > 0) return 1;
  return strict && alarms > 0 ? 3 : 0;
}

/** Findings with the most urgent first; those of a kind and severity stay in order. */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  const rank = ({ kind, severity }: Finding) =>
    KINDS.indexOf(kind) * 8 - (severity === undefined ? -1 : SEVERITIES.indexOf(severity));
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

const KINDS: readonly Finding['kind'][] = ['counter', 'alarm', 'baseline', 'watch', 'better'];
const SEVERITIES: readonly NonNullable<Finding['severity']>[] = [
  'minor',
  'moderate',
  'major',
  'critical',
];
