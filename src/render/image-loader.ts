import type { Bitmap, ImageHost, LoadedImage } from '../ecs/stores';
import { after } from './after';
import { fetchFile, messageOf } from './fetch-file';

const SVG = 'image/svg+xml';
/** Side of an SVG that gives none, as browsers have it for replaced content. */
const DEFAULT_WIDTH = 300;
const DEFAULT_HEIGHT = 150;

/**
 * Reads images of a page or a worker: from an address, a `Blob`, or anything that `createImageBitmap` takes. SVG needs a page.
 */
export function createImageLoader(): ImageHost {
  return {
    async load(source, signal) {
      if (typeof source !== 'string') return open(source);
      return open(await fetchFile(source, signal));
    },
    after,
  };
}

async function open(source: object): Promise<LoadedImage> {
  if (source instanceof Blob && source.type.startsWith(SVG)) return openSvg(source);
  const whole = await bitmapOf(source);
  const { width, height } = whole;
  whole.close();
  return {
    width,
    height,
    scalable: false,
    // The file, which is read again for every size: pixels would be many times more.
    bytes: source instanceof Blob ? source.size : 0,
    scaled: (resizeWidth, resizeHeight) =>
      resizeWidth === width && resizeHeight === height
        ? bitmapOf(source)
        : bitmapOf(source, { resizeWidth, resizeHeight, resizeQuality: 'high' }),
    close() {},
  };
}

async function bitmapOf(source: object, options: ImageBitmapOptions = {}): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source as ImageBitmapSource, {
      premultiplyAlpha: 'premultiply',
      ...options,
    });
  } catch (cause) {
    throw new Error(
      `holds no image that can be read (${messageOf(cause)}); give a PNG, JPEG, WebP, AVIF, GIF or SVG file, or an object that createImageBitmap takes`,
      { cause },
    );
  }
}

/** Vectors are drawn by an element of the page, which alone keeps them sharp. */
async function openSvg(file: Blob): Promise<LoadedImage> {
  if (typeof Image === 'undefined') {
    throw new Error('is an SVG, which a worker cannot read; give a PNG or WebP file there');
  }
  const address = URL.createObjectURL(file);
  const element = new Image();
  element.src = address;
  try {
    await element.decode();
  } catch (cause) {
    URL.revokeObjectURL(address);
    throw new Error(`holds no SVG that can be read (${messageOf(cause)}); check the file`, {
      cause,
    });
  }
  const width = element.naturalWidth || DEFAULT_WIDTH;
  const height = element.naturalHeight || DEFAULT_HEIGHT;
  return {
    width,
    height,
    scalable: true,
    bytes: file.size,
    async scaled(pixelWidth, pixelHeight): Promise<Bitmap> {
      const canvas =
        typeof OffscreenCanvas === 'undefined'
          ? document.createElement('canvas')
          : new OffscreenCanvas(pixelWidth, pixelHeight);
      canvas.width = pixelWidth;
      canvas.height = pixelHeight;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D | null;
      if (!context) throw new Error('cannot be drawn: this host has no 2D canvas');
      context.drawImage(element, 0, 0, pixelWidth, pixelHeight);
      return 'transferToImageBitmap' in canvas
        ? canvas.transferToImageBitmap()
        : createImageBitmap(canvas);
    },
    close: () => URL.revokeObjectURL(address),
  };
}
