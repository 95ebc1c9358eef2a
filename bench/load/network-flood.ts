import type { World } from '../../src/ecs';
import type { Scheduler } from '../../src/systems/scheduler';
import { setText } from '../../src/ui';
import type { LoadPart } from './parts';
import type { LoadPage } from './scene';

const MOST_IN_FLIGHT = 20;
/** Frames from one flood to the next. */
const PAUSE = 10;
/** Requests of one setup, whatever the mode: the flood ends, the frames go on. */
const MOST_REQUESTS = 2_000;

export type NetworkFlood = LoadPart & {
  readonly counts: Readonly<{ sent: number; answered: number; shown: number; failed: number }>;
};

/** Asks for `url` twenty times at once in every tenth frame; every answer becomes a task that shows it. */
export function floodNetwork(
  world: World,
  scheduler: Scheduler,
  { status }: LoadPage,
  url: string,
): NetworkFlood {
  const counts = { sent: 0, answered: 0, shown: 0, failed: 0 };
  const abort = new AbortController();
  let inFlight = 0;

  async function ask(number: number): Promise<void> {
    inFlight++;
    counts.sent++;
    try {
      const response = await fetch(`${url}?${number}`, { signal: abort.signal });
      const body = await response.text();
      counts.answered++;
      if (abort.signal.aborted) return;
      const show = () => {
        setText(world, status, `${number}: ${body.length} B`);
        counts.shown++;
      };
      scheduler.submit(show, { priority: 'user-visible' }).catch(() => {});
    } catch {
      if (!abort.signal.aborted) counts.failed++;
    } finally {
      inFlight--;
    }
  }

  return {
    counts,
    frame(index) {
      if (index % PAUSE !== 0) return;
      while (inFlight < MOST_IN_FLIGHT && counts.sent < MOST_REQUESTS) void ask(counts.sent);
    },
    dispose: () => abort.abort(),
  };
}
