import { createConnectionPool } from './connection-pool';
import type { ConnectionPool, ConnectionPoolOptions } from './pool-options';

/** A pool of anything that is made and thrown away: buffers, decoders, canvases. */
export function createResourcePool<T>({
  create,
  destroy,
  ...options
}: Omit<ConnectionPoolOptions<T>, 'open' | 'close'> & {
  create: () => T | PromiseLike<T>;
  destroy?: (resource: T) => void | PromiseLike<void>;
}): ConnectionPool<T> {
  return createConnectionPool({
    ...options,
    open: () => create(),
    ...(destroy ? { close: destroy } : {}),
  });
}
