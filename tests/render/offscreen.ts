import { type App, type AppOptions, composeApp } from '../../src/app';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
} from '../../src/render';
import type { MountOptions } from '../app/page';
import { canvasPixels } from '../canvas-pixels';
import { atEnd } from '../endings';
import { giveBack, lent, takeBackend } from './shared-backend';

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
export async function openOffscreen(
  width: number,
  height: number,
  dpr = 1,
  options: AppOptions = {},
): Promise<Offscreen> {
  const backend = await takeBackend(width, height, dpr);
  let resize: Offscreen['resize'] = () => {};
  const app = composeApp(
    {
      clock: performance,
      requestFrame: (callback) => requestAnimationFrame(callback),
      cancelFrame: (id) => cancelAnimationFrame(id),
      backend: lent(backend, giveBack),
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
    { background: '#ffffff', ...options },
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

/** The same with what went wrong in it, to be started: as `mount`, for what needs no page. */
export async function mountOffscreen({
  cssWidth = 200,
  cssHeight = 150,
  dpr = 1,
  ...options
}: MountOptions = {}): Promise<Pick<Offscreen, 'app' | 'canvas'> & { errors: unknown[] }> {
  const { app, canvas } = await openOffscreen(cssWidth, cssHeight, dpr, options);
  const errors: unknown[] = [];
  app.on('error', (event) => errors.push(event));
  return { app, canvas, errors };
}

/** RGBA of all device pixels. */
export function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  return canvasPixels(canvas);
}
