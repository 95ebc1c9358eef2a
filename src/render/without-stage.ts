import type { WebGLRenderer, WebGPURenderer } from 'pixi.js';

/** Systems of a page with a stage of Pixi's own, which nothing here is. */
const STAGE_SYSTEMS: readonly string[] = ['events', 'accessibility', 'dom'];

type Part = { name: string; value: new (...args: never[]) => object };

type Config = {
  systems: readonly Part[];
  renderPipes: readonly Part[];
  latePipes: readonly Part[];
};

/**
 * Stands for what Pixi would draw the stage on first: its shader has another name for each renderer, and Pixi keeps the sources of all
 * shaders for ever.
 */
class NoBackBuffer {
  readonly useBackBuffer = false;
}

/**
 * Makes a renderer that is not initialised yet do without systems that listen to the page and ask for frames, for whoever else uses Pixi
 * on the page may have loaded them for all renderers, and without pipes: `completeRenderer` adds those when there is something for them.
 */
export function withoutStage<R extends WebGLRenderer | WebGPURenderer>(renderer: R): R {
  const { config } = renderer as unknown as { config: Config };
  // They grow as parts of Pixi are loaded.
  const { systems, renderPipes } = config;
  const get = () =>
    systems
      .filter(({ name }) => !STAGE_SYSTEMS.includes(name))
      .map((part) => (part.name === 'backBuffer' ? { ...part, value: NoBackBuffer } : part));
  Object.defineProperty(config, 'systems', { get });
  Object.assign(config, { latePipes: renderPipes, renderPipes: [] });
  return renderer;
}
