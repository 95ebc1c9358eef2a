export { createCanvasMeasurer } from './canvas-measurer';
export { createCanvasRasteriser } from './canvas-rasteriser';
export { createFontLoader } from './font-loader';
