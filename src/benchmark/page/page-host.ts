import { clockResolution, type Observer, type StationHost } from '../station/host';
import { HIDDEN } from '../station/protocol';

/** What is done around each frame of a pass, such as timing it on the graphics processor. */
export type FrameHooks = { begin(): void; end(): void };

/**
 * Makes the host of a station in a page. Frames are the page's animation frames; garbage can be collected where the browser was
 * started with `--js-flags=--expose-gc`.
 */
export function createPageHost(hooks?: FrameHooks): StationHost {
  const { gc } = globalThis as { gc?: () => void };
  const now = () => performance.now();
  return {
    name: 'chromium',
    now,
    clockResolutionMs: clockResolution(now),
    nextFrame: hooks ? hookedFrames(hooks) : plainFrames(),
    observer: createPageObserver(),
    ...(gc && { collect: () => gc() }),
  };
}

/** Taken now: the station's own frames are nobody's `requestAnimationFrame` calls. */
function plainFrames(): NonNullable<StationHost['nextFrame']> {
  const request = requestAnimationFrame.bind(globalThis);
  return (callback) => void request(callback);
}

function hookedFrames(hooks: FrameHooks): NonNullable<StationHost['nextFrame']> {
  const request = requestAnimationFrame.bind(globalThis);
  let pending: ((now: number) => void) | undefined;
  const onFrame = (time: number) => {
    const callback = pending!;
    pending = undefined;
    hooks.begin();
    try {
      callback(time);
    } finally {
      hooks.end();
    }
  };
  return (callback) => {
    pending = callback;
    request(onFrame);
  };
}

/** Sees whether the page was out of sight since it was last asked. */
function createPageObserver(): Observer {
  let hidden = false;
  document.addEventListener('visibilitychange', () => {
    hidden = true;
  });
  const isHidden = () => document.visibilityState === 'hidden';
  return {
    begin() {
      hidden = isHidden();
    },
    mark() {
      if (!hidden) return 0;
      // It stays so until it is seen again.
      hidden = isHidden();
      return HIDDEN;
    },
    async settle() {},
  };
}
