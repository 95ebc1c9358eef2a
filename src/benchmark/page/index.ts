export { createGpuTimer, type GpuTimer, type GpuTimerOptions, watchContexts } from './gpu-timer';
export { type GraphicsCounters, graphicsCounters } from './graphics-counters';
export { createPageHost, type FrameHooks } from './page-host';
export {
  type ContenderKind,
  type PageEnvironment,
  type PageStation,
  serveStation,
} from './serve-station';
