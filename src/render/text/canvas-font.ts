import type { FontSpec } from '../../ecs/stores';

export type TextContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Makes a 2D canvas that is read back often, on a page or in a worker. Throws where the host has none. */
export function createTextContext(width: number, height: number): TextContext {
  const canvas =
    typeof OffscreenCanvas === 'undefined'
      ? document.createElement('canvas')
      : new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  // Transparent, so that glyphs have grey edges and no coloured ones.
  const context = canvas.getContext('2d', { willReadFrequently: true }) as TextContext | null;
  if (!context) throw new Error('this host gives no 2D canvas; text needs one to measure and draw');
  return context;
}

/** Sets the font at a size in canvas pixels, unhinted and kerned. Resizing a canvas drops it. */
export function setFont(context: TextContext, { family, weight, italic }: FontSpec, size: number) {
  const style = `${italic ? 'italic ' : ''}${weight} ${size}px`;
  // A family that is no CSS is ignored without a word, and would leave the font before in place.
  context.font = `${style} sans-serif`;
  context.font = `${style} ${family}`;
  context.fontKerning = 'normal';
  context.textRendering = 'geometricPrecision';
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.direction = 'ltr';
}
