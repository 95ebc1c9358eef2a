import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ValueError } from '../../../src/ecs';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type NetworkError,
  type RequestOptions,
} from '../../../src/network';
import { createHandClock } from '../../hand-clock';

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

describe('what can never be sent', () => {
  it.each<[string, RequestOptions, RegExp]>([
    ['a header with a blank in its name', { headers: { 'a b': '1' } }, /GET http.*header.*; ask/s],
    ['a body of a GET', { body: 'a' }, /GET http.*body; ask/s],
    ['a method that there is none of', { method: 'CONNECT' }, /CONNECT http.*; ask/s],
  ])('is told of at once, and says nothing of the server: %s', async (_, options, words) => {
    let asked = 0;
    const http = createHttpClient({
      fetch: (url, init) => {
        asked++;
        return fetch(url, init);
      },
      breaker: { minCalls: 1 },
      retry: 3,
    });
    const error = await http
      .request('http://127.0.0.1:1/', { ...options, retry: 3 })
      .catch((e) => e);
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toMatch(words);
    expect([asked, http.stats().origins['http://127.0.0.1:1']!.breaker]).toEqual([1, 'closed']);
    http.dispose();
  });

  it('is no server that cannot be reached: the error says why', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    await new Promise((resolve) => server.close(resolve));
    const http = createHttpClient({ retry: 0, breaker: { minCalls: 1 } });
    await expect(http.request(origin)).rejects.toMatchObject({
      code: 'http-failed',
      message: `GET ${origin}/: fetch failed: connect ECONNREFUSED ${origin.slice(7)}`,
    });
    expect(http.stats().origins[origin]!.breaker).toBe('open');
    http.dispose();
  });
});

describe('a server that asks to wait', () => {
  const busy = (seconds: number) => () =>
    new Response('', { status: 429, headers: { 'retry-after': `${seconds}` } });

  it('is asked again when it said, not sooner', async () => {
    const ports = createHandClock();
    let sent = 0;
    const http = client(() => (++sent < 2 ? busy(60)() : new Response('there')), {
      ...{ ports, timeoutMs: 1_000 },
      retry: { tries: 3, maxMs: 500 },
    });
    const answer = http.request('http://a/');
    await ports.advance(59_999);
    expect(sent).toBe(1);
    await ports.advance(1);
    expect([(await answer).text(), sent]).toEqual(['there', 2]);
  });

  it('longer than one would is not asked again: the error says for how long', async () => {
    let sent = 0;
    const http = client(() => busy(++sent * 200)(), { retry: 3, ports: createHandClock() });
    await expect(http.request('http://a/')).rejects.toMatchObject({
      ...{ code: 'http-status', status: 429, retryAfterMs: 200_000 },
      message: 'GET http://a/: the server answered 429 and asks to wait 200000 ms',
    });
    expect([sent, http.stats().retries]).toEqual([1, 0]);
  });

  it('longer than is left of totalMs ends what has no more, at once, and no other of its key', async () => {
    const ports = createHandClock();
    let sent = 0;
    const hanging = new Promise<Response>(() => {});
    const http = client(
      ({ method }) => {
        if (method === 'HEAD') return hanging;
        return ++sent < 2 ? busy(30)() : new Response('there');
      },
      { ports, retry: 3 },
    );
    const other = http.request('http://a/', { method: 'HEAD', totalMs: 20_000 }).catch(String);
    const short = http.request('http://a/', { totalMs: 20_000 });
    const long = http.request('http://a/', { totalMs: 40_000 });
    await expect(short).rejects.toMatchObject({
      ...{ code: 'http-timeout', status: 429, retryAfterMs: 30_000 },
      message:
        'GET http://a/: the server answered 429 and asks to wait 30000 ms, and 20000 ms of totalMs are left',
    });
    await ports.advance(30_000);
    expect([(await long).text(), sent]).toEqual(['there', 2]);
    expect(await other).toContain('it was not over in 20000 ms');
    // With nobody who could wait there is no other try.
    sent = 0;
    await expect(http.request('http://a/', { totalMs: 20_000 })).rejects.toThrow(/are left/);
    expect([http.pending, http.stats().retries, ports.timers]).toEqual([0, 1, 0]);
  });
});

describe('a client', () => {
  it('is refused with options that cannot be used', () => {
    const bad: HttpClientOptions[] = [
      ...[{ gapBytes: Number.NaN }, { maxRangeBytes: -1 }, { maxBytes: Number.NaN }],
      ...[{ windowMs: Number.NaN }, { timeoutMs: 0 }, { totalMs: Number.POSITIVE_INFINITY }],
      ...[{ maxQueued: 0 }, { limit: 1.5 }, { fetch: 'fetch' as never }],
      ...[{ breaker: { share: 2 } }, { breaker: { minCalls: Number.NaN } }],
      ...[{ breaker: { openMs: 0 } }, { breaker: { windowMs: Number.NaN } }],
    ];
    for (const options of bad) expect(() => client(busyFor, options)).toThrow(/ is .*; give/);
  });

  it('asks for ranges as soon as the most urgent of them wants, in the queue of its server too', async () => {
    const hints: [string, unknown][] = [];
    const http = client(
      ({ headers, priority }: RequestInit & { priority?: string }) => {
        const { range } = headers as Record<string, string>;
        hints.push([range!, priority]);
        const [from, to] = /(\d+)-(\d+)/.exec(range!)!.slice(1).map(Number);
        const body = new Uint8Array(to! - from! + 1);
        return new Response(body, {
          status: 206,
          headers: { 'content-range': `bytes ${from}-${to}/9999` },
        });
      },
      { limit: 1, gapBytes: 0 },
    );
    const far = { priority: 'low' } as const;
    const all = [
      http.range('http://a/', 0, 10, far),
      http.range('http://a/', 100, 110, far),
      http.range('http://a/', 110, 120, { priority: 'user-visible' }),
      http.range('http://a/', 120, 130, far),
      http.range('http://a/', 200, 210, { priority: 'background' }),
      http.range('http://a/', 210, 220),
    ];
    await Promise.all(all);
    expect(hints).toEqual([
      ['bytes=100-129', 'high'],
      ['bytes=200-219', 'auto'],
      ['bytes=0-9', 'low'],
    ]);
  });

  it('sends what several ask for as soon as the most urgent of them wants, and says so', async () => {
    const sent: unknown[] = [];
    const http = client(
      ({ headers, priority }: RequestInit & { priority?: string }) => {
        sent.push([(headers as Record<string, string>).what, priority]);
        return new Response('');
      },
      { limit: 1 },
    );
    const ask = (what: string, priority: 'low' | 'normal' | 'user-blocking') =>
      http.request('http://a/', { headers: { what }, priority });
    await Promise.all([
      ...[ask('x', 'low'), ask('y', 'normal'), ask('x', 'user-blocking'), ask('z', 'low')],
    ]);
    expect(sent).toEqual([
      ['x', 'high'],
      ['y', 'auto'],
      ['z', 'low'],
    ]);
  });

  it('that is disposed has no window for ranges that come later', async () => {
    const ports = createHandClock();
    const http = client(busyFor, { windowMs: 50, ports });
    http.dispose();
    await expect(http.range('http://a/', 0, 5)).rejects.toThrow(/disposed/);
    expect(ports.timers).toBe(0);
  });
});

function busyFor(): Response {
  return new Response('', { status: 503 });
}

function client(
  answer: (init: RequestInit) => Response | Promise<Response>,
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
