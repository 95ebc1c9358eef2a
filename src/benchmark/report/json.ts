import { messageOf } from '../errors';
import type {
  BenchResult,
  CaseResult,
  Comparison,
  ContenderResult,
  Environment,
  Finding,
  GrowthResult,
  QuantityResult,
  RunResult,
  Summary,
  Trend,
} from '../result';
import { ReportError } from './report-error';
import {
  boolean,
  copy,
  exact,
  list,
  map,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  string,
  write,
} from './schema';

const FORMAT = 'rafter-bench/1';

/**
 * A run as JSON for files that are compared: fields always in the same order, lists of numbers on one line, measured numbers to
 * 6 significant digits, counters and parameters exact. Ends with a newline.
 */
export function formatJson(run: RunResult): string {
  return `${write(run, RUN)}\n`;
}

/** The run that `formatJson` wrote. Throws `ReportError` that names the place and what was expected there. */
export function parseRun(text: string): RunResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = messageOf(error);
    throw new ReportError(
      `the report is no JSON (${reason}); it may be cut off: make it again`,
      '',
    );
  }
  checkFormat(value);
  return copy(value, RUN) as RunResult;
}

/** Said before anything else: where the format is another one, every other complaint misleads. */
function checkFormat(value: unknown): void {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'format')) return;
  const { format } = value as { format: unknown };
  if (typeof format !== 'string' || format === FORMAT) return;
  throw new ReportError(
    `the report's format is ${JSON.stringify(format.slice(0, 60))}, but this version reads ${FORMAT}; use the version that wrote it, or make it again`,
    'format',
  );
}

const interval = nullable(list(number, 2));

const summary = object<Summary>({
  mean: number,
  median: number,
  p95: number,
  p99: number,
  min: number,
  max: number,
  interval,
  samples: exact,
  outliers: object<Summary['outliers']>({
    collection: optional(exact),
    timer: optional(exact),
    hidden: optional(exact),
    load: optional(exact),
    unknown: optional(exact),
  }),
});

const quantity = object<QuantityResult>({
  unit: string,
  summary,
  rounds: list(number),
  sketch: list(number),
  netOf: optional(string),
});

const contender = object<ContenderResult>({
  name: string,
  role: oneOf('subject', 'peer', 'control', 'reference'),
  quantities: map(quantity),
  counters: map(exact),
  stable: boolean,
  error: optional(string),
});

const comparison = object<Comparison>({
  quantity: string,
  subject: string,
  other: string,
  ratio: number,
  interval,
  test: oneOf('signed-rank', 'mann-whitney'),
  p: nullable(number),
  adjustedP: nullable(number),
  effect: number,
  detectable: nullable(number),
  verdict: oneOf('faster', 'slower', 'same', 'undecided'),
});

const atCase = object<CaseResult>({
  parameters: map(exact),
  contenders: list(contender),
  comparisons: list(comparison),
});

const growth = object<GrowthResult>({
  contender: string,
  quantity: string,
  parameter: string,
  model: oneOf('O(1)', 'O(log n)', 'O(n)', 'O(n log n)'),
  r2: number,
  points: list(list(exact, 2)),
});

const bench = object<BenchResult>({
  id: string,
  category: string,
  host: oneOf('node', 'chromium', 'app'),
  unit: string,
  minimumEffect: number,
  cases: list(atCase),
  growth: list(growth),
  notes: optional(string),
  error: optional(string),
  durationMs: number,
});

const environment = object<Environment>({
  cpu: string,
  cores: exact,
  memoryGiB: number,
  loadAtStart: nullable(number),
  loadAtEnd: nullable(number),
  platform: string,
  runtime: string,
  clockResolutionMs: number,
  collection: boolean,
  browser: optional(
    object<NonNullable<Environment['browser']>>({
      name: string,
      gpu: string,
      crossOriginIsolated: boolean,
      clockResolutionMs: number,
      viewport: string,
      devicePixelRatio: number,
      headless: boolean,
    }),
  ),
});

const finding = object<Finding>({
  kind: oneOf('counter', 'alarm', 'watch', 'better', 'baseline'),
  series: string,
  message: string,
  severity: optional(oneOf('minor', 'moderate', 'major', 'critical')),
  before: optional(exact),
  after: optional(exact),
  p: optional(number),
});

const trend = object<Trend>({
  values: list(number),
  revisions: list(string),
  changePoint: optional(exact),
});

const RUN: Schema = object<RunResult>({
  format: oneOf(FORMAT),
  startedAt: string,
  durationMs: number,
  mode: oneOf('quick', 'standard', 'full', 'continuous', 'regression'),
  seed: exact,
  revision: optional(string),
  environment,
  benches: list(bench),
  failures: list(string),
  findings: optional(list(finding)),
  trends: optional(map(trend)),
});
