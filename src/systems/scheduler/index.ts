export type { TaskPriority } from '../../ecs/stores';
export {
  createScheduler,
  type Scheduler,
  type SchedulerOptions,
  type SchedulerStats,
  type SubmitOptions,
  type Task,
  type TaskManager,
} from './scheduler';
export { schedulerTunables } from './tunables';
