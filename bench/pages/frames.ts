import type { MeasureContender } from 'rafter-ui/benchmark';
import type { App, VirtualList } from '../../src/index';
import { openMessages } from './messages';
import { FLING_STEP } from './rows';

const FRAMES = 300;

type Stage = { app: App; list: VirtualList };

/** Scrolls a list of messages and times what is done for its frames. */
export const rafter: MeasureContender<Stage> = {
  async setup({ parameters }) {
    const stage = await openMessages(parameters.rows!);
    stage.list.scrollToIndex(Math.floor(parameters.rows! / 2));
    for (let frame = 0; frame < 30; frame++) await timed(stage, FLING_STEP);
    return stage;
  },
  async measure(stage) {
    const times = new Float64Array(FRAMES);
    for (let frame = 0; frame < FRAMES; frame++) times[frame] = await timed(stage, FLING_STEP);
    if (stage.list.blank > 0) throw new Error(`${stage.list.blank} px are blank`);
    times.sort();
    return { p50: times[FRAMES / 2]!, p99: times[Math.floor(FRAMES * 0.99)]! };
  },
};

async function timed({ app, list }: Stage, pixels: number): Promise<number> {
  const now = await new Promise<number>(requestAnimationFrame);
  const start = performance.now();
  list.scrollBy(pixels, now);
  app.step(now);
  return performance.now() - start;
}
