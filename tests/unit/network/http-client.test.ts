import { afterEach, describe, expect, it } from 'vitest';
import { defaultPorts } from '../../../src/async';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  NetworkError,
} from '../../../src/network';
import { type FaultServer, type Handler, startFaultServer } from './fault-server';

const LARGE = new Uint8Array(40_000);
const FILE = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);
let server: FaultServer;
let client: HttpClient;

afterEach(() => client?.dispose());

const fileWith =
  (knowsRanges: boolean, file = FILE): Handler =>
  (request, response) => {
    const match = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
    if (!match || !knowsRanges) return void response.end(file);
    const [from, to] = [Number(match[1]), Math.min(file.length - 1, Number(match[2]))];
    response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${file.length}` });
    response.end(file.subarray(from, to + 1));
  };

describe('an HTTP client', () => {
  it('gives answers, and errors with their status that are not tried again', async () => {
    await start();
    const response = await client.request(`${server.url}/json`);
    expect([response.status, response.json()]).toEqual([200, { a: 1 }]);
    const missing = await failure(client.request(`${server.url}/nowhere`));
    expect(missing).toMatchObject({ code: 'http-status', status: 404 });
    expect(server.counts.get('/nowhere')).toBe(1);
    const posted = await client.request(`${server.url}/echo`, { method: 'POST', body: 'hello' });
    expect(posted.text()).toBe('POST hello');
  });

  it('tries again what may pass, not what may not be repeated', async () => {
    await start();
    expect((await client.request(`${server.url}/third-time`)).text()).toBe('at last');
    expect(server.counts.get('/third-time')).toBe(3);
    const posted = client.request(`${server.url}/broken`, { method: 'POST', body: 'x' });
    expect(await failure(posted)).toMatchObject({ status: 500 });
    expect(server.counts.get('/broken')).toBe(1);
    expect(client.stats().retries).toBe(2);
  });

  it('waits for as long as the server asks', async () => {
    const ports = defaultPorts();
    const delays: number[] = [];
    const setTimer = (callback: () => void, ms: number): unknown => {
      delays.push(ms);
      return ports.setTimer(callback, ms === 1000 ? 0 : ms);
    };
    await start({ retry: { tries: 1, minMs: 1, maxMs: 60_000 }, ports: { ...ports, setTimer } });
    await client.request(`${server.url}/retry-after`);
    expect(delays).toContain(1000);
  });

  it('sends no more at once than the limit of an origin', async () => {
    await start({ limit: 3 });
    const all = Array.from({ length: 20 }, (_, i) => client.request(`${server.url}/short?${i}`));
    expect(client.pending).toBe(20);
    await Promise.all(all);
    expect(server.most()).toBeLessThanOrEqual(3);
    // Bodies are read to their ends: connections are used again.
    expect(server.sockets()).toBeLessThan(8);
  });

  it('makes one request of those that are the same, and aborts it with the last', async () => {
    await start();
    const all = await Promise.all([1, 2, 3].map(() => client.request(`${server.url}/short`)));
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    expect(client.stats()).toMatchObject({ requests: 3, sent: 1, coalesced: 2 });
    const [first, second] = [new AbortController(), new AbortController()];
    const ends = [first, second].map(({ signal }) =>
      failure(client.request(`${server.url}/hang`, { signal })),
    );
    await until(() => server.open() === 1);
    first.abort(new Error('first'));
    expect((await ends[0]!).message).toBe('first');
    expect(server.open()).toBe(1);
    second.abort(new Error('second'));
    expect((await ends[1]!).message).toBe('second');
    await until(() => server.open() === 0);
  });

  it('leaves a server alone that has failed too often, and comes back', async () => {
    let now = 0;
    const ports = { ...defaultPorts(), now: () => now };
    await start({ retry: 0, breaker: { minCalls: 5, openMs: 60 }, ports });
    for (let i = 0; i < 5; i++) await failure(client.request(`${server.url}/broken`));
    const { url } = server;
    const sent = server.counts.get('/broken');
    expect(client.stats().origins[url]!.breaker).toBe('open');
    expect(await failure(client.request(`${url}/json`))).toMatchObject({
      code: 'http-unavailable',
    });
    expect(server.counts.get('/broken')).toBe(sent);
    now = 100;
    expect(client.stats().origins[url]!.breaker).toBe('half-open');
    await client.request(`${url}/json`);
    expect(client.stats().origins[url]!.breaker).toBe('closed');
  });

  it('merges ranges that lie near each other, and gives each its bytes', async () => {
    await start({ gapBytes: 100 });
    for (const path of ['/file', '/file-without-ranges']) {
      const wanted = [
        [0, 10],
        [5, 40],
        [100, 120],
        [4000, 4100],
        [4050, 4060],
      ] as const;
      const parts = await Promise.all(
        wanted.map(([from, to]) => client.range(`${server.url}${path}`, from, to)),
      );
      parts.forEach((bytes, i) => {
        expect(bytes).toEqual(FILE.slice(...wanted[i]!));
      });
      expect(server.counts.get(path)).toBe(2);
    }
    expect(client.stats()).toMatchObject({ ranges: 10, rangeRequests: 4 });
    const beyond = await failure(client.range(`${server.url}/file`, 4990, 5010));
    expect(beyond).toMatchObject({ code: 'http-range' });
    expect(() => client.range(`${server.url}/file`, 5, 5)).toThrow(/give whole numbers/);
  });

  it('asks for what lies between two ranges rather than another time, up to 16 KB', async () => {
    await start();
    const read = (from: number) => client.range(`${server.url}/large`, from, from + 100);
    await Promise.all([read(0), read(100 + 16_384)]);
    expect(server.counts.get('/large')).toBe(1);
    await Promise.all([read(0), read(100 + 16_385)]);
    expect(server.counts.get('/large')).toBe(3);
  });

  it('aborts a merged request when nobody wants any of it', async () => {
    await start();
    const controllers = [new AbortController(), new AbortController()];
    const ends = controllers.map(({ signal }, i) =>
      failure(client.range(`${server.url}/hang`, i * 10, i * 10 + 10, { signal })),
    );
    await until(() => server.open() === 1);
    controllers[0]!.abort(new Error('one'));
    expect(server.open()).toBe(1);
    controllers[1]!.abort(new Error('two'));
    expect((await Promise.all(ends)).map(({ message }) => message)).toEqual(['one', 'two']);
    await until(() => server.open() === 0);
  });

  it('that is disposed rejects all, and aborts what is on its way', async () => {
    await start();
    const ends = [
      failure(client.request(`${server.url}/hang`)),
      failure(client.range(`${server.url}/hang`, 0, 5)),
    ];
    await until(() => server.open() === 2);
    client.dispose();
    for (const error of await Promise.all(ends)) expect(error.message).toMatch(/disposed/);
    await until(() => server.open() === 0);
    expect(await failure(client.request(`${server.url}/json`))).toBeInstanceOf(NetworkError);
    expect(client.pending).toBe(0);
  });
});

async function start(options: HttpClientOptions = {}): Promise<void> {
  server = await startFaultServer({
    '/json': (_, response) => response.end('{"a":1}'),
    '/echo': (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => response.end(`${request.method} ${body}`));
    },
    '/third-time': (_, response, count) =>
      count < 3 ? response.writeHead(503).end() : response.end('at last'),
    '/broken': (_, response) => response.writeHead(500).end(),
    '/retry-after': (_, response, count) =>
      count === 1 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.end(),
    '/short': (_, response) => {
      setTimeout(() => response.end('short'), 5);
    },
    '/hang': () => {},
    '/file': fileWith(true),
    '/large': fileWith(true, LARGE),
    '/file-without-ranges': fileWith(false),
  });
  client = createHttpClient({ retry: { tries: 3, minMs: 1, maxMs: 20 }, ...options });
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
}

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { interval: 2 }).toBe(true);
}
