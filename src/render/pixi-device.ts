import 'pixi.js/unsafe-eval';
import { DOMAdapter, WebGLRenderer, WebWorkerAdapter } from 'pixi.js';
import { createGpuClock, type GpuClock } from './gpu-clock';
import { createQuadPipeline, type QuadPipeline } from './quad-pipeline';
import { withoutStage } from './without-stage';

/** A canvas of a page or of none. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** A WebGL 2 renderer on a canvas of its own, and what is drawn with. */
export type PixiDevice = {
  readonly canvas: AnyCanvas;
  readonly renderer: WebGLRenderer;
  readonly pipeline: QuadPipeline;
  readonly clock: GpuClock;
  /** Largest side of the canvas and of a texture, device pixels. */
  readonly maxTextureSize: number;
  /** Returns all of it to the browser. */
  dispose(): void;
};

/**
 * Opens a device; `onRestored` is called whenever its context was lost and is back, with nothing of what it held. Throws if there is
 * no WebGL 2, or if the canvas's context is lost.
 */
export async function openDevice(
  canvas: AnyCanvas,
  background: number,
  onRestored: () => void,
): Promise<PixiDevice> {
  if (typeof document === 'undefined') DOMAdapter.set(WebWorkerAdapter);
  const context = openContext(canvas);
  const renderer = withoutStage(new WebGLRenderer());
  const [red, green, blue] = [0, 8, 16].map((shift) => (background >>> shift) & 255);
  await renderer.init({
    canvas,
    context,
    width: 1,
    height: 1,
    resolution: 1,
    antialias: false,
    backgroundColor: { r: red!, g: green!, b: blue! },
    backgroundAlpha: 1,
    skipExtensionImports: true,
    gcActive: false,
  });
  // The scheduler has nothing to do without Pixi's collector, but keeps Ticker.system, and so a frame request, alive.
  renderer.scheduler.destroy();
  const { gl } = renderer;
  const pipeline = createQuadPipeline(renderer);
  const clock = createGpuClock(gl);
  const viewportLimit = Math.min(...(gl.getParameter(gl.MAX_VIEWPORT_DIMS) as Int32Array));
  const restorer = {
    contextChange() {
      pipeline.forget();
      clock.forget();
      onRestored();
    },
  };
  renderer.runners.contextChange.add(restorer);
  return {
    canvas,
    renderer,
    pipeline,
    clock,
    maxTextureSize: Math.min(pipeline.maxTextureSize, viewportLimit),
    dispose() {
      if (!renderer.context.isLost) clock.dispose();
      renderer.runners.contextChange.remove(restorer);
      pipeline.dispose();
      renderer.destroy();
    },
  };
}

/** Opens the context here rather than in Pixi, which would fall back to WebGL 1, and which loops for ever on a lost one. */
function openContext(canvas: AnyCanvas): WebGL2RenderingContext {
  const context = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    stencil: true,
    premultipliedAlpha: true,
    preserveDrawingBuffer: true,
  }) as WebGL2RenderingContext | null;
  if (!context) throw new Error('Cannot draw on this canvas: there is no WebGL 2 for it');
  if (context.isContextLost()) {
    throw new Error('Cannot draw on this canvas: its context is lost; use a new canvas');
  }
  return context;
}
