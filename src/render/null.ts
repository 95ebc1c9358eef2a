export { createNullBackend } from './null-backend';
export type {
  NullBackend,
  NullBackendOptions,
  NullCounters,
  NullDraw,
  NullFrame,
  NullRect,
} from './null-types';
