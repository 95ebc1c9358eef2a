import {
  createPacer,
  createTunables,
  defineTunables,
  type FrameRunner,
  keepAwake,
  type Pacer,
  type World,
} from '../ecs';

/** How an app's frames follow each other. Read live. */
export type Pacing = {
  /** Ticks of the display a second, as measured; 0 until known, and where the host drives. */
  readonly displayFps: number;
  /** Frames a second now: a whole part of `displayFps`. */
  readonly fps: number;
  /** Ticks left without a frame on purpose. */
  readonly skipped: number;
  /** Ticks missed because a frame took too long. */
  readonly dropped: number;
  /** What the next frame is expected to take, ms. */
  readonly predictedMs: number;
  /** True while that is more than there is: `skippable` systems run in every second frame. */
  readonly late: boolean;
  /** How often a system was left out of a frame. */
  readonly skippedUpdates: number;
};

/** Knobs of how frames follow each other. */
const pacingTunables = defineTunables('pacing', {
  targetFps: {
    value: 0,
    min: 0,
    max: 360,
    step: 1,
    unit: 'fps',
    visibleCost: 0.6,
    help: 'Frames a second, as near as a whole part of the display allows; 0 for all the display has.',
  },
  skipWhenLate: {
    value: true,
    visibleCost: 0.2,
    help: 'Whether systems that allow it run in every second frame while frames take too long.',
  },
});

/** Makes what paces the frames of a runner. */
export function createPacing(world: World, runner: FrameRunner) {
  const pacer = createPacer();
  const tunables = createTunables(pacingTunables);
  tunables.onChange(() => {
    pacer.targetFps = tunables.values.targetFps;
    runner.skipWhenLate = tunables.values.skipWhenLate;
    keepAwake(world);
  });
  return {
    pacer,
    tunables,
    shown: shownOf(pacer, runner),
    /** Runs a frame that may take as long as it is until the next one. */
    run(step: (now: number) => void, now: number) {
      if (pacer.periodMs > 0) runner.frame.budgetMs = pacer.periodMs;
      try {
        step(now);
      } finally {
        pacer.worked(runner.frameMs);
      }
    },
  };
}

function shownOf(pacer: Pacer, runner: FrameRunner): Pacing {
  return {
    get displayFps() {
      return pacer.displayFps;
    },
    get fps() {
      return pacer.displayFps / pacer.divisor;
    },
    get skipped() {
      return pacer.skipped;
    },
    get dropped() {
      return pacer.dropped;
    },
    get predictedMs() {
      return runner.predictedMs;
    },
    get late() {
      return runner.late;
    },
    get skippedUpdates() {
      return runner.skippedUpdates;
    },
  };
}
