import { type TaskPriority, taskPriorities } from '../ecs/stores';
import { Fifo } from './fifo';
import type { TaskExecutor } from './ports';

export type IdleExecutorOptions = {
  /** Most time in one go, ms. @default 5 */
  sliceMs?: number;
  now?: () => number;
};

/** Runs functions where no app's frames do: between the events of a page, a worker or Node. */
export type IdleExecutor = TaskExecutor & {
  /** What asks the host for a turn: the best that is there. */
  readonly by: 'postTask' | 'requestIdleCallback' | 'MessageChannel';
  readonly pending: number;
  /** Forgets what waits. */
  dispose(): void;
};

type Host = {
  scheduler?: { postTask?(task: () => void, options: { priority: string }): Promise<unknown> };
  requestIdleCallback?(task: () => void, options: { timeout: number }): number;
};

/** Idle callbacks come this late at most, ms. */
const IDLE_TIMEOUT_MS = 100;

/** Makes one for tasks without an app: `createTaskManager(createIdleExecutor())`. */
export function createIdleExecutor({
  sliceMs = 5,
  now = () => performance.now(),
}: IdleExecutorOptions = {}): IdleExecutor {
  const lanes = taskPriorities.map(() => new Fifo<() => void>());
  const host = globalThis as Host;
  let pending = 0;
  let isAsked = false;
  let isDisposed = false;
  const by = host.scheduler?.postTask
    ? 'postTask'
    : host.requestIdleCallback
      ? 'requestIdleCallback'
      : 'MessageChannel';

  function ask(): void {
    if (isAsked || pending === 0) return;
    isAsked = true;
    // Idle time is for what nobody waits for.
    const isIdle = lanes.findIndex(({ length }) => length > 0) === lanes.length - 1;
    if (by === 'postTask') {
      const priority = isIdle ? 'background' : 'user-visible';
      host.scheduler!.postTask!(run, { priority }).catch(() => {});
    } else if (by === 'requestIdleCallback' && isIdle) {
      host.requestIdleCallback!(run, { timeout: IDLE_TIMEOUT_MS });
    } else byChannel(run);
  }

  function run(): void {
    isAsked = false;
    const end = now() + sliceMs;
    let failure: { error: unknown } | undefined;
    while (pending > 0 && !failure) {
      const task = lanes.find(({ length }) => length > 0)!.shift()!;
      pending--;
      try {
        task();
      } catch (error) {
        failure = { error };
      }
      if (now() >= end) break;
    }
    ask();
    if (failure) throw failure.error;
  }

  return {
    by,
    get pending() {
      return pending;
    },
    post(task, priority: TaskPriority = 'normal') {
      if (isDisposed) return;
      lanes[taskPriorities.indexOf(priority)]!.push(task);
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
