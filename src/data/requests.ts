import { RafterError, ValueError } from '../ecs';
import { type DataPorts, defaultPorts } from './ports';

/** How sources ask for data. */
export type RequestOptions = {
  /** Requests that run at once. @default 4 */
  concurrency?: number;
  /** How often one that failed is tried again by itself. @default 3 */
  retries?: number;
  /** Shortest and longest time before it is, ms. Between those it is random, up to three times what it was before. @default 250, 8000 */
  retryMinMs?: number;
  retryMaxMs?: number;
  /** One that has no answer for so long has failed, ms. @default 30000 */
  timeoutMs?: number;
  /** Timers and random numbers. @default those of the host */
  ports?: DataPorts;
};

/** Data that could not be had. */
export class DataError extends RafterError {
  constructor(message: string, cause?: unknown) {
    super('data', message);
    if (cause !== undefined) this.cause = cause;
  }
}

/** What requests are for. */
export type RequestJob<R> = {
  load(id: number, signal: AbortSignal): R | PromiseLike<R>;
  /** Whether what an id stands for is there already. */
  isDone(id: number): boolean;
  /** Takes an answer; throws where it is none, which is not tried again. */
  accept(id: number, answer: R): void;
  /** Tells of an id that was given up, once. */
  fail(id: number, error: unknown, tries: number): void;
};

/** Requests for numbered things, of which only those that are wanted run. */
export type Requests = {
  /** Says what is wanted: the first `count` ids, those that matter most first. What else runs is aborted. */
  want(ids: Int32Array, count: number): void;
  /** Whether an id was given up. */
  isFailed(id: number): boolean;
  /** Whether one runs or is to be tried again. */
  isBusy(id: number): boolean;
  /** Lets one that was given up be asked for again. */
  forget(id: number): void;
  /** Lets those that were given up be asked for again. */
  retryFailed(): void;
  /** Aborts what runs and forgets what failed; what is wanted is asked for anew. */
  restart(): void;
  /** Requests that wait for an answer. */
  readonly running: number;
  /** Ids given up. */
  readonly failed: number;
  /** Aborts all; nothing is asked for from then on. */
  dispose(): void;
};

type Request = {
  readonly id: number;
  tries: number;
  /** What it last waited for, ms. */
  delay: number;
  /** Of the answer that it waits for. */
  controller: AbortController | undefined;
  timer: unknown;
  isFailed: boolean;
  wanted: number;
};

/** Makes them; throws `ValueError` for options that cannot be used. */
export function createRequests<R>(job: RequestJob<R>, options: RequestOptions): Requests {
  const concurrency = whole('concurrency', options.concurrency ?? 4, 1);
  const retries = whole('retries', options.retries ?? 3, 0);
  const minMs = duration('retryMinMs', options.retryMinMs ?? 250);
  const maxMs = Math.max(minMs, duration('retryMaxMs', options.retryMaxMs ?? 8000));
  const timeoutMs = duration('timeoutMs', options.timeoutMs ?? 30_000);
  const ports = options.ports ?? defaultPorts();
  const requests = new Map<number, Request>();
  let order = new Int32Array(16);
  let count = 0;
  let stamp = 0;
  let running = 0;
  let failed = 0;
  let isPumping = false;
  let isDisposed = false;

  /** Stops whatever a request does. */
  function halt(request: Request): void {
    if (request.timer !== undefined) ports.clearTimer(request.timer);
    request.timer = undefined;
    const { controller } = request;
    if (!controller) return;
    request.controller = undefined;
    running--;
    controller.abort();
  }

  function drop(request: Request): void {
    requests.delete(request.id);
    if (request.isFailed) failed--;
    halt(request);
  }

  function pump(): void {
    // What starts may fail at once.
    if (isPumping || isDisposed) return;
    isPumping = true;
    for (let i = 0; i < count && running < concurrency; i++) {
      const id = order[i]!;
      const request = requests.get(id);
      const isIdle = !request || (!request.controller && request.timer === undefined);
      if (isIdle && !request?.isFailed && !job.isDone(id)) start(request ?? add(id));
    }
    isPumping = false;
  }

  function add(id: number): Request {
    const request: Request = {
      ...{ id, tries: 0, delay: minMs, isFailed: false, wanted: stamp },
      ...{ controller: undefined, timer: undefined },
    };
    requests.set(id, request);
    return request;
  }

  function start(request: Request): void {
    const controller = new AbortController();
    request.controller = controller;
    request.tries++;
    running++;
    request.timer = ports.setTimer(() => {
      request.timer = undefined;
      end(request, new DataError(`there was no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    // Answers that come after the request was aborted are nobody's.
    const take = (answer: R): void => {
      if (request.controller === controller) accept(request, answer);
    };
    const refuse = (error: unknown): void => {
      if (request.controller === controller) end(request, error);
    };
    try {
      Promise.resolve(job.load(request.id, controller.signal)).then(take, refuse);
    } catch (error) {
      refuse(error);
    }
  }

  function accept(request: Request, answer: R): void {
    const { controller } = request;
    // It has ended: nothing is left to abort.
    request.controller = undefined;
    running--;
    halt(request);
    try {
      requests.delete(request.id);
      job.accept(request.id, answer);
    } catch (error) {
      if (isDisposed) return;
      requests.set(request.id, request);
      giveUp(request, error);
      controller?.abort();
    }
    pump();
  }

  function end(request: Request, error: unknown): void {
    halt(request);
    if (request.tries > retries) giveUp(request, error);
    else {
      const longest = Math.max(minMs, request.delay * 3);
      request.delay = Math.min(maxMs, minMs + ports.random() * (longest - minMs));
      request.timer = ports.setTimer(() => {
        request.timer = undefined;
        pump();
      }, request.delay);
    }
    pump();
  }

  function giveUp(request: Request, error: unknown): void {
    request.isFailed = true;
    failed++;
    job.fail(request.id, error, request.tries);
  }

  return {
    get running() {
      return running;
    },
    get failed() {
      return failed;
    },
    want(ids, wanted) {
      if (isDisposed) return;
      if (order.length < wanted) order = new Int32Array(wanted * 2);
      for (let i = 0; i < wanted; i++) order[i] = ids[i]!;
      count = wanted;
      stamp++;
      for (let i = 0; i < count; i++) {
        const request = requests.get(order[i]!);
        if (request) request.wanted = stamp;
      }
      for (const request of [...requests.values()])
        if (request.wanted !== stamp && !request.isFailed) drop(request);
      pump();
    },
    isFailed: (id) => requests.get(id)?.isFailed === true,
    isBusy(id) {
      const request = requests.get(id);
      return request !== undefined && !request.isFailed;
    },
    forget(id) {
      const request = requests.get(id);
      if (request?.isFailed) drop(request);
    },
    retryFailed() {
      for (const request of [...requests.values()]) if (request.isFailed) drop(request);
      pump();
    },
    restart() {
      for (const request of [...requests.values()]) drop(request);
      pump();
    },
    dispose() {
      isDisposed = true;
      for (const request of [...requests.values()]) drop(request);
    },
  };
}

export function whole(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ValueError(`${name} is ${value}; give a whole number from ${least} up`);
}

function duration(name: string, value: number): number {
  if (value > 0 && value < 2 ** 31) return value;
  throw new ValueError(`${name} is ${value}; give ms above 0 and below 2^31`);
}
