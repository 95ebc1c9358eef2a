import type { MeasureContender } from 'rafter-ui/benchmark';
import type { Frame } from '../../src/ecs';
import type { App } from '../../src/index';
import { createRandom, quantile } from '../../src/statistics';
import { listApp, listScene } from '../pages/rafter';
import { createFling, type Fling } from '../pages/rows';

const ROWS = 100_000;
const SECONDS = 10;
/** Chunks come in bursts, as answers of a server do: so many in every tenth frame, 2.75 ms a frame in the mean. */
const BURST = 100;
const BURST_EVERY = 10;
/** What a chunk takes, ms. */
const LEAST_MS = 0.05;
const MOST_MS = 0.5;
/** Most that chunks should take of one frame, ms: the knob `sliceMs`. */
const SLICE_MS = 8;
/** A frame that comes so much later than frames do was dropped. */
const LATE = 1.5;

type State = { readonly app: App; readonly fling: Fling };
type Put = (chunk: () => void) => void;

/** What is told of ten seconds of a fling. */
type Told = { dropped: number; late: number; overrun: number; own: number };

/** Flings the list of flights by the frames of the page while bursts of chunks are handed over. */
function budget(put: ((app: App) => Put) | undefined): MeasureContender<State> {
  return {
    async setup() {
      const fling = createFling(ROWS);
      await listScene.mount(ROWS, fling);
      const app = listApp();
      for (let frame = 0; frame < 60; frame++) await flung(fling);
      return { app, fling };
    },
    async measure(state, { now }) {
      return run(state, put?.(state.app), now);
    },
  };
}

/** The next frame of the page, with one step of the fling. */
async function flung(fling: Fling): Promise<number> {
  const at = await new Promise<number>(requestAnimationFrame);
  fling.advance();
  listScene.frame(fling, at);
  return at;
}

async function run({ app, fling }: State, put: Put | undefined, now: () => number): Promise<Told> {
  const random = createRandom(11);
  const intervals: number[] = [];
  const overruns: number[] = [];
  const own: number[] = [];
  // What chunks have taken since the last frame, ms, and what they might have.
  let spentMs = 0;
  let ownMs = 0;
  let done = 0;
  let handed = 0;
  const allowed = put ? watchSlices(app) : undefined;
  let last = await flung(fling);
  const begin = last;
  for (let frame = 0; last - begin < SECONDS * 1000; frame++) {
    if (put && frame % BURST_EVERY === 0) {
      for (let i = 0; i < BURST; i++) {
        const ms = LEAST_MS + random() * (MOST_MS - LEAST_MS);
        handed++;
        put(() => {
          if (spentMs === 0) allowed!.begin();
          const start = now();
          while (now() - start < ms);
          spentMs += now() - start;
          ownMs += ms;
          done++;
        });
      }
    }
    const at = await flung(fling);
    intervals.push(at - last);
    last = at;
    if (spentMs > 0) {
      overruns.push(Math.max(0, spentMs - allowed!.readMs()));
      own.push(Math.max(0, ownMs - allowed!.readMs()));
    }
    spentMs = 0;
    ownMs = 0;
  }
  allowed?.stop();
  // None may be left for the next round.
  while (done < handed) await flung(fling);
  const periodMs = quantile(Float64Array.from(intervals), 0.5);
  const dropped = intervals.reduce(
    (sum, ms) => sum + Math.max(0, Math.round(ms / periodMs) - 1),
    0,
  );
  const lateness = intervals.map((ms) => (ms > periodMs * LATE ? ms - periodMs : 0));
  return {
    dropped: (1000 * dropped) / (intervals.length + dropped),
    late: oneInHundred(lateness),
    overrun: oneInHundred(overruns),
    own: oneInHundred(own),
  };
}

function oneInHundred(all: readonly number[]): number {
  return all.length === 0 ? 0 : quantile(Float64Array.from(all), 0.99);
}

/**
 * What chunks may take in a frame: what it has left for tasks, `SLICE_MS` at most. Read by the first chunk where chunks run in frames, for before the scheduler
 * what tasks usually take counts as needed.
 */
function watchSlices(app: App): { begin(): void; readMs(): number; stop(): void } {
  const spare = new Float64Array(2);
  let frame: Frame | undefined;
  const system = (name: string, order: { before?: string[]; after?: string[] }, isIn: boolean) =>
    app.addSystem({
      ...{ name, phase: 'tasks', reads: [], writes: [], ...order },
      update(current) {
        frame = isIn ? current : undefined;
        if (isIn) current.readSpare(spare, 0);
      },
      dispose() {},
    });
  const before = system('bench/before', { before: ['scheduler/tasks'] }, true);
  const after = system('bench/after', { after: ['scheduler/tasks'] }, false);
  return {
    begin: () => frame?.readSpare(spare, 0),
    readMs: () => Math.min(SLICE_MS, Math.max(0, spare[1]!)),
    stop() {
      before();
      after();
    },
  };
}

/** The fling alone. */
export const control = budget(undefined);

export const post = budget(
  ({ scheduler }) =>
    (chunk) =>
      scheduler.post(chunk, 'background'),
);

/** All of a burst before the next frame. */
export const promises = budget(() => (chunk) => void Promise.resolve().then(chunk));

type PostTask = { postTask(task: () => void, options: { priority: string }): Promise<void> };

export const postTask = budget(() => {
  const { scheduler } = globalThis as unknown as { scheduler: PostTask };
  return (chunk) => void scheduler.postTask(chunk, { priority: 'background' });
});
