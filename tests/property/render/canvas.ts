import {
  BLEND_MULTIPLY,
  BLEND_NORMAL,
  BLEND_PLUS_LIGHTER,
  BLEND_SCREEN,
} from '../../../src/ecs/stores';

/** Of every pixel it is asked for: here an import is looked up in an object each time. */
const NORMAL = BLEND_NORMAL;

/** Left, top, right, bottom. */
export type Rect = [number, number, number, number];

/** A picture of whole numbers, three channels a pixel. */
export type Canvas = { width: number; height: number; pixels: Uint8Array };

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, pixels: new Uint8Array(width * height * 3) };
}

export function clearRect(canvas: Canvas, rect: Rect, color: number): void {
  fillRect(canvas, rect, rect, color | 0xff000000, 1);
}

/** Covers the pixels whose centres lie in a rectangle (device pixels), inside a scissor of whole pixels. */
export function fillRect(
  { width, height, pixels }: Canvas,
  rect: Rect,
  scissor: Rect,
  color: number,
  opacity: number,
  mode = NORMAL,
): void {
  const alpha = Math.round((color >>> 24) * opacity);
  const left = Math.max(0, scissor[0], Math.ceil(rect[0] - 0.5));
  const top = Math.max(0, scissor[1], Math.ceil(rect[1] - 0.5));
  const right = Math.min(width, scissor[2], Math.ceil(rect[2] - 0.5));
  const bottom = Math.min(height, scissor[3], Math.ceil(rect[3] - 0.5));
  const red = color & 255;
  const green = (color >>> 8) & 255;
  const blue = (color >>> 16) & 255;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 3;
      pixels[at] = blend(pixels[at]!, red, alpha, mode);
      pixels[at + 1] = blend(pixels[at + 1]!, green, alpha, mode);
      pixels[at + 2] = blend(pixels[at + 2]!, blue, alpha, mode);
    }
  }
}

function blend(under: number, over: number, alpha: number, mode: number): number {
  if (mode === NORMAL) return Math.floor((over * alpha + under * (255 - alpha) + 127) / 255);
  const drawn = Math.floor((over * alpha + 127) / 255);
  if (mode === BLEND_MULTIPLY) return Math.round((under * (drawn + 255 - alpha)) / 255);
  if (mode === BLEND_SCREEN) return drawn + Math.round((under * (255 - drawn)) / 255);
  if (mode === BLEND_PLUS_LIGHTER) return Math.min(255, drawn + under);
  throw new Error(`there is no blend mode ${mode}`);
}
