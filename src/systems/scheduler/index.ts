export type { TaskPriority } from '../../ecs/stores';
export { createScheduler } from './scheduler';
export type {
  Scheduler,
  SchedulerOptions,
  SchedulerStats,
  SubmitOptions,
  Task,
  TaskManager,
} from './scheduler-types';
export { schedulerTunables } from './tunables';
