import type { FrameContender } from 'rafter-ui/benchmark';
import { createFling, type Fling } from './rows';

/** One way to show the list of `rows.ts`. A page shows one scene, once. */
export type Scene = {
  /** Builds the scene and draws its first frame at the offset given. */
  mount(rows: number, fling: Fling): void | Promise<void>;
  /** Draws one frame of the fling, synchronously as far as the scene allows. */
  frame(fling: Fling, now: number): void;
};

/** A scene that can also run as an application would, to be measured at rest. */
export type LiveScene = Scene & { start(): void; stop(): void };

export type FlingOptions = {
  /** @default the bench's parameter */
  rows?: number;
  /** Frames of every pass, for scenes that take a tenth of a second or more for one. */
  frames?: number;
};

const USUAL_ROWS = 10_000;

/** Flings a scene: one step a frame. */
export function flingContender(
  scene: Scene,
  { rows, frames }: FlingOptions = {},
): FrameContender<Fling> {
  return {
    async setup({ parameters }) {
      const count = rows ?? parameters.rows ?? USUAL_ROWS;
      const fling = createFling(count);
      await scene.mount(count, fling);
      return fling;
    },
    frame(fling, _, now) {
      fling.advance();
      scene.frame(fling, now);
    },
    ...(frames !== undefined && { frames }),
  };
}

/** A scene that is told the number of the frame. */
export type NumberedScene = {
  mount(): void | Promise<void>;
  frame(index: number, now: number): void;
};

/** The list of a scene, flung, as a scene of numbered frames. */
export function flung(scene: Scene, onMounted: () => void = () => {}): NumberedScene {
  const fling = createFling(USUAL_ROWS);
  return {
    async mount() {
      await scene.mount(USUAL_ROWS, fling);
      onMounted();
    },
    frame(_, now) {
      fling.advance();
      scene.frame(fling, now);
    },
  };
}

/** Draws a scene, one step a frame. */
export function numberedContender(scene: NumberedScene): FrameContender<{ frame: number }> {
  return {
    async setup() {
      await scene.mount();
      return { frame: 0 };
    },
    frame(state, _, now) {
      scene.frame(state.frame++, now);
    },
  };
}
