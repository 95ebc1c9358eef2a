import { Bench } from 'tinybench';
import { median } from '../../statistics';
import type { ContenderContext, FunctionContender } from '../definition';
import type { StationHost } from './host';
import { type RoundSamples, type SampleRequest, TIMER } from './protocol';
import { isThenable, type Sampler } from './sampler';
import { untilStable } from './stability';

/** A batch outlasts the clock's step by this factor, so that reading the clock shows for less than 1 % of it. */
const STEPS_A_BATCH = 100;
/** No batch is shorter than this, ms: in Node the clock is finer than a call of it is cheap. */
const SHORTEST_BATCH_MS = 0.05;
/** Samples below this many steps of the clock are flagged. */
const COARSE_STEPS = 10;
const MOST_RUNS = 2 ** 22;
/** Block medians of a warm function agree within this share. */
const TOLERANCE = 0.03;
const WARM_BLOCKS = 8;

/** Samples a function by tinybench: batches that outlast the clock's grain, one sample a batch, each divided by its operations. */
export function createFunctionSampler<S>(
  contender: FunctionContender<S>,
  state: S,
  context: ContenderContext,
  host: StationHost,
  perMs: number,
): Sampler {
  const { now } = host;
  const { keep } = context;
  const operations = contender.operations ?? 1;
  const each = contender.before !== undefined;
  let runs = 1;
  let isAsync: boolean | undefined;

  function runSync(count: number): void {
    for (let i = 0; i < count; i++) keep(contender.run(state, context));
  }

  async function runAsync(count: number): Promise<void> {
    for (let i = 0; i < count; i++) keep(await contender.run(state, context));
  }

  /** The first call tells whether there is a promise to wait for. */
  async function first(): Promise<void> {
    contender.before?.(state, context);
    const result = contender.run(state, context);
    isAsync = isThenable(result);
    keep(isAsync ? await result : result);
  }

  async function prepare(): Promise<void> {
    if (isAsync === undefined) await first();
  }

  function once(): void {
    contender.before?.(state, context);
    keep(contender.run(state, context));
  }

  async function timeBatch(count: number): Promise<number> {
    contender.before?.(state, context);
    const start = now();
    if (isAsync) await runAsync(count);
    else runSync(count);
    return now() - start;
  }

  /** Doubles the runs of a batch until it is long enough. */
  async function calibrate(): Promise<void> {
    const enough = Math.max(SHORTEST_BATCH_MS, STEPS_A_BATCH * host.clockResolutionMs);
    for (runs = 1; !each && runs < MOST_RUNS; runs *= 2) {
      // Twice: one slow run must not make all batches short.
      if (Math.min(await timeBatch(runs), await timeBatch(runs)) >= enough) return;
    }
  }

  async function collectBatches(request: SampleRequest): Promise<Batches> {
    const { minMs, maxMs, minSamples } = request;
    const limit = new AbortController();
    const batches: Batches = { starts: [], ends: [], flags: [] };
    const batch = { overriddenDuration: 0 };
    const begun = now();
    const done = (start: number, end: number) => {
      batch.overriddenDuration = end - start;
      batches.starts.push(start);
      batches.ends.push(end);
      if (end - begun > maxMs) limit.abort();
      return batch;
    };
    const bench = new Bench({
      time: Math.min(minMs, maxMs),
      iterations: minSamples,
      warmup: false,
      now,
      signal: limit.signal,
      throws: true,
    });
    const hooks = {
      beforeEach: () => contender.before?.(state, context),
      afterEach: () => void batches.flags.push(host.observer.mark()),
    };
    host.observer.begin();
    if (isAsync) {
      const timed = async () => {
        const start = now();
        await runAsync(runs);
        return done(start, now());
      };
      await bench.add('batch', timed, { ...hooks, async: true }).run();
    } else {
      const timed = () => {
        const start = now();
        runSync(runs);
        return done(start, now());
      };
      bench.add('batch', timed, { ...hooks, async: false }).runSync();
    }
    return batches;
  }

  async function sample(request: SampleRequest): Promise<RoundSamples> {
    await prepare();
    if (request.collect) host.collect?.();
    const { starts, ends, flags } = await collectBatches(request);
    await host.observer.settle(starts, ends, flags);
    const scale = perMs / (runs * operations);
    const time = starts.map((start, i) => {
      const elapsed = ends[i]! - start;
      if (elapsed < COARSE_STEPS * host.clockResolutionMs) flags[i]! |= TIMER;
      return elapsed * scale;
    });
    return { quantities: { time }, flags: { time: flags } };
  }

  return {
    async warm({ warmMs }) {
      await first();
      const begun = now();
      await calibrate();
      const blockMs = warmMs / WARM_BLOCKS;
      const request = { minMs: blockMs, maxMs: blockMs, minSamples: 3, frames: 0, collect: false };
      const block = async () => median((await sample(request)).quantities.time!);
      const stable = await untilStable(block, TOLERANCE, () => now() - begun > warmMs);
      // Code that was compiled meanwhile is faster than what the batches were cut for.
      await calibrate();
      return stable;
    },
    sample,
    async pass() {
      if (isAsync === undefined) await first();
      else await timeBatch(1);
    },
    prepare,
    get once() {
      return isAsync === false ? once : undefined;
    },
  };
}

type Batches = { starts: number[]; ends: number[]; flags: number[] };
