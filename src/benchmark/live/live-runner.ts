import type { Bench, ContenderContext, FunctionContender } from '../definition';
import { BenchError } from '../errors';
import type { RoundSamples } from '../station/protocol';
import { isThenable } from '../station/sampler';
import { PER_MS } from '../station/units';

/** Longest batch between two yields, ms: small against a frame, and the scheduler may fit several into one. */
const BATCH_MS = 0.5;
/** A run that takes longer than this would be felt. */
const LONGEST_RUN_MS = 4;
const BATCHES = 20;
const WARM_BATCHES = 20;
const MOST_RUNS = 2 ** 20;

/** A contender in pieces. */
export type LiveRunner = {
  warm(): Generator<unknown, void, void>;
  sample(): Generator<unknown, RoundSamples, void>;
  end(): void;
};

/** Runs a function in batches of half a millisecond, giving the frame back after each. */
export function createLiveRunner<S>(
  contender: FunctionContender<S>,
  context: ContenderContext,
  now: () => number,
  unit: Bench['unit'],
): LiveRunner {
  const state = contender.setup?.(context) as S;
  refusePromise('setup', state);
  const operations = contender.operations ?? 1;
  let runs = 1;

  function batch(): number {
    contender.before?.(state, context);
    const start = now();
    for (let i = 0; i < runs; i++) context.keep(contender.run(state, context));
    return now() - start;
  }

  /** Tells whether a run is done when it returns: what it goes on with would not be timed. */
  function firstRun(): number {
    contender.before?.(state, context);
    const start = now();
    const result = contender.run(state, context);
    const elapsed = now() - start;
    refusePromise('run', result);
    context.keep(result);
    return elapsed;
  }

  return {
    *warm() {
      const first = firstRun();
      if (first > LONGEST_RUN_MS) {
        throw new BenchError(
          `one run took ${first.toFixed(1)} ms; a live app has ${LONGEST_RUN_MS} ms for it`,
        );
      }
      for (let i = 0; i < WARM_BATCHES; i++) {
        yield;
        const elapsed = batch();
        const fits = contender.before === undefined && runs < MOST_RUNS;
        if (fits && elapsed < BATCH_MS / 2) runs *= 2;
        else if (elapsed > BATCH_MS * 2 && runs > 1) runs /= 2;
      }
    },
    *sample() {
      const scale = PER_MS[unit] / operations;
      const time: number[] = [];
      for (let i = 0; i < BATCHES; i++) {
        yield;
        time.push((batch() * scale) / runs);
      }
      return { quantities: { time }, flags: {} };
    },
    end() {
      contender.teardown?.(state, context);
    },
  };
}

function refusePromise(what: string, value: unknown): void {
  if (!isThenable(value)) return;
  // It is refused whatever comes of it.
  value.then(undefined, () => {});
  throw new BenchError(
    `${what} gives a promise; in a live app it must be done when it returns: make it synchronous, or leave out 'safe'`,
  );
}
