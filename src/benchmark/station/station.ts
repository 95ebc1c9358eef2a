import { createRandom } from '../../statistics';
import type {
  Bench,
  BenchFrame,
  BenchSystem,
  Contender,
  ContenderContext,
  Counters,
  Suite,
} from '../definition';
import { BenchError } from '../errors';
import { createFrameSampler, type FrameWork } from './frame-sampler';
import { createFunctionSampler } from './function-sampler';
import type { StationHost } from './host';
import { listBench } from './listing';
import { createMeasureSampler } from './measure-sampler';
import type { OpenRequest, Station } from './protocol';
import { createSink, type Sampler } from './sampler';
import { PER_MS } from './units';

const FRAME_MS = 1000 / 60;
/** Passes of the heap reading take about this long each. */
const HEAP_PASS_MS = 300;
const FEWEST_HEAP_CALLS = 200;
const MOST_HEAP_CALLS = 20_000;

type Opened = {
  contender: Contender;
  state: unknown;
  context: ContenderContext;
  sampler: Sampler;
};

/** Makes the station that runs the contenders of these suites in this host. */
export function createStation(suites: readonly Suite[], host: StationHost): Station {
  const benches = suites.flatMap((suite) => suite.benches);
  let opened: Opened | undefined;

  function find(id: string): Bench {
    const bench = benches.find((candidate) => candidate.id === id);
    if (bench) return bench;
    throw new BenchError(`unknown bench ${id}; known: ${benches.map((b) => b.id).join(', ')}`);
  }

  async function setUp(request: OpenRequest): Promise<Opened> {
    const bench = find(request.bench);
    const named = bench.contenders.find(({ name }) => name === request.contender);
    if (!named) throw new BenchError(`${bench.id} has no contender ${request.contender}`);
    const contender = await named.load();
    const context: ContenderContext = {
      parameters: request.parameters,
      random: createRandom(request.seed),
      host: host.name,
      now: host.now,
      keep: createSink(),
    };
    const state = await contender.setup?.(context);
    const sampler = createSampler(bench, contender, state, context);
    return { contender, state, context, sampler };
  }

  function createSampler(
    bench: Bench,
    contender: Contender,
    state: unknown,
    context: ContenderContext,
  ): Sampler {
    const perMs = PER_MS[bench.unit];
    if ('run' in contender) {
      return createFunctionSampler(contender, state, context, host, perMs);
    }
    if ('measure' in contender) {
      return createMeasureSampler(contender, state, context, host, bench.quantities);
    }
    const work = frameWork(contender, state, context);
    return createFrameSampler(work, host, perMs, contender.frames);
  }

  async function tearDown({ contender, state, context }: Opened): Promise<void> {
    await contender.teardown?.(state, context);
    if ('system' in contender) (state as { system: BenchSystem }).system.dispose();
  }

  async function close(): Promise<void> {
    const closing = opened;
    opened = undefined;
    if (closing) await tearDown(closing);
  }

  function current(): Opened {
    if (opened) return opened;
    throw new BenchError('no contender is open; call open first');
  }

  return {
    list: () => benches.map(listBench),
    async open(request) {
      await close();
      opened = await setUp(request);
    },
    warm: (request) => current().sampler.warm(request),
    sample: (request) => current().sampler.sample(request),
    async count(request) {
      const fresh = await setUp(request);
      try {
        const { contender, state, context, sampler } = fresh;
        if (!contender.counters) return {};
        await sampler.pass('before');
        const before = contender.counters(state, context);
        await sampler.pass('counted');
        return grown(before, contender.counters(state, context));
      } finally {
        await tearDown(fresh);
      }
    },
    async allocate() {
      const { sampler } = current();
      if (!host.heapSlope) return null;
      await sampler.prepare?.();
      const { once } = sampler;
      if (!once) return null;
      const begun = host.now();
      for (let i = 0; i < 3; i++) once(i);
      const eachMs = Math.max(1e-6, (host.now() - begun) / 3);
      const calls = Math.min(MOST_HEAP_CALLS, Math.round(HEAP_PASS_MS / eachMs));
      return host.heapSlope(once, Math.max(FEWEST_HEAP_CALLS, calls));
    },
    close,
  };
}

/** A system is run by hand, with a frame that is never late. */
function frameWork(
  contender: Exclude<Contender, { run: unknown } | { measure: unknown }>,
  state: unknown,
  context: ContenderContext,
): FrameWork {
  if ('frame' in contender) {
    return {
      before() {},
      frame: (index, now) => contender.frame(state, index, now, context),
      turns: contender.turns ?? false,
    };
  }
  const { system } = state as { system: BenchSystem };
  const frame: BenchFrame = {
    index: 0,
    now: 0,
    deltaMs: FRAME_MS,
    budgetMs: FRAME_MS,
    timeLeftMs: () => FRAME_MS,
  };
  return {
    before: (index) => contender.edit?.(state as never, index, context),
    frame(index, now) {
      frame.index = index;
      frame.now = now;
      system.update(frame);
    },
  };
}

function grown(before: Counters, after: Counters): { [name: string]: number } {
  const differences: { [name: string]: number } = {};
  for (const [name, value] of Object.entries(after)) {
    const difference = value - (before[name] ?? 0);
    if (!(difference >= 0)) {
      throw new BenchError(
        `counter ${name} went from ${before[name]} to ${value}; counters are totals that only grow`,
      );
    }
    differences[name] = difference;
  }
  return differences;
}
