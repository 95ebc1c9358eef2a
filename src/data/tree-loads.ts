import { createRequests, DataError, type RequestOptions } from './requests';
import type { TreeGroup } from './tree-group';

export type TreeLoadOptions<T> = RequestOptions & {
  children: (node: T, signal: AbortSignal) => readonly T[] | PromiseLike<readonly T[]>;
};

/** Children that are asked for as nodes are opened. */
export type TreeLoads<T> = {
  /** Asks for the children of a group. Returns them if they are there at once; else the group is loading, and has a row for them. */
  ask(target: TreeGroup<T>): readonly T[] | undefined;
  retry(target: TreeGroup<T>): void;
  cancel(target: TreeGroup<T>): void;
  /** Whether a node has children, as far as that can be said at once. */
  peek(node: T): boolean;
  /** Resolves when something has arrived, failed or been cancelled. */
  next(): Promise<void>;
  readonly isDisposed: boolean;
  dispose(): void;
};

type Told<T> = {
  arrived(target: TreeGroup<T>, nodes: readonly T[]): void;
  failed(target: TreeGroup<T>, error: DataError): void;
};

type First<T> = {
  readonly answer: PromiseLike<readonly T[]>;
  readonly controller: AbortController;
};

export function createTreeLoads<T>(options: TreeLoadOptions<T>, told: Told<T>): TreeLoads<T> {
  const { children } = options;
  const asked = new Map<number, TreeGroup<T>>();
  // By whose answer it was seen that children come later: that is the first try of the request.
  const firsts = new Map<number, First<T>>();
  const waiters: (() => void)[] = [];
  let order = new Int32Array(8);
  let questions = 0;
  let isLazy = false;
  let isDisposed = false;

  const requests = createRequests<readonly T[]>(
    {
      load(id, signal) {
        const first = firsts.get(id);
        firsts.delete(id);
        if (!first) return children(asked.get(id)!.node, signal);
        signal.addEventListener('abort', () => first.controller.abort(), { once: true });
        return first.answer;
      },
      isDone: (id) => !asked.has(id),
      accept(id, nodes) {
        checkNodes(nodes);
        told.arrived(take(id), nodes);
        wake();
      },
      fail(id, error) {
        const why = error instanceof Error ? error.message : String(error);
        told.failed(take(id), new DataError(`children of a node could not be had: ${why}`, error));
        wake();
      },
    },
    options,
  );

  function take(id: number): TreeGroup<T> {
    const target = asked.get(id)!;
    asked.delete(id);
    target.question = 0;
    return target;
  }

  function wake(): void {
    for (const waiter of waiters.splice(0)) waiter();
  }

  function want(): void {
    if (order.length < asked.size) order = new Int32Array(asked.size * 2);
    let count = 0;
    for (const id of asked.keys()) order[count++] = id;
    requests.want(order, count);
  }

  function request(target: TreeGroup<T>): number {
    target.question = ++questions;
    asked.set(target.question, target);
    return target.question;
  }

  return {
    get isDisposed() {
      return isDisposed;
    },
    ask(target) {
      if (!isLazy) {
        const controller = new AbortController();
        const answer = children(target.node, controller.signal);
        if (!isThenable(answer)) {
          checkNodes(answer);
          return answer;
        }
        isLazy = true;
        firsts.set(questions + 1, { answer, controller });
      }
      target.state = 'loading';
      target.rows = 1;
      request(target);
      if (!isDisposed) want();
      return undefined;
    },
    retry(target) {
      request(target);
      want();
    },
    cancel(target) {
      if (target.question === 0) return;
      firsts.get(target.question)?.controller.abort();
      firsts.delete(target.question);
      take(target.question);
      want();
      wake();
    },
    peek(node) {
      if (isLazy) return true;
      const controller = new AbortController();
      const answer = children(node, controller.signal);
      if (!isThenable(answer)) return answer.length > 0;
      isLazy = true;
      controller.abort();
      Promise.resolve(answer).catch(() => {});
      return true;
    },
    next: () => new Promise((resolve) => void waiters.push(resolve)),
    dispose() {
      isDisposed = true;
      for (const { controller } of firsts.values()) controller.abort();
      firsts.clear();
      asked.clear();
      requests.dispose();
      wake();
    },
  };
}

function checkNodes(nodes: unknown): void {
  if (!Array.isArray(nodes))
    throw new DataError(`children gave ${String(nodes)}; give an array of nodes`);
}

function isThenable<V>(value: V | PromiseLike<V>): value is PromiseLike<V> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
