export {
  createScheduler,
  type Scheduler,
  type SchedulerOptions,
  type SchedulerStats,
  type SubmitOptions,
  type Task,
  type TaskPriority,
} from './scheduler';
export { schedulerTunables } from './tunables';
