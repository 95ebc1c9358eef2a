import type { MeasureContender } from 'rafter-ui/benchmark';
import { type ConnectionPool, createConnectionPool, createHttpClient } from '../../src/network';
import { createRandom, quantile } from '../../src/statistics';

const CALLS = 200;
const FILE_BYTES = 4_000_000;
const RANGES = 1_000;

type Echo = { host: string; port: number; close(): Promise<void> };

/** A server that sends back what it gets, line by line, after a greeting, as servers of databases do. */
async function startEcho(): Promise<Echo> {
  const { createServer } = await import('node:net');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('hello\n');
    socket.on('data', (data) => socket.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    ...{ host: '127.0.0.1', port },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Line = { ask(what: string): Promise<string>; close(): void };

async function connect({ host, port }: Echo): Promise<Line> {
  const { connect: open } = await import('node:net');
  const socket = open({ host, port, noDelay: true });
  const next = (): Promise<string> =>
    new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (data) => {
        socket.off('error', reject);
        resolve(String(data));
      });
    });
  await next();
  return {
    ask(what) {
      const answer = next();
      socket.write(what);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

async function times(call: () => Promise<unknown>, now: () => number): Promise<number> {
  const all = new Float64Array(CALLS);
  for (let i = 0; i < CALLS; i++) {
    const start = now();
    await call();
    all[i] = (now() - start) * 1000;
  }
  return quantile(all, 0.5);
}

/** A question over a connection of a pool. */
export const pooled: MeasureContender<{ echo: Echo; pool: ConnectionPool<Line> }> = {
  async setup() {
    const echo = await startEcho();
    const pool = createConnectionPool({ open: () => connect(echo), close: (line) => line.close() });
    await pool.warm(1);
    return { echo, pool };
  },
  async measure({ pool }, { now }) {
    return { time: await times(() => pool.use((line) => line.ask('x\n')), now) };
  },
  async teardown({ pool, echo }) {
    await pool.dispose();
    await echo.close();
  },
};

/** The same over one that is opened for it. */
export const opened: MeasureContender<Echo> = {
  setup: startEcho,
  async measure(echo, { now }) {
    const ask = async (): Promise<void> => {
      const line = await connect(echo);
      await line.ask('x\n');
      line.close();
    };
    return { time: await times(ask, now) };
  },
  teardown: (echo) => echo.close(),
};

type Files = { url: string; sent: () => number; close(): Promise<void> };

async function startFiles(): Promise<Files> {
  const { createServer } = await import('node:http');
  const file = Buffer.alloc(FILE_BYTES, 7);
  let sent = 0;
  const server = createServer((request, response) => {
    sent++;
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${FILE_BYTES}` });
    response.end(file.subarray(Number(from), Number(to) + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/file`,
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

type Read = (from: number, to: number) => Promise<Uint8Array>;

/** A thousand ranges of 200 to 4,000 bytes, which overlap here and there: all asked for at once, until the last has come. */
function ranges(open: (url: string) => { read: Read; close(): void }): MeasureContender<Files> {
  return {
    setup: startFiles,
    async measure(files, { now }) {
      const random = createRandom(5);
      const { read, close } = open(files.url);
      const before = files.sent();
      const start = now();
      const all = Array.from({ length: RANGES }, () => {
        const from = Math.floor(random() * (FILE_BYTES - 4_000));
        return read(from, from + 200 + Math.floor(random() * 3_800));
      });
      await Promise.all(all);
      const time = now() - start;
      close();
      return { time, requests: files.sent() - before };
    },
    teardown: (files) => files.close(),
  };
}

export const client = ranges((url) => {
  const http = createHttpClient();
  return { read: (from, to) => http.range(url, from, to), close: () => http.dispose() };
});

export const plainFetch = ranges((url) => ({
  async read(from, to) {
    const response = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` } });
    return new Uint8Array(await response.arrayBuffer());
  },
  close() {},
}));
