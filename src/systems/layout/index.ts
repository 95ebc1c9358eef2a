export {
  createLayoutSystem,
  type LayoutOptions,
  type LayoutSystem,
} from './layout-system';
export type { LayoutCounters, LayoutStats } from './state';
