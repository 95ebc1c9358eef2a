export { PoolError } from './errors';
export { createPool } from './object-pool';
export type {
  Lease,
  Pool,
  PoolGuard,
  PoolOptions,
  PoolStats,
  PoolStrategy,
} from './pool-types';
