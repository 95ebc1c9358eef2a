import type { FrameRunner, Pacer, World } from '../ecs';
import { resource } from '../ecs';
import { InputQueue, Viewport } from '../ecs/stores';
import type { RenderBatching } from '../systems/render-batching';
import type { Recorder } from '../systems/telemetry';

/** What a governor goes by. One object, updated in place: read what is needed of it before asking again. */
export type Sensors = {
  /** Work of the last frame, and of the last 64: the middle one, and the one that 5 in 100 exceed, ms. */
  frameMs: number;
  p50Ms: number;
  p95Ms: number;
  /** What the next frame is expected to take with all systems, and what it may take, ms. */
  predictedMs: number;
  budgetMs: number;
  /** Whether frames are expected to take longer than they may. */
  late: boolean;
  /** Milliseconds of the graphics processor for a frame, some frames late; NaN where it is not timed. */
  gpuMs: number;
  /** Frames from whose times costs of drawing were learnt. */
  costSamples: number;
  /** Sums: ticks of the display without a frame because one took too long, on purpose, and systems left out of frames. */
  droppedTicks: number;
  skippedTicks: number;
  skippedUpdates: number;
  /** Last frame: draws, device pixels drawn again of all of the surface, bytes sent. */
  draws: number;
  damagedPixels: number;
  surfacePixels: number;
  bytesUploaded: number;
  /** Bytes of caches: pictures of layers and groups, pages of glyphs, bitmaps of images, records and draw list. */
  pictureBytes: number;
  glyphBytes: number;
  imageBytes: number;
  recordBytes: number;
  /** Whether input has come that no frame has taken yet. */
  inputWaits: boolean;
};

export type SensorSources = {
  world: World;
  runner: FrameRunner;
  pacer: Pacer;
  recorder: Recorder;
  batching: RenderBatching;
  text: { readonly pageBytes: number };
  images: { readonly pageBytes: number };
};

/** Makes what reads all of them in one go; nothing is allocated by a reading. */
export function createSensors(sources: SensorSources): () => Readonly<Sensors> {
  const { world, runner, pacer, recorder, batching, text, images } = sources;
  const view = resource(world, Viewport);
  const queue = resource(world, InputQueue);
  // The middle and the 95th percentile of work, that of the last frame, and what is expected.
  const work = new Float64Array(4);
  const { stats } = batching;
  // Fields that began as whole numbers would be made anew for every fraction.
  const sensors: Sensors = {
    frameMs: Number.NaN,
    p50Ms: Number.NaN,
    p95Ms: Number.NaN,
    predictedMs: Number.NaN,
    budgetMs: Number.NaN,
    late: false,
    gpuMs: Number.NaN,
    costSamples: 0,
    droppedTicks: 0,
    skippedTicks: 0,
    skippedUpdates: 0,
    draws: 0,
    damagedPixels: 0,
    surfacePixels: 0,
    bytesUploaded: 0,
    pictureBytes: 0,
    glyphBytes: 0,
    imageBytes: 0,
    recordBytes: 0,
    inputWaits: false,
  };
  return () => {
    recorder.readWork(work);
    runner.readTimes(work, 2);
    sensors.frameMs = work[2]!;
    sensors.p50Ms = work[0]!;
    sensors.p95Ms = work[1]!;
    sensors.predictedMs = work[3]!;
    sensors.budgetMs = runner.frame.budgetMs;
    sensors.late = runner.late;
    sensors.gpuMs = stats.gpuMs;
    sensors.costSamples = stats.costSamples;
    sensors.droppedTicks = pacer.dropped;
    sensors.skippedTicks = pacer.skipped;
    sensors.skippedUpdates = runner.skippedUpdates;
    sensors.draws = stats.draws;
    sensors.damagedPixels = stats.damagedPixels;
    sensors.surfacePixels = Math.floor(view.width * view.dpr) * Math.floor(view.height * view.dpr);
    sensors.bytesUploaded = stats.bytesUploaded;
    sensors.pictureBytes = batching.pictureBytes();
    sensors.glyphBytes = text.pageBytes;
    sensors.imageBytes = images.pageBytes;
    sensors.recordBytes = batching.bytes();
    sensors.inputWaits = queue.length > 0;
    return sensors;
  };
}
