import type { BenchBrowser } from './browser';

/** Samples of one quantity: ours and each peer's, in the unit given. */
export type Measurement = {
  /** What is measured, when a case measures more than one thing: `task net of control, 1M rows`. */
  metric?: string;
  /** Overrides the unit of the case. */
  unit?: string;
  ours: readonly number[];
  peers: Readonly<Record<string, readonly number[]>>;
  /** True when sample i of every contender comes from the same interleaved round. */
  paired?: boolean;
};

/** What a case hands back: one measurement, or several under `measurements`. */
export type CaseResult = {
  ours?: readonly number[];
  peers?: Readonly<Record<string, readonly number[]>>;
  measurements?: readonly Measurement[];
  notes?: string;
  counters?: Readonly<Record<string, number>>;
  /** Contenders that could not be measured, with the reason; they make the run exit 1. */
  failures?: readonly string[];
};

/** One bench with a stable id. */
export type BenchCase = {
  id: string;
  unit: string;
  run(context: BenchContext): Promise<CaseResult>;
};

/** What the runner offers to a case. */
export type BenchContext = {
  /** Interleaved rounds for cases that race contenders against each other. */
  rounds: number;
  /** Frames in a timed pass of a page. */
  frames: number;
  /** Seeded source of numbers in [0, 1), for the order of contenders. */
  random: () => number;
  /** The shared headless Chromium; started by the first case that asks. */
  browser(): Promise<BenchBrowser>;
  /** Says on stderr how far the case has come. */
  progress(message: string): void;
};

/** Where and how a result was measured; holds nothing that names a person, a host or a path. */
export type Environment = {
  date: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  loadAtStart: number;
  loadAtEnd: number;
  platform: string;
  node: string;
  rounds: number;
  seed: number;
  browser?: BrowserEnvironment;
};

/** The browser's part of the environment, read inside a served page. */
export type BrowserEnvironment = {
  chromium: string;
  gpu: string;
  crossOriginIsolated: boolean;
  clockResolutionMs: number;
  viewport: string;
  devicePixelRatio: number;
};

/** One entry of the JSON report: one measurement against one peer, or alone. */
export type ReportRow = {
  id: string;
  metric?: string;
  unit: string;
  /** Median of ours; null where ours could not be measured. */
  ours: number | null;
  peer?: number;
  peerName?: string;
  /** Rank estimate of ours / peer; below 1 ours is smaller. */
  ratio?: number;
  /** 95 % interval of the ratio; absent where there are too few samples for one. */
  ratioInterval?: readonly [number, number];
  samples: number;
  values?: { ours: readonly number[]; peer?: readonly number[] };
  counters?: Readonly<Record<string, number>>;
  notes?: string;
  error?: string;
  environment: Environment;
};
