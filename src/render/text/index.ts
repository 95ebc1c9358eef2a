export { createCanvasMeasurer } from './canvas-measurer';
export { createCanvasRasteriser } from './canvas-rasteriser';
