import { type Counters, graphicsCounters, type MeasureContender } from 'rafter-ui/benchmark';
import type { LiveScene } from './contender';
import { createFling } from './rows';

/** Long enough for timers that follow a scroll, and for the loop to fall asleep. */
const SETTLE_MS = 1_000;
const WINDOW_MS = 2_000;
const WARM_FRAMES = 30;
const ROWS = 10_000;

/**
 * Counts what a scene does of its own accord while nothing changes. One that `rests` does nothing and promises so; what the others do
 * depends on the frames that the machine came to.
 */
export function idleContender(
  scene: LiveScene,
  { rests = false }: { rests?: boolean } = {},
): MeasureContender<Map<string, number>> {
  return {
    async setup() {
      // Before the scene has a context: what is created earlier is not counted.
      graphicsCounters();
      const fling = createFling(ROWS);
      await scene.mount(ROWS, fling);
      for (let frame = 0; frame < WARM_FRAMES; frame++) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        fling.advance();
        scene.frame(fling, now);
      }
      return new Map();
    },
    async measure(totals) {
      scene.start();
      await sleep(SETTLE_MS);
      const before: Counters = graphicsCounters();
      await sleep(WINDOW_MS);
      const after: Counters = graphicsCounters();
      scene.stop();
      const grown = Object.keys(after).map((name) => [name, after[name]! - before[name]!] as const);
      for (const [name, value] of grown) totals.set(name, (totals.get(name) ?? 0) + value);
      return Object.fromEntries(grown);
    },
    // Totals of the windows: what happens while it is started is no rest.
    ...(rests && { counters: (totals: Map<string, number>) => Object.fromEntries(totals) }),
  };
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
