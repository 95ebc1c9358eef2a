import { keepAwake } from './dirt';
import { type Internals, internals, type World } from './internals';

/** Milliseconds until what did not load is tried again; doubled each time, up to so often. */
const FIRST_RETRY_MS = 1000;
const MOST_DOUBLINGS = 6;

/** What did not load, and when it is tried again: NaN until the next frame tells the time. */
export type Retry = { again: () => void; failures: number; at: number };

export type LoaderOptions<Part> = {
  /** The world whose frames try again; without one nothing does. */
  world?: World | undefined;
  load: () => Promise<Part>;
  /** Called when it is there. What it throws counts as not loaded. */
  onLoaded?: (part: Part) => void;
  /** Called for the first failure alone. */
  onFailure: (error: unknown) => void;
};

/** What is loaded when it is first needed. */
export type Loader<Part> = {
  /** What was loaded. */
  readonly part: Part | undefined;
  /** The same; the first call has it loaded. */
  ask(): Part | undefined;
  /** Settles when what was asked for has come, or has not; undefined while nothing was asked for. */
  ready(): Promise<void> | undefined;
};

/**
 * Gives what loads a part when it is first asked for, and wakes the loop when that is there. What fails is told of once, and tried again
 * in the frames that come: after a second, then after 2, 4, up to 64.
 */
export function createLoader<Part>(options: LoaderOptions<Part>): Loader<Part> {
  const { world, load, onLoaded, onFailure } = options;
  let part: Part | undefined;
  let loading: Promise<void> | undefined;
  let failures = 0;

  async function start(): Promise<void> {
    try {
      part = await load();
      onLoaded?.(part);
      if (world) keepAwake(world);
    } catch (error) {
      part = undefined;
      if (world) internals(world).retries.push({ again, failures, at: Number.NaN });
      if (failures++ === 0) onFailure(error);
    }
  }

  function again(): void {
    loading = start();
  }

  return {
    get part() {
      return part;
    },
    ask() {
      if (!loading) again();
      return part;
    },
    ready: () => loading,
  };
}

/** Tries again what is due at a time of frames, ms. */
export function retryLoads({ retries }: Internals, now: number): void {
  for (let i = retries.length - 1; i >= 0; i--) {
    const retry = retries[i]!;
    if (Number.isNaN(retry.at)) {
      retry.at = now + FIRST_RETRY_MS * 2 ** Math.min(retry.failures, MOST_DOUBLINGS);
    }
    if (now < retry.at) continue;
    retries.splice(i, 1);
    retry.again();
  }
}
