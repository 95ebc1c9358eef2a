import type { RenderBackend } from '../../systems/render-batching';
import { premultiplied } from '../premultiply';
import { TEXTURE_ATTACHMENT, TEXTURE_BINDING, TEXTURE_COPY_DST } from './flags';

const TEXEL_BYTES = 4;

/** A texture array of square RGBA pages, premultiplied: of glyphs or of images. */
export type PageTexture = {
  /** Another one after `resize`. */
  readonly view: GPUTextureView;
  /** Makes it hold `pages` pages of `size` texels, all empty. */
  resize(size: number, pages: number): void;
  /** Sends a rectangle of pixels that are not premultiplied. Returns the bytes sent. */
  readonly uploadPixels: RenderBackend['uploadGlyphs'];
  /** Sends a part of a bitmap. Returns the bytes sent. */
  readonly uploadBitmap: RenderBackend['uploadImage'];
  dispose(): void;
};

/** Creates one of one page of one texel. `onResized` is called when `view` is another one. */
export function createPageTexture(
  device: GPUDevice,
  label: string,
  onResized: () => void,
): PageTexture {
  let size = 1;
  let pages = 1;
  let texture = make();
  let view = viewOf();

  function make(): GPUTexture {
    return device.createTexture({
      label,
      size: [size, size, pages],
      format: 'rgba8unorm',
      // Bitmaps are drawn into it.
      usage: TEXTURE_BINDING | TEXTURE_COPY_DST | TEXTURE_ATTACHMENT,
    });
  }

  function viewOf(): GPUTextureView {
    return texture.createView({ dimension: '2d-array' });
  }

  function check(page: number, x: number, y: number, width: number, height: number): void {
    const inside = x >= 0 && y >= 0 && width >= 0 && height >= 0 && page >= 0;
    if (!(inside && x + width <= size && y + height <= size && page < pages)) {
      throw new RangeError(
        `${label}: ${width}x${height} at ${x},${y} of page ${page} leaves ${pages} pages of ${size}`,
      );
    }
  }

  return {
    get view() {
      return view;
    },
    resize(nextSize, nextPages) {
      const { maxTextureDimension2D, maxTextureArrayLayers } = device.limits;
      const fits = nextSize >= 1 && nextSize <= maxTextureDimension2D && nextPages >= 1;
      if (!(fits && nextPages <= maxTextureArrayLayers)) {
        throw new RangeError(
          `${label} of ${nextPages} pages of ${nextSize} texels: this device allows ${maxTextureArrayLayers} pages of ${maxTextureDimension2D}`,
        );
      }
      texture.destroy();
      size = nextSize;
      pages = nextPages;
      texture = make();
      view = viewOf();
      onResized();
    },
    uploadPixels(page, x, y, width, height, pixels) {
      check(page, x, y, width, height);
      const bytes = width * height * TEXEL_BYTES;
      if (pixels.length < bytes) {
        throw new RangeError(
          `${label}: ${width}x${height} needs ${bytes} bytes, got ${pixels.length}`,
        );
      }
      if (bytes === 0) return 0;
      device.queue.writeTexture(
        { texture, origin: [x, y, page] },
        premultiplied(pixels, bytes),
        { bytesPerRow: width * TEXEL_BYTES },
        [width, height],
      );
      return bytes;
    },
    uploadBitmap(page, x, y, bitmap, left, top, width, height) {
      check(page, x, y, width, height);
      device.queue.copyExternalImageToTexture(
        // Hosts of pages make nothing else.
        { source: bitmap as ImageBitmap, origin: [left, top] },
        { texture, origin: [x, y, page], premultipliedAlpha: true },
        [width, height],
      );
      return width * height * TEXEL_BYTES;
    },
    dispose: () => texture.destroy(),
  };
}
