export {
  createLayoutSystem,
  createSettleLayoutSystem,
  type LayoutOptions,
  type LayoutSystem,
  runLayout,
} from './layout-system';
export type { LayoutCounters } from './state';
