import type { RoundSamples, SampleRequest, WarmRequest } from './protocol';

/** One contender that is set up, ready to be sampled. */
export type Sampler = {
  warm(request: WarmRequest): Promise<boolean>;
  sample(request: SampleRequest): Promise<RoundSamples>;
  /** What counters are read around: one run, or the frames of a pass, after some that are not counted. */
  pass(part: 'before' | 'counted'): Promise<void>;
  /** Finds out whether it can run without waiting, where that is not known before it ran. */
  prepare?(): Promise<void>;
  /** Runs it once for the reading of the heap; absent where it cannot run without waiting, or until `prepare` knows. */
  readonly once?: ((index: number) => void) | undefined;
};

/** Whether a value has to be waited for. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** A place for results, so that work that nobody looks at is not left out; takes numbers without boxing them. */
export function createSink(): (value: unknown) => void {
  const numbers = new Float64Array(1);
  let other: unknown;
  return (value) => {
    if (typeof value === 'number') numbers[0] = value;
    else if (value !== other) other = value;
  };
}
