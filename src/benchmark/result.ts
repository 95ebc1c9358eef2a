import type { HostName, Parameters, Role } from './definition';

/** Why a sample lies far from the others. */
export type OutlierCause = 'collection' | 'timer' | 'hidden' | 'load' | 'unknown';

/** Everything known of a set of samples. Nothing was thrown away. */
export type Summary = {
  mean: number;
  median: number;
  p95: number;
  p99: number;
  min: number;
  max: number;
  /** 95 % bootstrap (BCa) interval of the median over rounds; null where there are too few. */
  interval: readonly [number, number] | null;
  /** Number of samples. */
  samples: number;
  /** Number of outliers (Tukey's outer fences) by cause; causes without any are left out. */
  outliers: { readonly [C in OutlierCause]?: number };
};

/** One quantity of one contender. */
export type QuantityResult = {
  unit: string;
  summary: Summary;
  /** What stands for each round in comparisons and histories, see `run/round-value.ts`: of times the part that load hardly touches. */
  rounds: readonly number[];
  /** At most 200 of the samples, evenly taken from the sorted ones: enough to draw their distribution. */
  sketch: readonly number[];
  /** Set where the control's median was subtracted: the raw quantity's name. */
  netOf?: string;
};

export type ContenderResult = {
  name: string;
  role: Role;
  /** By name: `time` of functions; `script`, `interval`, `task`, `raster`, `gpu` of frames; `allocated`; what `measure` gives; and `task (net)`. */
  quantities: { readonly [name: string]: QuantityResult };
  /** What one run, or the frames of one pass, added to each counter; the same in every pass. */
  counters: { readonly [name: string]: number };
  /** False when its speed still changed at the end of the longest warm-up. */
  stable: boolean;
  /** Why it could not be measured; it has no quantities then. */
  error?: string;
};

/** Says which is better; `undecided` where the run could not have seen the smallest change that matters. */
export type Verdict = 'faster' | 'slower' | 'same' | 'undecided';

/** The subject against one other contender, in one quantity. Ratios are subject / other: below 1 the subject is less. */
export type Comparison = {
  quantity: string;
  subject: string;
  other: string;
  ratio: number;
  interval: readonly [number, number] | null;
  test: 'signed-rank' | 'mann-whitney';
  /** Two-sided; null with too few rounds for any. */
  p: number | null;
  /** By Holm over all comparisons of the run. */
  adjustedP: number | null;
  /** Cliff's delta, -1 to 1: share of pairs in which the subject is more, less those in which it is less. */
  effect: number;
  /** Smallest relative change that this run, with all its comparisons, would have seen in 4 of 5 repetitions; null where unknown. */
  detectable: number | null;
  verdict: Verdict;
};

/** One combination of parameters. */
export type CaseResult = {
  parameters: Parameters;
  contenders: readonly ContenderResult[];
  comparisons: readonly Comparison[];
};

export type GrowthModel = 'O(1)' | 'O(log n)' | 'O(n)' | 'O(n log n)';

/** How a quantity grows with a parameter. */
export type GrowthResult = {
  contender: string;
  quantity: string;
  parameter: string;
  model: GrowthModel;
  r2: number;
  /** Points fitted, ascending. */
  points: readonly (readonly [number, number])[];
};

export type BenchResult = {
  /** `suite/bench` */
  id: string;
  category: string;
  host: HostName;
  unit: string;
  minimumEffect: number;
  cases: readonly CaseResult[];
  growth: readonly GrowthResult[];
  notes?: string;
  /** Why nothing of it could be measured. */
  error?: string;
  durationMs: number;
};

/** Where a run was made. Names no person, host or path. */
export type Environment = {
  cpu: string;
  cores: number;
  memoryGiB: number;
  /** One-minute load average at start and end; null where unknown. */
  loadAtStart: number | null;
  loadAtEnd: number | null;
  platform: string;
  /** `Node 20.20.2` */
  runtime: string;
  clockResolutionMs: number;
  /** Whether garbage can be collected on demand. */
  collection: boolean;
  browser?: {
    name: string;
    gpu: string;
    crossOriginIsolated: boolean;
    clockResolutionMs: number;
    viewport: string;
    devicePixelRatio: number;
    headless: boolean;
  };
};

export type ModeName = 'quick' | 'standard' | 'full' | 'continuous' | 'regression';

/** All of a run: what the JSON report holds and every other report is made from. */
export type RunResult = {
  format: 'rafter-bench/1';
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  mode: ModeName;
  seed: number;
  /** Revision measured, `(dirty)` added where files differ from it; absent outside a repository. */
  revision?: string;
  environment: Environment;
  benches: readonly BenchResult[];
  /** What went wrong outside a bench: a file that does not load, a broken baseline. */
  failures: readonly string[];
  /** What the history says; absent where there is none. */
  findings?: readonly Finding[];
  /** Earlier runs of this environment by series key, oldest first, this run last; for charts. */
  trends?: { readonly [series: string]: Trend };
};

export type Severity = 'minor' | 'moderate' | 'major' | 'critical';

/** A series over time, as a ratio to the reference loop of the same run. */
export type Trend = {
  values: readonly number[];
  /** Revision of each value, '' where unknown. */
  revisions: readonly string[];
  /** Index at which it changed; absent where it did not. */
  changePoint?: number;
};

/**
 * Something a reader must know about a change. `counter` fails the gate; `alarm` and `watch` are about time and never do unless
 * asked; `better` is good news.
 */
export type Finding = {
  kind: 'counter' | 'alarm' | 'watch' | 'better' | 'baseline';
  /** `id [parameters] contender: quantity`, or a counter's key. */
  series: string;
  /** A sentence with the numbers. */
  message: string;
  severity?: Severity;
  before?: number;
  after?: number;
  p?: number;
};
