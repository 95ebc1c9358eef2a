export {
  createEmbeddedBackend,
  type EmbeddedBackend,
  type EmbeddedBackendOptions,
} from './embedded-backend';
export { createImageLoader } from './image-loader';
export { loadWebGpuBackend } from './load-webgpu';
export { createNullBackend } from './null-backend';
export type {
  NullBackend,
  NullBackendOptions,
  NullCounters,
  NullDraw,
  NullFrame,
  NullRect,
} from './null-types';
export { createPixiBackend, type PixiBackend, type PixiBackendOptions } from './pixi-backend';
export { createCanvasMeasurer, createCanvasRasteriser, createFontLoader } from './text';
export type { WebGpuBackend, WebGpuOrWebGl } from './webgpu';
