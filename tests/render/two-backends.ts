import { type App, composeApp } from '../../src/app';
import { findResource, resource } from '../../src/ecs';
import { GlyphCache, IMAGE_LOADING, ImageTable } from '../../src/ecs/stores';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createFontLoader,
  createImageLoader,
} from '../../src/render';
import type { RenderBackend } from '../../src/systems/render-batching';
import { giveBack, giveBackGpu, lent, takeBackend, takeGpuBackend } from './shared-backend';

export type Size = { width: number; height: number; dpr: number };

/** An app over a backend that no page shows, run by hand. */
export type Bench = {
  app: App;
  /** Runs frames until glyphs and images are there, and nothing more is drawn. */
  settle(): Promise<void>;
  frame(): void;
  pixels(): Promise<Uint8ClampedArray>;
  backend: RenderBackend;
};

/** So many in a row draw nothing once all has come: parts that are loaded have what they draw drawn anew. */
const CALM_FRAMES = 12;
const MOST_FRAMES = 1_000;

/** Whether glyphs or images are to come. */
function waits({ world }: App): boolean {
  const images = findResource(world, ImageTable)?.entries ?? [];
  return (
    resource(world, GlyphCache).pending > 0 ||
    images.some((entry) => entry?.status === IMAGE_LOADING)
  );
}

/**
 * The same app on WebGL 2 and on WebGPU, on backends that the next has again once both are disposed; `furnish` must make the same
 * scene both times.
 */
export async function onBoth(
  size: Size,
  furnish: (app: App) => void = () => {},
): Promise<[Bench, Bench]> {
  const { width: cssWidth, height: cssHeight, dpr } = size;
  const gl = lent(await takeBackend(cssWidth, cssHeight, dpr), giveBack);
  const gpu = lent(await takeGpuBackend(cssWidth, cssHeight, dpr), giveBackGpu);
  const [width, height] = [Math.floor(size.width * size.dpr), Math.floor(size.height * size.dpr)];
  return [
    openBench(gl, size, furnish, async () => gl.readPixels(0, 0, width, height)),
    openBench(gpu, size, furnish, () => gpu.readPixels(0, 0, width, height)),
  ];
}

/** An app over a backend. */
export function openBench(
  backend: RenderBackend,
  size: Size,
  furnish: (app: App) => void,
  pixels: Bench['pixels'],
): Bench {
  const app = composeApp(
    {
      clock: performance,
      requestFrame: () => 0,
      cancelFrame() {},
      backend,
      measurer: createCanvasMeasurer(),
      rasteriser: createCanvasRasteriser(),
      fonts: createFontLoader(),
      images: createImageLoader(),
      ...size,
      attach: () => () => {},
    },
    { background: '#ffffff' },
  );
  furnish(app);
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return {
    app,
    frame,
    pixels,
    backend,
    async settle() {
      let calm = 0;
      for (let i = 0; i < MOST_FRAMES && calm < CALM_FRAMES; i++) {
        frame();
        calm = waits(app) || app.renderer.stats().draws > 0 ? 0 : calm + 1;
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
    },
  };
}
