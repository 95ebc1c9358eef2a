import type { Scheduler, TaskPriority } from '../../src/systems/scheduler';
import type { LoadPart } from './parts';

/** 10,000 in a pass of `TASK_FRAMES`. */
export const TASKS_PER_FRAME = 400;
export const TASK_FRAMES = 25;

const PRIORITIES: readonly TaskPriority[] = [
  'user-blocking',
  'user-visible',
  'normal',
  'low',
  'background',
];
/** Steps of a generator among the tasks, and turns of the loop a step: about 3 µs. */
const STEPS = 3;
const TURNS = 2_000;

type Counts = { submitted: number; finished: number };

export type TaskFlood = LoadPart & { readonly counts: Readonly<Counts> };

/** Submits `perFrame` tasks of all priorities in every frame, one in ten of them in steps. */
export function floodTasks(scheduler: Scheduler, perFrame: number): TaskFlood {
  const counts = { submitted: 0, finished: 0 };
  return {
    counts,
    frame() {
      for (let i = 0; i < perFrame; i++) submitOne(scheduler, counts);
    },
  };
}

/** Keeps `waiting` tasks waiting: what was finished in a frame is submitted anew before the next. */
export function keepWaiting(scheduler: Scheduler, waiting: number): TaskFlood {
  const counts = { submitted: 0, finished: 0 };
  return {
    counts,
    frame() {
      while (counts.submitted - counts.finished < waiting) submitOne(scheduler, counts);
    },
  };
}

function submitOne(scheduler: Scheduler, counts: Counts): void {
  const number = counts.submitted++;
  const priority = PRIORITIES[number % PRIORITIES.length]!;
  const done = scheduler.submit(number % 10 === 9 ? inSteps : atOnce, { priority });
  // What is left at the end is rejected when the app goes.
  done.catch(() => {});

  function atOnce(): number {
    counts.finished++;
    return work(number);
  }

  function* inSteps(): Generator<unknown, number, void> {
    let sum = 0;
    for (let step = 0; step < STEPS; step++) {
      sum += work(number + step);
      yield;
    }
    counts.finished++;
    return sum;
  }
}

function work(seed: number): number {
  let value = seed | 1;
  for (let turn = 0; turn < TURNS; turn++) value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return value;
}
