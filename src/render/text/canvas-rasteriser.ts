import type { FontSpec, GlyphBitmap, GlyphRasteriser } from '../../ecs/stores';
import { createTextContext, setFont } from './canvas-font';
import { cutInk } from './ink';

const START_SIDE = 64;
/** Largest side of a glyph drawing, well above an atlas page. */
const MAX_SIDE = 2048;
const MARGIN = 2;

/** Draws clusters by canvas 2D at their device size, on a page or in a worker. */
export function createCanvasRasteriser(): GlyphRasteriser {
  let context = createTextContext(START_SIDE, START_SIDE);
  let current: FontSpec | undefined;
  let currentSize = 0;
  const bitmap: GlyphBitmap = {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(START_SIDE * START_SIDE * 4),
    colored: false,
  };

  function use(font: FontSpec, size: number) {
    if (font === current && size === currentSize) return;
    setFont(context, font, size);
    context.fillStyle = '#fff';
    current = font;
    currentSize = size;
  }

  function makeRoom(width: number, height: number, font: FontSpec, size: number) {
    if (width <= context.canvas.width && height <= context.canvas.height) return;
    // A new canvas: resizing drops the font, and some browsers keep the old buffer until later.
    context = createTextContext(
      Math.max(context.canvas.width, nextPower(width)),
      Math.max(context.canvas.height, nextPower(height)),
    );
    current = undefined;
    use(font, size);
  }

  return {
    rasterise(font: FontSpec, cluster: string, sub: number, scale: number): GlyphBitmap {
      const size = font.size * scale;
      use(font, size);
      const box = context.measureText(cluster);
      const offset = sub / 4;
      for (let margin = MARGIN; ; margin = margin * 2 + Math.ceil(size / 4)) {
        const originX = Math.max(0, Math.ceil(box.actualBoundingBoxLeft)) + margin;
        const originY = Math.max(0, Math.ceil(box.actualBoundingBoxAscent)) + margin;
        const right = Math.max(0, Math.ceil(box.actualBoundingBoxRight + offset)) + margin;
        const below = Math.max(0, Math.ceil(box.actualBoundingBoxDescent)) + margin;
        const width = Math.min(MAX_SIDE, originX + right);
        const height = Math.min(MAX_SIDE, originY + below);
        makeRoom(width, height, font, size);
        context.clearRect(0, 0, width, height);
        context.fillText(cluster, originX + offset, originY);
        const { data } = context.getImageData(0, 0, width, height);
        const whole = cutInk(data, width, height, originX, originY, bitmap);
        if (whole || width === MAX_SIDE || height === MAX_SIDE) return bitmap;
      }
    },
  };
}

function nextPower(side: number): number {
  return 2 ** Math.ceil(Math.log2(side));
}
