import { duration, RafterError, whole } from '../ecs';
import { onAbort } from '../structures';
import { callable } from './checks';
import { textOf } from './errors';
import { Fifo } from './fifo';
import { type AsyncPorts, defaultPorts } from './ports';
import { retryDelay } from './retry';

/** What a pool needs of a worker: the browser's `Worker`, or one like it. */
export type WorkerLike = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): unknown;
  onmessage: ((event: never) => void) | null;
  onmessageerror: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
};

export type WorkerPoolOptions = {
  /**
   * Makes a worker: `() => new Worker(new URL('./work.ts', import.meta.url), { type: 'module' })`. Its script calls `serveWork`. Where it throws and there
   * is no other worker, what waits rejects with that.
   */
  create: () => WorkerLike;
  /** Workers that stay, and workers at most. @default 0, 2 */
  min?: number;
  max?: number;
  /** One that has had nothing to do for so long goes, ms. @default 30,000 */
  idleMs?: number;
  /** Work that takes longer is ended with its worker, ms. @default none */
  timeoutMs?: number;
  /** Work whose worker died is given to another, so many times. What was transferred is gone, and is not. @default 1 */
  replays?: number;
  /** Work that waits at most. @default 10,000 */
  maxQueued?: number;
  ports?: AsyncPorts;
};

export type WorkOptions = {
  /** What the worker gets without a copy, and the page has no more. */
  transfer?: Transferable[];
  /** Aborting ends the worker, if it has begun: nothing else stops what never comes back. */
  signal?: AbortSignal;
  timeoutMs?: number;
};

export type WorkerPoolStats = {
  readonly workers: number;
  readonly busy: number;
  readonly queued: number;
  readonly started: number;
  /** Workers that died by themselves, or could not be made; that were ended for what they did; work given to another. */
  readonly crashed: number;
  readonly terminated: number;
  readonly replayed: number;
};

/** Work for other threads, for what would hold up frames whatever its priority. */
export type WorkerPool = {
  /** Hands data to a worker; resolves with what its handler gives, rejects with a `WorkerError` otherwise. */
  run<T = unknown>(data: unknown, options?: WorkOptions): Promise<T>;
  stats(): WorkerPoolStats;
  /** Ends all workers and rejects all work. Safe to call twice. */
  dispose(): void;
};

/** Work that did not come to its result. */
export class WorkerError extends RafterError {
  declare readonly code:
    | 'worker-failed'
    | 'worker-create'
    | 'worker-lost'
    | 'worker-timeout'
    | 'worker-full'
    | 'worker-disposed';
  constructor(code: WorkerError['code'], message: string, cause?: unknown) {
    super(code, message);
    if (cause !== undefined) this.cause = cause;
  }
}

type Work = {
  readonly id: number;
  readonly data: unknown;
  readonly transfer: Transferable[];
  readonly timeoutMs: number;
  replays: number;
  worker: Hand | undefined;
  isOver: boolean;
  /** In the queue. */
  isWaiting: boolean;
  settle(error: unknown, result?: unknown): void;
};

/** A worker of the pool. */
type Hand = { readonly worker: WorkerLike; work: Work | undefined; timer: unknown };

type Answer = { id: number; result?: unknown; error?: string };

/** Places of what has left the queue that are not looked for. */
const FEW = 64;
/** Times between two starts after a crash: a worker that dies at once must not be started in a circle. */
const RESTART = { minMs: 100, maxMs: 5_000 };

/** Makes a pool. Workers start as work comes and go when there is none. Throws `ValueError` for options that cannot be used. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { ports = defaultPorts() } = options;
  const create = callable('create', options.create);
  const min = whole('min', options.min ?? 0, 0);
  const max = whole('max', options.max ?? Math.max(2, min), Math.max(1, min));
  const idleMs = duration('idleMs', options.idleMs ?? 30_000);
  const maxQueued = whole('maxQueued', options.maxQueued ?? 10_000, 1);
  const replays = whole('replays', options.replays ?? 1, 0);
  if (options.timeoutMs !== undefined) duration('timeoutMs', options.timeoutMs);
  const hands = new Set<Hand>();
  const queue = new Fifo<Work>();
  const live = new Set<Work>();
  const counts = { started: 0, crashed: 0, terminated: 0, replayed: 0 };
  let queued = 0;
  let nextId = 1;
  let restartMs = RESTART.minMs;
  let restartTimer: unknown;
  let disposed = false;

  function pump(): void {
    if (disposed) return;
    while (queued > 0) {
      const hand = [...hands].find(({ work }) => !work) ?? start();
      if (!hand) return;
      give(hand, nextWork());
    }
    while (hands.size < min && start());
  }

  function start(): Hand | undefined {
    if (hands.size >= max || restartTimer !== undefined) return undefined;
    let worker: WorkerLike;
    try {
      worker = create();
    } catch (error) {
      counts.crashed++;
      restartLater();
      // With none there that could take it, it would wait for nothing: what throws here does so the next time, too.
      if (hands.size === 0) rejectWaiting(error);
      return undefined;
    }
    const hand: Hand = { worker, work: undefined, timer: undefined };
    worker.onmessage = (event: { data: Answer }) => hear(hand, event.data);
    worker.onerror = (event: { message?: string; preventDefault?: () => void }) => {
      event.preventDefault?.();
      lose(hand, event.message ?? 'no reason was given');
    };
    worker.onmessageerror = () => lose(hand, 'its answer could not be read');
    hands.add(hand);
    counts.started++;
    rest(hand);
    return hand;
  }

  function nextWork(): Work {
    let work = queue.shift()!;
    while (work.isOver) work = queue.shift()!;
    work.isWaiting = false;
    queued--;
    return work;
  }

  function wait(work: Work): void {
    work.isWaiting = true;
    queue.push(work);
    queued++;
  }

  function rejectWaiting(cause: unknown): void {
    const error = new WorkerError(
      'worker-create',
      `no worker could be made: ${textOf(cause)}`,
      cause,
    );
    const all: Work[] = [];
    while (queued > 0) all.push(nextWork());
    for (const work of all) work.settle(error);
  }

  function restartLater(): void {
    restartMs = retryDelay(RESTART, restartMs, ports.random);
    restartTimer ??= ports.setTimer(() => {
      restartTimer = undefined;
      pump();
    }, restartMs);
  }

  function give(hand: Hand, work: Work): void {
    stopTimer(hand);
    hand.work = work;
    work.worker = hand;
    if (work.timeoutMs > 0) {
      hand.timer = ports.setTimer(() => {
        const text = `the work took longer than ${work.timeoutMs} ms; its worker was ended`;
        work.settle(new WorkerError('worker-timeout', text));
      }, work.timeoutMs);
    }
    try {
      hand.worker.postMessage({ id: work.id, data: work.data }, work.transfer);
    } catch (error) {
      // What cannot be copied never got there.
      hand.work = undefined;
      work.worker = undefined;
      rest(hand);
      work.settle(error);
    }
  }

  /** Lets a worker without work go after a while. */
  function rest(hand: Hand): void {
    stopTimer(hand);
    hand.timer = ports.setTimer(() => {
      hand.timer = undefined;
      if (hands.size > min) remove(hand);
      else rest(hand);
    }, idleMs);
  }

  function stopTimer(hand: Hand): void {
    if (hand.timer !== undefined) ports.clearTimer(hand.timer);
    hand.timer = undefined;
  }

  function hear(hand: Hand, { id, result, error }: Answer): void {
    const { work } = hand;
    if (work?.id !== id) return;
    restartMs = RESTART.minMs;
    hand.work = undefined;
    work.worker = undefined;
    rest(hand);
    if (error === undefined) work.settle(undefined, result);
    else work.settle(new WorkerError('worker-failed', error));
  }

  function remove(hand: Hand): void {
    stopTimer(hand);
    hands.delete(hand);
    hand.worker.onmessage = null;
    hand.worker.onerror = null;
    hand.worker.onmessageerror = null;
    hand.worker.terminate();
  }

  function lose(hand: Hand, why: string): void {
    const { work } = hand;
    counts.crashed++;
    remove(hand);
    restartLater();
    if (!work) return;
    work.worker = undefined;
    if (work.replays-- > 0 && work.transfer.length === 0) {
      counts.replayed++;
      wait(work);
    } else work.settle(new WorkerError('worker-lost', `the worker died: ${why}`));
  }

  function run<T>(data: unknown, given: WorkOptions = {}): Promise<T> {
    const { transfer = [], signal } = given;
    const limitMs = given.timeoutMs ?? options.timeoutMs;
    if (limitMs !== undefined) duration('timeoutMs', limitMs);
    if (disposed) return Promise.reject(gone());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (queued >= maxQueued) {
      return Promise.reject(
        new WorkerError('worker-full', `${maxQueued} wait for a worker already`),
      );
    }
    return new Promise<T>((resolve, reject) => {
      const work: Work = {
        ...{ id: nextId++, data, transfer, timeoutMs: limitMs ?? 0, replays },
        ...{ worker: undefined, isOver: false, isWaiting: false },
        settle(error, result) {
          if (work.isOver) return;
          work.isOver = true;
          live.delete(work);
          unlisten?.();
          const hand = work.worker;
          if (hand) {
            // It is at it still, and nothing else ends that.
            counts.terminated++;
            remove(hand);
          } else if (work.isWaiting) {
            queued--;
            // Where no worker comes free what was aborted would be kept for ever.
            if (queue.length > 2 * queued + FEW) queue.keep(({ isOver }) => !isOver);
          }
          if (error === undefined) resolve(result as T);
          else reject(error);
          pump();
        },
      };
      const unlisten = signal && onAbort(signal, () => work.settle(signal.reason));
      live.add(work);
      wait(work);
      pump();
    });
  }

  pump();
  return {
    run,
    stats: () => ({
      workers: hands.size,
      busy: [...hands].filter(({ work }) => work).length,
      queued,
      ...counts,
    }),
    dispose() {
      if (disposed) return;
      disposed = true;
      if (restartTimer !== undefined) ports.clearTimer(restartTimer);
      for (const hand of hands) remove(hand);
      for (const work of [...live]) {
        work.worker = undefined;
        work.settle(gone());
      }
    },
  };
}

/** What a worker's script needs of its surroundings: `self`. */
export type WorkerScope = {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
};

/**
 * Answers the work of a pool, in a worker: `serveWork(self, (data) => ...)`. The handler gives the result, or a promise of it; what it puts into `transfer`
 * goes without a copy. Returns how to stop.
 */
export function serveWork(
  scope: WorkerScope,
  handler: (data: never, transfer: Transferable[]) => unknown,
): () => void {
  scope.onmessage = async ({ data: { id, data } }: { data: { id: number; data: never } }) => {
    const transfer: Transferable[] = [];
    try {
      const result = await handler(data, transfer);
      scope.postMessage({ id, result }, { transfer });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      scope.postMessage({ id, error: text }, { transfer: [] });
    }
  };
  return () => {
    scope.onmessage = null;
  };
}

function gone(): WorkerError {
  return new WorkerError('worker-disposed', 'the workers were disposed before the work was done');
}
