import 'pixi.js/unsafe-eval';
import { RenderContainer, type Renderer, type WebGLRenderer, type WebGPURenderer } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import type { DrawProgram, LayerPictures, RenderBackend } from '../systems/render-batching';
import { SCALE_SLACK, writeEmbeddedFrame } from './embedded-frame';
import type { DevicePictures } from './layer-pictures';
import { createListeners } from './listeners';
import { createQuadPipeline, type QuadPipeline } from './quad-pipeline';

/** Scales glyphs are rasterised at; the host's scale is rounded up to one of them. */
const GLYPH_SCALES = [1, 1.5, 2, 3] as const;
const DRAW_NUMBERS = 4;
/** Added to the blend mode of a picture within a rounded or turned clip. */
const CLIPPED = 256;
/** What every device of WebGPU has room for, which is all that Pixi asks for. */
const GPU_TEXTURE_SIZE = 8192;
const GPU_RECORDS = 2 ** 21;
const PROGRAMS: readonly DrawProgram[] = [
  'solid',
  'simple',
  'blended',
  'images',
  'lines',
  'effects',
];

/** What `createEmbeddedBackend` needs: the host's renderer, which must be Pixi's, by WebGL 2 or by WebGPU, and initialised. */
export type EmbeddedBackendOptions = { renderer: Renderer };

/** What an embedded surface draws with, on the device of the host. */
export type EmbeddedPipeline = Pick<
  QuadPipeline,
  | 'frame'
  | 'frameChanged'
  | 'draw'
  | 'uploadRecords'
  | 'uploadLayers'
  | 'uploadIndices'
  | 'resizeAtlas'
  | 'uploadGlyphs'
  | 'resizeImages'
  | 'uploadImage'
  | 'forget'
  | 'dispose'
> &
  Partial<Pick<QuadPipeline, 'maxTextureSize' | 'maxRecords'>> &
  Required<Pick<RenderBackend, 'lost' | 'endFrame' | 'loadSoftShadows'>> & {
    /** Loads pictures of layers, of `dpr` device pixels per CSS pixel when they are taken. */
    loadPictures(dpr: () => number): Promise<DevicePictures>;
  };

/** A backend that draws inside a host's own stage. */
export type EmbeddedBackend = RenderBackend & {
  /** Add this to the host's stage. It follows transform, alpha, tint and masks of where it stands. */
  readonly view: RenderContainer;
  /** By WebGPU: loads what draws, once more where it failed. Until it has come the backend is lost. */
  readonly load: (() => Promise<void>) | undefined;
};

class SurfaceView extends RenderContainer {
  boundsChanged(): void {
    this.onViewUpdate();
  }
}

/**
 * Creates a backend whose draws are recorded and replayed whenever the host renders `view`. Nothing is cleared: the host's
 * picture shows through. The host owns the renderer, its frames and its size.
 */
export function createEmbeddedBackend({ renderer }: EmbeddedBackendOptions): EmbeddedBackend {
  const isGl = (renderer as WebGLRenderer).context?.webGLVersion === 2;
  if (!isGl && !(renderer as WebGPURenderer).gpu) {
    throw new Error(`Cannot embed into a ${renderer.name} renderer: WebGL 2 or WebGPU is needed`);
  }
  let pipeline = isGl ? createGlPipeline(renderer as WebGLRenderer) : undefined;
  let loading: Promise<void> | undefined;
  let pictures: DevicePictures | undefined;
  const listeners = createListeners();
  let draws = new Int32Array(16 * DRAW_NUMBERS);
  let drawCount = 0;
  let width = 0;
  let height = 0;
  // Device pixels of pictures per CSS pixel.
  let dpr = 1;
  let disposed = false;
  // A picture of a layer is drawn, and not the surface.
  let taking = false;

  const view = new SurfaceView({
    label: 'rafter',
    addBounds(bounds) {
      bounds.minX = 0;
      bounds.minY = 0;
      bounds.maxX = width;
      bounds.maxY = height;
    },
    render: replay,
  });

  const restorer = {
    contextChange() {
      pipeline?.forget();
      drawCount = 0;
      listeners.emit();
    },
  };
  renderer.runners.contextChange.add(restorer);

  function load(): Promise<void> {
    loading ??= open().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }

  async function open(): Promise<void> {
    const { createGpuEmbeddedPipeline } = await import('./webgpu/embedded-pipeline');
    if (disposed) return;
    pipeline = createGpuEmbeddedPipeline(renderer as WebGPURenderer);
    listeners.emit();
  }

  /** What is drawn with, while its device is there. */
  function ready(): EmbeddedPipeline | undefined {
    return disposed || pipeline?.lost ? undefined : pipeline;
  }

  function replay(): void {
    const used = ready();
    if (!used || drawCount === 0 || !(width > 0 && height > 0)) return;
    writeEmbeddedFrame(used.frame, renderer as WebGLRenderer, view, glyphScale(), dpr);
    // Another surface on this renderer shares the programs and has written its own values into them.
    used.frameChanged();
    for (let at = 0; at < drawCount * DRAW_NUMBERS; at += DRAW_NUMBERS) {
      const program = PROGRAMS[draws[at]!];
      if (program) used.draw(program, draws[at + 1]!, draws[at + 2]!, draws[at + 3]!);
      else replayPicture(at);
    }
    used.endFrame();
  }

  function replayPicture(at: number): void {
    const slot = draws[at]! - PROGRAMS.length;
    const clipped = draws[at + 3]! >= CLIPPED;
    pictures?.draw(slot, draws[at + 1]!, draws[at + 2]!, draws[at + 3]! % CLIPPED, clipped);
  }

  function record(what: number, first: number, count: number, how: number): void {
    if ((drawCount + 1) * DRAW_NUMBERS > draws.length) {
      const longer = new Int32Array(draws.length * 2);
      longer.set(draws);
      draws = longer;
    }
    const at = drawCount++ * DRAW_NUMBERS;
    draws[at] = what;
    draws[at + 1] = first;
    draws[at + 2] = count;
    draws[at + 3] = how;
  }

  /** Into another picture one is drawn at once. */
  async function loadPictures(): Promise<LayerPictures> {
    if (!isGl) await load();
    if (!pipeline) throw new Error('No pictures of layers: the surface was disposed');
    const opened = await pipeline.loadPictures(() => dpr);
    pictures = opened;
    return {
      ...opened,
      begin(...place) {
        taking = !!ready() && opened.begin(...place);
        return taking;
      },
      end() {
        taking = false;
        opened.end();
      },
      draw(slot, first, count, blend, clipped) {
        if (taking) opened.draw(slot, first, count, blend, clipped);
        else record(PROGRAMS.length + slot, first, count, blend + (clipped ? CLIPPED : 0));
      },
    };
  }

  function glyphScale(): number {
    const { a, b, c, d } = view.worldTransform;
    const scale = Math.sqrt(Math.abs(a * d - b * c)) * renderer.resolution;
    for (const step of GLYPH_SCALES) if (scale <= step + SCALE_SLACK) return step;
    return 3;
  }

  return {
    name: `${isGl ? 'webgl2' : 'webgpu'} embedded`,
    view,
    load: isGl ? undefined : load,
    maxTextureSize: pipeline?.maxTextureSize ?? GPU_TEXTURE_SIZE,
    maxRecords: pipeline?.maxRecords ?? GPU_RECORDS,
    preserves: false,
    get lost() {
      return !ready();
    },
    get glyphScale() {
      return glyphScale();
    },
    onRestored: listeners.add,
    resize(nextWidth, nextHeight, nextDpr) {
      if (disposed) return;
      dpr = nextDpr;
      width = nextWidth > 0 && nextWidth < Number.POSITIVE_INFINITY ? nextWidth : 0;
      height = nextHeight > 0 && nextHeight < Number.POSITIVE_INFINITY ? nextHeight : 0;
      view.boundsChanged();
    },
    uploadRecords: (words, first, count) => ready()?.uploadRecords(words, first, count) ?? 0,
    uploadLayers: (words, first, count) => ready()?.uploadLayers(words, first, count) ?? 0,
    uploadIndices: (indices, first, count) => ready()?.uploadIndices(indices, first, count) ?? 0,
    resizeAtlas: (size, pages) => ready()?.resizeAtlas(size, pages),
    uploadGlyphs: (page, x, y, across, down, pixels) =>
      ready()?.uploadGlyphs(page, x, y, across, down, pixels) ?? 0,
    resizeImages: (size, pages) => ready()?.resizeImages(size, pages),
    uploadImage: (...part) => ready()?.uploadImage(...part) ?? 0,
    beginFrame() {
      drawCount = 0;
    },
    // The host keeps no picture, so that every frame is one rectangle.
    nextRect() {},
    draw(program, first, count, blend = BLEND_NORMAL) {
      const used = ready();
      if (!used) return;
      if (taking) used.draw(program, first, count, blend);
      else record(PROGRAMS.indexOf(program), first, count, blend);
    },
    endFrame() {},
    loadPictures,
    async loadSoftShadows() {
      if (!isGl) await load();
      const soften = await pipeline?.loadSoftShadows();
      return (on) => {
        if (!disposed) soften?.(on);
      };
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      drawCount = 0;
      listeners.clear();
      view.destroy();
      // A renderer that the host destroyed first has let go of its parts.
      if (renderer.renderPipes) pictures?.forget();
      pipeline?.dispose();
      // A renderer that the host destroyed first has let go of its runners.
      if (renderer.renderPipes) renderer.runners.contextChange.remove(restorer);
    },
  };
}

function createGlPipeline(renderer: WebGLRenderer): EmbeddedPipeline {
  const pipeline = createQuadPipeline(renderer);
  return {
    ...pipeline,
    get lost() {
      return renderer.context.isLost;
    },
    endFrame() {},
    async loadPictures(dpr) {
      const { createLayerPictures } = await import('./layer-pictures');
      const device = { renderer, pipeline };
      return createLayerPictures(() => device, dpr, true);
    },
    async loadSoftShadows() {
      const { SOFT_SOURCES } = await import('./soft-shadows');
      return (on) => pipeline.drawWith(on ? SOFT_SOURCES : undefined);
    },
  };
}
