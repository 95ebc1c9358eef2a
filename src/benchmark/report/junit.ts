import { placeOf } from '../history/series';
import type { BenchResult, CaseResult, Finding, RunResult } from '../result';
import { figure, parametersText, percent, plainText, times } from './format';
import { element, join, type Markup, trusted } from './markup';
import { rowsOf, spreadOf } from './rows';

/**
 * A run as JUnit XML for a CI server: a test for each case of each bench. Benches and contenders that failed and counters that
 * changed are failures; times never are. A test's time is its bench's, shared out evenly among the cases.
 */
export function formatJunit(run: RunResult): string {
  const claimed = new Set<Finding>();
  const tests = [
    ...run.benches.flatMap((bench) => testsOf(bench, run.findings ?? [], claimed)),
    ...leftOver(run.findings ?? [], claimed),
    ...run.failures.map((failure) => test('run', 'outside a bench', 0, [failure], '')),
  ];
  const totals = {
    tests: tests.length,
    failures: tests.filter(({ failed }) => failed).length,
    errors: 0,
    time: seconds(run.durationMs),
  };
  const suite = element(
    'testsuite',
    { name: `benches, ${run.mode}`, ...totals, timestamp: run.startedAt },
    ...tests.map(({ markup }) => ['\n    ', { markup }]),
    '\n  ',
  );
  const suites = element('testsuites', { name: 'rafter-bench', ...totals }, '\n  ', suite, '\n');
  return join([trusted('<?xml version="1.0" encoding="UTF-8"?>\n'), suites, '\n']);
}

type Test = Markup & { failed: boolean };

function testsOf(bench: BenchResult, findings: readonly Finding[], claimed: Set<Finding>): Test[] {
  if (bench.cases.length === 0) {
    const reasons = bench.error === undefined ? [] : [bench.error];
    return [test(bench.category, bench.id, bench.durationMs, reasons, '')];
  }
  return bench.cases.map((at) => {
    const place = placeOf(bench, at);
    const failures = bench.error === undefined ? [] : [bench.error];
    for (const { name: contender, error } of at.contenders) {
      if (error !== undefined) failures.push(`${contender}: ${error}`);
    }
    for (const finding of findings) {
      if (finding.kind !== 'counter' || !isOf(finding, place) || claimed.has(finding)) continue;
      claimed.add(finding);
      failures.push(finding.message);
    }
    const parameters = parametersText(at.parameters);
    const title = parameters === '' ? bench.id : `${bench.id} [${parameters}]`;
    const time = bench.durationMs / bench.cases.length;
    return test(bench.category, title, time, failures, numbersOf(bench, at));
  });
}

/** Counters of benches that are not in this run, or whose key is another. */
function leftOver(findings: readonly Finding[], claimed: ReadonlySet<Finding>): Test[] {
  return findings
    .filter((finding) => finding.kind === 'counter' && !claimed.has(finding))
    .map(({ series, message }) => test('counters', series, 0, [message], ''));
}

function isOf({ series }: Finding, place: string): boolean {
  return series === place || series.startsWith(`${place} `);
}

function test(
  classname: string,
  name: string,
  ms: number,
  failures: readonly string[],
  output: string,
): Test {
  const { markup } = element(
    'testcase',
    { classname, name, time: seconds(ms) },
    ...failures.map((failure) => element('failure', { message: plainText(failure) }, failure)),
    ...(output === '' ? [] : [element('system-out', {}, output)]),
  );
  return { markup, failed: failures.length > 0 };
}

function numbersOf(bench: BenchResult, at: CaseResult): string {
  const lines = rowsOf({ ...bench, cases: [at] }).map(
    ({ quantity, unit, ours, other, comparison, verdict }) => {
      const spread = ours && spreadOf(ours);
      const parts = [
        ours ? `${quantity} ${figure(ours.summary.median)} ${unit}` : `${quantity} not measured`,
        ...(spread === undefined ? [] : [`±${percent(spread)}`]),
        ...(other ? [`beside ${other.name} ${figure(other.result.summary.median)} ${unit}`] : []),
        ...(comparison ? [`${times(comparison.ratio)}, ${verdict}`] : []),
      ];
      return parts.join(', ');
    },
  );
  for (const { name, counters } of at.contenders) {
    const counted = Object.entries(counters).map(([counter, value]) => `${counter} ${value}`);
    if (counted.length > 0) lines.push(`${name}: ${counted.join(', ')}`);
  }
  return lines.join('\n');
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? (Math.max(0, ms) / 1000).toFixed(3) : '0.000';
}
