import {
  createTunables,
  type Frame,
  findResource,
  keepAwake,
  SystemError,
  ValueError,
} from '../../ecs';
import {
  Failures,
  type ManagedOptions,
  type ManagedTask,
  taskPriorities as priorities,
  type TaskPriority,
} from '../../ecs/stores';
import { onAbort } from '../../structures';
import { CountedScheduler } from './counted-scheduler';
import { Job } from './job';
import { type Entry, Lane } from './lane';
import type {
  Scheduler,
  SchedulerOptions,
  SchedulerStats,
  SubmitOptions,
  Task,
  TaskManager,
} from './scheduler-types';
import { schedulerTunables } from './tunables';
import { Waits } from './waits';

/** Steps between two looks at the clock while those before were tiny: a look costs more than a tiny step. */
const MOST_UNTIMED = 16;
const TINY_MS = 0.002;
/** What a slice may take beyond its time without being counted, ms. */
const OVERRUN_MS = 1;
/** Places of the time left when a slice began and at the last look, each before what of it the rest of the frame does not need. */
const BEGIN = 0;
const NOW = 2;

/** Makes the scheduler of a world. */
export function createScheduler({ world, loadManager }: SchedulerOptions): Scheduler {
  const tunables = createTunables(schedulerTunables);
  const lanes = priorities.map(() => new Lane());
  const waits = priorities.map(() => new Waits());
  // Bit i: something waits in lane i.
  let waiting = 0;
  const jobs = new Set<Job>();
  // Entries of lanes that are jobs; the others were posted.
  let queuedJobs = 0;
  let disposed = false;
  // Time of frames, ms: asleep, nobody waits for a turn. Since when what runs now waited for it.
  const clock = new Float64Array(1);
  const since = new Float64Array(1);
  const time = new Float64Array(4);
  let agedFirst = false;
  // The lane that was helped last, for waiting too long: those below it are next, or floods of the lowest would keep help from them.
  let helped = 0;
  let hasWaited = false;
  // What ran last, if it goes on, and the lane that it waits in again.
  let goesOn: Job | undefined;
  let itsLane = 0;
  const waitMs = {} as Record<TaskPriority, { p50: number; p99: number }>;
  for (const name of priorities) waitMs[name] = { p50: 0, p99: 0 };
  const stats: SchedulerStats = { steps: 0, slices: 0, overruns: 0, aged: 0, waitMs };

  function settle(job: Job, finish: (value: unknown) => void, value: unknown): void {
    if (job.settled) return;
    job.settled = true;
    job.unlisten?.();
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
      report(error);
    }
  }

  function report(error: unknown): void {
    findResource(world, Failures)?.report(error, 'scheduler/tasks', 0);
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
    if (!isThenable(value)) settle(job, job.resolve, value);
    else {
      value.then(
        (result) => settle(job, job.resolve, result),
        (error: unknown) => settle(job, job.reject, error),
      );
    }
  }

  function listen(job: Job, signal: AbortSignal): void {
    job.unlisten = onAbort(signal, () => settle(job, job.reject, signal.reason));
  }

  function enqueue(entry: Entry, lane: number): void {
    lanes[lane]!.push(entry, clock);
    if ((waiting & (1 << lane)) === 0) startWaiting(lane);
  }

  function startWaiting(lane: number): void {
    // Frames in which anything waits wake the next one themselves.
    if (waiting === 0) keepAwake(world);
    waiting |= 1 << lane;
  }

  function enqueueJob(job: Job, lane: number): void {
    queuedJobs++;
    enqueue(job, lane);
  }

  /** Runs steps of a lane, while nothing of a higher priority waits. Returns how many. */
  function runSome(lane: number, most: number): number {
    const queue = lanes[lane]!;
    const counted = waits[lane]!;
    const higher = (1 << lane) - 1;
    let ran = 0;
    do {
      const entry = queue.shift(since);
      goesOn = undefined;
      if (typeof entry === 'function') {
        counted.add(since, clock);
        ran++;
        call(entry);
      } else if (entry) {
        queuedJobs--;
        if (entry.settled) continue;
        counted.add(since, clock);
        ran++;
        step(entry);
        // The others of its priority go first now.
        if (entry.steps && !entry.settled) {
          enqueueJob(entry, lane);
          goesOn = entry;
          itsLane = lane;
        }
      }
    } while (ran < most && queue.length > 0 && (waiting & higher) === 0);
    stats.steps += ran;
    if (queue.length === 0) waiting &= ~(1 << lane);
    return ran;
  }

  /** Lets what took too long for a step go on with a lower priority. */
  function demote(job: Job): void {
    if (itsLane === lanes.length - 1) return;
    lanes[itsLane]!.pop();
    enqueue(job, itsLane + 1);
  }

  function call(task: () => void): void {
    try {
      task();
    } catch (error) {
      report(error);
    }
  }

  /** Lanes whose first waits for too long, a bit each; the highest needs no help. */
  function agedLanes(): number {
    let aged = 0;
    for (let lane = 1; lane < lanes.length; lane++) {
      if (lanes[lane]!.isOverdue(clock, tunables.values.ageMs)) aged |= 1 << lane;
    }
    return aged;
  }

  function runSlice(frame: Frame): void {
    frame.readSpare(time, BEGIN);
    stats.slices++;
    // One step of each, in turn with the others where a frame has time for one only.
    let aged = agedLanes();
    agedFirst = !agedFirst;
    let mayAge = agedFirst;
    let batch = 1;
    let done = 0;
    let last = BEGIN;
    // One step a frame even when it is late already: a flood of frames must not starve tasks for ever.
    do {
      if (aged !== 0 && mayAge) {
        helped = 31 - Math.clz32(aged & ((1 << helped) - 1) || aged);
        aged &= ~(1 << helped);
        if (runSome(helped, 1) > 0) stats.aged++;
        done++;
      } else done += runSome(31 - Math.clz32(waiting & -waiting), batch - done);
      mayAge = true;
      if (done < batch && waiting !== 0) continue;
      const before = time[last]!;
      frame.readSpare(time, NOW);
      last = NOW;
      if (goesOn && done === 1 && before - time[NOW]! > tunables.values.sliceMs) demote(goesOn);
      batch = before - time[NOW]! < TINY_MS * done ? Math.min(MOST_UNTIMED, batch * 2) : 1;
      done = 0;
    } while (waiting !== 0 && (done > 0 || hasTime()));
    const allowed = Math.max(0, Math.min(time[BEGIN + 1]!, tunables.values.sliceMs));
    if (time[BEGIN]! - time[NOW]! > allowed + OVERRUN_MS) stats.overruns++;
  }

  function hasTime(): boolean {
    return time[NOW + 1]! > 0 && time[BEGIN]! - time[NOW]! < tunables.values.sliceMs;
  }

  /** Hands a task to the manager. Where the app has ended meanwhile, nobody has to be there to catch that. */
  function manage<T>(
    load: () => Promise<TaskManager>,
    task: ManagedTask<T>,
    options: ManagedOptions,
  ): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => {
        if (disposed) result.catch(() => {});
        reject(error);
      };
      load()
        .then((manager) => manager.submit(task, options))
        .then(resolve, fail);
    });
    return result;
  }

  function countPending(): number {
    let posted = -queuedJobs;
    for (let lane = 0; lane < lanes.length; lane++) posted += lanes[lane]!.length;
    return jobs.size + posted;
  }

  return new CountedScheduler(countPending, {
    submit<T>(task: Task<T> | ManagedTask<T>, options: SubmitOptions = {}): Promise<T> {
      const { priority = 'normal', signal, ...more } = options;
      const lane = laneOf(priority);
      checkTask(task);
      if (disposed) return Promise.reject(gone());
      if (signal?.aborted) return Promise.reject(signal.reason);
      for (const _ in more) if (loadManager) return manage(loadManager, task, options);
      const job = new Job(task as Task<T>);
      if (signal) listen(job, signal);
      jobs.add(job);
      enqueueJob(job, lane);
      return job.promise as Promise<T>;
    },
    post(task, priority = 'normal') {
      checkTask(task);
      const lane = laneOf(priority);
      if (disposed) throw gone();
      // As in `enqueue`: a call less is a tenth of the time.
      lanes[lane]!.push(task, clock);
      if ((waiting & (1 << lane)) === 0) startWaiting(lane);
    },
    yieldNow(priority = 'normal') {
      const lane = laneOf(priority);
      if (disposed) return Promise.reject(gone());
      const job = new Job(() => {});
      jobs.add(job);
      enqueueJob(job, lane);
      return job.promise as Promise<void>;
    },
    stats() {
      priorities.forEach((name, lane) => {
        waitMs[name].p50 = waits[lane]!.quantile(0.5);
        waitMs[name].p99 = waits[lane]!.quantile(0.99);
      });
      return stats;
    },
    system: {
      name: 'scheduler/tasks',
      phase: 'tasks',
      reads: [],
      writes: [],
      tunables,
      update(frame) {
        // The time before a frame in which nothing waited may have been sleep.
        clock[0]! += hasWaited ? frame.deltaMs : Math.min(frame.deltaMs, frame.budgetMs);
        if (waiting !== 0) runSlice(frame);
        hasWaited = waiting !== 0;
        if (hasWaited) keepAwake(world);
      },
      dispose() {
        disposed = true;
        for (const lane of lanes) lane.clear();
        waiting = 0;
        queuedJobs = 0;
        // One for all: with where it was made, each takes longer than all else here.
        const error = gone();
        for (const job of [...jobs]) {
          // Nobody has to be there to catch this: the app ends it all on purpose.
          job.promise.catch(() => {});
          settle(job, job.reject, error);
        }
      },
    },
  });
}

/** The lane of a priority. Compared with constants one by one: by a loop over their list, 100,000 posts take two thirds more. */
function laneOf(priority: TaskPriority): number {
  switch (priority) {
    case 'user-blocking':
      return 0;
    case 'user-visible':
      return 1;
    case 'normal':
      return 2;
    case 'low':
      return 3;
    case 'background':
      return 4;
    default:
      throw new ValueError(`priority is '${priority}'; give one of ${priorities.join(', ')}`);
  }
}

function gone(): SystemError {
  return new SystemError('the app was disposed before the task finished');
}

function checkTask(task: unknown): void {
  if (typeof task === 'function') return;
  throw new ValueError(`task is ${String(task)}; give a function or a generator function`);
}

function isGenerator(value: unknown): value is Generator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
