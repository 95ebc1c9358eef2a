export type {
  ManagedOptions,
  ManagedTask,
  RetryOptions,
  TaskContext,
  TaskPriority,
  TaskReference,
} from '../ecs/stores';
export { createTasks, type TaskHost, tasksOf } from './app-tasks';
export { type Batcher, type BatcherOptions, createBatcher } from './batcher';
export { type Debounced, type DebounceOptions, debounce } from './debounce';
export type { TaskStatus } from './entry';
export { TaskError, type TaskErrorCode } from './errors';
export type { TaskHandle } from './handle';
export {
  createIdleExecutor,
  type IdleExecutor,
  type IdleExecutorOptions,
  type IdleHost,
} from './idle-executor';
export {
  createLimiter,
  type Limiter,
  type LimiterOptions,
  type LimiterStats,
} from './limiter';
export type {
  GroupOptions,
  GroupStats,
  LearntCost,
  Overrun,
  TaskRecord,
  TasksOptions,
  TasksStats,
} from './options';
export { type AsyncPorts, defaultPorts, type TaskExecutor } from './ports';
export { createResultCache, type ResultCache, type ResultCacheOptions } from './result-cache';
export {
  createRetryBudget,
  type RetryBudget,
  type RetryBudgetOptions,
  retryDelay,
} from './retry';
export { createTaskManager } from './tasks';
export type { Tasks } from './tasks-type';
export {
  createWorkerPool,
  serveWork,
  WorkerError,
  type WorkerLike,
  type WorkerPool,
  type WorkerPoolOptions,
  type WorkerPoolStats,
  type WorkerScope,
  type WorkOptions,
} from './worker-pool';
