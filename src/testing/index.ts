export { heapSlope } from '../benchmark/heap-slope';
export { createDeterministicMeasurer, createDeterministicRasteriser } from './deterministic-text';
export { createFakeClock, type FakeClock, type FakeClockOptions } from './fake-clock';
export { createFakeFonts, type FakeFontRequest, type FakeFonts } from './fake-fonts';
export { createFakeImages, type FakeImageRequest, type FakeImages } from './fake-images';
export { createHeadlessApp, type HeadlessApp, type HeadlessAppOptions } from './headless-app';
export {
  type LeakReport,
  type LeakTracker,
  leakCheck,
  leakMark,
  trackLeaks,
  watchFrames,
  watchListeners,
} from './leak-check';
export {
  createSeededExecutor,
  type SeededExecutor,
  type SeededExecutorOptions,
} from './seeded-executor';
