import { collectSuites, type MeasureContender, suite } from 'rafter-ui/benchmark';
import { Bench } from 'tinybench';
import type { BenchSpec } from '../../src/benchmark/definition';
import { clockResolution, type StationHost } from '../../src/benchmark/station/host';
import type { Station } from '../../src/benchmark/station/protocol';
import { createStation } from '../../src/benchmark/station/station';
import { median } from '../../src/statistics';

/** Dependent steps of the function: about 100 ns on a machine of today. */
const STEPS = 80;
/** Calls of a batch by hand: about as many as the station takes, whose batches last 0.05 ms or more. */
const BATCH_CALLS = 1_024;
const SAMPLE_MS = 20;
const WARM_MS = 100;
const FRAMES = 2_000;
const NS_PER_MS = 1e6;

/** A number that every call takes further, so that no call can be left out. */
type Work = { value: number };

const now = () => performance.now();

function work(state: Work): number {
  let { value } = state;
  for (let step = 0; step < STEPS; step++) value = (Math.imul(value, 1664525) + 1013904223) | 0;
  state.value = value;
  return value;
}

function nothing(): void {}

/** Nanoseconds of a call, and those that a batch costs beyond its calls. */
type Overhead = { time: number; batch: number };

/** The function in a loop written by hand, with the clock read before and after each batch. */
export const bareLoop: MeasureContender<Work> = {
  setup: warmWork,
  measure(state) {
    const spans: number[] = [];
    const begun = now();
    let end = begun;
    while (end - begun < SAMPLE_MS) {
      const start = now();
      runBatch(state);
      end = now();
      spans.push(end - start);
    }
    const elapsed = now() - begun;
    const nsPerCall = (median(spans) * NS_PER_MS) / BATCH_CALLS;
    return overhead(nsPerCall, sum(spans), spans.length, elapsed);
  },
};

/** The function through tinybench as it comes, which times the same batches. */
export const tinybenchAlone: MeasureContender<Work> = {
  setup: warmWork,
  measure(state) {
    const bench = new Bench({ time: SAMPLE_MS, iterations: 1, warmup: false, throws: true, now });
    bench.add('batch', () => runBatch(state), { async: false });
    const begun = now();
    const [task] = bench.runSync();
    const elapsed = now() - begun;
    const latency = task?.result && 'latency' in task.result && task.result.latency;
    if (!latency) throw new Error('tinybench gave no latency; look at the changes of its results');
    const { p50, mean, samplesCount } = latency;
    const nsPerCall = (p50 * NS_PER_MS) / BATCH_CALLS;
    return overhead(nsPerCall, mean * samplesCount, samplesCount, elapsed);
  },
};

type Opened = { station: Station; spans: { milliseconds: number } };

/** The function as a bench of its own, in a station in this very process. */
export const throughStation: MeasureContender<Opened> = {
  setup: () => openStation({ unit: 'ns', setup: () => ({ value: 1 }), run: work }),
  async measure({ station, spans }) {
    const begun = now();
    const { quantities } = await station.sample(requestOf(SAMPLE_MS));
    const elapsed = now() - begun;
    const times = quantities.time!;
    return overhead(median(times), spans.milliseconds, times.length, elapsed);
  },
  teardown: ({ station }) => station.close(),
};

/** Frames that do nothing in a loop written by hand, with the clock read before and after each. */
export const bareFrames: MeasureContender<undefined> = {
  measure() {
    const spans = new Float64Array(FRAMES);
    const begun = now();
    for (let frame = 0; frame < FRAMES; frame++) {
      const start = now();
      nothing();
      spans[frame] = now() - start;
    }
    return { frame: ((now() - begun) * NS_PER_MS) / FRAMES };
  },
};

/** Frames that do nothing as a bench of their own, all that is done for one of them counted. */
export const framesThroughStation: MeasureContender<Opened> = {
  setup: () => openStation({ unit: 'ns', frame: nothing }),
  async measure({ station }) {
    const begun = now();
    const { quantities } = await station.sample(requestOf(0));
    return { frame: ((now() - begun) * NS_PER_MS) / quantities.script!.length };
  },
  teardown: ({ station }) => station.close(),
};

/** Opens the bench's only contender and warms it up. */
async function openStation(spec: BenchSpec): Promise<Opened> {
  const made = suite('measured', (s) => s.bench('it', { ...spec, reference: false }));
  // It is none of the file's benches.
  collectSuites();
  const spans = { milliseconds: 0 };
  const station = createStation([made], createHost(spans));
  await station.open({ bench: 'measured/it', contender: 'ours', parameters: {}, seed: 1 });
  await station.warm({ warmMs: WARM_MS, warmFrames: FRAMES });
  return { station, spans };
}

/** Sees nothing of the machine, and adds up how long the samples of the last pass took. */
function createHost(spans: { milliseconds: number }): StationHost {
  const observer = {
    begin() {},
    mark: () => 0,
    async settle(starts: readonly number[], ends: readonly number[]) {
      spans.milliseconds = sum(ends) - sum(starts);
    },
  };
  return { name: 'node', now, clockResolutionMs: clockResolution(now), observer };
}

function requestOf(minMs: number) {
  return { minMs, maxMs: 10 * SAMPLE_MS, minSamples: 1, frames: FRAMES, collect: false };
}

function warmWork(): Work {
  const state = { value: 1 };
  const begun = now();
  while (now() - begun < WARM_MS) runBatch(state);
  return state;
}

function runBatch(state: Work): void {
  for (let call = 0; call < BATCH_CALLS; call++) work(state);
}

function overhead(time: number, spansMs: number, batches: number, elapsedMs: number): Overhead {
  return { time, batch: ((elapsedMs - spansMs) * NS_PER_MS) / batches };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
