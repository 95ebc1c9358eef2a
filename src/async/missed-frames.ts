import type { Frame } from '../ecs';

/** A frame that took this many times as long as it may was missed. */
const MISSED = 1.8;
/** Where no page tells whether it is hidden, as in a worker, a longer pause is taken for that, ms. */
const PAUSE_MS = 250;

/** Tells frames that came late from those before which nothing was to be shown. */
export type MissedFrames = {
  /** Whether the frame came late; asked once for each. */
  isMissed(frame: Frame): boolean;
  dispose(): void;
};

/** Makes what watches a page, where there is one: while it is hidden no frames come. */
export function watchMissedFrames(page: EventTarget | undefined): MissedFrames {
  // In an array: a number with a fraction in a closure's variable is a new heap object at every write.
  const last = new Float64Array([Number.NaN]);
  let wasHidden = false;
  const note = (): void => {
    wasHidden = true;
  };
  page?.addEventListener('visibilitychange', note);
  return {
    isMissed({ now, deltaMs, budgetMs, afterSleep }) {
      const isPause = afterSleep || wasHidden || (!page && now - last[0]! >= PAUSE_MS);
      wasHidden = false;
      last[0] = now;
      return deltaMs > budgetMs * MISSED && !isPause;
    },
    dispose() {
      page?.removeEventListener('visibilitychange', note);
    },
  };
}
