import 'pixi.js/unsafe-eval';
import { CLEAR, DOMAdapter, WebGLRenderer, WebWorkerAdapter } from 'pixi.js';
import type { DrawProgram, RenderBackend } from '../systems/render-batching';
import { createGpuClock } from './gpu-clock';
import { createListeners } from './listeners';
import { createQuadPipeline } from './quad-pipeline';
import {
  FRAME_PROJECTION,
  FRAME_SCALE,
  FRAME_SNAP,
  FRAME_TINT,
  FRAME_UNPROJECT,
  FRAME_VIEW,
} from './shaders';
import { deviceSize } from './surface-size';

/** What `createPixiBackend` needs. Sizes are CSS pixels. */
export type PixiBackendOptions = {
  canvas: HTMLCanvasElement | OffscreenCanvas;
  width: number;
  height: number;
  dpr: number;
  /** Colour of the canvas until the first frame, RGBA8 with red in the low byte. @default opaque black */
  background?: number;
};

/** A backend that owns its canvas and draws into it directly. */
export type PixiBackend = Omit<RenderBackend, 'readPixels'> & {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /** Pixi's renderer: its context, extensions and loss are reached through it. */
  readonly renderer: WebGLRenderer;
  /** Width of the drawing buffer in device pixels; the canvas is never smaller than 1. */
  readonly deviceWidth: number;
  readonly deviceHeight: number;
  /** Reads RGBA pixels back, origin top left, rows top down. Stalls the GPU: for tests and screenshots. */
  readPixels(x: number, y: number, width: number, height: number): Uint8ClampedArray<ArrayBuffer>;
};

/**
 * Creates the WebGL 2 renderer on a canvas of its own. The canvas keeps its picture between frames, so a frame may redraw a part
 * of it. Throws if there is no WebGL 2, or if the canvas's context was lost by an earlier `dispose`.
 */
export async function createPixiBackend(options: PixiBackendOptions): Promise<PixiBackend> {
  const { canvas } = options;
  if (typeof document === 'undefined') DOMAdapter.set(WebWorkerAdapter);
  const context = openContext(canvas);
  const renderer = new WebGLRenderer();
  const [red, green, blue] = [0, 8, 16].map((shift) => ((options.background ?? 0) >>> shift) & 255);
  await renderer.init({
    canvas,
    context,
    width: 1,
    height: 1,
    resolution: 1,
    antialias: false,
    backgroundColor: { r: red!, g: green!, b: blue! },
    backgroundAlpha: 1,
    skipExtensionImports: true,
    gcActive: false,
  });
  // The scheduler has nothing to do without Pixi's collector, but keeps Ticker.system, and so a frame request, alive.
  renderer.scheduler.destroy();
  const { gl } = renderer;
  const pipeline = createQuadPipeline(renderer);
  const viewportLimit = Math.min(...(gl.getParameter(gl.MAX_VIEWPORT_DIMS) as Int32Array));
  const maxTextureSize = Math.min(pipeline.maxTextureSize, viewportLimit);
  const listeners = createListeners();
  const clock = createGpuClock(gl);
  const bindOptions = { target: renderer.view.renderTarget, clear: false };
  const clearColor: [number, number, number, number] = [0, 0, 0, 1];
  const { frame } = pipeline;
  let dpr = 1;
  let deviceWidth = 0;
  let deviceHeight = 0;
  let mustBind = true;
  let drawing = false;
  let scissored = false;
  let disposed = false;

  const restorer = {
    contextChange() {
      pipeline.forget();
      clock.forget();
      mustBind = true;
      drawing = false;
      scissored = false;
      listeners.emit();
    },
  };
  renderer.runners.contextChange.add(restorer);

  function isLost(): boolean {
    return disposed || renderer.context.isLost;
  }

  function resize(width: number, height: number, nextDpr: number): void {
    if (disposed) return;
    dpr = nextDpr > 0 && nextDpr < Number.POSITIVE_INFINITY ? nextDpr : 1;
    deviceWidth = deviceSize(width * dpr, maxTextureSize);
    deviceHeight = deviceSize(height * dpr, maxTextureSize);
    const targetWidth = Math.max(1, deviceWidth);
    const targetHeight = Math.max(1, deviceHeight);
    renderer.resize(targetWidth, targetHeight, 1);
    mustBind = true;
    frame[FRAME_PROJECTION] = 2 / targetWidth;
    frame[FRAME_PROJECTION + 1] = -2 / targetHeight;
    frame[FRAME_PROJECTION + 2] = -1;
    frame[FRAME_PROJECTION + 3] = 1;
    frame[FRAME_VIEW] = dpr;
    frame[FRAME_VIEW + 3] = dpr;
    frame[FRAME_SNAP] = 1;
    frame[FRAME_SCALE] = dpr;
    frame[FRAME_UNPROJECT] = 1 / dpr;
    frame[FRAME_UNPROJECT + 3] = -1 / dpr;
    frame[FRAME_UNPROJECT + 5] = targetHeight / dpr;
    frame.fill(1, FRAME_TINT, FRAME_TINT + 4);
    pipeline.frameChanged();
  }

  /** Binding allocates, so only where the canvas may not be bound already. */
  function bindCanvas(): void {
    if (!mustBind && renderer.renderTarget.renderTarget === bindOptions.target) return;
    renderer.renderTarget.bind(bindOptions);
    mustBind = false;
  }

  function beginFrame(x: number, y: number, width: number, height: number, color: number): void {
    clearColor[0] = (color & 255) / 255;
    clearColor[1] = ((color >>> 8) & 255) / 255;
    clearColor[2] = ((color >>> 16) & 255) / 255;
    if (!isLost()) clock.begin();
    nextRect(x, y, width, height);
  }

  function nextRect(x: number, y: number, width: number, height: number): void {
    drawing = false;
    if (isLost() || deviceWidth === 0 || deviceHeight === 0) return;
    const left = Math.max(0, x);
    const top = Math.max(0, y);
    const right = Math.min(deviceWidth, x + width);
    const bottom = Math.min(deviceHeight, y + height);
    if (!(right > left && bottom > top)) return;
    drawing = true;
    bindCanvas();
    // A whole clear is free on tiled and software rasterisers; behind a scissor it costs as much as a quad.
    const isPart = left > 0 || top > 0 || right < deviceWidth || bottom < deviceHeight;
    scissor(isPart);
    if (isPart) gl.scissor(left, deviceHeight - bottom, right - left, bottom - top);
    renderer.renderTarget.clear(bindOptions.target, CLEAR.COLOR, clearColor);
  }

  function scissor(on: boolean): void {
    if (on === scissored) return;
    scissored = on;
    if (on) gl.enable(gl.SCISSOR_TEST);
    else gl.disable(gl.SCISSOR_TEST);
  }

  function endFrame(): void {
    clock.end();
    scissor(false);
    drawing = false;
  }

  function readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
  ): Uint8ClampedArray<ArrayBuffer> {
    const pixels = new Uint8Array(width * height * 4);
    bindCanvas();
    gl.readPixels(x, canvas.height - y - height, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const flipped = new Uint8ClampedArray(pixels.length);
    const stride = width * 4;
    for (let row = 0; row < height; row++) {
      flipped.set(pixels.subarray(row * stride, (row + 1) * stride), (height - 1 - row) * stride);
    }
    return flipped;
  }

  resize(options.width, options.height, options.dpr);
  if (deviceWidth > 0 && deviceHeight > 0) {
    beginFrame(0, 0, deviceWidth, deviceHeight, options.background ?? 0);
    endFrame();
  }

  return {
    name: 'webgl2',
    canvas,
    renderer,
    maxTextureSize,
    maxRecords: pipeline.maxRecords,
    preserves: true,
    get lost() {
      return isLost();
    },
    get glyphScale() {
      return dpr;
    },
    get deviceWidth() {
      return deviceWidth;
    },
    get deviceHeight() {
      return deviceHeight;
    },
    onRestored: listeners.add,
    resize,
    uploadRecords: (words, first, count) =>
      isLost() ? 0 : pipeline.uploadRecords(words, first, count),
    uploadLayers: (words, first, count) =>
      isLost() ? 0 : pipeline.uploadLayers(words, first, count),
    uploadIndices: (indices, first, count) =>
      isLost() ? 0 : pipeline.uploadIndices(indices, first, count),
    resizeAtlas(size, pages) {
      if (!isLost()) pipeline.resizeAtlas(size, pages);
    },
    uploadGlyphs: (page, x, y, width, height, pixels) =>
      isLost() ? 0 : pipeline.uploadGlyphs(page, x, y, width, height, pixels),
    resizeImages(size, pages) {
      if (!isLost()) pipeline.resizeImages(size, pages);
    },
    uploadImage: (...part) => (isLost() ? 0 : pipeline.uploadImage(...part)),
    beginFrame,
    nextRect,
    draw(program: DrawProgram, first: number, count: number) {
      if (drawing && !isLost()) pipeline.draw(program, first, count);
    },
    endFrame,
    timeGpu(on) {
      clock.on = on;
    },
    get gpuMs() {
      return clock.ms;
    },
    readPixels,
    dispose() {
      if (disposed) return;
      if (!isLost()) clock.dispose();
      renderer.runners.contextChange.remove(restorer);
      listeners.clear();
      pipeline.dispose();
      disposed = true;
      renderer.destroy();
    },
  };
}

/** Opens the context here rather than in Pixi, which would fall back to WebGL 1, and which loops for ever on a lost one. */
function openContext(canvas: HTMLCanvasElement | OffscreenCanvas): WebGL2RenderingContext {
  const context = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    stencil: true,
    premultipliedAlpha: true,
    preserveDrawingBuffer: true,
  }) as WebGL2RenderingContext | null;
  if (!context) throw new Error('Cannot draw on this canvas: there is no WebGL 2 for it');
  if (context.isContextLost()) {
    throw new Error('Cannot draw on this canvas: its context is lost; use a new canvas');
  }
  return context;
}
