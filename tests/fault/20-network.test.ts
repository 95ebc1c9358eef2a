import { expect, it } from 'vitest';
import { createHttpClient, NetworkError } from '../../src/network';
import { type FaultServer, faults, startFaultServer } from '../unit/network/fault-server';

const REQUESTS = process.env.RAFTER_LONG ? 100 : 8;

const LONG_MS = 20_000;
const expected = {
  hang: { code: 'http-timeout', tries: 4, timeoutMs: 100 },
  reset: { code: 'http-failed', tries: 4, timeoutMs: LONG_MS },
  500: { code: 'http-status', tries: 4, timeoutMs: LONG_MS },
  slow: { code: 'http-timeout', tries: 4, timeoutMs: 100 },
  truncated: { code: 'http-failed', tries: 4, timeoutMs: LONG_MS },
  flood: { code: 'http-too-large', tries: 1, timeoutMs: LONG_MS },
};

it.each(Object.entries(expected))(
  'requests to a server with the fault %s end, after so many tries at most',
  async (fault, { code, tries, timeoutMs }) => {
    const server: FaultServer = await startFaultServer({
      '/': faults[fault as keyof typeof faults],
    });
    const client = createHttpClient({
      limit: 20,
      timeoutMs,
      retry: { tries: 3, minMs: 1, maxMs: 10 },
      // As many retries as there may be: that all of them end is what is shown.
      budget: { share: 1, reserve: 1000 },
      breaker: false,
      maxBytes: 1_000_000,
    });
    const all = Array.from({ length: REQUESTS }, (_, i) =>
      client.request(`${server.url}/?${i}`).then(
        () => 'answered',
        (error: unknown) => (error instanceof NetworkError ? error.code : error),
      ),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set([code]));
    expect(server.counts.get('/') ?? 0).toBeLessThanOrEqual(REQUESTS * tries);
    expect(client.pending).toBe(0);
    client.dispose();
    const { sent } = client.stats();
    await expect.poll(() => server.open(), { interval: 2 }).toBe(0);
    expect(client.stats().sent).toBe(sent);
  },
);

it('a server that only fails is asked for little more than once each: budget and breaker', async () => {
  const server = await startFaultServer({ '/': faults[500] });
  const client = createHttpClient({ limit: 4, retry: { tries: 3, minMs: 1, maxMs: 5 } });
  const all = Array.from({ length: 200 }, (_, i) =>
    client.request(`${server.url}/?${i}`).catch((error: NetworkError) => error.code),
  );
  const codes = await Promise.all(all);
  expect(codes.filter((code) => code === 'http-unavailable').length).toBeGreaterThan(150);
  expect(server.counts.get('/')).toBeLessThan(40);
  client.dispose();
});
