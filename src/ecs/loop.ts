import { internals, type World } from './internals';

/** Frames without anything to do after which the loop sleeps. */
export const IDLE_FRAMES = 3;

export type LoopOptions = {
  world: World;
  /** Runs one frame; returns whether it found anything to do. */
  step: (now: number) => boolean;
  requestFrame: (callback: (now: number) => void) => number;
  cancelFrame: (id: number) => void;
};

/** Asks the host for frames while there is something to do, and for none when there is not. */
export type Loop = {
  readonly running: boolean;
  readonly asleep: boolean;
  start(): void;
  stop(): void;
  /** Asks for a frame if the loop sleeps. */
  wake(): void;
  dispose(): void;
};

export function createLoop({ world, step, requestFrame, cancelFrame }: LoopOptions): Loop {
  const state = internals(world);
  let running = false;
  let request = 0;
  let idleFrames = 0;

  function onFrame(now: number): void {
    if (!running) return;
    // Asked for before any system runs: whatever happens below, the loop lives.
    request = requestFrame(onFrame);
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
    if (running && request === 0) request = requestFrame(onFrame);
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
      if (running) return;
      running = true;
      wake();
    },
    stop() {
      running = false;
      state.asleep = false;
      if (request !== 0) cancelFrame(request);
      request = 0;
    },
    wake,
    dispose() {
      this.stop();
      state.wake = () => {};
    },
  };
}
