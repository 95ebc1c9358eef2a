import 'pixi.js/unsafe-eval';
import { ExternalSource, type TextureSource, WebGPURenderer } from 'pixi.js';
import type { ForeignEntry } from '../../ecs/stores';
import type { ForeignDrawer } from '../../systems/render-batching';
import { createPixiContents } from '../pixi-contents';
import { loadPixiParts } from '../pixi-parts';
import { withoutStage } from '../without-stage';
import { PICTURE_FORMAT } from './gpu-pipeline';

/** The picture that was begun last: its texture, and where its left and top pixel lies on the surface, device pixels. */
export type GpuPictureTarget = { texture: GPUTexture; x: number; y: number };

export type GpuContentsOptions = {
  /** The device that is drawn with by now. */
  device(): GPUDevice;
  dpr(): number;
  target(): GpuPictureTarget | undefined;
  /** Sends what was drawn into the picture so far. */
  pause(): void;
  /** Begins to draw into it again. */
  resume(): void;
  changed(entry: ForeignEntry): void;
};

export type GpuContents = ForeignDrawer & {
  /** Lets go of a picture's texture, which goes. */
  forget(texture: GPUTexture): void;
};

/** Draws Pixi objects into pictures of layers on a device of WebGPU, by a renderer of Pixi's that shares it. */
export async function createGpuContents(options: GpuContentsOptions): Promise<GpuContents> {
  let renderer: WebGPURenderer | undefined;
  let opened: GPUDevice | undefined;
  let disposed = false;
  // By picture, as long as it is there: a renderer keeps what it draws on each, such as its stencil.
  const sources = new Map<GPUTexture, TextureSource>();
  const seen = new Set<ForeignEntry>();
  await loadPixiParts();
  await open(options.device());

  async function open(device: GPUDevice): Promise<void> {
    opened = device;
    close();
    const next = withoutStage(new WebGPURenderer());
    await next.init({
      // Nothing is shown on it.
      canvas: new OffscreenCanvas(1, 1) as unknown as HTMLCanvasElement,
      gpu: { device, adapter: undefined as unknown as GPUAdapter },
      width: 1,
      height: 1,
      antialias: false,
      skipExtensionImports: true,
      gcActive: false,
    });
    // It would keep Ticker.system, and so a frame request, alive.
    next.scheduler.destroy();
    if (disposed || device !== options.device()) {
      next.destroy();
      return;
    }
    renderer = next;
    for (const entry of seen) options.changed(entry);
  }

  /** The device is not its own, and stays. */
  function close(): void {
    for (const texture of sources.keys()) forget(texture);
    renderer?.destroy();
    renderer = undefined;
  }

  function forget(texture: GPUTexture): void {
    sources.get(texture)?.destroy();
    sources.delete(texture);
  }

  function rendererNow(): WebGPURenderer | undefined {
    const device = options.device();
    if (device !== opened && !disposed) void open(device);
    return renderer;
  }

  /** Pixi's word for a picture. */
  function sourceOf(texture: GPUTexture, drawnBy: WebGPURenderer): TextureSource {
    const known = sources.get(texture);
    if (known) return known;
    const source = new ExternalSource({
      resource: texture,
      renderer: drawnBy,
      label: texture.label,
    });
    source.format = PICTURE_FORMAT as 'rgba16float';
    sources.set(texture, source);
    return source;
  }

  const contents = await createPixiContents({
    renderer: rendererNow,
    dpr: options.dpr,
    target() {
      const target = options.target();
      const drawnBy = rendererNow();
      if (!target || !drawnBy) return undefined;
      return { source: sourceOf(target.texture, drawnBy), x: target.x, y: target.y };
    },
    pause: options.pause,
    resume: options.resume,
    isOwn: true,
    changed: options.changed,
  });
  return {
    ...contents,
    draw(entry, place, drawn) {
      seen.add(entry);
      contents.draw(entry, place, drawn);
    },
    forget,
    dispose() {
      disposed = true;
      contents.dispose();
      close();
    },
    keep(entries) {
      seen.clear();
      for (const entry of entries.values()) seen.add(entry);
      contents.keep(entries);
    },
  };
}
