import type { FlightGroup } from './columns';
import { cancelledError, FlightsError, toFlightsError } from './flights-error';
import {
  createGroupDecoder,
  type FlightsLayout,
  hasParquetMark,
  readFlightsLayout,
} from './parquet-flights';

/** What a decoder reports while it works; how it ends is up to its promise. */
export type DecodeProgress =
  | { readonly type: 'total'; readonly rowCount: number }
  | { readonly type: 'group'; readonly group: FlightGroup };

/**
 * Decodes the flights at `url`: emits the row count, then the groups in file order, then resolves.
 * Rejects with a {@link FlightsError}; an aborted `signal` makes it `cancelled`.
 */
export type FlightsDecoder = (
  url: string,
  emit: (progress: DecodeProgress) => void,
  signal: AbortSignal,
) => Promise<void>;

/** The outside world of {@link createFetchDecoder}; each part has a default. */
export interface FetchDecoderOptions {
  readonly fetch?: typeof fetch;
  /** How long the server may send nothing before the load fails, in milliseconds. */
  readonly stallMs?: number;
}

/** The metadata has 6 KiB in flights-3m.parquet; one request should hold a larger one, too. */
const tailBytes = 65_536;

const defaultStallMs = 30_000;

/**
 * A decoder that runs where it is called. It asks for the end of the file, where the metadata is,
 * then decodes each row group as soon as its bytes are here; without range requests it needs the
 * whole file first.
 */
export function createFetchDecoder(options: FetchDecoderOptions = {}): FlightsDecoder {
  const fetchFile = options.fetch ?? ((input, init) => fetch(input, init));
  const stallMs = options.stallMs ?? defaultStallMs;

  return async (url, emit, signal) => {
    if (signal.aborted) throw cancelledError(url);
    const connection = new AbortController();
    const cancel = (): void => connection.abort(cancelledError(url));
    signal.addEventListener('abort', cancel, { once: true });
    let stallTimer: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(stallTimer);
      stallTimer = setTimeout(() => connection.abort(stalledError(url, stallMs)), stallMs);
    };
    heard();
    try {
      await decodeResponse(url, fetchFile, connection.signal, heard, emit);
    } catch (error) {
      const stopped = connection.signal.aborted ? connection.signal.reason : undefined;
      throw stopped instanceof FlightsError
        ? stopped
        : toFlightsError(
            error,
            'network',
            `Reading ${url} failed, check the connection and load again`,
          );
    } finally {
      clearTimeout(stallTimer);
      signal.removeEventListener('abort', cancel);
      // Ends the download of a load that failed; nothing is left to end after a success.
      connection.abort();
    }
  };
}

async function decodeResponse(
  url: string,
  fetchFile: typeof fetch,
  signal: AbortSignal,
  heard: () => void,
  emit: (progress: DecodeProgress) => void,
): Promise<void> {
  // The whole file as a range: the answer then tells the size and is not compressed on the way.
  const response = await fetchFile(url, { signal, headers: { Range: 'bytes=0-' } });
  if (!response.ok) throw httpError(url, response);
  const reader = response.body?.getReader();
  if (reader === undefined) throw new FlightsError('network', `${url} answered without a body`);
  const expected = fileLength(response);
  let layout =
    expected === undefined ? undefined : await fetchLayout(url, fetchFile, signal, expected);
  heard();

  const decoder = createGroupDecoder();
  let file = new Uint8Array(expected ?? 1 << 20);
  let byteCount = 0;
  let groupIndex = 0;
  if (layout !== undefined) emit({ type: 'total', rowCount: layout.rowCount });

  for (let ended = false; !ended; ) {
    const chunk = await reader.read();
    heard();
    if (chunk.value !== undefined) {
      file = withRoom(file, byteCount + chunk.value.length);
      file.set(chunk.value, byteCount);
      byteCount += chunk.value.length;
    }
    ended = chunk.done;
    if (byteCount >= 4 || ended) checkStart(url, response, file.subarray(0, byteCount));
    if (ended && layout === undefined) {
      layout = readFlightsLayout(file.subarray(0, byteCount));
      if (layout === undefined) throw truncatedError(url, byteCount);
      emit({ type: 'total', rowCount: layout.rowCount });
    }
    for (; layout !== undefined && groupIndex < layout.groups.length; groupIndex += 1) {
      const group = layout.groups[groupIndex];
      if (group === undefined || group.end > byteCount) break;
      emit({ type: 'group', group: decoder.decode(file.subarray(0, byteCount), group) });
      // A message to stop is a task: it is heard only between tasks.
      await nextTask();
      signal.throwIfAborted();
      heard();
    }
  }
  if (groupIndex < (layout?.groups.length ?? 0)) throw truncatedError(url, byteCount);
}

/** A decoder of a file that is in memory already: what tests and tools without a server use. */
export function createBytesDecoder(file: Uint8Array<ArrayBuffer>): FlightsDecoder {
  return async (url, emit, signal) => {
    checkStart(url, undefined, file);
    const layout = readFlightsLayout(file);
    if (layout === undefined) throw truncatedError(url, file.length);
    emit({ type: 'total', rowCount: layout.rowCount });
    const decoder = createGroupDecoder();
    for (const group of layout.groups) {
      if (signal.aborted) throw cancelledError(url);
      emit({ type: 'group', group: decoder.decode(file, group) });
      await nextTask();
    }
  };
}

/** The layout from a request for the file's end; undefined where the server sends no ranges. */
async function fetchLayout(
  url: string,
  fetchFile: typeof fetch,
  signal: AbortSignal,
  byteLength: number,
): Promise<FlightsLayout | undefined> {
  const start = Math.max(0, byteLength - tailBytes);
  const response = await fetchFile(url, {
    signal,
    headers: { Range: `bytes=${start}-${byteLength - 1}` },
    // Chromium's cache makes a second request for a file wait until the first has all of it.
    cache: 'no-store',
  });
  const range = `bytes ${start}-${byteLength - 1}/${byteLength}`;
  if (response.status !== 206 || response.headers.get('Content-Range') !== range) {
    await response.body?.cancel();
    return undefined;
  }
  return readFlightsLayout(new Uint8Array(await response.arrayBuffer()));
}

/** The size of the file; undefined where the server ignores the range that was asked for. */
function fileLength(response: Response): number | undefined {
  const range = response.status === 206 ? response.headers.get('Content-Range') : null;
  const total = /^bytes 0-\d+\/(\d+)$/.exec(range ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
}

function withRoom(file: Uint8Array<ArrayBuffer>, byteLength: number): Uint8Array<ArrayBuffer> {
  if (byteLength <= file.length) return file;
  const larger = new Uint8Array(Math.max(byteLength, file.length * 2));
  larger.set(file);
  return larger;
}

function checkStart(url: string, response: Response | undefined, file: Uint8Array): void {
  if (hasParquetMark(file, 0)) return;
  const start = JSON.stringify(new TextDecoder().decode(file.subarray(0, 12)));
  const type = response?.headers.get('Content-Type') ?? 'no type given';
  throw new FlightsError(
    'not-parquet',
    `${url} is not a Parquet file: it has ${file.length} bytes or more, starts with ${start} ` +
      `(${type}); check the address, a server may answer a wrong one with its start page`,
  );
}

function httpError(url: string, response: Response): FlightsError {
  return new FlightsError(
    'http',
    `${url} answered ${response.status} ${response.statusText}; check that flights-3m.parquet is served there`,
  );
}

function stalledError(url: string, stallMs: number): FlightsError {
  return new FlightsError(
    'stalled',
    `${url} sent nothing for ${stallMs} ms; check the connection and load again`,
  );
}

function truncatedError(url: string, byteCount: number): FlightsError {
  return new FlightsError(
    'truncated',
    `${url} ends after ${byteCount} bytes, before the end of the Parquet file; download it again`,
  );
}

/** Resolves in a new task, without the 4 ms that nested timers wait. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
