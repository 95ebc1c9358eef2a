import type { Counters } from 'rafter-ui/benchmark';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';

/** A whole number: a fraction that is handed over is an object, and it would be the bench's. */
const FRAME_MS = 16;

/** An app without page or GPU whose frames are run by hand. A failure that the app survives is still a failed measurement. */
export type Stage = {
  readonly app: HeadlessApp;
  /** Runs one frame, 16 ms after the one before. Throws what failed in it. */
  step(): void;
  dispose(): void;
};

/** Makes an app of 1280 x 720 CSS pixels on a clock that stands still within a frame, so that nothing depends on time. */
export function openStage(): Stage {
  const app = createHeadlessApp({ width: 1280, height: 720 });
  let failure: { error: unknown } | undefined;
  let now = 1000;
  app.on('error', ({ error }) => {
    failure ??= { error };
  });
  return {
    app,
    step() {
      now += FRAME_MS;
      app.step(now);
      if (failure) throw failure.error;
    },
    dispose: () => app.dispose(),
  };
}

/** What an app drew and sent so far. */
export function drawCounters({ renderer, backend }: HeadlessApp): Counters {
  const { totalRecordsWritten, listBuilds } = renderer.stats();
  // Counted where they arrive, not by who sends them.
  const { draws, pixels, indices, recordBytes, layerBytes, indexBytes, glyphBytes } =
    backend.counters;
  return {
    draws,
    recordsWritten: totalRecordsWritten,
    bytesUploaded: recordBytes + layerBytes + indexBytes + glyphBytes,
    damagedPixels: pixels,
    quads: indices / 6,
    listBuilds,
  };
}
