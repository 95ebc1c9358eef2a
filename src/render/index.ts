export {
  createEmbeddedBackend,
  type EmbeddedBackend,
  type EmbeddedBackendOptions,
} from './embedded-backend';
export { createImageLoader } from './image-loader';
export {
  createNullBackend,
  type NullBackend,
  type NullBackendOptions,
  type NullCounters,
  type NullDraw,
  type NullFrame,
  type NullRect,
} from './null-backend';
export { createPixiBackend, type PixiBackend, type PixiBackendOptions } from './pixi-backend';
export { createCanvasMeasurer, createCanvasRasteriser, createFontLoader } from './text';
