import { createTunables, keepAwake, type System, ValueError, type World } from '../../ecs';
import { schedulerTunables } from './tunables';

/** From what a user waits for now to what nobody waits for. */
export type TaskPriority = 'user-blocking' | 'user-visible' | 'normal' | 'low' | 'background';

const priorities: readonly TaskPriority[] = ['user-blocking', 'user-visible', 'normal', 'low', 'background'];

export type SubmitOptions = {
  /** @default 'normal' */
  priority?: TaskPriority;
  /** Aborting drops the task; its promise rejects with the signal's reason. */
  signal?: AbortSignal;
};

/**
 * Work for the time frames leave over. A generator runs up to its next `yield` at a time, so that long work spreads over
 * frames; a plain or async function runs in one go.
 */
export type Task<T> = () => T | Promise<T> | Generator<unknown, T, void>;

/** Runs tasks inside frames, highest priority first, tasks of one priority taking turns. */
export type Scheduler = {
  /** Queues a task; the promise settles with its result, its error, or the reason of the abort. */
  submit<T>(task: Task<T>, options?: SubmitOptions): Promise<T>;
  /** Tasks not finished. */
  readonly pending: number;
  readonly system: System;
};

type Job = {
  task: Task<unknown>;
  steps: Generator<unknown, unknown, void> | undefined;
  signal: AbortSignal | undefined;
  onAbort: (() => void) | undefined;
  settled: boolean;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
};

export type SchedulerOptions = { world: World };

export function createScheduler({ world }: SchedulerOptions): Scheduler {
  const tunables = createTunables(schedulerTunables);
  const lanes: Job[][] = priorities.map(() => []);
  let pending = 0;

  function settle(job: Job, finish: (value: unknown) => void, value: unknown): void {
    if (job.settled) return;
    job.settled = true;
    pending--;
    if (job.onAbort) job.signal?.removeEventListener('abort', job.onAbort);
    finish(value);
  }

  /** Runs one step of a job. Returns true while it has more. */
  function advance(job: Job): boolean {
    try {
      if (!job.steps) {
        const result = job.task();
        if (!isGenerator(result)) {
          settle(job, job.resolve, result);
          return false;
        }
        job.steps = result;
      }
      const step = job.steps.next();
      if (!step.done) return true;
      settle(job, job.resolve, step.value);
    } catch (error) {
      settle(job, job.reject, error);
    }
    return false;
  }

  function nextLane(): Job[] | undefined {
    for (const lane of lanes) {
      while (lane.length > 0 && lane[0]!.settled) lane.shift();
      if (lane.length > 0) return lane;
    }
    return undefined;
  }

  return {
    get pending() {
      return pending;
    },
    submit(task, { priority = 'normal', signal } = {}) {
      const lane = lanes[priorities.indexOf(priority)];
      if (!lane) throw new ValueError(`priority is '${priority}'; give one of ${priorities.join(', ')}`);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const job: Job = {
          task: task as Task<unknown>,
          steps: undefined,
          signal,
          onAbort: undefined,
          settled: false,
          resolve: resolve as (value: unknown) => void,
          reject,
        };
        if (signal) {
          job.onAbort = () => {
            settle(job, job.reject, signal.reason);
            // Lets the generator run its `finally` blocks.
            job.steps?.return(undefined);
          };
          signal.addEventListener('abort', job.onAbort);
        }
        pending++;
        lane.push(job);
        keepAwake(world);
      });
    },
    system: {
      name: 'scheduler/tasks',
      phase: 'tasks',
      reads: [],
      writes: [],
      tunables,
      update(frame) {
        if (pending === 0) return;
        const start = frame.timeLeftMs();
        // One step a frame even when the frame is late already: a flood of frames must not starve tasks for ever.
        do {
          const lane = nextLane();
          if (!lane) break;
          const job = lane.shift()!;
          if (advance(job)) lane.push(job);
        } while (start - frame.timeLeftMs() < tunables.values.sliceMs && frame.timeLeftMs() > 0);
        if (pending > 0) keepAwake(world);
      },
      dispose() {
        for (const lane of lanes) {
          for (const job of lane) {
            settle(job, job.reject, new ValueError('the app was disposed before the task finished'));
            job.steps?.return(undefined);
          }
          lane.length = 0;
        }
      },
    },
  };
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}
