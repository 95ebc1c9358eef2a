import { TextureSource, type WebGLRenderer } from 'pixi.js';
import type { RenderBackend } from '../systems/render-batching';
import { premultiplied } from './premultiply';
import { beginUpload, endUpload } from './upload';

const TEXEL_BYTES = 4;

/** The glyph atlas: a texture array of square RGBA pages, premultiplied, so that filtering draws no dark fringes. */
export type AtlasTexture = {
  readonly source: TextureSource;
  /** Makes it hold `pages` pages of `size` texels, all empty. */
  resize(size: number, pages: number): void;
  /** Sends a rectangle of a page. Returns the bytes sent. */
  readonly upload: RenderBackend['uploadGlyphs'];
  dispose(): void;
};

/** Creates an atlas of one page of one texel, bound to texture unit `unit`. */
export function createAtlasTexture(renderer: WebGLRenderer, unit: number): AtlasTexture {
  const maxPages = renderer.gl.getParameter(renderer.gl.MAX_ARRAY_TEXTURE_LAYERS) as number;
  const maxSize = renderer.gl.getParameter(renderer.gl.MAX_TEXTURE_SIZE) as number;
  const source = new TextureSource({
    label: 'glyph atlas',
    width: 1,
    height: 1,
    arrayLayerCount: 1,
    // One layer alone would make a plain 2D texture, which the shader's sampler array cannot read.
    viewDimension: '2d-array',
    format: 'rgba8unorm',
    scaleMode: 'linear',
    alphaMode: 'no-premultiply-alpha',
    autoGarbageCollect: false,
  });

  function resize(size: number, pages: number): void {
    if (!(size >= 1 && size <= maxSize && pages >= 1 && pages <= maxPages)) {
      throw new RangeError(
        `Glyph atlas of ${pages} pages of ${size} texels: this device allows ${maxPages} pages of ${maxSize}`,
      );
    }
    source.arrayLayerCount = pages;
    // `resize` announces itself only when the side changes; a new page count alone needs an update.
    if (!source.resize(size, size)) source.update();
  }

  function upload(
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    pixels: Uint8ClampedArray,
  ): number {
    const side = source.pixelWidth;
    const inside = x >= 0 && y >= 0 && width >= 0 && height >= 0;
    if (!(inside && x + width <= side && y + height <= side && page >= 0)) {
      throw new RangeError(`Glyph rectangle ${x},${y} ${width}x${height} leaves a page of ${side}`);
    }
    if (page >= source.arrayLayerCount) {
      throw new RangeError(`Glyph page ${page} of ${source.arrayLayerCount}`);
    }
    const bytes = width * height * TEXEL_BYTES;
    if (pixels.length < bytes) {
      throw new RangeError(
        `Glyph of ${width}x${height} needs ${bytes} bytes, got ${pixels.length}`,
      );
    }
    if (bytes === 0) return 0;
    renderer.texture.bindSource(source, unit);
    const gl = renderer.gl;
    const saved = beginUpload(gl, unit);
    gl.texSubImage3D(
      gl.TEXTURE_2D_ARRAY,
      0,
      x,
      y,
      page,
      width,
      height,
      1,
      gl.RGBA,
      gl.UNSIGNED_BYTE,
      // WebGL does not convert pixels on their way into a texture array.
      premultiplied(pixels, bytes),
    );
    endUpload(gl, unit, saved);
    return bytes;
  }

  return {
    source,
    resize,
    upload,
    dispose() {
      source.destroy();
    },
  };
}
