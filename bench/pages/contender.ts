import { createFling, type Fling } from './rows';

/** One way to show the list of `rows.ts`. */
export type Contender = {
  /** Builds the scene and draws its first frame at the offset given. */
  mount(rows: number, fling: Fling): void | Promise<void>;
  /** Draws one frame of the fling, synchronously as far as the contender allows. */
  frame(fling: Fling, now: number): void;
  /** Lets the contender run as an application would, for measuring it at rest. */
  start?(): void;
  stop?(): void;
};

/** What `frames` counted inside the page. */
export type FrameStats = {
  frames: number;
  /** Script time of each frame's callback, ms; work that a contender does in other tasks is not in it. */
  scripts: number[];
  /** Time between animation frames, ms. */
  intervals: number[];
};

/** Calls that reached the graphics context and the frame source since the page opened; only measures at rest count them. */
export type GraphicsCounters = {
  /** Draw calls, clears and blits. */
  draws: number;
  /** Bytes of the arrays and images handed to buffers and textures, an upper bound. */
  uploadedBytes: number;
  /** Calls of `requestAnimationFrame`. */
  animationFrames: number;
};

declare global {
  interface Window {
    contender: PageContender;
    graphicsCounters: GraphicsCounters;
  }
}

/** The handle that the driver uses, under `window.contender`. */
export type PageContender = {
  mount(rows: number): Promise<number>;
  /** Runs up to `count` frames of the fling, no longer than `limitMs`. */
  frames(count: number, limitMs: number): Promise<FrameStats>;
  start(): void;
  stop(): void;
};

/** Publishes a contender to the driver. */
export function expose(contender: Contender): void {
  let fling = createFling(0);
  const page: PageContender = {
    async mount(rows) {
      const begun = performance.now();
      fling = createFling(rows);
      await contender.mount(rows, fling);
      return performance.now() - begun;
    },
    frames: (count, limitMs) => runFrames(contender, fling, count, limitMs),
    start: () => contender.start?.(),
    stop: () => contender.stop?.(),
  };
  window.contender = page;
}

function runFrames(
  contender: Contender,
  fling: Fling,
  count: number,
  limitMs: number,
): Promise<FrameStats> {
  const scripts = new Float64Array(count);
  const times = new Float64Array(count);
  return new Promise((resolve, reject) => {
    let done = 0;
    const begun = performance.now();
    const onFrame = (now: number) => {
      if (done === count || (now - begun > limitMs && done > 0)) {
        const stamps = Array.from(times.subarray(0, done));
        resolve({
          frames: done,
          scripts: Array.from(scripts.subarray(0, done)),
          intervals: stamps.slice(1).map((time, i) => time - (stamps[i] ?? time)),
        });
        return;
      }
      requestAnimationFrame(onFrame);
      times[done] = now;
      const start = performance.now();
      try {
        fling.advance();
        contender.frame(fling, now);
      } catch (error) {
        done = count;
        reject(error);
        return;
      }
      scripts[done] = performance.now() - start;
      done++;
    };
    requestAnimationFrame(onFrame);
  });
}
