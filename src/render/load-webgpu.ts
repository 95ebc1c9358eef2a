import type { PixiBackendOptions } from './pixi-backend';
import type { WebGpuOrWebGl } from './webgpu';

/** Loads what draws by WebGPU and creates it; undefined where there is none. */
export async function loadWebGpuBackend(
  options: PixiBackendOptions,
): Promise<WebGpuOrWebGl | undefined> {
  const { createWebGpuBackend, createWebGpuOrWebGl } = await import('./webgpu');
  const backend = await createWebGpuBackend(options);
  return backend && createWebGpuOrWebGl(backend, options);
}
