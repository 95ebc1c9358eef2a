import { duration, whole } from '../ecs';
import { callable } from './checks';
import { type AsyncPorts, defaultPorts } from './ports';

export type BatcherOptions<K, V> = {
  /** Loads the values of some keys, as many and in their order; an `Error` in place of a value is that key's own. */
  load: (keys: readonly K[]) => PromiseLike<readonly (V | Error)[]> | readonly (V | Error)[];
  /** Keys of one load at most. @default 100 */
  maxKeys?: number;
  /** How long a key waits for others, ms; 0 for what is asked for in the same turn. @default 0 */
  windowMs?: number;
  ports?: AsyncPorts;
};

/** Single questions that are asked together. */
export type Batcher<K, V> = {
  /** The value of a key. Asked for twice before it has come it is loaded once. */
  get(key: K): Promise<V>;
  /** Loads begun. */
  readonly loads: number;
  /** Rejects what waits for its window or is being loaded, and what is asked for from now on. */
  dispose(): void;
};

type Wanted<V> = { promise: Promise<V>; resolve(value: V): void; reject(error: unknown): void };

/** Makes one: what is asked for by key within a window is one load. */
export function createBatcher<K, V>({
  load,
  maxKeys = 100,
  windowMs = 0,
  ports = defaultPorts(),
}: BatcherOptions<K, V>): Batcher<K, V> {
  callable('load', load);
  whole('maxKeys', maxKeys, 1);
  if (windowMs !== 0) duration('windowMs', windowMs);
  const underway = new Map<K, Wanted<V>>();
  let waiting: K[] = [];
  let timer: unknown;
  let isPosted = false;
  let loads = 0;
  let disposed = false;

  function flush(): void {
    if (timer !== undefined) ports.clearTimer(timer);
    timer = undefined;
    while (waiting.length > 0) void send(waiting.splice(0, maxKeys));
  }

  async function send(keys: readonly K[]): Promise<void> {
    loads++;
    let values: readonly (V | Error)[] = [];
    let failure: { error: unknown } | undefined;
    try {
      values = await load(keys);
      if (values.length !== keys.length) {
        throw new Error(
          `load gave ${values.length} values for ${keys.length} keys; give one for each`,
        );
      }
    } catch (error) {
      failure = { error };
    }
    keys.forEach((key, at) => {
      const wanted = underway.get(key);
      underway.delete(key);
      const value = values[at];
      if (failure) wanted?.reject(failure.error);
      else if (value instanceof Error) wanted?.reject(value);
      else wanted?.resolve(value as V);
    });
  }

  return {
    get loads() {
      return loads;
    },
    get(key) {
      if (disposed) return Promise.reject(gone());
      const known = underway.get(key);
      if (known) return known.promise;
      const wanted = {} as Wanted<V>;
      wanted.promise = new Promise((resolve, reject) => Object.assign(wanted, { resolve, reject }));
      underway.set(key, wanted);
      waiting.push(key);
      if (waiting.length >= maxKeys) flush();
      else if (windowMs > 0) timer ??= ports.setTimer(flush, windowMs);
      else if (!isPosted) {
        isPosted = true;
        queueMicrotask(() => {
          isPosted = false;
          flush();
        });
      }
      return wanted.promise;
    },
    dispose() {
      if (timer !== undefined) ports.clearTimer(timer);
      timer = undefined;
      disposed = true;
      waiting = [];
      const error = gone();
      for (const wanted of underway.values()) wanted.reject(error);
      underway.clear();
    },
  };
}

function gone(): Error {
  return new Error('the batcher was disposed');
}
