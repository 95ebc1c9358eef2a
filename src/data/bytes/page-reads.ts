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

/** `endOf` gives where a page ends; `most` pages are read at once, `atOnce` requests run. */
export function createPageReads(
  source: ByteSource,
  pageBytes: number,
  endOf: (page: number) => number,
  most: number,
  atOnce: number,
): PageReads {
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

  /** The page that was asked for first, and those after and before it that wait. */
  function nextRun(): Wait[] {
    const byPage = new Map(waiting.map((wait) => [wait.page, wait]));
    const first = waiting[0]!;
    const taken = [first];
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
        if (waits.length === 1) resolve(bytes);
        else {
          // A page that is kept must not keep its neighbours.
          const part = bytes.slice(at, at + endOf(page) - page * pageBytes);
          reads.copied += part.length;
          resolve(part);
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
