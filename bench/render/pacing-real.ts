import type { MeasureContender } from 'rafter-ui/benchmark';
import { type App, box, setStyle } from '../../src/index';
import { openRafter } from '../pages/rafter-app';

const BACKGROUND = 0x1e1e2e;
/** Until the display is known, and what is counted then, ms. */
const WARM_MS = 800;
const WINDOW_MS = 2_000;

/** What systems did so far. */
type Ran = { frames: number; input: number; extra: number };
type Paced = { app: App; ran: Ran; totals: Map<string, number> };

/**
 * An app on the page, with something that moves and a target rate, as the display gives frames. `workMs` is what a system takes that may
 * be skipped while frames are late. Counts ticks that were frames before the divisor's time, or were none when it had come, however many the
 * display dropped; and frames in which input did not run.
 */
export function realPacing(workMs: number): MeasureContender<Paced> {
  return {
    async setup({ parameters }) {
      const app = await openRafter(BACKGROUND);
      app.tunables.get('pacing')!.set('targetFps', parameters.target!);
      const state = { app, ran: { frames: 0, input: 0, extra: 0 }, totals: new Map() };
      addSystems(state, workMs);
      app.start();
      await sleep(WARM_MS);
      return state;
    },
    async measure(state) {
      const found = await count(state);
      for (const name of ['wrongSteps', 'inputMissed'] as const) {
        state.totals.set(name, (state.totals.get(name) ?? 0) + found[name]);
      }
      return found;
    },
    counters: ({ totals }) => Object.fromEntries(totals),
    teardown: ({ app }) => app.dispose(),
  };
}

function addSystems({ app, ran }: Paced, workMs: number): void {
  const mover = box(app.world, {
    ...{ position: 'absolute', width: 40, height: 40 },
    fill: '#4c8dff',
  });
  const none = { reads: [], writes: [], dispose() {} };
  app.addSystem({ ...none, name: 'bench/input', phase: 'input', update: () => void ran.input++ });
  app.addSystem({
    ...none,
    name: 'bench/move',
    phase: 'update',
    update() {
      ran.frames++;
      setStyle(app.world, mover, { translate: [ran.frames % 400, 0] });
    },
  });
  app.addSystem({
    ...none,
    name: 'bench/extra',
    phase: 'report',
    skippable: true,
    update() {
      ran.extra++;
      const end = performance.now() + workMs;
      while (performance.now() < end);
    },
  });
}

async function count({ app, ran }: Paced) {
  const before = { ...ran };
  const found = { frames: 0, wrongSteps: 0, inputMissed: 0, extra: 0 };
  const end = performance.now() + WINDOW_MS;
  let seen = ran.frames;
  let last = Number.NaN;
  // The app asked for ticks first, so that in each its frame, if there is one, has run before this goes on.
  for (let now = await tick(); now < end; now = await tick()) {
    const { displayFps, fps } = app.pacing;
    const isFrame = ran.frames > seen;
    const ticks = Math.round((now - last) / (1000 / displayFps));
    // Until the display is known each tick is one.
    const isDue = displayFps === 0 || ticks >= Math.round(displayFps / fps);
    if (!Number.isNaN(last) && isFrame !== isDue) found.wrongSteps++;
    if (!isFrame) continue;
    seen = ran.frames;
    last = now;
    found.frames++;
  }
  found.inputMissed = ran.frames - before.frames - (ran.input - before.input);
  found.extra = ran.extra - before.extra;
  return found;
}

function tick(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
