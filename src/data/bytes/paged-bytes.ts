import { CapacityError, ValueError } from '../../ecs';
import { onAbort } from '../../structures';
import { createPagePlan } from '../page-plan';
import { createRequests, DataError, type RequestOptions, whole } from '../requests';
import { ChangedError, NEVER, unreadable } from './byte-source';
import type { HttpOptions } from './http-bytes';
import { createPageReads } from './page-reads';
import { createPageStore, type PageMemory } from './page-store';
import { byteSource, type Readable } from './readable';
import { createTail } from './tail';

export type PagedOptions = Omit<RequestOptions, 'concurrency'> &
  HttpOptions & {
    /** Bytes of a page: what is read, kept and dropped as one. @default 65536 */
    pageBytes?: number;
    /** Bytes of the pages that are kept; those used longest ago go first, those in sight never. At least 4 pages. @default 32 MiB */
    maxBytes?: number;
    /** Bytes that are asked for at once, of what answers from far or is not kept. @default 1 MiB */
    requestBytes?: number;
    /** Requests that run at once. @default 4 */
    concurrency?: number;
    /** The first byte that counts: what comes before it is passed over. @default 0 */
    from?: number;
    /** What `installMemory` gave: pages are in the ledger then, are asked for by a budget of `maxBytes`, and given back when memory is scarce. */
    memory?: PageMemory;
    /** Of that budget; it is to be unique. @default 'pages' */
    name?: string;
  };

export type ReadOptions = {
  /** Gives up waiting; what nobody else waits for is aborted. */
  signal?: AbortSignal;
  /** Whether pages are kept for the next who reads there; not where all is gone through once. @default true */
  keep?: boolean;
};

/** Counters; one object, updated in place. */
export type PagedStats = {
  /** Bytes of pages that are kept, and their number. */
  bytes: number;
  pages: number;
  /** Requests so far, and the bytes they brought. */
  requests: number;
  bytesRead: number;
  /** Bytes copied within memory: to part pages that came at once, and where what is asked for lies in several. */
  bytesCopied: number;
};

/** Bytes of something larger than memory, of which the pages that are used are kept. */
export type PagedBytes = {
  /** Bytes there are; `byteLength` is the same, as readers of Parquet want it. */
  readonly size: number;
  readonly byteLength: number;
  readonly pageBytes: number;
  readonly pageCount: number;
  /** A page that is there; not to be written to. */
  page(index: number): Uint8Array | undefined;
  /** Bytes from `from` up to `to`, where all are there: a view of them, or a copy where they lie in several pages. */
  view(from: number, to: number): Uint8Array | undefined;
  /**
   * The same, read where they are not there. Rejects with `DataError`: what could not be read (`cause` is why), cut short or changed; with the
   * signal's reason when that is aborted.
   */
  read(from: number, to: number, options?: ReadOptions): Promise<Uint8Array>;
  /** A copy in a buffer of its own, as `Blob` has it and readers of Parquet want it. Ends below 0 count from the end. */
  slice(from: number, to?: number): Promise<ArrayBuffer>;
  /**
   * Says which pages are in sight, soon in sight, and where sight comes to rest, first and last of each, -1 for none: those are read in that
   * order, and those in sight are kept whatever else is read.
   */
  show(
    first: number,
    last: number,
    soonFirst: number,
    soonLast: number,
    restFirst: number,
    restLast: number,
  ): void;
  /** Whether a page was given up, after all tries. */
  hasFailed(page: number): boolean;
  /** Asks again for pages that were given up. */
  retryFailed(): void;
  /** Called with each page that came, and of each that was given up with its error too. Returns how to stop. */
  watch(watcher: (page: number, error?: unknown) => void): () => void;
  /** Looks whether there is more at the end by now. Rejects with `ChangedError` where what was there is another. Returns the size. */
  refresh(): Promise<number>;
  /** Drops pages until those kept have so many bytes, those in sight apart. Returns the bytes that went. */
  trim(bytes: number): number;
  stats(): Readonly<PagedStats>;
  /** Drops all pages; what is waited for rejects. Safe to call twice. */
  dispose(): void;
};

type Waiter = { keep: boolean; take(bytes: Uint8Array): void; refuse(error: unknown): void };

const LEAST_PAGES = 4;

/**
 * Opens bytes for reading page by page. A page of the browser cannot map a file into its memory: this has the same effect, by pages that
 * are read when they are wanted. Rejects with `ValueError` for options that cannot be used, and as `fetch` or the handle does.
 */
export async function openPaged(
  readable: Readable,
  options: PagedOptions = {},
): Promise<PagedBytes> {
  const pageBytes = whole('pageBytes', options.pageBytes ?? 65_536, 1);
  const maxBytes = whole('maxBytes', options.maxBytes ?? 32 * 1024 * 1024, LEAST_PAGES * pageBytes);
  const requestBytes = whole('requestBytes', options.requestBytes ?? 1024 * 1024, 1);
  const origin = whole('from', options.from ?? 0, 0);
  const concurrency = whole('concurrency', options.concurrency ?? 4, 1);
  const source = await byteSource(readable, options);
  if (origin > source.size)
    throw new ValueError(`from is ${origin}, but there are only ${source.size} bytes`);

  let size = source.size - origin;
  const maxPages = Math.floor(maxBytes / pageBytes);
  const perRequest = Math.max(1, Math.floor(requestBytes / pageBytes));
  const { memory, name = 'pages' } = options;
  const store = createPageStore({ maxBytes, memory, name, isFar: source.isFar === true });
  const plan = createPagePlan(1, maxPages - 1, 1);
  const shown = new Int32Array(6).fill(-1);
  let pinned: [first: number, last: number] = [0, -1];
  let order = new Int32Array(64);
  const waiters = new Map<number, Set<Waiter>>();
  const watchers = new Set<(page: number, error?: unknown) => void>();
  const tail = createTail();
  const stats: PagedStats = { bytes: 0, pages: 0, requests: 0, bytesRead: 0, bytesCopied: 0 };
  let copied = 0;
  let isDisposed = false;

  const reads = createPageReads({
    source: {
      size,
      isFar: source.isFar === true,
      read: (from, to, signal) => source.read(origin + from, origin + to, signal),
    },
    ...{ pageBytes, endOf, isKept, isUrgent: isPinned },
    most: perRequest,
    atOnce: concurrency,
  });
  const requests = createRequests<Uint8Array | ChangedError>(
    {
      // What has changed is so for good: an answer, which is not tried again.
      load: (page, signal) =>
        reads.read(page, signal).catch((error: unknown) => {
          if (error instanceof ChangedError) return error;
          throw error;
        }),
      // What came and is kept by nobody must not be asked for again.
      isDone: (page) => store.has(page) || !(waiters.has(page) || plan.includes(page)),
      accept,
      fail(page, error) {
        const told = unreadable(error, page * pageBytes, endOf(page));
        for (const waiter of [...(waiters.get(page) ?? [])]) waiter.refuse(told);
        for (const watcher of [...watchers]) watcher(page, error);
      },
    },
    { ...options, concurrency: concurrency * perRequest },
  );

  function endOf(page: number): number {
    return Math.min(size, (page + 1) * pageBytes);
  }

  function isPinned(page: number): boolean {
    return page >= pinned[0] && page <= pinned[1];
  }

  function isKept(page: number): boolean {
    if (plan.includes(page)) return true;
    for (const { keep } of waiters.get(page) ?? []) if (keep) return true;
    return false;
  }

  function pageCount(): number {
    return Math.ceil(size / pageBytes);
  }

  function accept(page: number, answer: Uint8Array | ChangedError): void {
    if (answer instanceof ChangedError) throw answer;
    const waiting = waiters.get(page);
    let isRoomless = false;
    if (isKept(page)) {
      isRoomless = !store.put(page, answer);
      if (isPinned(page)) store.pin(page);
    }
    tail.see(page * pageBytes, answer, size);
    for (const waiter of [...(waiting ?? [])]) waiter.take(answer);
    for (const watcher of [...watchers]) watcher(page);
    // It would be asked for again and again.
    if (isRoomless && plan.includes(page))
      throw new CapacityError(`there is no room for page ${page} in the budget of '${name}'`);
  }

  /** What is in sight first, then what is waited for, then what will be in sight. */
  function want(): void {
    let count = 0;
    const most = plan.count + waiters.size;
    if (order.length < most) order = new Int32Array(most * 2);
    const inSight = plan.first < 0 ? 0 : Math.min(plan.last - plan.first + 1, maxPages - 1);
    for (let i = 0; i < inSight; i++) order[count++] = plan.pages[i]!;
    for (const page of waiters.keys()) order[count++] = page;
    // More than there is room for would push out what is in sight, and be read again and again.
    const last = Math.min(plan.count, maxPages - 1);
    for (let i = inSight; i < last; i++) order[count++] = plan.pages[i]!;
    requests.want(order, count);
  }

  function pin(first: number, last: number): void {
    for (let page = first; page <= last; page++) store.pin(page);
    for (let page = pinned[0]; page <= pinned[1]; page++) store.unpin(page);
    pinned = [first, last];
  }

  function replan(): void {
    if (!plan.make(shown, pageCount())) return;
    // More than there is room for cannot be kept.
    const last = Math.min(plan.last, plan.first + maxPages - 2);
    if (plan.first < 0) pin(0, -1);
    else pin(plan.first, last);
    for (let i = plan.count - 1; i >= 0; i--) store.get(plan.pages[i]!);
    want();
  }

  function checkRange(from: number, to: number): void {
    if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= size)
      return;
    throw new ValueError(
      `bytes ${from} to ${to} are asked for; give whole numbers within 0 and ${size}`,
    );
  }

  /** A page when it has come; `waiting` is given who waits for it. */
  function waitFor(page: number, keep: boolean, waiting: Set<Waiter>): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const others = waiters.get(page) ?? new Set();
      waiters.set(page, others);
      const end = (): void => {
        waiting.delete(waiter);
        others.delete(waiter);
        if (others.size === 0) waiters.delete(page);
      };
      const waiter: Waiter = {
        keep,
        take(bytes) {
          end();
          resolve(bytes);
        },
        refuse(error) {
          end();
          reject(error);
        },
      };
      others.add(waiter);
      waiting.add(waiter);
    });
  }

  async function read(from: number, to: number, options: ReadOptions = {}): Promise<Uint8Array> {
    const { signal, keep = true } = options;
    if (isDisposed) throw new DataError('the bytes were disposed');
    signal?.throwIfAborted();
    checkRange(from, to);
    if (from === to) return new Uint8Array(0);
    const last = Math.floor((to - 1) / pageBytes);
    const pages: (Uint8Array | Promise<Uint8Array>)[] = [];
    const waiting = new Set<Waiter>();
    for (let page = Math.floor(from / pageBytes); page <= last; page++) {
      const there = store.get(page);
      if (!there && requests.isFailed(page)) requests.forget(page);
      pages.push(there ?? waitFor(page, keep, waiting));
    }
    const abort = (): void => {
      for (const waiter of [...waiting]) waiter.refuse(signal!.reason);
      want();
    };
    const stop = signal && onAbort(signal, abort);
    try {
      if (waiting.size > 0) want();
      return joined(await Promise.all(pages), from, to);
    } catch (error) {
      // Of what is wanted no longer the rest is not either.
      for (const waiter of [...waiting]) waiter.refuse(error);
      if (!isDisposed) want();
      throw error;
    } finally {
      stop?.();
    }
  }

  /** The bytes of pages of which the first has the byte `from`. */
  function joined(pages: readonly Uint8Array[], from: number, to: number): Uint8Array {
    const start = Math.floor(from / pageBytes) * pageBytes;
    if (pages.length === 1) return pages[0]!.subarray(from - start, to - start);
    const { buffer, byteOffset } = pages[0]!;
    // Read together, they lie behind each other.
    if (pages.every((p, i) => p.buffer === buffer && p.byteOffset === byteOffset + i * pageBytes))
      return new Uint8Array(buffer, byteOffset + from - start, to - from);
    const bytes = new Uint8Array(to - from);
    copied += bytes.length;
    for (const [i, page] of pages.entries()) {
      const at = start + i * pageBytes;
      const part = page.subarray(Math.max(0, from - at), to - at);
      bytes.set(part, Math.max(0, at - from));
    }
    return bytes;
  }

  return {
    get size() {
      return size;
    },
    get byteLength() {
      return size;
    },
    pageBytes,
    get pageCount() {
      return pageCount();
    },
    page: (index) => store.get(index),
    view(from, to) {
      checkRange(from, to);
      const last = Math.floor(Math.max(from, to - 1) / pageBytes);
      const pages: Uint8Array[] = [];
      for (let page = Math.floor(from / pageBytes); page <= last; page++) {
        const there = store.get(page);
        if (!there) return from === to ? new Uint8Array(0) : undefined;
        pages.push(there);
      }
      return joined(pages, from, to);
    },
    read,
    async slice(from, to = size) {
      const start = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
      const end = to < 0 ? size + to : Math.min(to, size);
      const bytes = await read(start, Math.max(start, end));
      if (
        bytes.byteOffset === 0 &&
        bytes.length === bytes.buffer.byteLength &&
        end - start > pageBytes
      )
        return bytes.buffer as ArrayBuffer;
      copied += bytes.length;
      return bytes.slice().buffer;
    },
    show(first, last, soonFirst, soonLast, restFirst, restLast) {
      if (isDisposed) return;
      shown[0] = first;
      shown[1] = last;
      shown[2] = soonFirst;
      shown[3] = soonLast;
      shown[4] = restFirst;
      shown[5] = restLast;
      replan();
    },
    hasFailed: (page) => requests.isFailed(page),
    retryFailed: () => requests.retryFailed(),
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    async refresh() {
      if (isDisposed) throw new DataError('the bytes were disposed');
      const before = size;
      const next = source.refresh ? (await source.refresh()) - origin : size;
      if (next < before)
        throw new ChangedError(`there are only ${next} bytes where ${before} were`);
      if (next === before) return size;
      const { from, bytes } = tail;
      const now = await source.read(origin + from, origin + from + bytes.length, NEVER);
      if (!tail.isSame(now)) throw new ChangedError('what was there was written over');
      size = next;
      // The last page may be longer.
      if (before % pageBytes > 0) store.delete(Math.floor(before / pageBytes));
      plan.make(shown, pageCount());
      want();
      return size;
    },
    trim: (bytes) => store.trim(whole('bytes', bytes, 0)),
    stats() {
      stats.bytes = store.bytes;
      stats.pages = store.count;
      stats.requests = reads.requests;
      stats.bytesRead = reads.bytes;
      stats.bytesCopied = reads.copied + copied;
      return stats;
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      requests.dispose();
      const error = new DataError('the bytes were disposed');
      for (const waiting of [...waiters.values()])
        for (const waiter of [...waiting]) waiter.refuse(error);
      watchers.clear();
      store.dispose();
    },
  };
}
