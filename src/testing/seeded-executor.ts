import type { AsyncPorts, TaskExecutor } from '../async';
import { createRandom } from '../statistics';

export type SeededExecutorOptions = {
  /** Whether what was posted runs in the order of posting. @default false: in any order */
  inOrder?: boolean;
};

/**
 * An executor and a clock for tests, whose every choice comes from a seed: which of the posted functions runs next, whether a timer comes before
 * it, and whether promises go on in between. What fails with a seed fails with it again.
 */
export type SeededExecutor = TaskExecutor &
  AsyncPorts & {
    readonly seed: number;
    /** Does one of the things that could happen next; false if there is none. */
    step(): boolean;
    /** Goes on until nothing is left, promises included. Gives the steps taken; throws after so many. @default 100,000 */
    run(most?: number): Promise<number>;
    /** Functions posted and timers set that have not run. */
    readonly posted: number;
    readonly timers: number;
    /** What happened, a word each: of two runs with one seed it is the same. */
    readonly trace: readonly string[];
  };

type Timer = { readonly due: number; readonly turn: number; readonly callback: () => void };

/** Makes one; its clock stands at 0 and goes on when a timer fires, or when `run` says so. */
export function createSeededExecutor(
  seed: number,
  { inOrder = false }: SeededExecutorOptions = {},
): SeededExecutor {
  const random = createRandom(seed);
  const waiting: { task: () => void; turn: number }[] = [];
  const timers = new Set<Timer>();
  const trace: string[] = [];
  let now = 0;
  let turn = 0;

  function fire(): void {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.due < first.due) first = timer;
    timers.delete(first!);
    now = Math.max(now, first!.due);
    trace.push(`timer ${first!.turn}`);
    first!.callback();
  }

  function step(): boolean {
    const count = waiting.length + timers.size;
    if (count === 0) return false;
    const chosen = Math.floor(random() * count);
    if (chosen >= waiting.length) fire();
    else {
      const [next] = waiting.splice(inOrder ? 0 : chosen, 1);
      // Work takes time: some, never the same.
      now += random();
      trace.push(`task ${next!.turn}`);
      next!.task();
    }
    return true;
  }

  return {
    seed,
    trace,
    random,
    step,
    now: () => now,
    get posted() {
      return waiting.length;
    },
    get timers() {
      return timers.size;
    },
    post(task) {
      waiting.push({ task, turn: turn++ });
    },
    setTimer(callback, delayMs) {
      const timer = { due: now + Math.max(0, delayMs), turn: turn++, callback };
      timers.add(timer);
      return timer;
    },
    clearTimer(timer) {
      timers.delete(timer as Timer);
    },
    async run(most = 100_000) {
      let steps = 0;
      for (;;) {
        while (step()) {
          if (++steps > most) throw new Error(`not done after ${most} steps with seed ${seed}`);
          // Sometimes one thing more happens before promises have come on as far as they can.
          if (random() < 0.25) await undefined;
          else await drained();
        }
        await drained();
        if (waiting.length + timers.size === 0) return steps;
      }
    },
  };
}

/** Resolves when promises have come on as far as they can. */
function drained(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
