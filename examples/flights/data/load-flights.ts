import { appendGroup, createFlightColumns, type FlightColumns } from './columns';
import type { DecodeProgress, FlightsDecoder } from './decode-flights';
import { cancelledError, FlightsError, toFlightsError } from './flights-error';
import type { DecodeReply, DecodeRequest } from './worker-messages';

/** How far a load is, told after each group of rows. */
export interface FlightsProgress {
  readonly rowCount: number;
  /** Rows of the file. */
  readonly total: number;
  /** Since the load began, the time until the first row included. */
  readonly rowsPerSecond: number;
}

/** What {@link loadFlights} reads, and the parts of the outside world it may be given. */
export interface LoadFlightsOptions {
  /** Address of flights-3m.parquet, relative to the page where there is one. */
  readonly url: string;
  /** Makes the worker that decodes; the default starts decode-worker.ts. */
  readonly worker?: () => Worker;
  /** Decodes instead of a worker, on this thread: for tests and tools. */
  readonly decoder?: FlightsDecoder;
  /** Called after each group, and once with 0 rows when the total is known. */
  readonly onProgress?: (progress: FlightsProgress) => void;
  /** Aborting it does what `dispose()` does. */
  readonly signal?: AbortSignal;
  /** The clock for `rowsPerSecond`, in milliseconds. */
  readonly now?: () => number;
}

/** A running or finished load. */
export interface FlightsLoad {
  /** The same object from start to end; see {@link FlightColumns} for when its arrays change. */
  readonly columns: FlightColumns;
  /** Rows that have arrived. */
  readonly rowCount: number;
  /** Rows of the file; 0 until its metadata is read. */
  readonly total: number;
  /** Resolves when the first rows are here; rejects as `done` does. */
  readonly ready: Promise<void>;
  /** Resolves when all rows are here; rejects with a {@link FlightsError}, rows so far stay. */
  readonly done: Promise<void>;
  /** Stops the download and the worker; `done` rejects as `cancelled` if it was not settled. */
  dispose(): void;
}

/**
 * Starts to load the flights and answers at once, with no rows. The page's work is one copy per
 * column and group, when a group arrives; nothing runs per frame.
 */
export function loadFlights(options: LoadFlightsOptions): FlightsLoad {
  const { url, onProgress, signal } = options;
  const now = options.now ?? (() => performance.now());
  const decoder = options.decoder ?? createWorkerDecoder(options.worker ?? startDecodeWorker);
  const columns = createFlightColumns(0);
  const stop = new AbortController();
  const ready = createDeferred();
  const done = createDeferred();
  const startedAt = now();
  let settled = false;

  // Who only waits for the end need not handle the same failure twice.
  ready.promise.catch(() => {});

  function settle(error?: FlightsError): void {
    if (settled) return;
    settled = true;
    signal?.removeEventListener('abort', dispose);
    if (error === undefined) {
      ready.resolve();
      done.resolve();
      return;
    }
    // A caller that stopped the load is not told so by an unhandled rejection.
    if (error.code === 'cancelled') done.promise.catch(() => {});
    ready.reject(error);
    done.reject(error);
    stop.abort();
  }

  function dispose(): void {
    settle(cancelledError(url));
  }

  function receive(progress: DecodeProgress): void {
    if (settled) return;
    try {
      if (progress.type === 'total') {
        Object.assign(columns, createFlightColumns(progress.rowCount));
      } else {
        appendGroup(columns, progress.group);
        ready.resolve();
      }
    } catch (error) {
      settle(toFlightsError(error, 'worker', `The rows of ${url} could not be stored`));
      return;
    }
    const { rowCount, capacity: total } = columns;
    const seconds = Math.max(now() - startedAt, 1) / 1000;
    try {
      onProgress?.({ rowCount, total, rowsPerSecond: rowCount / seconds });
    } catch (error) {
      // The caller's mistake is reported as one, and the load goes on.
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  function finish(): void {
    const { rowCount, capacity } = columns;
    if (rowCount === capacity) {
      settle();
      return;
    }
    const what = `${url} gave ${rowCount} of ${capacity} rows; load it again`;
    settle(new FlightsError('truncated', what));
  }

  signal?.addEventListener('abort', dispose, { once: true });
  if (signal?.aborted) dispose();
  // Not before the caller has the load: a decoder on this thread may emit at once.
  queueMicrotask(async () => {
    if (settled) return;
    try {
      await decoder(url, receive, stop.signal);
      finish();
    } catch (error) {
      settle(toFlightsError(error, 'worker', `Decoding ${url} failed`));
    }
  });

  return {
    columns,
    ready: ready.promise,
    done: done.promise,
    dispose,
    get rowCount() {
      return columns.rowCount;
    },
    get total() {
      return columns.capacity;
    },
  };
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: FlightsError): void;
}

function createDeferred(): Deferred {
  let resolve: Deferred['resolve'] = () => {};
  let reject: Deferred['reject'] = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

function startDecodeWorker(): Worker {
  return new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
}

/** A decoder that runs in the worker that `start` makes, and ends it when the load ends. */
function createWorkerDecoder(start: () => Worker): FlightsDecoder {
  return (url, emit, signal) =>
    new Promise((resolve, reject) => {
      const worker = start();
      const send = (request: DecodeRequest): void => worker.postMessage(request);
      const cancel = (): void => send({ type: 'cancel' });
      const end = (error?: FlightsError): void => {
        signal.removeEventListener('abort', cancel);
        worker.terminate();
        if (error === undefined) resolve();
        else reject(error);
      };
      signal.addEventListener('abort', cancel, { once: true });
      worker.onmessage = ({ data: reply }: MessageEvent<DecodeReply>) => {
        if (reply.type === 'done') end();
        else if (reply.type === 'error') end(new FlightsError(reply.code, reply.message));
        else emit(reply);
      };
      worker.onmessageerror = () => end(workerError('sent a message that cannot be read'));
      worker.onerror = (event) => {
        event.preventDefault();
        end(workerError(event.message ? `threw "${event.message}"` : 'could not be started'));
      };
      send({ type: 'start', url: new URL(url, document.baseURI).href });
    });
}

function workerError(what: string): FlightsError {
  return new FlightsError(
    'worker',
    `The worker that decodes flights ${what}; check that its script is served from this origin`,
  );
}
