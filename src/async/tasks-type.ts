import type { ManagedOptions, ManagedTask } from '../ecs/stores';
import type { LearntCost } from './costs';
import type { TaskHandle } from './handle';
import type { GroupOptions, Overrun, TaskRecord, TasksStats } from './options';

/** Tasks with deadlines, limits, retries and dependencies, run in steps by an executor. */
export type Tasks = {
  /** Queues a task. Its handle is awaited like a promise. Throws `ValueError` for options that cannot be used. */
  submit<T>(task: ManagedTask<T>, options?: ManagedOptions): TaskHandle<T>;
  /** Adds a group, unless there is one of that name. */
  addGroup(name: string, options?: GroupOptions): void;
  /** Tasks that are not over. */
  readonly pending: number;
  /** Tasks that are not over, by their handles' numbers and in the order of submitting. */
  list(): TaskRecord[];
  /** Those that ended last, oldest first. */
  history(): TaskRecord[];
  /** What was learnt of the tasks of a name. */
  costOf(name: string): Readonly<LearntCost> | undefined;
  stats(): TasksStats;
  /** Told of steps that took too long; returns how to stop. */
  onOverrun(listener: (overrun: Overrun) => void): () => void;
  /** Resolves when there is room in a group's queue. */
  whenRoom(group?: string): Promise<void>;
  /** Resolves when all tasks are over. */
  whenIdle(): Promise<void>;
  /** Says that a frame came late, which lowers limits of groups that count that. */
  missedFrame(): void;
  /** Rejects all that is not over; later submits reject. Safe to call twice. */
  dispose(): void;
};
