import { ValueError } from '../ecs';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
  createPixiBackend,
  type PixiBackendOptions,
} from '../render';
import type { RenderBackend } from '../systems/render-batching';
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
  /**
   * What draws. `webgpu` draws by WebGL 2 where there is no WebGPU; its code is loaded when it is asked for. @default 'webgl'
   */
  renderer?: 'webgl' | 'webgpu';
};

/** A host on a canvas of the page (or an OffscreenCanvas): its own renderer, listeners for size, zoom and input. */
export async function createBrowserHost({
  canvas,
  width,
  height,
  dpr,
  background,
  renderer = 'webgl',
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
  const size = { width: startWidth, height: startHeight, dpr: startDpr };
  const backend = await createBackend(renderer, { canvas, ...size, background });
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

async function createBackend(
  renderer: unknown,
  options: PixiBackendOptions,
): Promise<RenderBackend> {
  if (renderer !== 'webgl' && renderer !== 'webgpu') {
    throw new ValueError(`renderer is ${String(renderer)}; give 'webgl' or 'webgpu'`);
  }
  if (renderer === 'webgpu') {
    const { createWebGpuBackend } = await import('../render/webgpu');
    const backend = await createWebGpuBackend(options);
    if (backend) return backend;
  }
  return createPixiBackend(options);
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
