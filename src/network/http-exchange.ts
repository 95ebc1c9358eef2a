import { ValueError } from '../ecs';
import { NetworkError } from './errors';
import type { HttpResponse, RequestOptions } from './http-options';

const DECODER = new TextDecoder();

/** Sends one request and reads the answer to its end; throws a `NetworkError` for anything but an answer below 400. */
export async function exchange(
  url: URL,
  { method = 'GET', headers, body, priority = 'normal' }: RequestOptions,
  {
    signal,
    maxBytes,
    fetch,
  }: { signal: AbortSignal; maxBytes: number; fetch: typeof globalThis.fetch },
): Promise<HttpResponse> {
  const hint = priority.startsWith('user') ? 'high' : priority === 'normal' ? 'auto' : 'low';
  const init: RequestInit = {
    ...{ method, signal, priority: hint },
    ...(headers ? { headers: { ...headers } } : {}),
    ...(body === undefined ? {} : { body }),
  };
  let response: Response;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    response = await fetch(url, init);
    // An error's body is read too: the connection can be used again then.
    bytes = await readBody(response, url, maxBytes, method);
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    if (signal.aborted) throw signal.reason;
    const text = withCause(error);
    if (isMistake(url, init)) throw new ValueError(`${method} ${url}: ${text}; ask in another way`);
    throw new NetworkError('http-failed', `${method} ${url}: ${text}`, { cause: error });
  }
  const { status } = response;
  if (status >= 400) {
    const retryAfterMs = retryAfter(response.headers.get('retry-after'));
    const asks = retryAfterMs > 0 ? ` and asks to wait ${retryAfterMs} ms` : '';
    const text = `${method} ${url}: the server answered ${status}${asks}`;
    throw new NetworkError('http-status', text, { status, retryAfterMs });
  }
  return {
    ...{ status, headers: response.headers, body: bytes },
    text: () => DECODER.decode(bytes),
    json: () => JSON.parse(DECODER.decode(bytes)),
  };
}

/** Whether what was asked for can never be sent: where no answer came the error looks the same. */
function isMistake(url: URL, init: RequestInit): boolean {
  try {
    return typeof Request === 'function' && !new Request(url, init);
  } catch {
    return true;
  }
}

/** The text of an error, and of what it says no more of than that it failed: `fetch failed` of Node. */
function withCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message.replace(/\.$/, '');
  const { message, code } = Object(error.cause) as { message?: string; code?: string };
  const cause = message || code;
  return cause ? `${own}: ${cause}` : own;
}

async function readBody(
  response: Response,
  url: URL,
  maxBytes: number,
  method: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { body, headers } = response;
  if (!body || method === 'HEAD') return new Uint8Array(0);
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel().catch(() => {});
      const text = `${url}: the answer has more than ${maxBytes} bytes; raise maxBytes if that is right`;
      throw new NetworkError('http-too-large', text, { status: response.status });
    }
    parts.push(value);
  }
  // What is compressed has another length than it says, and from another origin it does not even say that it is.
  const isUnknown = response.type === 'cors' || headers.get('content-encoding') !== null;
  const said = isUnknown ? null : headers.get('content-length');
  if (said !== null && Number(said) !== length) {
    const text = `${url}: the answer ended after ${length} of ${said} bytes`;
    throw new NetworkError('http-truncated', text, { status: response.status });
  }
  return joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Seconds or a date, as ms from now; 0 where it says nothing. */
function retryAfter(value: string | null): number {
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : 0;
}
