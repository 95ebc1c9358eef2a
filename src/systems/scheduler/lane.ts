/** A task on its way. `next` and `previous` are its neighbours while it waits in a lane. */
export type Job = {
  task: (() => unknown) | undefined;
  steps: Generator<unknown, unknown, void> | undefined;
  /** A step runs now. */
  running: boolean;
  settled: boolean;
  readonly promise: Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** Stops listening for the abort. */
  unlisten: (() => void) | undefined;
  lane: Lane | undefined;
  next: Job | undefined;
  previous: Job | undefined;
};

/** Jobs of one priority in turn; every operation is O(1), however many wait. */
export type Lane = { first: Job | undefined; last: Job | undefined };

/** Makes a lane without jobs. */
export function createLane(): Lane {
  return { first: undefined, last: undefined };
}

/** Puts a job at the end of a lane. */
export function append(lane: Lane, job: Job): void {
  job.lane = lane;
  job.previous = lane.last;
  job.next = undefined;
  if (lane.last) lane.last.next = job;
  else lane.first = job;
  lane.last = job;
}

/** Takes a job out of the lane it waits in, if any. */
export function remove(job: Job): void {
  const { lane, next, previous } = job;
  if (!lane) return;
  if (previous) previous.next = next;
  else lane.first = next;
  if (next) next.previous = previous;
  else lane.last = previous;
  job.lane = undefined;
  job.next = undefined;
  job.previous = undefined;
}
