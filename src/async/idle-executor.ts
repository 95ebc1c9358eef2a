import { duration } from '../ecs';
import { type TaskPriority, taskPriorities } from '../ecs/stores';
import { oneOf } from './checks';
import { Fifo } from './fifo';
import type { TaskExecutor } from './ports';

/** What a host gives turns by; what it lacks is done without. */
export type IdleHost = {
  readonly scheduler?: {
    postTask?(task: () => void, options: { priority: string; delay?: number }): Promise<unknown>;
  };
  requestIdleCallback?(task: () => void, options: { timeout: number }): number;
};

export type IdleExecutorOptions = {
  /** Most time in one go, ms. @default 5 */
  sliceMs?: number;
  now?: () => number;
  /** @default globalThis */
  host?: IdleHost;
};

/** Runs functions where no app's frames do: between the events of a page, a worker or Node. */
export type IdleExecutor = TaskExecutor & {
  /** What asks the host for a turn: the best that is there. */
  readonly by: 'postTask' | 'requestIdleCallback' | 'MessageChannel';
  readonly pending: number;
  /** Forgets what waits. */
  dispose(): void;
};

type Posted = { readonly task: () => void; readonly sinceMs: number };

/** Idle callbacks come this late at most, ms. */
const IDLE_TIMEOUT_MS = 100;
/** What waited so long has every second turn, one priority after the other, and the host is asked again where it gives no idle time, ms. */
const AGE_MS = 300;
const LANES = taskPriorities.length;
/** How urgently a turn is asked for. */
const NOT = 0;
const IDLE = 1;
const SOON = 2;
const AT_ONCE = 3;

/** Makes one for tasks without an app: `createTaskManager(createIdleExecutor())`. Throws `ValueError` for options that cannot be used. */
export function createIdleExecutor({
  sliceMs = 5,
  now = () => performance.now(),
  host = globalThis as IdleHost,
}: IdleExecutorOptions = {}): IdleExecutor {
  duration('sliceMs', sliceMs);
  const lanes = taskPriorities.map(() => new Fifo<Posted>());
  let pending = 0;
  // How urgently a turn was asked for that has not come, and its number: those asked for before it are void.
  let asked = NOT;
  let turn = 0;
  let agedTurn = false;
  let helped = 0;
  let isDisposed = false;
  const by = host.scheduler?.postTask
    ? 'postTask'
    : host.requestIdleCallback
      ? 'requestIdleCallback'
      : 'MessageChannel';

  /** Asks for a turn as urgent as what waits, unless that was done. */
  function ask(): void {
    const lane = firstLane();
    // Idle time is for what nobody waits for.
    const wanted = lane === LANES - 1 ? IDLE : lane === 0 ? AT_ONCE : SOON;
    if (pending === 0 || asked >= wanted) return;
    asked = wanted;
    const mine = ++turn;
    const run = (): void => {
      if (mine === turn) runSlice();
    };
    if (by === 'postTask') {
      if (wanted === AT_ONCE) post(run, 'user-blocking');
      else if (wanted === SOON) post(run, 'user-visible');
      else {
        post(run, 'background');
        post(run, 'user-visible', AGE_MS);
      }
    } else if (by === 'requestIdleCallback' && wanted === IDLE) {
      host.requestIdleCallback!(run, { timeout: IDLE_TIMEOUT_MS });
    } else byChannel(run);
  }

  function post(run: () => void, priority: string, delay = 0): void {
    host.scheduler!.postTask!(run, delay > 0 ? { priority, delay } : { priority }).catch(() => {});
  }

  function runSlice(): void {
    asked = NOT;
    const begin = now();
    for (let time = begin; pending > 0 && time < begin + sliceMs; time = now()) {
      const { task } = lanes[nextLane(time)]!.shift()!;
      pending--;
      try {
        task();
      } catch (error) {
        // Told to the host, whatever it was that gave this turn; the others go on.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    ask();
  }

  function nextLane(time: number): number {
    agedTurn = !agedTurn;
    for (let i = 1; agedTurn && i <= LANES; i++) {
      const lane = (helped + LANES - i) % LANES;
      const first = lanes[lane]!.first();
      if (!first || time - first.sinceMs <= AGE_MS) continue;
      helped = lane;
      return lane;
    }
    return firstLane();
  }

  function firstLane(): number {
    return lanes.findIndex(({ length }) => length > 0);
  }

  return {
    by,
    get pending() {
      return pending;
    },
    post(task, priority: TaskPriority = 'normal') {
      const lane = taskPriorities.indexOf(oneOf('priority', priority, taskPriorities));
      if (isDisposed) return;
      lanes[lane]!.push({ task, sinceMs: now() });
      pending++;
      ask();
    },
    dispose() {
      isDisposed = true;
      pending = 0;
      for (const lane of lanes) lane.clear();
    },
  };
}

/** A turn after all events that wait. The channel is closed then, or it would keep Node from ending. */
function byChannel(run: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
}
