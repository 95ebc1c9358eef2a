import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type NetworkError,
} from '../../../src/network';

describe('what an HTTP client makes of an answer', () => {
  it('is an error where it is a byte too long, or too short', async () => {
    const body = new Uint8Array(100);
    const exact = client(() => new Response(body), { maxBytes: 100 });
    expect((await exact.request('http://a/')).body).toHaveLength(100);
    const small = client(() => new Response(body), { maxBytes: 99 });
    expect(await code(small.request('http://a/'))).toBe('http-too-large');
    const headers = { 'content-length': '101' };
    const cut = client(() => new Response(body, { headers }));
    expect(await code(cut.request('http://a/'))).toBe('http-truncated');
    // What was compressed is longer or shorter than was sent.
    const packed = { ...headers, 'content-encoding': 'gzip' };
    const unpacked = client(() => new Response(body, { headers: packed }));
    expect((await unpacked.request('http://a/')).body).toHaveLength(100);
    // From another origin a page is not shown that it was.
    const other = client(() =>
      Object.defineProperty(new Response(body, { headers }), 'type', { value: 'cors' }),
    );
    expect((await other.request('http://a/')).body).toHaveLength(100);
  });

  it('is had with a hint of how urgent it is', async () => {
    const hints: unknown[] = [];
    const http = client((init) => {
      hints.push((init as { priority?: string }).priority);
      return new Response('');
    });
    for (const priority of [
      'user-blocking',
      'user-visible',
      'normal',
      'low',
      'background',
    ] as const)
      await http.request(`http://a/${priority}`, { priority });
    expect(hints).toEqual(['high', 'high', 'auto', 'low', 'low']);
  });

  it('is tried again after 408, which counts against the server, and 429, which does not', async () => {
    for (const [status, state] of [
      [408, 'open'],
      [429, 'closed'],
    ] as const) {
      let sent = 0;
      const http = client(() => new Response('', { status: ++sent < 3 ? status : 200 }), {
        retry: { tries: 3, minMs: 1, maxMs: 2 },
        breaker: { minCalls: 2, openMs: 60_000 },
      });
      const outcome = await code(http.request('http://a/'));
      expect([sent, outcome]).toEqual(state === 'open' ? [2, 'http-unavailable'] : [3, 'none']);
      expect(http.stats().origins['http://a']!.breaker).toBe(state);
    }
  });

  it('is cut where the range that came begins, wherever that is', async () => {
    const file = Uint8Array.from({ length: 100 }, (_, i) => i);
    const headers = { 'content-range': 'bytes 5-99/100' };
    const http = client(() => new Response(file.slice(5), { status: 206, headers }));
    expect(await http.range('http://a/', 10, 13)).toEqual(Uint8Array.of(10, 11, 12));
    expect(await code(http.range('http://a/', 2, 8))).toBe('http-range');
  });
});

function client(
  answer: (init: RequestInit) => Response,
  options: HttpClientOptions = {},
): HttpClient {
  const http = createHttpClient({
    fetch: async (_, init) => answer(init!),
    retry: 0,
    ...options,
  });
  onTestFinished(() => http.dispose());
  return http;
}

async function code(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: NetworkError) => error.code,
  );
}
