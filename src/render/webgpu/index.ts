export {
  createWebGpuBackend,
  type WebGpuBackend,
  type WebGpuBackendOptions,
} from './webgpu-backend';
