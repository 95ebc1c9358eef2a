import { BLEND_NORMAL } from '../../ecs/stores';
import type { RenderBackend } from '../../systems/render-batching';
import { writeFrameView } from '../frame-view';
import { createListeners } from '../listeners';
import { deviceSize } from '../surface-size';
import {
  BUFFER_COPY_DST,
  BUFFER_MAP_READ,
  MAP_READ,
  TEXTURE_ATTACHMENT,
  TEXTURE_COPY_DST,
  TEXTURE_COPY_SRC,
} from './flags';
import { createGpuPipeline, type GpuPipeline } from './gpu-pipeline';
import { createGpuTarget } from './gpu-target';
import { createPassClock, type PassClock } from './pass-clock';
import { createPictureHost } from './picture-host';
import { requestDevice } from './request-device';
import { FRAME_CLEAR } from './wgsl-head';

/** What `createWebGpuBackend` needs. Sizes are CSS pixels. */
export type WebGpuBackendOptions = {
  /** Where the picture is shown; without one it is only kept, to be read. */
  canvas?: HTMLCanvasElement | OffscreenCanvas;
  width: number;
  height: number;
  dpr: number;
  /** Colour until the first frame, RGBA8 with red in the low byte. @default opaque black */
  background?: number;
};

/** A backend that draws into a texture of its own, which keeps its picture, and copies that to its canvas. */
export type WebGpuBackend = Omit<RenderBackend, 'readPixels'> & {
  readonly device: GPUDevice;
  /** Resolves where the device is lost and no other is to be had, or none that lasts: nothing is drawn any more. */
  readonly gone: Promise<void>;
  readonly deviceWidth: number;
  readonly deviceHeight: number;
  /** Reads RGBA pixels back, origin top left, rows top down. */
  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
  ): Promise<Uint8ClampedArray<ArrayBuffer>>;
};

/** Rows of a copy to a buffer begin at multiples of this. */
const ROW_ALIGNMENT = 256;
const TEXEL_BYTES = 4;
const ROW_BYTES = 64;
/** Devices asked for in vain before a lost one is given up, and devices lost soon after they came. */
const MOST_TRIES = 3;
const MOST_LOSSES = 5;
const SOON_MS = 100;

/** Creates it. Resolves to undefined where there is no WebGPU: no interface, no adapter or no device. */
export async function createWebGpuBackend(
  options: WebGpuBackendOptions,
): Promise<WebGpuBackend | undefined> {
  const first = await requestDevice();
  if (!first) return undefined;
  const { canvas } = options;
  const context = canvas?.getContext('webgpu') as GPUCanvasContext | null | undefined;
  if (canvas && !context) {
    first.destroy();
    return undefined;
  }
  const format = navigator.gpu.getPreferredCanvasFormat();
  const listeners = createListeners();
  const clearValue = { r: 0, g: 0, b: 0, a: 1 };
  let device = first;
  let pipeline: GpuPipeline = createGpuPipeline(device, createGpuTarget([format]));
  let clock: PassClock = createPassClock(device);
  let target: GPUTexture | undefined;
  let targetView: GPUTextureView | undefined;
  let encoder: GPUCommandEncoder | undefined;
  let dpr = 1;
  let deviceWidth = 0;
  let deviceHeight = 0;
  let shownColor = options.background ?? 0xff000000;
  let lost = false;
  let disposed = false;
  let losses = 0;
  let softens = false;
  let cameAt = 0;
  const host = createPictureHost(
    () => device,
    () => pipeline,
    () => dpr,
  );
  let giveUp = (): void => {};
  const gone = new Promise<void>((resolve) => {
    giveUp = resolve;
  });

  function follow(followed: GPUDevice): void {
    cameAt = performance.now();
    void followed.lost.then(() => {
      if (disposed || followed !== device) return;
      lost = true;
      encoder = undefined;
      host.pass = undefined;
      losses = performance.now() - cameAt < SOON_MS ? losses + 1 : 1;
      // A device that each frame takes away again would be asked for for ever.
      if (losses <= MOST_LOSSES) void restore();
      else giveUp();
    });
  }

  async function restore(): Promise<void> {
    for (let i = 0; i < MOST_TRIES && !disposed; i++) {
      const next = await requestDevice();
      if (!next) continue;
      if (disposed) {
        next.destroy();
        return;
      }
      device = next;
      pipeline = createGpuPipeline(device, createGpuTarget([format]));
      pipeline.soften(softens);
      const isTimed = clock.on;
      clock = createPassClock(device);
      clock.on = isTimed;
      makeTarget();
      lost = false;
      follow(device);
      listeners.emit();
      return;
    }
    if (!disposed) giveUp();
  }

  function makeTarget(): void {
    target?.destroy();
    target = undefined;
    targetView = undefined;
    if (context) configure(context);
    writeFrame();
    if (deviceWidth === 0 || deviceHeight === 0) return;
    target = device.createTexture({
      label: 'Picture',
      size: [deviceWidth, deviceHeight],
      format,
      usage: TEXTURE_ATTACHMENT | TEXTURE_COPY_SRC,
    });
    targetView = target.createView();
  }

  function configure(shown: GPUCanvasContext): void {
    shown.canvas.width = Math.max(1, deviceWidth);
    shown.canvas.height = Math.max(1, deviceHeight);
    shown.configure({ device, format, alphaMode: 'opaque', usage: TEXTURE_COPY_DST });
  }

  function writeFrame(): void {
    writeFrameView(pipeline.frame, Math.max(1, deviceWidth), Math.max(1, deviceHeight), dpr, false);
    writeClear(shownColor);
  }

  function writeClear(color: number): void {
    const { frame } = pipeline;
    shownColor = color;
    clearValue.r = (color & 255) / 255;
    clearValue.g = ((color >>> 8) & 255) / 255;
    clearValue.b = ((color >>> 16) & 255) / 255;
    frame[FRAME_CLEAR] = clearValue.r;
    frame[FRAME_CLEAR + 1] = clearValue.g;
    frame[FRAME_CLEAR + 2] = clearValue.b;
    frame[FRAME_CLEAR + 3] = 1;
    pipeline.sendFrame();
  }

  function resize(width: number, height: number, nextDpr: number): void {
    if (disposed) return;
    dpr = nextDpr > 0 && nextDpr < Number.POSITIVE_INFINITY ? nextDpr : 1;
    const { maxTextureDimension2D } = device.limits;
    deviceWidth = deviceSize(width * dpr, maxTextureDimension2D);
    deviceHeight = deviceSize(height * dpr, maxTextureDimension2D);
    makeTarget();
  }

  function beginFrame(x: number, y: number, width: number, height: number, color: number): void {
    if (lost || disposed || !targetView) return;
    if (color !== shownColor) writeClear(color);
    encoder = device.createCommandEncoder();
    const isWhole = x <= 0 && y <= 0 && x + width >= deviceWidth && y + height >= deviceHeight;
    const colorAttachments: GPURenderPassColorAttachment[] = [
      { view: targetView, loadOp: isWhole ? 'clear' : 'load', storeOp: 'store', clearValue },
    ];
    const timestampWrites = clock.begin();
    host.pass = encoder.beginRenderPass(
      timestampWrites ? { colorAttachments, timestampWrites } : { colorAttachments },
    );
    pipeline.bind(host.pass);
    if (!isWhole) nextRect(x, y, width, height);
  }

  function nextRect(x: number, y: number, width: number, height: number): void {
    const { pass } = host;
    if (!pass) return;
    const left = Math.max(0, x);
    const top = Math.max(0, y);
    const right = Math.min(deviceWidth, x + width);
    const bottom = Math.min(deviceHeight, y + height);
    // Empty, it leaves nothing of what is drawn.
    pass.setScissorRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    if (right > left && bottom > top) pipeline.clear(pass);
  }

  function endFrame(): void {
    if (!host.pass || !encoder || !target) return;
    host.pass.end();
    clock.resolve(encoder);
    if (context) {
      if (host.unproven > 0) {
        // By itself, so that the picture before is shown where this one is not drawn.
        device.queue.submit([encoder.finish()]);
        encoder = device.createCommandEncoder();
      }
      const size = [deviceWidth, deviceHeight];
      encoder.copyTextureToTexture(
        { texture: target },
        { texture: context.getCurrentTexture() },
        size,
      );
    }
    device.queue.submit([encoder.finish()]);
    clock.sent();
    host.pass = undefined;
    encoder = undefined;
  }

  async function readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
  ): Promise<Uint8ClampedArray<ArrayBuffer>> {
    const pixels = new Uint8ClampedArray(width * height * TEXEL_BYTES);
    if (!target || lost) return pixels;
    const stride = Math.ceil((width * TEXEL_BYTES) / ROW_ALIGNMENT) * ROW_ALIGNMENT;
    const buffer = device.createBuffer({
      size: stride * height,
      usage: BUFFER_COPY_DST | BUFFER_MAP_READ,
    });
    const copy = device.createCommandEncoder();
    copy.copyTextureToBuffer({ texture: target, origin: [x, y] }, { buffer, bytesPerRow: stride }, [
      width,
      height,
    ]);
    device.queue.submit([copy.finish()]);
    await buffer.mapAsync(MAP_READ);
    const bytes = new Uint8Array(buffer.getMappedRange());
    for (let row = 0; row < height; row++) {
      const line = bytes.subarray(row * stride, row * stride + width * TEXEL_BYTES);
      pixels.set(line, row * width * TEXEL_BYTES);
    }
    buffer.destroy();
    if (format === 'bgra8unorm') swapRedAndBlue(pixels);
    return pixels;
  }

  follow(device);
  resize(options.width, options.height, options.dpr);
  beginFrame(0, 0, deviceWidth, deviceHeight, shownColor);
  endFrame();

  return {
    name: 'webgpu',
    gone,
    get device() {
      return device;
    },
    get maxTextureSize() {
      return device.limits.maxTextureDimension2D;
    },
    maxRecords: Math.floor(first.limits.maxStorageBufferBindingSize / ROW_BYTES),
    preserves: true,
    get lost() {
      return lost || disposed;
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
    uploadRecords: (words, from, count) =>
      lost || disposed ? 0 : pipeline.records.upload(words, from, count),
    uploadLayers: (words, from, count) =>
      lost || disposed ? 0 : pipeline.layers.upload(words, from, count),
    uploadIndices: (indices, from, count) =>
      lost || disposed ? 0 : pipeline.uploadIndices(indices, from, count),
    resizeAtlas(size, pages) {
      if (!lost && !disposed) pipeline.glyphs.resize(size, pages);
    },
    uploadGlyphs: (page, x, y, width, height, pixels) =>
      lost || disposed ? 0 : pipeline.glyphs.uploadPixels(page, x, y, width, height, pixels),
    resizeImages(size, pages) {
      if (!lost && !disposed) pipeline.images.resize(size, pages);
    },
    uploadImage: (...part) => (lost || disposed ? 0 : pipeline.images.uploadBitmap(...part)),
    beginFrame,
    nextRect,
    draw(program, start, count, blend = BLEND_NORMAL) {
      if (host.pass) pipeline.draw(host.pass, program, start, count, blend);
    },
    async loadPictures() {
      const { createGpuPictures } = await import('./gpu-pictures');
      const pictures = createGpuPictures(host);
      return {
        ...pictures,
        begin: (...place) => !lost && !disposed && pictures.begin(...place),
      };
    },
    async loadCoarse() {
      const { createGpuCoarse } = await import('./gpu-coarse');
      const coarse = createGpuCoarse(host, format);
      return { ...coarse, begin: (...size) => !lost && !disposed && coarse.begin(...size) };
    },
    endFrame,
    loadSoftShadows: () =>
      Promise.resolve((on) => {
        softens = on;
        pipeline.soften(on);
      }),
    readPixels,
    timeGpu(on) {
      clock.on = on;
    },
    get gpuMs() {
      return clock.ms;
    },
    get gpuTimed() {
      return clock.timed;
    },
    get gpuTold() {
      return clock.told;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      listeners.clear();
      clock.dispose();
      pipeline.dispose();
      target?.destroy();
      context?.unconfigure();
      device.destroy();
    },
  };
}

function swapRedAndBlue(pixels: Uint8ClampedArray): void {
  for (let at = 0; at < pixels.length; at += TEXEL_BYTES) {
    const red = pixels[at + 2]!;
    pixels[at + 2] = pixels[at]!;
    pixels[at] = red;
  }
}
