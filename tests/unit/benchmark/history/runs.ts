import type { HostName, Parameters } from '../../../../src/benchmark/definition';
import type {
  BenchResult,
  ContenderResult,
  Environment,
  ModeName,
  QuantityResult,
  RunResult,
} from '../../../../src/benchmark/result';

export type RunParts = {
  mode?: ModeName;
  revision?: string;
  startedAt?: string;
  environment?: Environment;
};

/** A run of these benches. */
export function runOf(benches: readonly BenchResult[], parts: RunParts = {}): RunResult {
  return {
    format: 'rafter-bench/1',
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1,
    mode: 'regression',
    seed: 1,
    environment: environmentOf(),
    benches,
    failures: [],
    ...parts,
  };
}

export type BenchParts = { host?: HostName; parameters?: Parameters; minimumEffect?: number };

/** A bench with one case. */
export function benchOf(
  id: string,
  contenders: readonly ContenderResult[],
  { host = 'node', parameters = {}, minimumEffect = 0.02 }: BenchParts = {},
): BenchResult {
  return {
    id,
    category: 'test',
    host,
    unit: 'ms',
    minimumEffect,
    cases: [{ parameters, contenders, comparisons: [] }],
    growth: [],
    durationMs: 1,
  };
}

/** A bench of ours beside a reference loop of 1 ms: the rounds are the ratios. */
export function timedBench(id: string, rounds: readonly number[], parts?: BenchParts): BenchResult {
  return benchOf(
    id,
    [
      contenderOf('ours', 'subject', { time: quantityOf(rounds) }),
      contenderOf('reference loop', 'reference', { time: quantityOf(rounds.map(() => 1)) }),
    ],
    parts,
  );
}

/** A bench of ours that counts. */
export function countedBench(
  id: string,
  counters: ContenderResult['counters'],
  parts?: BenchParts,
): BenchResult {
  return benchOf(id, [{ ...contenderOf('ours', 'subject', {}), counters }], parts);
}

export function contenderOf(
  name: string,
  role: ContenderResult['role'],
  quantities: ContenderResult['quantities'],
): ContenderResult {
  return { name, role, quantities, counters: {}, stable: true };
}

export function quantityOf(rounds: readonly number[], unit = 'ms'): QuantityResult {
  const summary = {
    ...{ mean: 0, median: 0, p95: 0, p99: 0, min: 0, max: 0 },
    ...{ interval: null, samples: rounds.length, outliers: {} },
  };
  return { unit, summary, rounds, sketch: [] };
}

export function environmentOf(parts: Partial<Environment> = {}): Environment {
  return {
    cpu: 'Example CPU @ 2.50GHz',
    cores: 2,
    memoryGiB: 8,
    loadAtStart: 0.1,
    loadAtEnd: 0.9,
    platform: 'linux x64',
    runtime: 'Node 20.20.2',
    clockResolutionMs: 0.0001,
    collection: true,
    ...parts,
  };
}

export function browserOf(parts: Partial<NonNullable<Environment['browser']>> = {}) {
  return {
    name: 'Chromium 156.0.7300.1',
    gpu: 'SwiftShader',
    crossOriginIsolated: true,
    clockResolutionMs: 0.005,
    viewport: '1280x720',
    devicePixelRatio: 1,
    headless: true,
    ...parts,
  };
}
