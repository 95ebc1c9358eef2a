import { TextureSource, type WebGLRenderer } from 'pixi.js';
import type { RenderBackend } from '../systems/render-batching';
import { beginUpload, endUpload } from './upload';

const TEXEL_BYTES = 4;

/** The images: a texture array of square RGBA pages, premultiplied. One texel until it is needed. */
export type ImageTexture = {
  readonly source: TextureSource;
  /** Makes it hold `pages` pages of `size` texels, all empty. */
  resize(size: number, pages: number): void;
  /** Sends a part of a bitmap. Returns the bytes sent. */
  readonly upload: RenderBackend['uploadImage'];
  dispose(): void;
};

/** Creates it, bound to texture unit `unit`. */
export function createImageTexture(renderer: WebGLRenderer, unit: number): ImageTexture {
  const source = new TextureSource({
    label: 'images',
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

  return {
    source,
    resize(size, pages) {
      source.arrayLayerCount = pages;
      // `resize` announces itself only when the side changes; a new page count alone needs an update.
      if (!source.resize(size, size)) source.update();
    },
    upload(page, x, y, bitmap, left, top, width, height) {
      const { gl } = renderer;
      renderer.texture.bindSource(source, unit);
      const saved = beginUpload(gl, unit);
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, left);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, top);
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
        // Hosts of pages make nothing else.
        bitmap as ImageBitmap,
      );
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
      endUpload(gl, unit, saved);
      return width * height * TEXEL_BYTES;
    },
    dispose() {
      source.destroy();
    },
  };
}
