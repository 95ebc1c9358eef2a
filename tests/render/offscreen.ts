import { type App, composeApp } from '../../src/app';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
  type PixiBackend,
} from '../../src/render';
import type { LayerPictures, RenderBackend } from '../../src/systems/render-batching';
import { atEnd } from '../endings';
import { giveBack, takeBackend } from './shared-backend';

export type Offscreen = {
  app: App;
  canvas: OffscreenCanvas;
  frame(): void;
  /** Gives the surface another size, CSS pixels, and ratio. */
  resize(width: number, height: number, dpr: number): void;
};

/**
 * An app on white, on a canvas that no page shows; it goes when the test ends, and the next on its backend finds nothing of it.
 * `frame` runs one frame by hand.
 */
export async function openOffscreen(width: number, height: number, dpr = 1): Promise<Offscreen> {
  const backend = await takeBackend(width, height, dpr);
  let resize: Offscreen['resize'] = () => {};
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
      width,
      height,
      dpr,
      attach(events) {
        resize = events.resize;
        return () => {};
      },
    },
    { background: '#ffffff' },
  );
  atEnd(() => app.dispose());
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  const canvas = backend.canvas as OffscreenCanvas;
  return { app, canvas, frame, resize: (...size) => resize(...size) };
}

/** The backend, but that its end is to be given back, without what its app put on the device. */
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
      giveBack(backend);
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
