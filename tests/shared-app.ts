import { composeApp } from '../src/app';
import { createCanvasLink } from '../src/app/browser-canvas';
import { createBrowserClipboard } from '../src/app/browser-clipboard';
import { createCanvasCursor } from '../src/app/canvas-cursor';
import { type App, type CreateAppOptions, createApp } from '../src/index';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
} from '../src/render';
import { giveBack, lent, takeBackend } from './render/shared-backend';

type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** What apps drew on, by the canvas that they were given. */
const pictures = new WeakMap<AnyCanvas, AnyCanvas>();

/**
 * `createApp`, but that it draws by a backend which others have had, on a canvas that the page does not show: see `pictureOf`. Size, zoom,
 * input, cursor and clipboard are those of the canvas that it is given. It knows nothing of lost contexts and scroll layers.
 */
export async function createSharedApp(options: CreateAppOptions): Promise<App> {
  const { canvas, width, height, dpr, renderer, replaceCanvas, ...appOptions } = options;
  if (!(canvas instanceof HTMLCanvasElement) || renderer === 'webgpu') return createApp(options);
  const size = {
    width: width ?? canvas.clientWidth,
    height: height ?? canvas.clientHeight,
    dpr: dpr ?? devicePixelRatio,
  };
  const backend = await takeBackend(size.width, size.height, size.dpr);
  pictures.set(canvas, backend.canvas);
  const clipboard = createBrowserClipboard();
  const cursor = createCanvasCursor(canvas);
  return composeApp(
    {
      clock: performance,
      requestFrame: (callback) => requestAnimationFrame(callback),
      cancelFrame: (id) => cancelAnimationFrame(id),
      backend: lent(backend, giveBack),
      measurer: createCanvasMeasurer(),
      rasteriser: createCanvasRasteriser(),
      fonts: createFontLoader(),
      images: createImageLoader(),
      clipboard,
      cursor,
      ...size,
      attach(events) {
        const link = createCanvasLink({ events, clipboard, dpr });
        link.attach(canvas);
        return () => {
          cursor.release();
          link.detach();
        };
      },
    },
    appOptions,
  );
}

/** The canvas that holds what an app drew that was given this one. */
export function pictureOf(canvas: AnyCanvas): AnyCanvas {
  return pictures.get(canvas) ?? canvas;
}
