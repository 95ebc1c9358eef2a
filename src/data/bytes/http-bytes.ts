import { DataError } from '../requests';
import { type ByteSource, ChangedError, complete } from './byte-source';

/** How an address is asked. */
export type HttpOptions = {
  /** @default the host's own */
  fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** Sent with each request. */
  headers?: Readonly<Record<string, string>>;
};

/** Bytes of an address by range requests. Throws `DataError` where the server does not answer, or has no ranges. */
export async function httpBytes(address: string, options: HttpOptions): Promise<ByteSource> {
  const ask = options.fetch ?? ((url, init) => fetch(url, init));

  /** The answer to a range, and how many bytes there are in all. */
  async function range(
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<{ answer: Response; total: number }> {
    // No If-Range: of another origin a browser would have to ask first whether it may send it.
    const headers = { ...options.headers, Range: `bytes=${from}-${to - 1}` };
    const answer = await ask(address, { headers, ...(signal ? { signal } : {}) });
    const told = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(
      answer.headers.get('Content-Range') ?? '',
    );
    if (answer.status === 206 && told && Number(told[1]) === from)
      return { answer, total: Number(told[3]) };
    // What it would send may be all of it.
    answer.body?.cancel().catch(() => {});
    if (answer.status === 416 && told) return { answer, total: Number(told[3]) };
    if (answer.status === 200 || answer.status === 206)
      throw new ChangedError(
        `${address} was not answered by the bytes asked for but by ${answer.status}: its server needs to support range requests, and to tell in Content-Range how many bytes there are`,
      );
    throw new DataError(`${address} was answered by ${answer.status} ${answer.statusText}`.trim());
  }

  const first = await range(0, 1);
  first.answer.body?.cancel().catch(() => {});
  let size = first.total;
  let version = versionOf(first.answer);

  return {
    isFar: true,
    get size() {
      return size;
    },
    async read(from, to, signal) {
      const { answer, total } = await range(from, to, signal);
      const now = versionOf(answer);
      if (total < size || (now !== version && total === size)) {
        answer.body?.cancel().catch(() => {});
        throw new ChangedError(`${address} is no longer what it was when it was opened`);
      }
      return complete(new Uint8Array(await answer.arrayBuffer()), from, to);
    },
    async refresh() {
      const { answer, total } = await range(0, 1);
      answer.body?.cancel().catch(() => {});
      version = versionOf(answer);
      size = total;
      return total;
    },
  };
}

/** What tells one state of a file from another, as far as the server says. */
function versionOf({ headers }: Response): string {
  return headers.get('ETag') ?? headers.get('Last-Modified') ?? '';
}
