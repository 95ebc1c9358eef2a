import { ValueError } from '../ecs';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
  createPixiBackend,
} from '../render';
import { createBrowserClipboard } from './browser-clipboard';
import { attachBrowserInput } from './browser-input';
import { createCanvasCursor } from './canvas-cursor';
import type { Host } from './host';

export type BrowserHostOptions = {
  canvas: HTMLCanvasElement | OffscreenCanvas;
  /** CSS pixels; only for an OffscreenCanvas, which has no layout. @default the canvas's size */
  width?: number;
  height?: number;
  /** Device pixels per CSS pixel. @default the page's, followed when it changes */
  dpr?: number;
  background: number;
};

/** A host on a canvas of the page (or an OffscreenCanvas): its own renderer, listeners for size, zoom and input. */
export async function createBrowserHost({
  canvas,
  width,
  height,
  dpr,
  background,
}: BrowserHostOptions): Promise<Host> {
  const element =
    typeof HTMLCanvasElement !== 'undefined' && canvas instanceof HTMLCanvasElement
      ? canvas
      : undefined;
  if (!element && typeof OffscreenCanvas !== 'undefined' && !(canvas instanceof OffscreenCanvas)) {
    throw new ValueError(
      `canvas is ${String(canvas)}; give an HTMLCanvasElement or an OffscreenCanvas`,
    );
  }
  const startWidth = width ?? element?.clientWidth ?? canvas.width;
  const startHeight = height ?? element?.clientHeight ?? canvas.height;
  const startDpr = dpr ?? globalThis.devicePixelRatio ?? 1;
  const backend = await createPixiBackend({
    canvas,
    width: startWidth,
    height: startHeight,
    dpr: startDpr,
    background,
  });
  const clipboard = element ? createBrowserClipboard() : undefined;
  const cursor = element ? createCanvasCursor(element) : undefined;
  return {
    clock: performance,
    requestFrame: (callback) => requestAnimationFrame(callback),
    cancelFrame: (id) => cancelAnimationFrame(id),
    backend,
    measurer: createCanvasMeasurer(),
    rasteriser: createCanvasRasteriser(),
    fonts: createFontLoader(),
    images: createImageLoader(),
    ...(clipboard ? { clipboard } : {}),
    ...(cursor ? { cursor } : {}),
    width: startWidth,
    height: startHeight,
    dpr: startDpr,
    attach({ resize, input, copied }) {
      if (!element) return () => {};
      const stopInput = attachBrowserInput(element, input);
      const stopCopying = clipboard?.attach(element, copied);
      const update = (): void =>
        resize(element.clientWidth, element.clientHeight, dpr ?? devicePixelRatio);
      const observer = new ResizeObserver(update);
      observer.observe(element);
      const stopDpr = dpr === undefined ? watchDpr(update) : () => {};
      return () => {
        // Before the canvas gets its own attributes back.
        cursor?.release();
        stopInput();
        stopCopying?.();
        stopDpr();
        observer.disconnect();
      };
    },
  };
}

/** Calls the listener whenever the page's device pixel ratio changes: zoom, another screen. */
function watchDpr(listener: () => void): () => void {
  let query: MediaQueryList;
  // A query matches one ratio only, so each change needs the next query.
  const arm = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  const onChange = (): void => {
    arm();
    listener();
  };
  arm();
  return () => query.removeEventListener('change', onChange);
}
