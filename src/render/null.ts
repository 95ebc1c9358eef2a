export {
  createNullBackend,
  type NullBackend,
  type NullBackendOptions,
  type NullCounters,
  type NullDraw,
  type NullFrame,
  type NullRect,
} from './null-backend';
