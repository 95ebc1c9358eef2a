import { composeApp } from '../../src/app/app';
import { createNullBackend } from '../../src/render/null';
import type { Input } from '../../src/systems/input';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../src/testing/deterministic-text';
import type { LoadStage } from './parts';

const SIZE = { width: 1280, height: 720, dpr: 1 } as const;

/** Makes an app without page or GPU on the real clock, so that its frames run out of time as a user's do. Stepped by hand. */
export function openTimedStage(): LoadStage {
  let input: Input | undefined;
  let failure: { error: unknown } | undefined;
  const app = composeApp({
    clock: performance,
    requestFrame: () => 0,
    cancelFrame() {},
    backend: createNullBackend(SIZE),
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    ...SIZE,
    attach(events) {
      input = events.input;
      return () => {};
    },
  });
  app.on('error', ({ error }) => {
    failure ??= { error };
  });
  const { pointer, wheel } = input!;
  return {
    app,
    host: {
      pointer: (kind, x, y) => pointer(kind, 1, x, y, 0, 0, performance.now()),
      wheel: (x, y, dy) => wheel(x, y, 0, dy, 0, performance.now()),
    },
    step(now) {
      app.step(now);
      if (failure) throw failure.error;
    },
    dispose: () => app.dispose(),
  };
}
