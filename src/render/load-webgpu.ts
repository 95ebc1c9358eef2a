import type { WebGpuBackend, WebGpuBackendOptions } from './webgpu';

/** Loads what draws by WebGPU and creates it; undefined where there is none. */
export async function loadWebGpuBackend(
  options: WebGpuBackendOptions,
): Promise<WebGpuBackend | undefined> {
  const { createWebGpuBackend } = await import('./webgpu');
  return createWebGpuBackend(options);
}
