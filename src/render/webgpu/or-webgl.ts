import type { ForeignEntry } from '../../ecs/stores';
import type {
  CoarsePicture,
  ForeignDrawer,
  LayerPictures,
  RenderBackend,
} from '../../systems/render-batching';
import { createListeners } from '../listeners';
import { createPixiBackend, type PixiBackend, type PixiBackendOptions } from '../pixi-backend';
import type { WebGpuBackend } from './webgpu-backend';

/** A backend that draws by WebGPU until its device is gone for good, then by WebGL 2 on another canvas. */
export type WebGpuOrWebGl = RenderBackend & {
  /** What draws now. */
  readonly current: WebGpuBackend | PixiBackend;
  /** Resolves when nothing is drawn by WebGPU any more: `renew` it then. */
  readonly gone: Promise<void>;
  /**
   * Goes on by WebGL 2 on another canvas, for one that was WebGPU's cannot be WebGL's; `onRestored` listeners are called. Later again, as
   * the `renew` of that backend. Gives false if it was disposed meanwhile. Rejects if there is no WebGL 2.
   */
  renew(canvas: PixiBackendOptions['canvas']): Promise<boolean>;
};

/** Puts WebGL 2 behind a backend that draws by WebGPU. What was loaded for the one is loaded for the other before it takes over. */
export function createWebGpuOrWebGl(
  gpu: WebGpuBackend,
  { width, height, dpr, background }: PixiBackendOptions,
): WebGpuOrWebGl {
  const listeners = createListeners();
  const size = { width, height, dpr };
  let current: WebGpuBackend | PixiBackend = gpu;
  let webGl: PixiBackend | undefined;
  let pictures: LayerPictures | undefined;
  let foreign: ForeignDrawer | undefined;
  let foreignChanged: ((entry: ForeignEntry) => void) | undefined;
  let coarse: CoarsePicture | undefined;
  let soften: ((on: boolean) => void) | undefined;
  let isSoft = false;
  let isTimed = false;
  let disposed = false;
  gpu.onRestored(listeners.emit);

  async function renew(canvas: PixiBackendOptions['canvas']): Promise<boolean> {
    if (webGl) return webGl.renew(canvas);
    const next = await createPixiBackend({
      canvas,
      ...size,
      ...(background === undefined ? {} : { background }),
    });
    const [nextPictures, nextCoarse, nextSoften] = await Promise.all([
      pictures && next.loadPictures?.(),
      coarse && next.loadCoarse?.(),
      soften && next.loadSoftShadows?.(),
    ]);
    const nextForeign = foreignChanged && (await nextPictures?.loadForeign?.(foreignChanged));
    if (disposed) {
      next.dispose();
      return false;
    }
    // It may have changed while that was loaded.
    next.resize(size.width, size.height, size.dpr);
    pictures = nextPictures;
    foreign?.dispose();
    foreign = nextForeign;
    coarse = nextCoarse;
    soften = nextSoften;
    soften?.(isSoft);
    next.timeGpu?.(isTimed);
    next.onRestored(listeners.emit);
    webGl = next;
    current = next;
    gpu.dispose();
    listeners.emit();
    return true;
  }

  async function loadForeign(changed: (entry: ForeignEntry) => void): Promise<ForeignDrawer> {
    foreignChanged = changed;
    foreign = await pictures!.loadForeign!(changed);
    return {
      draw: (entry, place, drawn) => foreign!.draw(entry, place, drawn),
      keep: (entries) => foreign!.keep(entries),
      dispose: () => foreign!.dispose(),
    };
  }

  return {
    get current() {
      return current;
    },
    gone: gpu.gone,
    renew,
    get name() {
      return current.name;
    },
    get maxTextureSize() {
      return current.maxTextureSize;
    },
    get maxRecords() {
      return current.maxRecords;
    },
    get lost() {
      return current.lost;
    },
    // Both keep theirs.
    preserves: true,
    get glyphScale() {
      return current.glyphScale;
    },
    onRestored: listeners.add,
    resize(nextWidth, nextHeight, nextDpr) {
      size.width = nextWidth;
      size.height = nextHeight;
      size.dpr = nextDpr;
      current.resize(nextWidth, nextHeight, nextDpr);
    },
    uploadRecords: (words, first, count) => current.uploadRecords(words, first, count),
    uploadLayers: (words, first, count) => current.uploadLayers(words, first, count),
    uploadIndices: (indices, first, count) => current.uploadIndices(indices, first, count),
    resizeAtlas: (side, pages) => current.resizeAtlas(side, pages),
    uploadGlyphs: (page, x, y, w, h, pixels) => current.uploadGlyphs(page, x, y, w, h, pixels),
    resizeImages: (side, pages) => current.resizeImages(side, pages),
    uploadImage: (...part) => current.uploadImage(...part),
    beginFrame: (x, y, w, h, color) => current.beginFrame(x, y, w, h, color),
    nextRect: (x, y, w, h) => current.nextRect(x, y, w, h),
    draw: (program, first, count, blend) => current.draw(program, first, count, blend),
    endFrame: () => current.endFrame(),
    async loadPictures() {
      pictures = await current.loadPictures!();
      return delegate(() => pictures!, loadForeign);
    },
    async loadCoarse() {
      coarse = await current.loadCoarse!();
      return {
        begin: (...picture) => coarse!.begin(...picture),
        rect: (x, y, w, h) => coarse!.rect(x, y, w, h),
        end: () => coarse!.end(),
        show: (first) => coarse!.show(first),
        drawUncovered: (first, count, blend) => coarse!.drawUncovered(first, count, blend),
        drop: () => coarse!.drop(),
        bytes: () => coarse!.bytes(),
      };
    },
    async loadSoftShadows() {
      soften = await current.loadSoftShadows!();
      return (on) => {
        isSoft = on;
        soften!(on);
      };
    },
    timeGpu(on) {
      isTimed = on;
      current.timeGpu?.(on);
    },
    get gpuMs() {
      return current.gpuMs ?? Number.NaN;
    },
    get gpuTimed() {
      return current.gpuTimed ?? 0;
    },
    get gpuTold() {
      return current.gpuTold ?? 0;
    },
    get deviceWidth() {
      return current.deviceWidth;
    },
    get deviceHeight() {
      return current.deviceHeight;
    },
    readPixels: (x, y, w, h) => current.readPixels(x, y, w, h),
    dispose() {
      disposed = true;
      listeners.clear();
      current.dispose();
    },
  };
}

function delegate(
  pictures: () => LayerPictures,
  loadForeign: LayerPictures['loadForeign'] & {},
): LayerPictures {
  return {
    loadForeign,
    get bytesPerPixel() {
      return pictures().bytesPerPixel;
    },
    get gain() {
      return pictures().gain;
    },
    begin: (slot, x, y, w, h) => pictures().begin(slot, x, y, w, h),
    end: () => pictures().end(),
    draw: (slot, first, count, blend, clipped) =>
      pictures().draw(slot, first, count, blend, clipped),
    filter: (slot, first, steps, count, quality) =>
      pictures().filter(slot, first, steps, count, quality),
    onLost: (listener) => pictures().onLost?.(listener),
    drop: (slot) => pictures().drop(slot),
    spareBytes: () => pictures().spareBytes(),
  };
}
