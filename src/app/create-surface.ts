import { ValueError } from '../ecs';
import { createPart } from '../ecs/stores';
import {
  createCanvasMeasurer,
  createCanvasRasteriser,
  createEmbeddedBackend,
  createFontLoader,
  createImageLoader,
  type EmbeddedBackend,
  type EmbeddedBackendOptions,
} from '../render';
import type { Input } from '../systems/input';
import { composeApp } from './app';
import type { App, AppOptions } from './app-types';
import { createBrowserClipboard } from './browser-clipboard';
import { createCanvasCursor } from './canvas-cursor';
import type { Host } from './host';

export type CreateSurfaceOptions = AppOptions & {
  /** The game's Pixi renderer, by WebGL 2 or by WebGPU, initialised. It stays the game's: never resized, cleared or disposed here. */
  renderer: EmbeddedBackendOptions['renderer'];
  /** CSS pixels of the surface before the view's own transform. @default the renderer's screen */
  width?: number;
  height?: number;
};

/** What of an app a game does itself. */
type Driven = 'start' | 'stop' | 'step' | 'beginFrame' | 'complete' | 'running' | 'asleep';

/** A UI inside a Pixi stage. Everything of an `App` but its own loop; the game steps it and forwards input. */
export type Surface = Omit<App, Driven> & {
  /** Add it to the stage. Transform, alpha and masks of where it stands apply. */
  readonly view: EmbeddedBackend['view'];
  /** Runs one frame `deltaMs` after the last; call it before the game renders. */
  update(deltaMs: number): void;
  resize(width: number, height: number): void;
  /** Input as the game gets it. Positions are Pixi's global ones; the view's transform is undone here. */
  pointer(...record: Parameters<Input['pointer']>): void;
  wheel(...record: Parameters<Input['wheel']>): void;
  key(...record: Parameters<Input['key']>): void;
};

/**
 * Makes a UI that lives in a game's Pixi stage. What draws by WebGPU is loaded first: until it has come the stage shows nothing of it.
 */
export function createSurface({
  renderer,
  width,
  height,
  ...options
}: CreateSurfaceOptions): Surface {
  if (!renderer)
    throw new ValueError(`renderer is ${String(renderer)}; give the game's Pixi renderer`);
  const backend = createEmbeddedBackend({ renderer });
  // A game in a worker has a canvas without style.
  const { canvas } = renderer;
  const cursor = canvas?.style ? createCanvasCursor(canvas as HTMLCanvasElement) : undefined;
  let now = 0;
  const size = { width: width ?? renderer.screen.width, height: height ?? renderer.screen.height };
  let scale = backend.glyphScale;
  let input: Input | undefined;
  let resize: ((width: number, height: number, dpr: number) => void) | undefined;
  const host: Host = {
    clock: performance,
    // The game owns the frames.
    requestFrame: () => 0,
    cancelFrame: () => {},
    backend,
    measurer: createCanvasMeasurer(),
    rasteriser: createCanvasRasteriser(),
    fonts: createFontLoader(),
    images: createImageLoader(),
    clipboard: createBrowserClipboard(),
    ...(cursor ? { cursor } : {}),
    ...size,
    dpr: scale,
    attach(events) {
      input = events.input;
      resize = events.resize;
      return () => cursor?.release();
    },
  };
  let app: App;
  try {
    app = composeApp(host, { background: 'transparent', ...options });
  } catch (error) {
    // Nothing of ours may stay on the game's renderer.
    backend.dispose();
    throw error;
  }
  const { view } = backend;
  if (backend.load) createPart(app.world, 'surface', backend.load).ask();

  return {
    ...surfaceOf(app),
    view,
    update(deltaMs) {
      now += deltaMs > 0 ? Math.min(deltaMs, 1000) : 0;
      // What is drawn once and then shown, glyphs and pictures of groups, is made for the scale at which the stage shows it.
      if (backend.glyphScale !== scale) fitScale();
      app.step(now);
    },
    resize(nextWidth, nextHeight) {
      size.width = nextWidth;
      size.height = nextHeight;
      fitScale();
    },
    pointer(...record) {
      [record[2], record[3]] = toSurface(record[2], record[3]);
      input?.pointer(...record);
    },
    wheel(...record) {
      [record[0], record[1]] = toSurface(record[0], record[1]);
      input?.wheel(...record);
    },
    key: (...record) => input?.key(...record),
  };

  function fitScale(): void {
    scale = backend.glyphScale;
    resize?.(size.width, size.height, scale);
  }

  function toSurface(x: number, y: number): [number, number] {
    const point = view.worldTransform.applyInverse({ x, y });
    return [point.x, point.y];
  }
}

/** The app without its loop; getters stay live. */
function surfaceOf(app: App): Omit<App, Driven> {
  return {
    world: app.world,
    scheduler: app.scheduler,
    telemetry: app.telemetry,
    pacing: app.pacing,
    sensors: app.sensors,
    memory: app.memory,
    layout: app.layout,
    renderer: app.renderer,
    fonts: app.fonts,
    images: app.images,
    tunables: app.tunables,
    get systems() {
      return app.systems;
    },
    get frameCount() {
      return app.frameCount;
    },
    addSystem: app.addSystem,
    on: app.on,
    setTheme: app.setTheme,
    setBackground: app.setBackground,
    wake: app.wake,
    dispose: app.dispose,
  };
}
