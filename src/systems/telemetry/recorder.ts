import type { System } from '../../ecs';
import { createRing } from '../../structures';

/** Frames the recorder remembers. */
export const RECORDED_FRAMES = 256;
/** A longer pause between frames is sleep, not a slow frame, ms. */
const SLEEP_MS = 250;

/** Where the recorder reads what the last frame cost. */
export type FrameSource = {
  readonly systems: readonly System[];
  /** Duration of each system in the last frame, ms. */
  readonly timings: Float64Array;
  readonly frameMs: number;
};

/** Frame statistics over the last `RECORDED_FRAMES` frames. */
export type TelemetrySnapshot = {
  /** Frames per second while frames follow each other; 0 while asleep since the start. */
  fps: number;
  frames: number;
  /** Work per frame, ms. */
  frameMs: { mean: number; p50: number; p95: number; p99: number };
  /** Mean work per frame and system, ms, in running order. */
  systems: { name: string; meanMs: number; lastMs: number }[];
};

export type Recorder = {
  readonly system: System;
  /** Makes a snapshot; allocates, so not for every frame. */
  snapshot(): TelemetrySnapshot;
  /** Work of the last frame, ms. */
  readonly lastFrameMs: number;
  /** Frames per second, smoothed over the remembered frames. */
  readonly fps: number;
};

/** Records each frame's cost into rings; nothing is allocated while recording. */
export function createRecorder(source: FrameSource): Recorder {
  const work = createRing(RECORDED_FRAMES);
  const intervals = createRing(RECORDED_FRAMES);
  let sums = new Float64Array(0);
  let counted = 0;
  let lastNow = Number.NaN;
  // The interval's running sum, so that fps costs nothing to ask for.
  let intervalSum = 0;

  function record(now: number): void {
    const interval = now - lastNow;
    lastNow = now;
    if (interval > 0 && interval < SLEEP_MS) {
      if (intervals.length === RECORDED_FRAMES) intervalSum -= intervals.at(0);
      intervals.push(interval);
      intervalSum += interval;
    }
    // The frame that runs is not over: what is read is the one before.
    work.push(source.frameMs);
    const { timings } = source;
    if (sums.length !== timings.length) {
      sums = new Float64Array(timings.length);
      counted = 0;
    }
    for (let i = 0; i < timings.length; i++) sums[i]! += timings[i]!;
    counted++;
  }

  return {
    system: {
      name: 'telemetry/recorder',
      phase: 'report',
      reads: [],
      writes: [],
      update(frame) {
        record(frame.now);
      },
      dispose() {},
    },
    get lastFrameMs() {
      return source.frameMs;
    },
    get fps() {
      return intervalSum > 0 ? (intervals.length * 1000) / intervalSum : 0;
    },
    snapshot() {
      const sorted = new Float64Array(work.length);
      let sum = 0;
      for (let i = 0; i < work.length; i++) {
        sorted[i] = work.at(i);
        sum += sorted[i]!;
      }
      sorted.sort();
      return {
        fps: this.fps,
        frames: work.length,
        frameMs: {
          mean: work.length === 0 ? 0 : sum / work.length,
          p50: quantile(sorted, 0.5),
          p95: quantile(sorted, 0.95),
          p99: quantile(sorted, 0.99),
        },
        systems: source.systems.map(({ name }, i) => ({
          name,
          meanMs: counted === 0 ? 0 : (sums[i] ?? 0) / counted,
          lastMs: source.timings[i] ?? 0,
        })),
      };
    },
  };
}

/** Quantile of sorted values by linear interpolation; 0 of none. */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (at - low);
}
