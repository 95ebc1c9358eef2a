import { CLEAR } from 'pixi.js';
import type { ScrollTiles } from '../systems/render-batching';
import { writeFrameView } from './frame-view';
import { createPageTiles } from './page-tiles';
import { type AnyCanvas, openDevice, type PixiDevice } from './pixi-device';
import type { QuadPipeline } from './quad-pipeline';
import { FRAME_UNPROJECT, FRAME_VIEW } from './shaders';

/** Tiles, and how their device is sent what another one is. */
export type TileDevice = ScrollTiles & {
  /** Gives a device that draws as the given one, and hands on what it is sent, but for layers. */
  joined(device: PixiDevice): PixiDevice;
};

/** Bytes of what a device was sent, which it holds. */
type Sent = Record<'records' | 'layers' | 'indices' | 'glyphs' | 'images', number>;

const TEXEL_BYTES = 4;
const OPAQUE_BLACK = 0xff000000;

/**
 * Opens a device on a canvas of no page, whose pictures are handed to tiles beside the surface's canvas. Gives undefined where that is
 * on no page. `surface` gives the canvas as of now, `dpr` its device pixels per CSS pixel.
 */
export async function openScrollTiles(
  surface: () => AnyCanvas,
  dpr: () => number,
): Promise<TileDevice | undefined> {
  if (typeof HTMLCanvasElement === 'undefined' || !(surface() instanceof HTMLCanvasElement)) {
    return undefined;
  }
  const canvas = new OffscreenCanvas(1, 1);
  const device = await openDevice(canvas, OPAQUE_BLACK, () => {});
  const { renderer, pipeline } = device;
  const page = createPageTiles(surface as () => HTMLCanvasElement);
  const bindOptions = { target: renderer.view.renderTarget, clear: false };
  const clearColor: [number, number, number, number] = [0, 0, 0, 1];
  const sent: Sent = { records: 0, layers: 0, indices: 0, glyphs: 0, images: 0 };
  let wasLost = false;
  let disposed = false;
  let mustBind = true;
  let width = 0;
  let height = 0;

  function isLost(): boolean {
    // One that came back has nothing of what was sent to it.
    if (renderer.context.isLost) wasLost = true;
    return wasLost || disposed;
  }

  function resize(wide: number, high: number): void {
    if (width === wide && height === high) return;
    width = wide;
    height = high;
    renderer.resize(wide, high, 1);
    mustBind = true;
  }

  return {
    joined: (given) => ({
      ...given,
      pipeline: joinPipelines(given.pipeline, pipeline, sent, isLost),
    }),
    get lost() {
      return isLost();
    },
    get inPlace() {
      return page.inPlace;
    },
    show(x, y, wide, high, tileHeight, count) {
      if (isLost() || !page.show(x, y, wide, high, tileHeight, count, dpr())) return false;
      resize(wide, tileHeight);
      return true;
    },
    uploadLayers(words, first, count) {
      sent.layers = words.byteLength;
      if (!isLost()) pipeline.uploadLayers(words, first, count);
    },
    begin(x, y, color) {
      if (isLost()) return;
      clearColor[0] = (color & 255) / 255;
      clearColor[1] = ((color >>> 8) & 255) / 255;
      clearColor[2] = ((color >>> 16) & 255) / 255;
      const { frame } = pipeline;
      const ratio = dpr();
      writeFrameView(frame, width, height, ratio, true);
      frame[FRAME_VIEW + 4] = -x;
      frame[FRAME_VIEW + 5] = -y;
      frame[FRAME_UNPROJECT + 4] = x / ratio;
      frame[FRAME_UNPROJECT + 5]! += y / ratio;
      pipeline.frameChanged();
      // Binding allocates, so only where another target may be bound.
      if (mustBind) renderer.renderTarget.bind(bindOptions);
      mustBind = false;
      renderer.renderTarget.clear(bindOptions.target, CLEAR.COLOR, clearColor);
    },
    draw(program, first, count, blend) {
      if (!isLost()) pipeline.draw(program, first, count, blend);
    },
    end(tile, y) {
      if (!isLost()) page.take(tile, y, canvas.transferToImageBitmap());
    },
    scroll: page.scroll,
    hide: page.hide,
    bytes() {
      if (isLost()) return 0;
      const { records, layers, indices, glyphs, images } = sent;
      const pixels = page.pixels() + Math.max(1, width * height);
      return pixels * TEXEL_BYTES + records + layers + indices + glyphs + images;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      page.dispose();
      device.dispose();
    },
  };
}

/** A pipeline that is the first, and has the second take what it is sent while there is one. */
function joinPipelines(
  first: QuadPipeline,
  second: QuadPipeline,
  sent: Sent,
  isLost: () => boolean,
): QuadPipeline {
  const sending: Partial<QuadPipeline> = {
    uploadRecords(words, from, count) {
      sent.records = words.byteLength;
      if (!isLost()) second.uploadRecords(words, from, count);
      return first.uploadRecords(words, from, count);
    },
    uploadIndices(indices, from, count) {
      sent.indices = indices.byteLength;
      if (!isLost()) second.uploadIndices(indices, from, count);
      return first.uploadIndices(indices, from, count);
    },
    resizeAtlas(size, pages) {
      sent.glyphs = size * size * pages * TEXEL_BYTES;
      if (!isLost()) second.resizeAtlas(size, pages);
      first.resizeAtlas(size, pages);
    },
    uploadGlyphs(page, x, y, width, height, pixels) {
      if (!isLost()) second.uploadGlyphs(page, x, y, width, height, pixels);
      return first.uploadGlyphs(page, x, y, width, height, pixels);
    },
    resizeImages(size, pages) {
      sent.images = size * size * pages * TEXEL_BYTES;
      if (!isLost()) second.resizeImages(size, pages);
      first.resizeImages(size, pages);
    },
    drawWith(sources) {
      if (!isLost()) second.drawWith(sources);
      first.drawWith(sources);
    },
    uploadImage(...part) {
      if (!isLost()) second.uploadImage(...part);
      return first.uploadImage(...part);
    },
  };
  // The rest, some of which is computed, stays the first's.
  return Object.assign(Object.create(first), sending);
}
