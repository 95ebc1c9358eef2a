import { SystemError, ValueError } from '../ecs';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
  createPixiBackend,
  loadWebGpuBackend,
  type PixiBackend,
  type PixiBackendOptions,
  type WebGpuOrWebGl,
} from '../render';
import { createCanvasLink } from './browser-canvas';
import { createBrowserClipboard } from './browser-clipboard';
import { createCanvasCursor } from './canvas-cursor';
import type { Host, HostEvents } from './host';
import { LOST_MS, watchLostCanvas } from './lost-canvas';

const NAME = 'canvas';
const LOST_WEBGL = `WebGL context and got none back within ${LOST_MS / 1000} s; the app waits on`;
const LOST_WEBGPU = 'WebGPU device and got no other; nothing is drawn any more';

export type BrowserHostOptions = {
  canvas: HTMLCanvasElement | OffscreenCanvas;
  /** CSS pixels; only for an OffscreenCanvas, which has no layout. @default the canvas's size */
  width?: number;
  height?: number;
  /** Device pixels per CSS pixel. @default the page's, followed when it changes */
  dpr?: number;
  /**
   * Puts a new canvas in the place of one that lost its WebGL context and got none back within five seconds, or its WebGPU device for good, and
   * tells by the event `canvas`. Without, the app waits on, and an error says so: for pages whose own code keeps elements in order, such
   * as React's.
   * @default true
   */
  replaceCanvas?: boolean;
  background: number;
  /**
   * What draws. `webgpu` draws by WebGL 2 where there is no WebGPU, or none any more; its code is loaded when it is asked for.
   * @default 'webgl'
   */
  renderer?: 'webgl' | 'webgpu';
};

/** A host on a canvas of the page (or an OffscreenCanvas): its own renderer, listeners for size, zoom and input. */
export async function createBrowserHost({
  canvas,
  width,
  height,
  dpr,
  replaceCanvas = true,
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
    attach,
  };

  function attach(events: HostEvents): () => void {
    let current = element;
    const link = current && clipboard ? createCanvasLink({ events, clipboard, dpr }) : undefined;
    let isDisposed = false;
    let loss = LOST_WEBGL;
    const lost = watchLostCanvas({ canvas, onLost });
    if (current) link?.attach(current);
    if ('gone' in backend) {
      void backend.gone.then(() => {
        if (isDisposed) return;
        loss = LOST_WEBGPU;
        void onLost(true);
      });
    }

    async function onLost(isFirst: boolean): Promise<boolean> {
      if (current && replaceCanvas) return replace(current, isFirst);
      const why = current
        ? 'for `replaceCanvas` is false'
        : 'for an OffscreenCanvas is yours to replace';
      if (isFirst) fail(why);
      return false;
    }

    function fail(why: string): void {
      events.failed(new SystemError(`the canvas lost its ${loss}, ${why}`), NAME);
    }

    async function replace(previous: HTMLCanvasElement, isFirst: boolean): Promise<boolean> {
      const { activeElement } = previous.getRootNode() as Document | ShadowRoot;
      // A press under way will not be released on this canvas.
      events.input.blur(performance.now());
      cursor?.moveTo(undefined);
      link?.detach();
      // Without what the app had put on it, and unlike a copy of its attributes one of its style passes any policy.
      const next = previous.cloneNode(false) as HTMLCanvasElement;
      let isNew = false;
      try {
        isNew = await backend.renew(next);
      } catch (error) {
        if (isFirst) fail(`for it has no other: ${String(error)}`);
      }
      if (isDisposed) return true;
      if (!isNew) {
        cursor?.moveTo(previous);
        link?.attach(previous);
        return false;
      }
      loss = LOST_WEBGL;
      current = next;
      previous.replaceWith(next);
      cursor?.moveTo(next);
      link?.attach(next);
      lost.moveTo(next);
      if (activeElement === previous) next.focus({ preventScroll: true });
      events.replaced(next, previous);
      return true;
    }

    return () => {
      isDisposed = true;
      lost.dispose();
      // Before the canvas gets its own attributes back.
      cursor?.release();
      link?.detach();
    };
  }
}

async function createBackend(
  renderer: unknown,
  options: PixiBackendOptions,
): Promise<WebGpuOrWebGl | PixiBackend> {
  if (renderer !== 'webgl' && renderer !== 'webgpu') {
    throw new ValueError(`renderer is ${String(renderer)}; give 'webgl' or 'webgpu'`);
  }
  if (renderer === 'webgpu') {
    const backend = await loadWebGpuBackend(options);
    if (backend) return backend;
  }
  return createPixiBackend(options);
}
