import { describe, expect, it } from 'vitest';
import { pagedSource } from '../../src/data';
import { createHttpClient, type NetworkError } from '../../src/network';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { box, virtualList } from '../../src/ui';
import { atEnd } from '../endings';

const ROWS = 100;
const ROW_PX = 4;
const LIMIT_MS = 10_000;

/** What a server does to a request: an answer, what `fetch` throws, or nothing. The signal ends it. */
type Fault = (signal: AbortSignal, ports: Ports) => Response | PromiseLike<Response>;
type Ports = { setTimer(callback: () => void, ms: number): unknown };

const faults: Record<string, Fault> = {
  hang: (signal) => new Promise((_, reject) => onEnd(signal, reject)),
  500: () => new Response('broken', { status: 500 }),
  reset: () => Promise.reject(new TypeError('fetch failed')),
  truncated: () => new Response('only this', { headers: { 'content-length': '1000' } }),
  slow: (signal, { setTimer }) =>
    new Response(
      new ReadableStream({
        start(controller) {
          const drip = (): void => {
            if (signal.aborted) return;
            controller.enqueue(Uint8Array.of(46));
            setTimer(drip, 100);
          };
          onEnd(signal, (reason) => controller.error(reason));
          drip();
        },
      }),
    ),
};

describe('a list whose hundred rows are a request each', () => {
  it.each(Object.keys(faults))(
    'has no placeholder left after 10 s of the fault %s, asks four times at most, and comes back',
    async (name) => {
      const { app, client, source, list, shown, sent, server } = start(faults[name]!);
      await pass(app, 500);
      expect(list.metrics.placeholderTime).toBeGreaterThan(0);
      expect([source.loading, source.failed]).toEqual([ROWS, 0]);
      await pass(app, LIMIT_MS - app.clock.now(), 250);
      const before = list.metrics.placeholderTime;
      await pass(app, 200);
      expect(list.metrics.placeholderTime).toBe(before);
      expect([source.failed, source.loading, client.pending]).toEqual([ROWS, 0, 0]);
      expect([...shown.values()]).toEqual(new Array(ROWS).fill('failed'));
      expect(sent.size).toBeGreaterThan(20);
      expect(Math.max(...sent.values())).toBeLessThanOrEqual(4);
      expect(server.open).toBe(0);

      server.fault = undefined;
      source.retryFailed();
      await pass(app, 1_000);
      expect([source.failed, source.at(0), source.at(99)]).toEqual([0, 'row 0', 'row 99']);
      expect([...shown.values()]).toEqual(new Array(ROWS).fill('ready'));
    },
  );

  it.each(['hang', 'slow', 500])(
    'asks for nothing more when it is disposed in the middle of the fault %s',
    async (name) => {
      const { app, client, source, sent, server } = start(faults[name]!);
      await pass(app, 2_000);
      expect(client.pending).toBeGreaterThan(0);
      client.dispose();
      source.dispose();
      const total = (): number => [...sent.values()].reduce((sum, each) => sum + each, 0);
      const before = total();
      await pass(app, 20_000, 2_000);
      expect([total() - before, server.open, client.pending, source.loading]).toEqual([0, 0, 0, 0]);
      app.dispose();
      expect(app.clock.pendingTimers).toBe(0);
    },
  );

  it('takes a request that is over for no failure of the server, and one that waits out of its queue', async () => {
    const { app, client, sent } = start(faults.hang!, {
      timeoutMs: 60_000,
      breaker: { minCalls: 3 },
    });
    const codes: string[] = [];
    for (let i = 0; i < 30; i++) {
      client
        .request(`http://rows/more/${i}`, { totalMs: 500 + i })
        .catch((error: NetworkError) => codes.push(error.code));
    }
    const other = client.request('http://rows/more/3', { totalMs: 4_000 });
    const end = other.catch((error: NetworkError) => error.message);
    await pass(app, 1_000);
    expect(codes).toEqual(new Array(30).fill('http-timeout'));
    expect(client.stats().origins['http://rows']).toMatchObject({ breaker: 'closed' });
    // Of its key one still wants it.
    expect(client.pending).toBeGreaterThan(0);
    await pass(app, 3_000);
    expect(await end).toBe('GET http://rows/more/3: it was not over in 4000 ms');
    expect(sent.get('http://rows/more/3') ?? 0).toBeLessThanOrEqual(1);
    expect(() => client.request('http://rows/1', { totalMs: Number.NaN })).toThrow(
      /totalMs is NaN/,
    );
  });
});

function start(fault: Fault, options: Parameters<typeof createHttpClient>[0] = {}) {
  const app = createHeadlessApp({ width: 300, height: ROWS * ROW_PX });
  const { world, clock } = app;
  const ports = {
    now: clock.now,
    setTimer: clock.setTimer,
    clearTimer: (timer: unknown) => clock.clearTimer(timer as number),
    // The longest pauses there may be.
    random: () => 0.999,
  };
  const sent = new Map<string, number>();
  const server = { fault: fault as Fault | undefined, open: 0 };
  const client = createHttpClient({
    ...{ timeoutMs: 1_000, totalMs: 9_000, ports },
    // As many retries as there may be: that all end is what is shown.
    ...{ budget: { share: 1, reserve: 1_000 }, breaker: false },
    async fetch(address, init) {
      const url = String(address);
      sent.set(url, (sent.get(url) ?? 0) + 1);
      server.open++;
      const { signal } = init!;
      const close = (): void => void server.open--;
      if (!server.fault) return answer(new Response(`row ${url.split('/').at(-1)}`), close);
      return answer(await closing(server.fault(signal!, ports), close), close);
    },
    ...options,
  });
  const source = pagedSource<string>({
    ...{ count: ROWS, pageSize: 1, concurrency: ROWS, retries: 0, timeoutMs: 60_000, ports },
    ...{ bindFailed: true, beside: 0, maxPages: 2 * ROWS, onError() {} },
    load: async (from, _, signal) => [
      (await client.request(`http://rows/${from}`, { signal })).text(),
    ],
  });
  const shown = new Map<number, string>();
  const list = virtualList(world, {
    parent: box(world, { flexDirection: 'column' }),
    ...{ flexGrow: 1, flexBasis: 0, source, estimatedSize: ROW_PX },
    template: (row) => [box(world, { parent: row, height: ROW_PX })] as const,
    placeholder: (row) => void box(world, { parent: row, height: ROW_PX }),
    bind: (_, __, index) => void shown.set(index, source.stateOf(index)),
  });
  atEnd(() => {
    client.dispose();
    source.dispose();
    app.dispose();
  });
  return { app, client, source, list, shown, sent, server };
}

/** Tells when an answer has been read, or was given up. */
function answer(response: Response, close: () => void): Response {
  const { body } = response;
  if (!body) {
    close();
    return response;
  }
  const reader = body.getReader();
  let isOver = false;
  const over = (): void => {
    if (!isOver) close();
    isOver = true;
  };
  const watched = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        over();
        controller.close();
      } catch (error) {
        over();
        controller.error(error);
      }
    },
    cancel: over,
  });
  const { status, headers } = response;
  return new Response(watched, { status, headers });
}

async function closing(
  response: Response | PromiseLike<Response>,
  close: () => void,
): Promise<Response> {
  try {
    return await response;
  } catch (error) {
    close();
    throw error;
  }
}

function onEnd(signal: AbortSignal, end: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => end(signal.reason));
}

/** Lets time pass, and promises come on. */
async function pass(app: ReturnType<typeof createHeadlessApp>, ms: number, stepMs = 100) {
  for (let left = ms; left > 0; left -= stepMs) {
    app.clock.advance(Math.min(left, stepMs));
    if (!app.running) app.step(app.clock.now());
    await new Promise((resolve) => setImmediate(resolve));
  }
}
