import type { WebGLRenderer, WebGPURenderer } from 'pixi.js';
import { makeAdaptor } from './pixi-adaptors';

export type PixiRenderer = WebGLRenderer | WebGPURenderer;

/** What Pixi's classes are listed with: a name, and what makes one. */
type Part = { name: string; value: new (...args: never[]) => object };

type Config = {
  systems: readonly Part[];
  latePipes: readonly Part[];
  renderPipeAdaptors: readonly Part[];
};

type System = object & {
  constructor: { defaultOptions?: object };
  init?(options: object): void;
  contextChange?(gl: unknown): void;
};

/** Loads what draws each kind of Pixi's objects; what is loaded already costs nothing. */
export async function loadPixiParts(): Promise<void> {
  await Promise.all([
    import('pixi.js/graphics'),
    import('pixi.js/mesh'),
    import('pixi.js/text'),
    import('pixi.js/text-bitmap'),
    import('pixi.js/text-html'),
    import('pixi.js/sprite-tiling'),
    import('pixi.js/sprite-nine-slice'),
    import('pixi.js/particle-container'),
    import('pixi.js/filters'),
  ]);
}

/**
 * Adds to a renderer what was loaded after it was made, and has it tell a resolution of `dpr`: its own is 1, for it draws on device
 * pixels.
 */
export function completeRenderer(renderer: PixiRenderer, dpr: () => number): void {
  const { systems, latePipes, renderPipeAdaptors } = (renderer as unknown as { config: Config })
    .config;
  const named = renderer as unknown as Record<string, System | undefined>;
  const pipes = renderer.renderPipes as unknown as Record<string, object | undefined>;
  for (const { name, value } of systems) {
    if (named[name]) continue;
    const system = new value(...([renderer] as never[])) as System;
    named[name] = system;
    for (const runner of Object.values(renderer.runners)) runner.add(system);
    system.init?.({ ...system.constructor.defaultOptions });
    system.contextChange?.(contextOf(renderer));
  }
  for (const { name, value } of latePipes) {
    if (pipes[name]) continue;
    const adaptor = renderPipeAdaptors.find((part) => part.name === name);
    const made = new value(
      ...([renderer, adaptor ? makeAdaptor(adaptor, renderer) : null] as never[]),
    );
    pipes[name] = made;
    renderer.runners.destroy.add(made);
    (made as System).contextChange?.(contextOf(renderer));
  }
  // After a loss it would make one more shader, whose sources Pixi keeps for ever, while its programs are made anew where they are used.
  renderer.runners.contextChange.remove(renderer.renderPipes.graphics);
  Object.defineProperty(renderer, 'resolution', { configurable: true, get: dpr });
}

function contextOf(renderer: PixiRenderer): unknown {
  return (renderer as WebGLRenderer).gl ?? (renderer as WebGPURenderer).gpu;
}
