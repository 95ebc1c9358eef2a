import { type ByteSource, complete } from './byte-source';

/** Reads pages, neighbours that are asked for at once in one go. */
export type PageReads = {
  /** Requests so far, and their bytes; bytes copied to part what came at once. */
  readonly requests: number;
  readonly bytes: number;
  readonly copied: number;
  /** A page. Its read is aborted when all of those that share it are. */
  read(page: number, signal: AbortSignal): Promise<Uint8Array>;
};

type Wait = {
  readonly page: number;
  readonly signal: AbortSignal;
  resolve(bytes: Uint8Array): void;
  reject(error: unknown): void;
};

export type PageReadsOptions = {
  source: ByteSource;
  pageBytes: number;
  /** Where a page ends. */
  endOf(page: number): number;
  /** Whether a page will be kept: then it has a buffer of its own, lest it keep its neighbours. */
  isKept(page: number): boolean;
  /** Whether a page is to come before those that were asked for earlier. */
  isUrgent(page: number): boolean;
  /** Pages that are read at once, and requests that run. */
  most: number;
  atOnce: number;
};

export function createPageReads(options: PageReadsOptions): PageReads {
  const { source, pageBytes, endOf, isKept, isUrgent, most, atOnce } = options;

  let waiting: Wait[] = [];
  let isPlanned = false;
  let running = 0;

  const reads = {
    requests: 0,
    bytes: 0,
    copied: 0,
    read(page: number, signal: AbortSignal): Promise<Uint8Array> {
      return new Promise<Uint8Array>((resolve, reject) => {
        waiting.push({ page, signal, resolve, reject });
        plan();
      });
    },
  };

  /** After all that is asked for in this turn. */
  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    queueMicrotask(() => {
      isPlanned = false;
      waiting = waiting.filter(({ signal }) => !signal.aborted);
      while (waiting.length > 0 && running < atOnce) void run(nextRun());
    });
  }

  /** The page that is urgent, or was asked for first, and those after and before it that wait. */
  function nextRun(): Wait[] {
    const first = waiting.find(({ page }) => isUrgent(page)) ?? waiting[0]!;
    const taken = [first];
    // What is near costs nothing to ask for: it is not copied then.
    const mayJoin = ({ page }: Wait): boolean => source.isFar === true || !isKept(page);
    if (!mayJoin(first)) {
      waiting = waiting.filter((wait) => wait !== first);
      return taken;
    }
    const byPage = new Map(waiting.filter(mayJoin).map((wait) => [wait.page, wait]));
    for (let page = first.page + 1; taken.length < most && byPage.has(page); page++)
      taken.push(byPage.get(page)!);
    for (let page = first.page - 1; taken.length < most && byPage.has(page); page--)
      taken.unshift(byPage.get(page)!);
    waiting = waiting.filter((wait) => !taken.includes(wait));
    return taken;
  }

  async function run(waits: Wait[]): Promise<void> {
    running++;
    const controller = new AbortController();
    let left = waits.length;
    for (const { signal } of waits) {
      signal.addEventListener('abort', () => --left === 0 && controller.abort(), { once: true });
    }
    const from = waits[0]!.page * pageBytes;
    const to = endOf(waits.at(-1)!.page);
    reads.requests++;
    try {
      const bytes = complete(await source.read(from, to, controller.signal), from, to);
      reads.bytes += bytes.length;
      for (const { page, resolve } of waits) {
        const at = page * pageBytes - from;
        const to = at + endOf(page) - page * pageBytes;
        if (waits.length === 1) resolve(bytes);
        else if (!isKept(page)) resolve(bytes.subarray(at, to));
        else {
          reads.copied += to - at;
          resolve(bytes.slice(at, to));
        }
      }
    } catch (error) {
      for (const { reject } of waits) reject(error);
    } finally {
      running--;
      plan();
    }
  }

  return reads;
}
