import { collectSuites } from '../define';
import type { Contender } from '../definition';
import { BenchError, messageOf } from '../errors';
import type { Environment } from '../result';
import { createFrameSampler } from '../station/frame-sampler';
import type { StationHost } from '../station/host';
import type {
  BenchListing,
  OpenRequest,
  RoundSamples,
  SampleRequest,
  WarmRequest,
} from '../station/protocol';
import { createStation } from '../station/station';
import { createGpuTimer, type GpuTimer, watchContexts } from './gpu-timer';
import { createPageHost } from './page-host';
import { PASS_MARK } from './pass-mark';

/** What sort of work a contender is. */
export type ContenderKind = 'run' | 'frame' | 'system' | 'measure';

/** The page's part of the environment. */
export type PageEnvironment = Omit<NonNullable<Environment['browser']>, 'name' | 'headless'>;

/** When each sample of a pass began and ended, ms on the page's clock. */
export type SampleSpans = { starts: readonly number[]; ends: readonly number[] };

/** A station as a driver outside the page speaks to it: plain data only. */
export type PageStation = {
  list(): BenchListing[];
  /** Why bench files could not be loaded. */
  failures(): string[];
  /** Sets a contender up; says what it is and whether it has counters. */
  open(request: OpenRequest): Promise<{ kind: ContenderKind; counts: boolean }>;
  warm(request: WarmRequest): Promise<boolean>;
  /** Adds `gpu` to the samples where the page can time it; no spans where there is no telling. */
  sample(request: SampleRequest): Promise<{ samples: RoundSamples; spans?: SampleSpans }>;
  count(request: OpenRequest): Promise<{ [name: string]: number }>;
  /**
   * Runs the open contender for a reading of the heap from outside and gives how often it ran, in frames of at most `frames`; null for
   * a contender that measures itself.
   */
  exercise(frames: number): Promise<number | null>;
  close(): Promise<void>;
  /** Runs frames that do nothing, to know what frames cost themselves. */
  idle(frames: number): Promise<number>;
  /** Presents so many frames of one changing pixel, so that nobody pays for the start of the graphics. */
  present(frames: number): Promise<void>;
  environment(): PageEnvironment;
};

declare global {
  interface Window {
    rafterStation?: PageStation;
  }
}

/** Publishes the station for the suites that these bench files define at `window.rafterStation`, for a driver. */
export async function serveStation(
  files: { readonly [name: string]: () => Promise<unknown> } = {},
): Promise<void> {
  const failures: string[] = [];
  const timer = createGpuTimer({ context: watchContexts() });
  const host = createPageHost(timer);
  for (const [name, load] of Object.entries(files)) {
    try {
      await load();
    } catch (error) {
      const reason = messageOf(error);
      failures.push(`${name} could not be loaded in the page: ${reason}`);
    }
  }
  window.rafterStation = createPageStation(host, timer, failures);
}

function createPageStation(host: StationHost, timer: GpuTimer, failures: string[]): PageStation {
  const suites = collectSuites();
  const benches = suites.flatMap((suite) => suite.benches);
  // A heap can only be read from outside: what would be its slope is how often a contender ran.
  const station = createStation(suites, {
    ...host,
    heapSlope: runOften,
    observer: {
      ...host.observer,
      settle(starts, ends, flags) {
        last.spans = { starts, ends };
        return host.observer.settle(starts, ends, flags);
      },
    },
  });
  const last: { spans?: SampleSpans } = {};
  let opened: Contender | undefined;

  async function find(request: OpenRequest): Promise<Contender> {
    const bench = benches.find(({ id }) => id === request.bench);
    const named = bench?.contenders.find(({ name }) => name === request.contender);
    return named!.load();
  }

  return {
    list: () => station.list(),
    failures: () => failures,
    async open(request) {
      await station.open(request);
      opened = await find(request);
      return { kind: kindOf(opened), counts: opened.counters !== undefined };
    },
    warm: (request) => station.warm(request),
    async sample(request) {
      const frames = opened && 'frames' in opened ? opened.frames : undefined;
      const isTimed = isFramed(opened) && timer.arm(frames ?? request.frames);
      delete last.spans;
      performance.mark(PASS_MARK);
      performance.clearMarks(PASS_MARK);
      const samples = await station.sample(request);
      const times = isTimed ? await timer.take() : undefined;
      // The frame that ends a pass was begun too, and did nothing.
      const gpu = times?.slice(0, samples.quantities.script?.length);
      if (gpu && gpu.length > 0) {
        samples.quantities.gpu = gpu;
        samples.flags.gpu = samples.flags.script?.slice(0, gpu.length) ?? [];
      }
      return { samples, ...last };
    },
    count: (request) => station.count(request),
    async exercise(frames) {
      if (!opened) throw new BenchError('no contender is open; call open first');
      if ('run' in opened) return station.allocate();
      if (!isFramed(opened)) return null;
      const { quantities } = await station.sample(frameRequest(frames));
      return quantities.script?.length ?? null;
    },
    close: () => station.close(),
    async idle(frames) {
      const work = { before() {}, frame() {} };
      const { quantities } = await createFrameSampler(work, host, 1).sample(frameRequest(frames));
      return quantities.script?.length ?? 0;
    },
    present: (frames) => presentPixel(host, frames),
    environment: () => describePage(host),
  };
}

function runOften(run: (index: number) => void, calls: number): number {
  for (let i = 0; i < calls; i++) run(i);
  return calls;
}

function frameRequest(frames: number): SampleRequest {
  return { minMs: 0, maxMs: 0, minSamples: 1, frames, collect: false };
}

function isFramed(contender: Contender | undefined): boolean {
  return contender !== undefined && ('frame' in contender || 'system' in contender);
}

function kindOf(contender: Contender): ContenderKind {
  if ('run' in contender) return 'run';
  if ('frame' in contender) return 'frame';
  return 'measure' in contender ? 'measure' : 'system';
}

async function presentPixel(host: StationHost, frames: number): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  const gl = canvas.getContext('webgl2', { alpha: false, antialias: false });
  document.body.append(canvas);
  for (let i = 0; i < frames; i++) {
    await new Promise<number>((resolve) => host.nextFrame!(resolve));
    gl?.clearColor(i & 1, 0, 0, 1);
    gl?.clear(gl.COLOR_BUFFER_BIT);
  }
  canvas.remove();
}

function describePage(host: StationHost): PageEnvironment {
  const gl = document.createElement('canvas').getContext('webgl2');
  const names = gl?.getExtension('WEBGL_debug_renderer_info');
  return {
    gpu: gl && names ? String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)) : 'no WebGL2',
    crossOriginIsolated,
    clockResolutionMs: host.clockResolutionMs,
    viewport: `${innerWidth}x${innerHeight}`,
    devicePixelRatio,
  };
}
