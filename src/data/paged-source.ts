import { ValueError } from '../ecs';
import type { RowSource } from '../ecs/stores';
import { createPageCache, type Page } from './page-cache';
import { createPagePlan } from './page-plan';
import { createRequests, DataError, type RequestOptions, whole } from './requests';
import { createSinks } from './sinks';

/** What a page is loaded as: its rows, or those and how many rows there are in all by now. */
export type LoadedPage<T> = ArrayLike<T> | { rows: ArrayLike<T>; count: number };

/** Rows that could not be loaded: those from `from` up to `to`. `cause` is what the last try failed with. */
export class PageError extends DataError {
  readonly from: number;
  readonly to: number;
  /** How often it was tried. */
  readonly tries: number;
  constructor(from: number, to: number, tries: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`rows ${from} to ${to - 1} could not be loaded: ${why}`, cause);
    this.from = from;
    this.to = to;
    this.tries = tries;
  }
}

export type PagedSourceOptions<T> = RequestOptions & {
  /**
   * Loads the rows from `from` up to `to`, not `to` itself. The signal is aborted when nobody wants them any more. Fewer rows than asked for are
   * the end of the data where that is not known, and an error where it is, unless the answer has the `count` that makes them all.
   */
  load: (
    from: number,
    to: number,
    signal: AbortSignal,
  ) => LoadedPage<T> | PromiseLike<LoadedPage<T>>;
  /** Rows there are; unset, there is always a page more until one is short. */
  count?: number;
  /** Rows of a page. @default 100 */
  pageSize?: number;
  /** Pages that are kept; those that were wanted longest ago go first, those in sight never. @default 64 */
  maxPages?: number;
  /** Bytes of the pages that are kept, by `bytesOf`. @default no limit */
  maxBytes?: number;
  bytesOf?: (rows: ArrayLike<T>) => number;
  /** Pages above and below those in sight that are loaded without being asked for. @default 1 */
  beside?: number;
  /**
   * Rows that could not be loaded are bound all the same, so that they can say so: `at` gives undefined, `stateOf` 'failed'. Unset, their
   * placeholders stay. @default false
   */
  bindFailed?: boolean;
  /** Told once of each page that was given up. Without it the app's `error` event is. */
  onError?: (error: PageError) => void;
};

/** Rows that are loaded page by page as a list comes to them. It serves one list at a time. */
export type PagedSource<T> = RowSource & {
  isReady(index: number): boolean;
  /** A row, undefined where it is not there. */
  at(index: number): T | undefined;
  /** Whether a row is there, on its way, given up, or not asked for. */
  stateOf(index: number): 'ready' | 'loading' | 'failed' | 'missing';
  /** Says that there are more rows, or fewer. */
  setCount(count: number): void;
  /** Asks again for pages that were given up, as soon as they are wanted. */
  retryFailed(): void;
  /** Loads all pages anew. Rows in sight stay as they are until the new ones come. */
  reload(): void;
  /** Pages that are kept, and their bytes by `bytesOf`. */
  readonly pageCount: number;
  readonly bytes: number;
  /** Requests on their way; pages given up. */
  readonly loading: number;
  readonly failed: number;
  /** Aborts what is on its way and forgets all pages. Safe to call twice. */
  dispose(): void;
};

/** What came, and how many rows were asked for. */
type Answer<T> = { readonly page: LoadedPage<T>; readonly length: number };

/** Makes the source of a list from a function that loads rows. Throws `ValueError` for options that cannot be used. */
export function pagedSource<T>(options: PagedSourceOptions<T>): PagedSource<T> {
  const {
    load,
    bytesOf,
    onError,
    bindFailed = false,
    maxBytes = Number.POSITIVE_INFINITY,
  } = options;
  if (typeof load !== 'function') throw new ValueError(`load is ${String(load)}; give a function`);
  const pageSize = whole('pageSize', options.pageSize ?? 100, 1);
  const maxPages = whole('maxPages', options.maxPages ?? 64, 1);
  if (!(maxBytes > 0)) throw new ValueError(`maxBytes is ${maxBytes}; give a number above 0`);
  if (maxBytes < Number.POSITIVE_INFINITY && !bytesOf)
    throw new ValueError('maxBytes without bytesOf; say how many bytes the rows of a page take');
  const sinks = createSinks();
  const cache = createPageCache<T>();
  const plan = createPagePlan(pageSize, maxPages, whole('beside', options.beside ?? 1, 0));
  const shown = new Int32Array(6).fill(-1);
  // Pages that had to go though they are wanted: there is no room for them.
  const crowded = new Set<number>();
  // Whether a short page is the end.
  let isOpen = options.count === undefined;
  let count = whole('count', options.count ?? pageSize, 0);
  // The page read last: rows are read one after the other.
  let last: Page<T> | undefined;
  let isDisposed = false;

  const requests = createRequests<Answer<T>>(
    {
      load(index, signal) {
        const from = index * pageSize;
        const to = endOf(index);
        // The count may be another when it comes.
        return Promise.resolve(load(from, to, signal)).then((page) => ({
          page,
          length: to - from,
        }));
      },
      isDone(index) {
        if (crowded.has(index)) return true;
        const page = cache.get(index);
        const length = Math.min(pageSize, count - index * pageSize);
        return page !== undefined && !page.isStale && page.rows.length >= length;
      },
      accept,
      fail(index, error, tries) {
        const told = new PageError(index * pageSize, endOf(index), tries, error);
        if (bindFailed) sinks.wake();
        if (onError) call(onError, told);
        else sinks.fail(told);
      },
    },
    options,
  );

  function endOf(index: number): number {
    const end = (index + 1) * pageSize;
    return isOpen ? end : Math.min(end, count);
  }

  /** What the app throws in a callback is its own, and not of the request. */
  function call(callback: (error: PageError) => void, error: PageError): void {
    try {
      callback(error);
    } catch (thrown) {
      sinks.fail(thrown);
    }
  }

  function accept(index: number, { page: answer, length }: Answer<T>): void {
    const from = index * pageSize;
    const isCounted = typeof answer === 'object' && answer !== null && 'rows' in answer;
    const rows = isCounted ? answer.rows : (answer as ArrayLike<T>);
    if (typeof rows !== 'object' || rows === null || !Number.isInteger(rows.length))
      throw new DataError(`load gave ${String(rows)}; give an array of rows`);
    if (isCounted) {
      whole('count', answer.count, 0);
      isOpen = false;
    }
    const end = from + rows.length;
    const isShort = rows.length < length;
    let next = isCounted ? answer.count : count;
    // Where nothing is known beyond a full page there may be more.
    if (isOpen) next = isShort ? end : end < count ? count : end + pageSize;
    // Where there are fewer rows by now the others are none; where there are not, they are missing.
    if (rows.length > length || (isShort && end < next))
      throw new DataError(
        `load gave ${rows.length} rows instead of ${length}; give as many, or { rows, count } with the count that there is`,
      );
    // Before more is asked for.
    last = cache.put(index, rows, bytesOf ? bytesOf(rows) : 0);
    changeCount(next);
    makeRoom();
    const known = Math.min(count, end) - from;
    if (known > 0) sinks.refreshRows(from, known);
    sinks.wake();
  }

  function changeCount(next: number): void {
    const before = count;
    if (next === before) return;
    count = next;
    if (next > before) sinks.insertRows(before, next - before);
    else {
      for (let page = cache.oldest; page; ) {
        const { newer } = page;
        if (page.index * pageSize >= next) discard(page);
        page = newer;
      }
      sinks.removeRows(next, before - next);
    }
    replan(true);
  }

  function discard(page: Page<T>): void {
    if (page === last) last = undefined;
    cache.remove(page);
  }

  function makeRoom(): void {
    for (let page = cache.oldest; page; ) {
      if (cache.count <= maxPages && cache.bytes <= maxBytes) return;
      const { newer, index } = page;
      if (index < plan.first || index > plan.last) {
        // It would be loaded again at once, to go again.
        if (plan.includes(index)) crowded.add(index);
        discard(page);
      }
      page = newer;
    }
  }

  function replan(isForced: boolean): void {
    if (!plan.make(shown, count) && !isForced) return;
    crowded.clear();
    for (let i = plan.count - 1; i >= 0; i--) {
      const page = cache.get(plan.pages[i]!);
      if (page) cache.touch(page);
    }
    requests.want(plan.pages, plan.count);
  }

  function pageOf(index: number): Page<T> | undefined {
    const place = Math.floor(index / pageSize);
    if (last?.index !== place) last = cache.get(place);
    return last;
  }

  function has(index: number): boolean {
    const page = index < count ? pageOf(index) : undefined;
    return page !== undefined && index - page.index * pageSize < page.rows.length;
  }

  const source: PagedSource<T> = {
    get count() {
      return count;
    },
    get pageCount() {
      return cache.count;
    },
    get bytes() {
      return cache.bytes;
    },
    get loading() {
      return requests.running;
    },
    get failed() {
      return requests.failed;
    },
    isReady: (index) =>
      has(index) || (bindFailed && requests.isFailed(Math.floor(index / pageSize))),
    at: (index) => (has(index) ? last!.rows[index - last!.index * pageSize] : undefined),
    stateOf(index) {
      if (has(index)) return 'ready';
      const page = Math.floor(index / pageSize);
      if (requests.isFailed(page)) return 'failed';
      return requests.isBusy(page) ? 'loading' : 'missing';
    },
    show(first, final, soonFirst, soonLast, restFirst, restLast) {
      if (isDisposed) return;
      shown[0] = first;
      shown[1] = final;
      shown[2] = soonFirst;
      shown[3] = soonLast;
      shown[4] = restFirst;
      shown[5] = restLast;
      replan(false);
    },
    setCount(next) {
      whole('count', next, 0);
      if (isDisposed) return;
      isOpen = false;
      changeCount(next);
    },
    retryFailed: () => requests.retryFailed(),
    reload() {
      for (let page = cache.oldest; page; ) {
        const { newer } = page;
        page.isStale = true;
        if (page.index < plan.first || page.index > plan.last) discard(page);
        page = newer;
      }
      crowded.clear();
      requests.restart();
    },
    connect(sink) {
      const stop = sinks.connect(sink);
      return () => {
        stop();
        if (sinks.size > 0) return;
        // Nobody is left who could want anything.
        shown.fill(-1);
        replan(true);
      };
    },
    dispose() {
      isDisposed = true;
      requests.dispose();
      cache.clear();
      last = undefined;
    },
  };
  return source;
}
