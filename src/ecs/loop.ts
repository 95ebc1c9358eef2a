import { SystemError } from './errors';
import { internals, type World } from './internals';
import type { Pacer } from './pacing';

/** Frames without anything to do after which the loop sleeps. */
export const IDLE_FRAMES = 3;

/** What a loop needs: the host's frame requests, which fire once each, with ids from 1 up. */
export type LoopOptions = {
  world: World;
  /** Runs one frame; returns whether it found anything to do. */
  step: (now: number) => boolean;
  requestFrame: (callback: (now: number) => void) => number;
  cancelFrame: (id: number) => void;
  /** Which of the host's frames are run. @default all */
  pacer?: Pick<Pacer, 'takes' | 'rest'>;
};

/** Asks the host for frames while there is something to do, and for none when there is not. */
export type Loop = {
  /** True between `start` and `stop`, asleep or not. */
  readonly running: boolean;
  /** True while running without a frame asked for. */
  readonly asleep: boolean;
  start(): void;
  /** Gives the requested frame back; `start` goes on. */
  stop(): void;
  /** Asks for a frame if the loop sleeps. */
  wake(): void;
  /** Stops for good. Safe to call twice. */
  dispose(): void;
};

/** Makes the loop of a world, stopped. A step that throws passes its error to the host; the next frame comes all the same. */
export function createLoop({ world, step, requestFrame, cancelFrame, pacer }: LoopOptions): Loop {
  const state = internals(world);
  let running = false;
  let request = 0;
  let idleFrames = 0;
  let disposed = false;

  function onFrame(now: number): void {
    if (!running) return;
    // Asked for before any system runs: whatever happens below, the loop lives.
    request = requestFrame(onFrame);
    if (pacer && !pacer.takes(now)) return;
    idleFrames = step(now) ? 0 : idleFrames + 1;
    if (idleFrames >= IDLE_FRAMES && running) {
      cancelFrame(request);
      request = 0;
      state.asleep = true;
    }
  }

  function wake(): void {
    state.asleep = false;
    idleFrames = 0;
    if (!running || request !== 0) return;
    pacer?.rest();
    state.slept = true;
    request = requestFrame(onFrame);
  }

  function stop(): void {
    running = false;
    state.asleep = false;
    if (request !== 0) cancelFrame(request);
    request = 0;
  }

  state.wake = wake;
  return {
    get running() {
      return running;
    },
    get asleep() {
      return running && request === 0;
    },
    start() {
      if (disposed) throw new SystemError('the loop is disposed; make a new one');
      if (running) return;
      running = true;
      wake();
    },
    stop,
    wake,
    dispose() {
      stop();
      disposed = true;
      if (state.wake === wake) state.wake = () => {};
    },
  };
}
