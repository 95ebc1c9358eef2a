import type { HostName, Parameters, Role } from '../definition';

/** A bench without its functions: what a runner in another process or outside the page knows of it. */
export type BenchListing = {
  id: string;
  category: string;
  unit: 'ms' | 'µs' | 'ns';
  hosts: readonly HostName[];
  parameters: { readonly [name: string]: readonly number[] };
  quantities: { readonly [name: string]: string };
  allocation: 'none' | 'measure' | 'gate';
  collect: boolean;
  safe: boolean;
  gate: boolean;
  effort: { readonly [name: string]: number };
  minimumEffect: number;
  limitMs: number;
  notes?: string;
  contenders: readonly { name: string; role: Role; controls?: readonly string[] }[];
};

export type OpenRequest = {
  bench: string;
  contender: string;
  parameters: Parameters;
  seed: number;
};

export type WarmRequest = { warmMs: number; warmFrames: number };

export type SampleRequest = {
  minMs: number;
  maxMs: number;
  minSamples: number;
  frames: number;
  /** Collect garbage first, where the host allows it. */
  collect: boolean;
};

/** Flags of a sample: what happened while it was taken. */
export const COLLECTION = 1;
export const TIMER = 2;
export const HIDDEN = 4;
export const LOAD = 8;

/** Samples of one round, in the order they were taken. */
export type RoundSamples = {
  /** By quantity, in the units of `unitOf`. */
  quantities: { [name: string]: number[] };
  /** Flags of each sample of the quantities that are timed one by one: `time`, `script`, `interval`. */
  flags: { [name: string]: number[] };
};

/**
 * Holds one contender, set up, and samples it when told. It lives where the contender runs: in a child process, in a page, in the
 * app; the runner speaks to it in plain data.
 */
export type Station = {
  list(): BenchListing[];
  /** Sets a contender up. Throws `BenchError` for one that does not exist, or what its setup throws. */
  open(request: OpenRequest): Promise<void>;
  /** Runs it until its speed is stable; false if it was not at the end. */
  warm(request: WarmRequest): Promise<boolean>;
  sample(request: SampleRequest): Promise<RoundSamples>;
  /** Sets it up afresh and gives what one run, or the frames of a pass, add to each counter. */
  count(request: OpenRequest): Promise<{ [name: string]: number }>;
  /** Bytes of heap a run or frame allocates; null where the host cannot tell, or where it must be waited for. */
  allocate(): Promise<number | null>;
  close(): Promise<void>;
};
