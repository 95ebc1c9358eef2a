import { type Bitmap, BLEND_NORMAL } from '../ecs/stores';
import { type LayerPictures, RECORD_WORDS, RECORDS_PER_LINE } from '../systems/render-batching';
import { createListeners } from './listeners';
import {
  createCounters,
  type NullBackend,
  type NullBackendOptions,
  type NullDraw,
  type NullFrame,
  type NullPicture,
  summed,
} from './null-types';
import {
  checkPages,
  checkPart,
  checkPicture,
  checkRectangles,
  checkRows,
  copyRange,
} from './sent-words';
import { deviceSize } from './surface-size';

const INDEX_BYTES = 4;
const ROW_BYTES = 64;
const TEXEL_BYTES = 4;
/** More than the sides of a texture can be. */
const SIZES = 2 ** 16;

/** Creates a backend that runs anywhere, without Pixi. Without `keep` its calls allocate nothing. */
export function createNullBackend(options: NullBackendOptions = {}): NullBackend {
  const { maxTextureSize = 8192, keep = false, checkFinite = false } = options;
  const listeners = createListeners();
  const counters = createCounters();
  let dpr = 1;
  let deviceWidth = 0;
  let deviceHeight = 0;
  let lost = false;
  let disposed = false;
  let drawing = false;
  let hasDrawn = false;
  let open = false;
  let sentRecords: Uint32Array | undefined;
  let sentLayers: Uint32Array | undefined;
  let sentIndices: Uint32Array | undefined;
  let records = new Uint32Array(0);
  let layers = new Uint32Array(0);
  let indices = new Uint32Array(0);
  let indexCount = 0;
  let atlasSize = 1;
  let atlasPages = 1;
  let atlas: Uint8ClampedArray[] = [];
  let imageSize = 1;
  let imagePages = 1;
  const pictures = new Map<number, NullPicture>();
  /** Of the texture of each, as one number. */
  const sizes = new Map<number, number>();
  let baked: NullPicture | undefined;
  let baking = false;
  let pending: NullFrame | undefined;
  let lastFrame: NullFrame | undefined;

  function resize(width: number, height: number, nextDpr: number): void {
    dpr = nextDpr > 0 && nextDpr < Number.POSITIVE_INFINITY ? nextDpr : 1;
    deviceWidth = deviceSize(width * dpr, maxTextureSize);
    deviceHeight = deviceSize(height * dpr, maxTextureSize);
  }

  function uploadRecords(words: Uint32Array, first: number, count: number): number {
    const rows = checkRows('Records', words, first, count);
    const most = maxTextureSize * RECORDS_PER_LINE;
    if (rows > most)
      throw new RangeError(`Records: ${rows} do not fit; this device allows ${most}`);
    if (lost || disposed) return 0;
    const isNew = words !== sentRecords;
    const from = isNew ? 0 : first;
    const end = isNew ? rows : first + count;
    if (checkFinite) checkRectangles(words, from, end);
    if (keep) records = copyRange(records, words, from * RECORD_WORDS, end * RECORD_WORDS);
    sentRecords = words;
    counters.recordUploads++;
    counters.recordBytes += (end - from) * ROW_BYTES;
    return (end - from) * ROW_BYTES;
  }

  function uploadLayers(words: Uint32Array, first: number, count: number): number {
    const rows = checkRows('Layers', words, first, count);
    if (lost || disposed) return 0;
    const isNew = words !== sentLayers;
    const from = isNew ? 0 : first;
    const end = isNew ? rows : first + count;
    if (keep) layers = copyRange(layers, words, from * RECORD_WORDS, end * RECORD_WORDS);
    sentLayers = words;
    counters.layerUploads++;
    counters.layerBytes += (end - from) * ROW_BYTES;
    return (end - from) * ROW_BYTES;
  }

  function uploadIndices(array: Uint32Array, first: number, count: number): number {
    if (!(first >= 0 && count >= 0 && first + count <= array.length)) {
      throw new RangeError(
        `Indices ${first} to ${first + count} do not lie in an array of ${array.length}`,
      );
    }
    if (lost || disposed) return 0;
    const isNew = array !== sentIndices;
    const from = isNew ? 0 : first;
    const end = isNew ? array.length : first + count;
    if (keep) indices = copyRange(indices, array, from, end);
    sentIndices = array;
    indexCount = array.length;
    counters.indexUploads++;
    counters.indexBytes += (end - from) * INDEX_BYTES;
    return (end - from) * INDEX_BYTES;
  }

  function resizeAtlas(size: number, pages: number): void {
    checkPages('Glyph atlas of', pages, size, maxTextureSize);
    atlasSize = size;
    atlasPages = pages;
    atlas = [];
    if (!keep) return;
    for (let page = 0; page < pages; page++) {
      atlas.push(new Uint8ClampedArray(size * size * TEXEL_BYTES));
    }
  }

  function uploadGlyphs(
    page: number,
    x: number,
    y: number,
    width: number,
    height: number,
    pixels: Uint8ClampedArray,
  ): number {
    const inside = x >= 0 && y >= 0 && width >= 0 && height >= 0;
    if (!(inside && x + width <= atlasSize && y + height <= atlasSize)) {
      throw new RangeError(
        `Glyph rectangle ${x},${y} ${width}x${height} leaves a page of ${atlasSize}`,
      );
    }
    if (!(page >= 0 && page < atlasPages)) {
      throw new RangeError(`Glyph page ${page} of ${atlasPages}`);
    }
    const bytes = width * height * TEXEL_BYTES;
    if (pixels.length < bytes) {
      throw new RangeError(
        `Glyph of ${width}x${height} needs ${bytes} bytes, got ${pixels.length}`,
      );
    }
    if (lost || disposed) return 0;
    const target = atlas[page];
    if (target) {
      const stride = width * TEXEL_BYTES;
      for (let row = 0; row < height; row++) {
        const to = ((y + row) * atlasSize + x) * TEXEL_BYTES;
        target.set(pixels.subarray(row * stride, (row + 1) * stride), to);
      }
    }
    counters.glyphUploads++;
    counters.glyphBytes += bytes;
    return bytes;
  }

  function resizeImages(size: number, pages: number): void {
    checkPages('Images on', pages, size, maxTextureSize);
    imageSize = size;
    imagePages = pages;
  }

  function uploadImage(
    page: number,
    x: number,
    y: number,
    bitmap: Bitmap,
    left: number,
    top: number,
    width: number,
    height: number,
  ): number {
    const inside = x >= 0 && y >= 0 && x + width <= imageSize && y + height <= imageSize;
    if (!(inside && page >= 0 && page < imagePages)) {
      throw new RangeError(
        `Image part ${x},${y} ${width}x${height} leaves page ${page} of ${imagePages} pages of ${imageSize}`,
      );
    }
    checkPart(bitmap, left, top, width, height);
    if (lost || disposed) return 0;
    const bytes = width * height * TEXEL_BYTES;
    counters.imageUploads++;
    counters.imageBytes += bytes;
    return bytes;
  }

  function beginFrame(x: number, y: number, width: number, height: number, color: number): void {
    if (open) throw new Error('beginFrame before the last frame ended: call endFrame first');
    open = true;
    hasDrawn = false;
    if (keep) {
      pending = { x: 0, y: 0, width: 0, height: 0, clearColor: color, draws: [], rects: [] };
    }
    enter(x, y, width, height);
  }

  function nextRect(x: number, y: number, width: number, height: number): void {
    if (!open) throw new Error('nextRect outside a frame: call beginFrame first');
    enter(x, y, width, height);
  }

  function enter(x: number, y: number, width: number, height: number): void {
    drawing = false;
    if (lost || disposed) return;
    const left = Math.max(0, x);
    const top = Math.max(0, y);
    const right = Math.min(deviceWidth, x + width);
    const bottom = Math.min(deviceHeight, y + height);
    if (!(right > left && bottom > top)) return;
    if (!hasDrawn) counters.frames++;
    drawing = true;
    hasDrawn = true;
    counters.rects++;
    counters.pixels += (right - left) * (bottom - top);
    pending?.rects.push({
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
      draws: [],
    });
  }

  function checkIndices(first: number, count: number): void {
    if (first >= 0 && first + count <= indexCount) return;
    throw new RangeError(
      `Draw of indices ${first} to ${first + count}, but only ${indexCount} were sent`,
    );
  }

  function draw(
    program: NullDraw['program'],
    first: number,
    count: number,
    blend = BLEND_NORMAL,
  ): void {
    if (!open && !baking) throw new Error('draw outside a frame: call beginFrame first');
    if (drawing || baking) checkIndices(first, count);
    if (!(drawing || baking) || !(count > 0)) return;
    if (keep) (baked ?? pending?.rects.at(-1))?.draws.push({ program, first, count, blend });
    counters[baking ? 'offscreenDraws' : 'draws']++;
    if (baking) return;
    counters.indices += count;
    counters.pictureDraws += program === 'picture' ? 1 : 0;
  }

  function checkTaken(slot: number): void {
    if (keep && !pictures.has(slot)) throw new RangeError(`Picture ${slot} was not taken`);
  }

  const layerPictures: LayerPictures = {
    bytesPerPixel: TEXEL_BYTES,
    spareBytes: () => 0,
    gain: new Float32Array([1]),
    begin(slot, x, y, width, height) {
      if (open || baking) throw new Error('begin of a picture inside a frame or another picture');
      checkPicture(slot, width, height, maxTextureSize);
      if (lost || disposed) return false;
      baking = true;
      counters.pictures++;
      if (sizes.get(slot) !== width * SIZES + height) counters.pictureTextures++;
      sizes.set(slot, width * SIZES + height);
      if (keep) {
        baked = { x, y, width, height, draws: [] };
        pictures.set(slot, baked);
      }
      return true;
    },
    end() {
      if (!baking) throw new Error('end of a picture without begin');
      baking = false;
      baked = undefined;
    },
    filter(slot, first, _steps, count) {
      if (open || baking) throw new Error('filter of a picture inside a frame or another picture');
      checkTaken(slot);
      checkIndices(first, 6);
      counters.filters += count;
      counters.offscreenDraws += count;
      return count;
    },
    draw(slot, first, count, blend) {
      if (drawing || baking) checkTaken(slot);
      draw('picture', first, count, blend);
    },
    drop: (slot) => void (pictures.delete(slot) && sizes.delete(slot)),
    // Objects of Pixi stay where they are.
    loadForeign: async () => ({ draw() {}, keep() {}, dispose() {} }),
  };

  function endFrame(): void {
    if (!open) throw new Error('endFrame without beginFrame');
    if (hasDrawn && pending) lastFrame = summed(pending);
    open = false;
    hasDrawn = false;
    drawing = false;
    pending = undefined;
  }

  function forget(): void {
    sentRecords = undefined;
    sentLayers = undefined;
    sentIndices = undefined;
    indexCount = 0;
    records = new Uint32Array(0);
    layers = new Uint32Array(0);
    indices = new Uint32Array(0);
    for (const page of atlas) page.fill(0);
    pictures.clear();
    sizes.clear();
  }

  resize(options.width ?? 1280, options.height ?? 720, options.dpr ?? 1);
  return {
    name: 'null',
    maxTextureSize,
    maxRecords: maxTextureSize * RECORDS_PER_LINE,
    preserves: true,
    counters,
    get lost() {
      return lost || disposed;
    },
    get glyphScale() {
      return dpr;
    },
    get deviceWidth() {
      return deviceWidth;
    },
    get deviceHeight() {
      return deviceHeight;
    },
    get records() {
      return records;
    },
    get layers() {
      return layers;
    },
    get indices() {
      return indices;
    },
    get atlasSize() {
      return atlasSize;
    },
    get atlasPages() {
      return atlasPages;
    },
    atlasPage(page) {
      const pixels = atlas[page];
      if (!pixels) throw new RangeError(`No copy of glyph page ${page}: pass { keep: true }`);
      return pixels;
    },
    pictures,
    get lastFrame() {
      return lastFrame;
    },
    onRestored: listeners.add,
    resize,
    uploadRecords,
    uploadLayers,
    uploadIndices,
    resizeAtlas,
    uploadGlyphs,
    resizeImages,
    uploadImage,
    beginFrame,
    nextRect,
    draw,
    endFrame,
    loadPictures: () => Promise.resolve(layerPictures),
    resetCounters() {
      Object.assign(counters, createCounters());
    },
    lose() {
      lost = true;
      drawing = false;
      hasDrawn = false;
      forget();
    },
    restore() {
      if (!lost || disposed) return;
      lost = false;
      listeners.emit();
    },
    dispose() {
      disposed = true;
      listeners.clear();
      forget();
      atlas = [];
      lastFrame = undefined;
    },
  };
}
