import type { AsyncPorts } from '../async';
import { type TaskPriority, taskPriorities } from '../ecs/stores';
import { onAbort } from '../structures';
import { NetworkError } from './errors';
import type { HttpResponse, RequestOptions } from './http-options';
import { checkRange, mergeRanges } from './range-plan';

type Wanted = {
  readonly from: number;
  readonly to: number;
  readonly priority: TaskPriority | undefined;
  resolve(bytes: Uint8Array<ArrayBuffer>): void;
  reject(reason: unknown): void;
  /** Nobody wants it any more. */
  isDropped: boolean;
  /** Cancels its request if it was the last that wanted it. */
  drop: () => void;
};

export type RangeReaderOptions = {
  gapBytes: number;
  maxBytes: number;
  windowMs: number;
  ports: AsyncPorts;
};

/** Reads ranges of files, several in one request where they lie near each other. */
export function createRangeReader(
  request: (url: URL, options: RequestOptions) => Promise<HttpResponse>,
  { gapBytes, maxBytes, windowMs, ports }: RangeReaderOptions,
) {
  const files = new Map<string, Wanted[]>();
  const counts = { ranges: 0, rangeRequests: 0 };
  let timer: unknown;
  let isPosted = false;
  let disposed = false;

  function post(): void {
    if (windowMs > 0) {
      timer ??= ports.setTimer(() => {
        timer = undefined;
        flush();
      }, windowMs);
    } else if (!isPosted) {
      isPosted = true;
      queueMicrotask(() => {
        isPosted = false;
        flush();
      });
    }
  }

  function flush(): void {
    const waiting = [...files];
    files.clear();
    for (const [href, all] of waiting) {
      const wanted = all.filter(({ isDropped }) => !isDropped);
      for (const { from, to, parts } of mergeRanges(wanted, { gapBytes, maxBytes })) {
        send(
          new URL(href),
          from,
          to,
          parts.map((at) => wanted[at]!),
        );
      }
    }
  }

  function send(url: URL, from: number, to: number, parts: Wanted[]): void {
    const controller = new AbortController();
    for (const part of parts) {
      part.drop = () => {
        if (parts.every(({ isDropped }) => isDropped)) controller.abort();
      };
    }
    counts.rangeRequests++;
    request(url, {
      headers: { range: `bytes=${from}-${to - 1}` },
      signal: controller.signal,
      priority: mostUrgent(parts),
    }).then(
      (response) => answer(url, response, from, parts),
      (error: unknown) => {
        for (const part of parts) part.reject(error);
      },
    );
  }

  function answer(
    url: URL,
    { status, headers, body }: HttpResponse,
    from: number,
    parts: Wanted[],
  ): void {
    // A server that knows no ranges sends all of the file.
    const said = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '');
    const begin = status === 206 ? Number(said?.[1] ?? from) : 0;
    for (const { from: start, to: end, resolve, reject } of parts) {
      const bytes = body.slice(Math.max(0, start - begin), Math.max(0, end - begin));
      if (start >= begin && bytes.length === end - start) resolve(bytes);
      else {
        const text = `${url}: bytes ${start} to ${end - 1} were asked for, ${bytes.length} came`;
        reject(new NetworkError('http-range', text, { status }));
      }
    }
  }

  return {
    counts,
    read(
      url: URL,
      from: number,
      to: number,
      { signal, priority }: { signal?: AbortSignal; priority?: TaskPriority },
    ): Promise<Uint8Array<ArrayBuffer>> {
      checkRange(from, to);
      if (disposed) {
        return Promise.reject(
          new NetworkError('http-failed', `${url}: the client was disposed; make a new one`),
        );
      }
      if (signal?.aborted) return Promise.reject(signal.reason);
      counts.ranges++;
      return new Promise((resolve, reject) => {
        const wanted: Wanted = {
          ...{ from, to, priority, isDropped: false, drop: () => {} },
          resolve(bytes) {
            unlisten?.();
            resolve(bytes);
          },
          reject(reason) {
            unlisten?.();
            reject(reason);
          },
        };
        const unlisten =
          signal &&
          onAbort(signal, () => {
            wanted.isDropped = true;
            wanted.drop();
            reject(signal.reason);
          });
        const all = files.get(url.href);
        if (all) all.push(wanted);
        else files.set(url.href, [wanted]);
        post();
      });
    },
    dispose(): void {
      if (timer !== undefined) ports.clearTimer(timer);
      timer = undefined;
      disposed = true;
      // What waits for others is sent, and rejected by the client that is gone.
      flush();
    },
  };
}

/** Ranges that nobody wants sooner are as urgent as those beside them. */
function mostUrgent(parts: readonly Wanted[]): TaskPriority {
  const wanted = parts.map(({ priority = 'normal' }) => taskPriorities.indexOf(priority));
  return taskPriorities[Math.min(...wanted)] ?? 'normal';
}
