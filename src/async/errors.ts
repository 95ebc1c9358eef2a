import { RafterError } from '../ecs';

/** Why a task did not come to its result. */
export type TaskErrorCode =
  | 'task-failed'
  | 'task-timeout'
  | 'task-cancelled'
  | 'task-replaced'
  | 'task-dependency'
  | 'task-cycle'
  | 'task-order'
  | 'task-queue-full'
  | 'task-dropped'
  | 'task-disposed';

/** A task that did not come to its result; `cause` is what it threw, if it did. */
export class TaskError extends RafterError {
  declare readonly code: TaskErrorCode;
  /** The task's name. */
  readonly task: string;
  /** Of tasks that would wait for each other: all of them, the first once more at the end. Empty otherwise. */
  readonly path: readonly string[];
  constructor(
    code: TaskErrorCode,
    task: string,
    message: string,
    cause?: unknown,
    path: readonly string[] = [],
  ) {
    super(code, message);
    this.task = task;
    this.path = path;
    if (cause !== undefined) this.cause = cause;
  }
}

/** The text of anything thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of tasks that wait for each other. */
export function cycleError(task: string, path: readonly string[]): TaskError {
  return new TaskError(
    'task-cycle',
    task,
    `task '${task}' would wait for itself: ${path.join(' -> ')}; let one of them not wait`,
    undefined,
    path,
  );
}

/** Of a task that cannot begin for what it comes after. */
export function dependencyError(task: string, why: string, cause?: unknown): TaskError {
  return new TaskError('task-dependency', task, `task '${task}' was not run: ${why}`, cause);
}
