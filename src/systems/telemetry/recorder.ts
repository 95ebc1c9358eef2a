import type { System } from '../../ecs';
import { createRing } from '../../structures';

/** Frames the recorder remembers. */
export const RECORDED_FRAMES = 256;
/** Frames whose middle and 95th percentile `readWork` tells. */
const RECENT_FRAMES = 64;
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
  /** Writes the middle and the 95th percentile of the work of the last 64 frames, ms, to `to`; allocates nothing. */
  readWork(to: Float64Array): void;
  /** Work of the last frame, ms. */
  readonly lastFrameMs: number;
  /** Frames per second over the remembered frames; pauses are left out. */
  readonly fps: number;
};

const LAST_NOW = 0;
const INTERVAL_SUM = 1;

/** Records each frame's cost into rings; nothing is allocated while recording. */
export function createRecorder(source: FrameSource): Recorder {
  const work = createRing(RECORDED_FRAMES);
  const intervals = createRing(RECORDED_FRAMES);
  // In an array: a number with a fraction in a closure's variable is a new heap object at every write.
  const numbers = new Float64Array(2);
  const recent = new Float64Array(RECENT_FRAMES);
  numbers[LAST_NOW] = Number.NaN;
  // Timings of the remembered frames, one line a frame; begun anew when systems come or go.
  let timings = source.timings;
  let lines = new Float64Array(RECORDED_FRAMES * timings.length);
  let lineCount = 0;

  function recordInterval(now: number): void {
    const interval = now - numbers[LAST_NOW]!;
    numbers[LAST_NOW] = now;
    if (!(interval > 0 && interval < SLEEP_MS)) return;
    if (intervals.length === RECORDED_FRAMES) numbers[INTERVAL_SUM]! -= intervals.at(0);
    intervals.push(interval);
    numbers[INTERVAL_SUM]! += interval;
  }

  function recordTimings(): void {
    if (source.timings !== timings) {
      timings = source.timings;
      lines = new Float64Array(RECORDED_FRAMES * timings.length);
      lineCount = 0;
    }
    lines.set(timings, (lineCount % RECORDED_FRAMES) * timings.length);
    lineCount++;
  }

  function meanOf(system: number): number {
    const count = timings === source.timings ? Math.min(lineCount, RECORDED_FRAMES) : 0;
    let sum = 0;
    for (let line = 0; line < count; line++) sum += lines[line * timings.length + system]!;
    return count === 0 ? 0 : sum / count;
  }

  return {
    system: {
      name: 'telemetry/recorder',
      phase: 'report',
      reads: [],
      writes: [],
      update(frame) {
        // The frame that runs is not over: what is read is the one before, which the first does not have.
        if (frame.index > 0) work.push(source.frameMs);
        recordInterval(frame.now);
        recordTimings();
      },
      dispose() {},
    },
    get lastFrameMs() {
      return source.frameMs;
    },
    get fps() {
      return intervals.length > 0 ? (intervals.length * 1000) / numbers[INTERVAL_SUM]! : 0;
    },
    readWork(to) {
      const count = Math.min(work.length, RECENT_FRAMES);
      // What is not there yet comes last.
      recent.fill(Number.POSITIVE_INFINITY);
      for (let i = 0; i < count; i++) recent[i] = work.at(work.length - 1 - i);
      recent.sort();
      to[0] = count === 0 ? 0 : recent[(count - 1) >> 1]!;
      to[1] = count === 0 ? 0 : recent[Math.ceil(count * 0.95) - 1]!;
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
          meanMs: meanOf(i),
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
