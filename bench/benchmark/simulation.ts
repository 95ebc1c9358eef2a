import {
  appendRun,
  type History,
  judge,
  type LevelOptions,
  startHistory,
} from '../../src/benchmark/history';
import type {
  BenchResult,
  ContenderResult,
  Environment,
  RunResult,
} from '../../src/benchmark/result';
import { createNormal, createRandom } from '../../src/statistics';

const ENVIRONMENT: Environment = {
  ...{ cpu: 'simulated', cores: 1, memoryGiB: 1, loadAtStart: null, loadAtEnd: null },
  ...{ platform: 'simulated', runtime: 'simulated', clockResolutionMs: 0.001, collection: true },
};

export type SimulationOptions = {
  /** Standard deviation of a build's value as a share of it. */
  cv: number;
  series: number;
  seed: number;
  /** Of each bench. @default 0.02 */
  minimumEffect?: number;
  options?: LevelOptions;
};

export type FalseAlarmOptions = SimulationOptions & {
  /** Builds that are judged. @default 100 */
  builds?: number;
  /** Builds before them. @default 20 */
  warm?: number;
};

/** Findings per series and 100 builds of the same speed. */
export type FalseAlarms = { alarms: number; better: number; watches: number };

/** Counts what `judge` says of histories in which nothing ever changes. */
export function falseAlarms({
  cv,
  series,
  seed,
  minimumEffect = 0.02,
  options = {},
  builds = 100,
  warm = 20,
}: FalseAlarmOptions): FalseAlarms {
  const found = { alarm: 0, better: 0, watch: 0 };
  simulate({ cv, series, seed, minimumEffect, options, builds: warm + builds }, (build, kind) => {
    if (build >= warm) found[kind]++;
  });
  const share = 100 / (series * builds);
  return {
    alarms: found.alarm * share,
    better: found.better * share,
    watches: found.watch * share,
  };
}

export type DetectionOptions = SimulationOptions & {
  /** Relative change of the level: 0.05 is 5 % more. */
  step: number;
  /** Builds of the old level. @default 50 */
  stepAt?: number;
  /** Builds of the new level. @default 10 */
  within?: number;
};

export type Detection = {
  /** Share of the series whose step gave an alarm in time, or was called better. */
  found: number;
  /** Share that was at least watched, so that the bench was measured again. */
  watched: number;
  /** Median number of builds of the new level at the alarm; NaN where none was. */
  delay: number;
};

/** Counts in how many histories with a step `judge` finds it. */
export function detection({
  cv,
  step,
  series,
  seed,
  minimumEffect = 0.02,
  options = {},
  stepAt = 50,
  within = 10,
}: DetectionOptions): Detection {
  const delays = new Map<number, number>();
  const watched = new Set<number>();
  const wanted = step > 0 ? 'alarm' : 'better';
  const levelAt = (build: number) => (build < stepAt ? 1 : 1 + step);
  simulate(
    { cv, series, seed, minimumEffect, options, builds: stepAt + within, levelAt },
    (build, kind, index) => {
      if (build < stepAt) return;
      if (kind === 'watch') watched.add(index);
      if (kind === wanted && !delays.has(index)) delays.set(index, build - stepAt + 1);
    },
  );
  const sorted = [...delays.values()].sort((a, b) => a - b);
  return {
    found: delays.size / series,
    watched: new Set([...watched, ...delays.keys()]).size / series,
    delay: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
  };
}

type Simulation = Required<SimulationOptions> & {
  builds: number;
  levelAt?: (build: number) => number;
};

/** Builds a history run by run and judges every one, as the command line does. */
function simulate(
  { cv, series, seed, minimumEffect, options, builds, levelAt = () => 1 }: Simulation,
  onFinding: (build: number, kind: 'alarm' | 'better' | 'watch', index: number) => void,
): void {
  const normal = createNormal(createRandom(seed));
  const indices = new Map<string, number>();
  let history: History = startHistory(ENVIRONMENT);
  for (let build = 0; build < builds; build++) {
    const run = buildOf(
      series,
      minimumEffect,
      () => levelAt(build) * Math.max(0.01, 1 + cv * normal()),
    );
    for (const { kind, series: key } of judge(history, run, options).findings) {
      if (indices.size === 0) for (let i = 0; i < series; i++) indices.set(keyOf(i), i);
      if (kind !== 'alarm' && kind !== 'better' && kind !== 'watch') continue;
      onFinding(build, kind, indices.get(key)!);
    }
    history = appendRun(history, run);
  }
}

function buildOf(series: number, minimumEffect: number, value: () => number): RunResult {
  const benches = Array.from({ length: series }, (_, index) =>
    benchOf(`s/${index}`, value(), minimumEffect),
  );
  return {
    ...{ format: 'rafter-bench/1', startedAt: '2026-01-02T03:04:05.000Z', durationMs: 1 },
    ...{ mode: 'regression', seed: 1, environment: ENVIRONMENT, benches, failures: [] },
  };
}

/** A bench of one round, beside a reference loop of 1 ms: what is stored is the value itself. */
function benchOf(id: string, value: number, minimumEffect: number): BenchResult {
  const contenders = [
    contenderOf('ours', 'subject', value),
    contenderOf('reference loop', 'reference', 1),
  ];
  return {
    ...{ id, category: 'simulated', host: 'node', unit: 'ms', minimumEffect, durationMs: 1 },
    cases: [{ parameters: {}, contenders, comparisons: [] }],
    growth: [],
  };
}

function contenderOf(name: string, role: ContenderResult['role'], value: number): ContenderResult {
  const summary = {
    ...{ mean: value, median: value, p95: value, p99: value, min: value, max: value },
    ...{ interval: null, samples: 1, outliers: {} },
  };
  const time = { unit: 'ms', summary, rounds: [value], sketch: [] };
  return { name, role, quantities: { time }, counters: {}, stable: true };
}

function keyOf(index: number): string {
  return `s/${index} ours: time`;
}
