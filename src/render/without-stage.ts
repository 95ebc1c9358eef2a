import type { WebGLRenderer, WebGPURenderer } from 'pixi.js';

/** Systems of a page with a stage of Pixi's own, which nothing here is. */
const STAGE_SYSTEMS: readonly string[] = ['events', 'accessibility', 'dom'];

type Config = { systems: readonly { name: string }[] };

/**
 * Makes a renderer that is not initialised yet do without systems that listen to the page and ask for frames: whoever else uses Pixi
 * on the page may have loaded them for all renderers.
 */
export function withoutStage<R extends WebGLRenderer | WebGPURenderer>(renderer: R): R {
  const { config } = renderer as unknown as { config: Config };
  // It grows as parts of Pixi are loaded.
  const { systems } = config;
  const get = () => systems.filter(({ name }) => !STAGE_SYSTEMS.includes(name));
  Object.defineProperty(config, 'systems', { get });
  return renderer;
}

/**
 * Has Pixi go on with the shader of its graphics after a loss: it would make one more each time, under another name, and keep all of
 * their sources for ever.
 */
export function keepGraphicsShader({ runners, renderPipes }: WebGLRenderer | WebGPURenderer): void {
  runners.contextChange.remove(renderPipes.graphics);
}
