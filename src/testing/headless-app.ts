import { type App, type AppOptions, composeApp, type Host } from '../app';
import { createNullBackend, type NullBackend } from '../render/null';
import type { Input } from '../systems/input';
import { createDeterministicMeasurer, createDeterministicRasteriser } from './deterministic-text';
import { createFakeClock, type FakeClock } from './fake-clock';

export type HeadlessAppOptions = AppOptions & {
  /** CSS pixels. @default 800 x 600 */
  width?: number;
  height?: number;
  /** @default 1 */
  dpr?: number;
};

/** An app without page, GPU or fonts: the same systems on a fake clock. */
export type HeadlessApp = App & {
  readonly clock: FakeClock;
  readonly backend: NullBackend;
  /** Input as a host would push it. */
  readonly input: Input;
  /** Runs frames by hand, one every 16.7 ms of the fake clock. */
  frames(count: number): void;
  /** Changes the surface as a host would. */
  resize(width: number, height: number, dpr?: number): void;
};

/** Makes an app for tests in Node. Dispose it at the end of the test. */
export function createHeadlessApp(options: HeadlessAppOptions = {}): HeadlessApp {
  const { width = 800, height = 600, dpr = 1, ...appOptions } = options;
  const clock = createFakeClock();
  const backend = createNullBackend();
  let input: Input | undefined;
  let resize: ((width: number, height: number, dpr: number) => void) | undefined;
  const host: Host = {
    clock,
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    backend,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    width,
    height,
    dpr,
    attach(events) {
      input = events.input;
      resize = events.resize;
      return () => {};
    },
  };
  const app = composeApp(host, appOptions);
  return Object.defineProperties(
    {
      clock,
      backend,
      input: input!,
      frames(count: number) {
        for (let i = 0; i < count; i++) {
          clock.advance(1000 / 60);
          if (!app.running) app.step(clock.now());
        }
      },
      resize: (nextWidth: number, nextHeight: number, nextDpr = dpr) =>
        resize!(nextWidth, nextHeight, nextDpr),
    },
    Object.getOwnPropertyDescriptors(app),
  ) as HeadlessApp;
}
