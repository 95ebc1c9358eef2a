export type {
  ManagedOptions,
  ManagedTask,
  RetryOptions,
  TaskContext,
  TaskPriority,
  TaskReference,
} from '../ecs/stores';
export { createTasks, type TaskHost, tasksOf } from './app-tasks';
export type { TaskStatus } from './entry';
export { TaskError, type TaskErrorCode } from './errors';
export type { TaskHandle } from './handle';
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
export {
  createRetryBudget,
  type RetryBudget,
  type RetryBudgetOptions,
  retryDelay,
} from './retry';
export { createTaskManager, type Tasks } from './tasks';
