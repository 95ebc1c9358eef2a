import type { App, AppOptions, Host, HostEvents } from '../app';
// Not from the folders' indexes: those load Pixi, which older Node cannot.
import { composeApp } from '../app/app';
import type { CursorName } from '../ecs/stores';
import { createNullBackend, type NullBackend } from '../render/null';
import type { Input } from '../systems/input';
import { createDeterministicMeasurer, createDeterministicRasteriser } from './deterministic-text';
import { createFakeClock, type FakeClock } from './fake-clock';
import { createFakeFonts, type FakeFonts } from './fake-fonts';
import { createFakeImages, type FakeImages } from './fake-images';

const FRAME_MS = 1000 / 60;

export type HeadlessAppOptions = AppOptions & {
  /** CSS pixels. @default 800 x 600 */
  width?: number;
  height?: number;
  /** @default 1 */
  dpr?: number;
  /** Time between two ticks of the display, ms. @default 1000 / 60 */
  frameMs?: number;
};

/** An app without page, GPU or fonts: the same systems on a fake clock. */
export type HeadlessApp = App & {
  readonly clock: FakeClock;
  readonly backend: NullBackend;
  /** Font files that the app asked for; they arrive when the test says so. */
  readonly fontFiles: FakeFonts;
  /** Images that the app asked for; they arrive when the test says so. */
  readonly imageFiles: FakeImages;
  /** What was copied last, '' if nothing. */
  readonly clipboard: { readonly text: string };
  /** The mouse cursor shown now, and how often it was changed. */
  readonly cursor: { readonly name: CursorName; readonly changes: number };
  /** Input as a host would push it. */
  readonly input: Input;
  /** Runs frames by hand, one at every tick of the fake clock. */
  frames(count: number): void;
  /** Changes the surface as a host would. */
  resize(width: number, height: number, dpr?: number): void;
};

/** Makes an app for tests in Node. Dispose it at the end of the test. */
export function createHeadlessApp(options: HeadlessAppOptions = {}): HeadlessApp {
  const { width = 800, height = 600, dpr = 1, frameMs = 1000 / 60, ...appOptions } = options;
  const clock = createFakeClock({ frameMs });
  const backend = createNullBackend({ width, height, dpr });
  const fontFiles = createFakeFonts(clock);
  const imageFiles = createFakeImages(clock);
  let attached: HostEvents | undefined;
  const clipboard = {
    text: '',
    write(text: string): void {
      clipboard.text = text;
    },
  };
  const cursor = {
    name: 'auto' as CursorName,
    changes: 0,
    show(name: CursorName): void {
      cursor.name = name;
      cursor.changes++;
    },
  };
  const host: Host = {
    clock,
    requestFrame: (callback) => clock.requestFrame(callback),
    cancelFrame: (id) => clock.cancelFrame(id),
    backend,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    fonts: fontFiles,
    images: imageFiles,
    clipboard,
    cursor,
    width,
    height,
    dpr,
    attach(events) {
      attached = events;
      return () => {};
    },
  };
  const app = composeApp(host, appOptions);
  const { input, resize } = attached!;
  // Assigned to the app itself: copying it would freeze its getters.
  return Object.assign(app, {
    clock,
    backend,
    fontFiles,
    imageFiles,
    clipboard,
    cursor,
    input,
    frames(count: number) {
      for (let i = 0; i < count; i++) {
        clock.advance(FRAME_MS);
        if (!app.running) app.step(clock.now());
      }
    },
    resize: (nextWidth: number, nextHeight: number, nextDpr = dpr) =>
      resize(nextWidth, nextHeight, nextDpr),
  });
}
