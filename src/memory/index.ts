export type { Budget } from './budgets';
export type { Census, Leak } from './census';
export { PoolError } from './errors';
export { type InstallMemoryOptions, installMemory, type MemoryApp } from './install';
export type { Ledger, Memory, MemoryCacheOptions } from './memory-types';
export { createPool } from './object-pool';
export type {
  Lease,
  Pool,
  PoolGuard,
  PoolOptions,
  PoolStats,
  PoolStrategy,
} from './pool-types';
export { hostMemory, type MemoryPorts, pageMemory } from './ports';
export type { Pressure, PressureChange, PressureLevel, PressureSource } from './pressure';
export { RECLAIM_LATER, RECLAIM_MORE, type Reclaimable, type Reclaimed } from './reclaimer';
export type { MemoryReport, MemoryUsage } from './usage';
