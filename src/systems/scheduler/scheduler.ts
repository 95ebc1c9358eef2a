import {
  createTunables,
  findResource,
  keepAwake,
  type System,
  SystemError,
  ValueError,
  type World,
} from '../../ecs';
import { Failures } from '../../ecs/stores';
import { append, createLane, type Job, remove } from './lane';
import { schedulerTunables } from './tunables';

/** From what a user waits for now to what nobody waits for. */
export type TaskPriority = 'user-blocking' | 'user-visible' | 'normal' | 'low' | 'background';

const priorities: readonly TaskPriority[] = [
  'user-blocking',
  'user-visible',
  'normal',
  'low',
  'background',
];

export type SubmitOptions = {
  /** @default 'normal' */
  priority?: TaskPriority;
  /**
   * Aborting drops the task: its promise rejects with the signal's reason, and a generator runs its `finally` blocks, up to
   * the first `yield` in them.
   */
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
  /** Tasks not finished, those included that wait for a promise of their own. */
  readonly pending: number;
  readonly system: System;
};

export type SchedulerOptions = { world: World };

export function createScheduler({ world }: SchedulerOptions): Scheduler {
  const tunables = createTunables(schedulerTunables);
  const lanes = priorities.map(createLane);
  const jobs = new Set<Job>();
  let disposed = false;

  function settle(job: Job, finish: (value: unknown) => void, value: unknown): void {
    if (job.settled) return;
    job.settled = true;
    job.unlisten?.();
    remove(job);
    jobs.delete(job);
    finish(value);
    // What the task closed over must not live as long as its promise.
    job.task = undefined;
    if (!job.running) close(job);
  }

  /** Lets a generator that was cut short run its `finally` blocks. */
  function close(job: Job): void {
    const { steps } = job;
    job.steps = undefined;
    try {
      steps?.return(undefined);
    } catch (error) {
      // The promise has its reason already, so this would be nobody's.
      findResource(world, Failures)?.report(error, 'scheduler/tasks', 0);
    }
  }

  function step(job: Job): void {
    job.running = true;
    try {
      if (!job.steps) {
        const result = job.task!();
        if (isGenerator(result)) job.steps = result;
        else complete(job, result);
      }
      if (job.steps && !job.settled) {
        const { done, value } = job.steps.next();
        if (done) complete(job, value);
      }
    } catch (error) {
      settle(job, job.reject, error);
    }
    job.running = false;
    if (job.settled) close(job);
  }

  function complete(job: Job, value: unknown): void {
    job.steps = undefined;
    remove(job);
    if (!isThenable(value)) settle(job, job.resolve, value);
    else {
      value.then(
        (result) => settle(job, job.resolve, result),
        (error: unknown) => settle(job, job.reject, error),
      );
    }
  }

  function nextJob(): Job | undefined {
    for (let i = 0; i < lanes.length; i++) if (lanes[i]!.first) return lanes[i]!.first;
    return undefined;
  }

  function listen(job: Job, signal: AbortSignal): void {
    const onAbort = (): void => settle(job, job.reject, signal.reason);
    signal.addEventListener('abort', onAbort);
    job.unlisten = () => signal.removeEventListener('abort', onAbort);
  }

  return {
    get pending() {
      return jobs.size;
    },
    submit<T>(task: Task<T>, { priority = 'normal', signal }: SubmitOptions = {}) {
      const lane = lanes[priorities.indexOf(priority)];
      if (!lane) {
        throw new ValueError(`priority is '${priority}'; give one of ${priorities.join(', ')}`);
      }
      if (typeof task !== 'function') {
        throw new ValueError(`task is ${String(task)}; give a function or a generator function`);
      }
      if (disposed) return Promise.reject(gone());
      if (signal?.aborted) return Promise.reject(signal.reason);
      const job = createJob(task);
      if (signal) listen(job, signal);
      jobs.add(job);
      append(lane, job);
      keepAwake(world);
      return job.promise as Promise<T>;
    },
    system: {
      name: 'scheduler/tasks',
      phase: 'tasks',
      reads: [],
      writes: [],
      tunables,
      update(frame) {
        let job = nextJob();
        if (!job) return;
        const start = frame.timeLeftMs();
        // One step a frame even when the frame is late already: a flood of frames must not starve tasks for ever.
        do {
          const { lane } = job;
          step(job);
          // Still in its lane if it has more to do: the others of its priority go first now.
          if (job.lane) {
            remove(job);
            append(lane!, job);
          }
          job = nextJob();
        } while (
          job &&
          start - frame.timeLeftMs() < tunables.values.sliceMs &&
          frame.timeLeftMs() > 0
        );
        if (job) keepAwake(world);
      },
      dispose() {
        disposed = true;
        for (const job of [...jobs]) {
          // Nobody has to be there to catch this: the app ends it all on purpose.
          job.promise.catch(() => {});
          settle(job, job.reject, gone());
        }
      },
    },
  };
}

function createJob(task: () => unknown): Job {
  let resolve: (value: unknown) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<unknown>((onResult, onError) => {
    resolve = onResult;
    reject = onError;
  });
  return {
    task,
    steps: undefined,
    running: false,
    settled: false,
    promise,
    resolve,
    reject,
    unlisten: undefined,
    lane: undefined,
    next: undefined,
    previous: undefined,
  };
}

function gone(): SystemError {
  return new SystemError('the app was disposed before the task finished');
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
