import { type App, type AppOptions, composeApp } from '../../src/app';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
} from '../../src/render';
import type { MountOptions } from '../app/page';
import { atEnd } from '../endings';
import { giveBack, lent, takeBackend } from './shared-backend';

export type Offscreen = { app: App; canvas: OffscreenCanvas; frame(): void };

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
      attach: () => () => {},
    },
    { background: '#ffffff', ...options },
  );
  atEnd(() => app.dispose());
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return { app, canvas: backend.canvas as OffscreenCanvas, frame };
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
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
