export { createWebGpuOrWebGl, type WebGpuOrWebGl } from './or-webgl';
export {
  createWebGpuBackend,
  type WebGpuBackend,
  type WebGpuBackendOptions,
} from './webgpu-backend';
