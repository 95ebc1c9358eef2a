import { CLEAR, type WebGLRenderer } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import type { DrawProgram, RenderBackend } from '../systems/render-batching';
import type { createCoarsePicture } from './coarse-picture';
import { writeFrameView } from './frame-view';
import type { DevicePictures } from './layer-pictures';
import { createListeners } from './listeners';
import { type AnyCanvas, openDevice } from './pixi-device';
import type { ProgramSources } from './program-set';
import type { TileDevice } from './scroll-tiles';
import { deviceSize } from './surface-size';

/** What `createPixiBackend` needs. Sizes are CSS pixels. */
export type PixiBackendOptions = {
  canvas: AnyCanvas;
  width: number;
  height: number;
  dpr: number;
  /** Colour of the canvas until the first frame, RGBA8 with red in the low byte. @default opaque black */
  background?: number;
};

/** A backend that owns its canvas and draws into it directly. */
export type PixiBackend = Omit<RenderBackend, 'readPixels'> & {
  /** The canvas drawn on now, see `renew`. */
  readonly canvas: AnyCanvas;
  /** Pixi's renderer: its context, extensions and loss are reached through it. */
  readonly renderer: WebGLRenderer;
  /** Width of the drawing buffer in device pixels; the canvas is never smaller than 1. */
  readonly deviceWidth: number;
  readonly deviceHeight: number;
  /** Reads RGBA pixels back, origin top left, rows top down. Stalls the GPU: for tests and screenshots. */
  readPixels(x: number, y: number, width: number, height: number): Uint8ClampedArray<ArrayBuffer>;
  /**
   * Goes on on another canvas, where the context of the one before does not come back; `onRestored` listeners are called. Gives false,
   * and leaves the canvas alone, if it did come back meanwhile or the backend was disposed. Rejects if there is no WebGL 2.
   */
  renew(canvas: AnyCanvas): Promise<boolean>;
};

/**
 * Creates the WebGL 2 renderer on a canvas of its own. The canvas keeps its picture between frames, so a frame may redraw a part
 * of it. Throws if there is no WebGL 2, or if the canvas's context was lost by an earlier `dispose`.
 */
export async function createPixiBackend(options: PixiBackendOptions): Promise<PixiBackend> {
  const background = options.background ?? 0;
  const listeners = createListeners();
  let device = await openDevice(options.canvas, background, restored);
  const bindOptions = { target: device.renderer.view.renderTarget, clear: false };
  const clearColor: [number, number, number, number] = [0, 0, 0, 1];
  let cssWidth = options.width;
  let cssHeight = options.height;
  let dpr = 1;
  let deviceWidth = 0;
  let deviceHeight = 0;
  let mustBind = true;
  let drawing = false;
  let scissored = false;
  let disposed = false;
  let pictures: DevicePictures | undefined;
  let coarse: ReturnType<typeof createCoarsePicture> | undefined;
  let tiles: TileDevice | undefined;
  let sources: ProgramSources | undefined;

  function restored(): void {
    mustBind = true;
    drawing = false;
    scissored = false;
    coarse?.forget();
    listeners.emit();
  }

  function isLost(): boolean {
    return disposed || device.renderer.context.isLost;
  }

  function resize(width: number, height: number, nextDpr: number): void {
    if (disposed) return;
    const { renderer, pipeline, maxTextureSize } = device;
    cssWidth = width;
    cssHeight = height;
    dpr = nextDpr > 0 && nextDpr < Number.POSITIVE_INFINITY ? nextDpr : 1;
    deviceWidth = deviceSize(width * dpr, maxTextureSize);
    deviceHeight = deviceSize(height * dpr, maxTextureSize);
    let targetWidth = Math.max(1, deviceWidth);
    let targetHeight = Math.max(1, deviceHeight);
    renderer.resize(targetWidth, targetHeight, 1);
    const { drawingBufferWidth, drawingBufferHeight } = renderer.gl;
    // Browsers limit the area too, and stretch what there is. A lost context has none.
    const isLess = drawingBufferWidth < targetWidth || drawingBufferHeight < targetHeight;
    if (isLess && drawingBufferWidth > 0) {
      targetWidth = Math.min(targetWidth, drawingBufferWidth);
      targetHeight = Math.min(targetHeight, drawingBufferHeight);
      deviceWidth = targetWidth;
      deviceHeight = targetHeight;
      renderer.resize(targetWidth, targetHeight, 1);
    }
    mustBind = true;
    writeFrameView(pipeline.frame, targetWidth, targetHeight, dpr, true);
    pipeline.frameChanged();
  }

  /** Binding allocates, so only where the canvas may not be bound already. */
  function bindCanvas(): void {
    const { renderer } = device;
    if (!mustBind && renderer.renderTarget.renderTarget === bindOptions.target) return;
    renderer.renderTarget.bind(bindOptions);
    mustBind = false;
  }

  function beginFrame(x: number, y: number, width: number, height: number, color: number): void {
    clearColor[0] = (color & 255) / 255;
    clearColor[1] = ((color >>> 8) & 255) / 255;
    clearColor[2] = ((color >>> 16) & 255) / 255;
    if (!isLost()) device.clock.begin();
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
    if (isPart) device.renderer.gl.scissor(left, deviceHeight - bottom, right - left, bottom - top);
    device.renderer.renderTarget.clear(bindOptions.target, CLEAR.COLOR, clearColor);
  }

  function scissor(on: boolean): void {
    if (on === scissored) return;
    scissored = on;
    const { gl } = device.renderer;
    if (on) gl.enable(gl.SCISSOR_TEST);
    else gl.disable(gl.SCISSOR_TEST);
  }

  function endFrame(): void {
    device.clock.end();
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
    const { gl } = device.renderer;
    const { canvas } = device;
    gl.readPixels(x, canvas.height - y - height, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const flipped = new Uint8ClampedArray(pixels.length);
    const stride = width * 4;
    for (let row = 0; row < height; row++) {
      flipped.set(pixels.subarray(row * stride, (row + 1) * stride), (height - 1 - row) * stride);
    }
    return flipped;
  }

  /** Until the first frame. */
  function showBackground(): void {
    if (deviceWidth === 0 || deviceHeight === 0) return;
    beginFrame(0, 0, deviceWidth, deviceHeight, background);
    endFrame();
  }

  async function renew(canvas: AnyCanvas): Promise<boolean> {
    const next = await openDevice(canvas, background, restored);
    if (disposed || !device.renderer.context.isLost) {
      next.dispose();
      return false;
    }
    const before = device;
    next.clock.on = before.clock.on;
    pictures?.forget();
    coarse?.forget();
    device = tiles?.joined(next) ?? next;
    next.pipeline.drawWith(sources);
    bindOptions.target = next.renderer.view.renderTarget;
    before.dispose();
    resize(cssWidth, cssHeight, dpr);
    scissored = false;
    showBackground();
    restored();
    return true;
  }

  resize(options.width, options.height, options.dpr);
  showBackground();

  return {
    name: 'webgl2',
    get canvas() {
      return device.canvas;
    },
    get renderer() {
      return device.renderer;
    },
    get maxTextureSize() {
      return device.maxTextureSize;
    },
    get maxRecords() {
      return device.pipeline.maxRecords;
    },
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
      isLost() ? 0 : device.pipeline.uploadRecords(words, first, count),
    uploadLayers: (words, first, count) =>
      isLost() ? 0 : device.pipeline.uploadLayers(words, first, count),
    uploadIndices: (indices, first, count) =>
      isLost() ? 0 : device.pipeline.uploadIndices(indices, first, count),
    resizeAtlas(size, pages) {
      if (!isLost()) device.pipeline.resizeAtlas(size, pages);
    },
    uploadGlyphs: (page, x, y, width, height, pixels) =>
      isLost() ? 0 : device.pipeline.uploadGlyphs(page, x, y, width, height, pixels),
    resizeImages(size, pages) {
      if (!isLost()) device.pipeline.resizeImages(size, pages);
    },
    uploadImage: (...part) => (isLost() ? 0 : device.pipeline.uploadImage(...part)),
    beginFrame,
    nextRect,
    draw(program: DrawProgram, first: number, count: number, blend = BLEND_NORMAL) {
      if (drawing && !isLost()) device.pipeline.draw(program, first, count, blend);
    },
    async loadPictures() {
      const { createLayerPictures } = await import('./layer-pictures');
      const opened = createLayerPictures(
        () => device,
        () => dpr,
      );
      pictures = opened;
      return {
        ...opened,
        begin(...place) {
          drawing = false;
          if (isLost()) return false;
          device.clock.begin();
          drawing = opened.begin(...place);
          return drawing;
        },
        end() {
          drawing = false;
          opened.end();
        },
      };
    },
    async loadCoarse() {
      const { createCoarsePicture } = await import('./coarse-picture');
      const opened = createCoarsePicture({
        get device() {
          return device;
        },
        get dpr() {
          return dpr;
        },
        get sources() {
          return sources;
        },
      });
      coarse = opened;
      return {
        ...opened,
        begin(...place) {
          drawing = false;
          if (isLost()) return false;
          // What is drawn into it belongs to the frame.
          device.clock.begin();
          drawing = opened.begin(...place);
          return drawing;
        },
        end() {
          drawing = false;
          opened.end();
        },
      };
    },
    async loadTiles() {
      const { openScrollTiles } = await import('./scroll-tiles');
      tiles = await openScrollTiles(
        () => device.canvas,
        () => dpr,
      );
      if (tiles) {
        device = tiles.joined(device);
        device.pipeline.drawWith(sources);
        // Theirs has nothing yet: all is sent again, to both.
        listeners.emit();
      }
      return tiles;
    },
    async loadSoftShadows() {
      const { SOFT_SOURCES } = await import('./soft-shadows');
      return (on) => {
        sources = on ? SOFT_SOURCES : undefined;
        if (!disposed) device.pipeline.drawWith(sources);
      };
    },
    endFrame,
    timeGpu(on) {
      device.clock.on = on;
    },
    get gpuMs() {
      return device.clock.ms;
    },
    get gpuTimed() {
      return device.clock.timed;
    },
    get gpuTold() {
      return device.clock.told;
    },
    readPixels,
    renew,
    dispose() {
      if (disposed) return;
      listeners.clear();
      disposed = true;
      pictures?.forget();
      coarse?.forget();
      device.dispose();
    },
  };
}
