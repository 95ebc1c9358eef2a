import { afterAll, afterEach } from 'vitest';
import { type App, composeApp } from '../../src/app';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
  createPixiBackend,
  type PixiBackend,
} from '../../src/render';
import type { LayerPictures, RenderBackend } from '../../src/systems/render-batching';

export type Offscreen = { app: App; canvas: OffscreenCanvas; frame(): void };

const WHITE = 0xffffffff;

const apps: App[] = [];
/** Backends without an app: to make a context and to compile its programs takes half a second by software, each time. */
const idle: PixiBackend[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

afterAll(() => {
  for (const backend of idle.splice(0)) backend.dispose();
});

/**
 * An app on white, on a canvas that no page shows; it goes when the test ends, and the next on its backend finds nothing of it.
 * `frame` runs one frame by hand.
 */
export async function openOffscreen(width: number, height: number, dpr = 1): Promise<Offscreen> {
  const size = { width, height, dpr };
  const backend = await backendOf(size);
  const app = composeApp(
    {
      clock: performance,
      requestFrame: (callback) => requestAnimationFrame(callback),
      cancelFrame: (id) => cancelAnimationFrame(id),
      backend: lent(backend),
      measurer: createCanvasMeasurer(),
      rasteriser: createCanvasRasteriser(),
      fonts: createFontLoader(),
      images: createImageLoader(),
      ...size,
      attach: () => () => {},
    },
    { background: '#ffffff' },
  );
  apps.push(app);
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return { app, canvas: backend.canvas as OffscreenCanvas, frame };
}

async function backendOf(size: { width: number; height: number; dpr: number }) {
  const used = idle.pop();
  if (!used) {
    const canvas = new OffscreenCanvas(1, 1);
    return createPixiBackend({ canvas, ...size, background: WHITE });
  }
  used.resize(size.width, size.height, size.dpr);
  used.beginFrame(0, 0, used.deviceWidth, used.deviceHeight, WHITE);
  used.endFrame();
  return used;
}

/** The backend, but for what ends: it gives back all that its app put on the device, and waits for the next. */
function lent(backend: PixiBackend): RenderBackend {
  const undo: (() => void)[] = [];
  let pictures: (LayerPictures & { forget?(): void }) | undefined;
  let isLent = true;
  const own: Partial<RenderBackend> = {
    onRestored(listener) {
      const stop = backend.onRestored(listener);
      undo.push(stop);
      return stop;
    },
    async loadPictures() {
      pictures = await backend.loadPictures!();
      return pictures;
    },
    dispose() {
      if (!isLent) return;
      isLent = false;
      for (const stop of undo) stop();
      pictures?.forget?.();
      backend.timeGpu?.(false);
      backend.resizeAtlas(1, 1);
      backend.resizeImages(1, 1);
      idle.push(backend);
    },
  };
  return Object.create(backend, Object.getOwnPropertyDescriptors(own));
}

/** RGBA of all device pixels. */
export function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
