import type {
  BenchResult,
  CaseResult,
  Comparison,
  ContenderResult,
  QuantityResult,
  RunResult,
  Summary,
} from '../../../../src/benchmark/result';

/** A run without anything in it; tests add what they are about. */
export function runOf(overrides: Partial<RunResult> = {}): RunResult {
  return {
    format: 'rafter-bench/1',
    startedAt: '2026-11-26T03:23:35Z',
    durationMs: 130_000,
    mode: 'standard',
    seed: 7,
    revision: 'abc1234',
    environment: {
      cpu: 'AMD EPYC 7763',
      cores: 4,
      memoryGiB: 16,
      loadAtStart: 0.2,
      loadAtEnd: 1.4,
      platform: 'linux x64',
      runtime: 'Node 20.20.2',
      clockResolutionMs: 0.0001,
      collection: true,
    },
    benches: [],
    failures: [],
    ...overrides,
  };
}

/** A bench with one case of ours beside one peer, ours at 0.61 of its time. */
export function benchOf(overrides: Partial<BenchResult> = {}): BenchResult {
  return {
    id: 'virt/resize',
    category: 'virt',
    host: 'node',
    unit: 'ms',
    minimumEffect: 0.02,
    cases: [caseOf()],
    growth: [],
    durationMs: 4_000,
    ...overrides,
  };
}

export function caseOf(overrides: Partial<CaseResult> = {}): CaseResult {
  return {
    parameters: { rows: 10_000 },
    contenders: [
      contenderOf({ name: 'ours', role: 'subject' }),
      contenderOf({ name: 'virtua', quantities: { time: quantityOf({ median: 0.5 }) } }),
    ],
    comparisons: [comparisonOf()],
    ...overrides,
  };
}

export function contenderOf(overrides: Partial<ContenderResult> = {}): ContenderResult {
  return {
    name: 'virtua',
    role: 'peer',
    quantities: { time: quantityOf() },
    counters: {},
    stable: true,
    ...overrides,
  };
}

export function quantityOf(
  summary: Partial<Summary> = {},
  overrides: Partial<QuantityResult> = {},
): QuantityResult {
  const median = summary.median ?? 0.305;
  const sketch = Array.from({ length: 64 }, (_, i) => median * (0.9 + (0.2 * i) / 63));
  return {
    unit: 'ms',
    summary: {
      mean: median,
      median,
      p95: median * 1.08,
      p99: median * 1.1,
      min: median * 0.9,
      max: median * 1.3,
      interval: [median * 0.98, median * 1.02],
      samples: 400,
      outliers: {},
      ...summary,
    },
    rounds: [median, median * 1.01, median * 0.99],
    sketch,
    ...overrides,
  };
}

export function comparisonOf(overrides: Partial<Comparison> = {}): Comparison {
  return {
    quantity: 'time',
    subject: 'ours',
    other: 'virtua',
    ratio: 0.61,
    interval: [0.58, 0.64],
    test: 'signed-rank',
    p: 0.0001,
    adjustedP: 0.0004,
    effect: -0.9,
    detectable: 0.031,
    verdict: 'faster',
    ...overrides,
  };
}
