import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createSocketPool, type NetworkError } from '../../src/network';

/** What a server does to a message that it was sent first; the second it answers. */
type Fault = (socket: WebSocket, raw: Socket, answer: () => void) => void;

const LOST = 'socket-lost';
const faults: Record<string, { fault: Fault; code: string }> = {
  hang: { fault: () => {}, code: 'socket-timeout' },
  reset: { fault: (_, raw) => void raw.resetAndDestroy(), code: LOST },
  // A frame of a hundred bytes of which ten come.
  truncated: {
    fault: (_, raw) =>
      raw.write(Buffer.from([0x81, 100, ...new Array(10).fill(46)]), () => raw.destroy()),
    code: LOST,
  },
  'what is no frame': {
    fault: (_, raw) => void raw.write('HTTP/1.1 500 broken\r\n\r\n'),
    code: LOST,
  },
  flood: {
    fault(socket, _, answer) {
      for (let i = 0; i < 2_000; i++) socket.send('{"data":"news"}');
      answer();
    },
    code: 'answered',
  },
  slow: { fault: (_, __, answer) => void setTimeout(answer, 50), code: 'answered' },
};

it.each(Object.entries(faults))(
  'a WebSocket with the fault %s ends its request, and the next is answered',
  async (_, { fault, code }) => {
    const { pool, open } = await start(fault);
    const first = await pool
      .request(1, { timeoutMs: code === 'socket-timeout' ? 100 : 60_000 })
      .then(
        () => 'answered',
        (error: NetworkError) => error.code,
      );
    expect(first).toBe(code);
    expect(await pool.request(2)).toBe(2);
    expect(pool.stats()).toMatchObject({ inFlight: 0, waiting: 0, sockets: 1 });
    pool.dispose();
    await expect.poll(open, { interval: 2 }).toBe(0);
  },
);

it('a server that refuses WebSockets with a 500 is asked again, less and less often, until it does not', async () => {
  const { pool, refuse, asked } = await start((_, __, answer) => answer());
  refuse(true);
  const answer = pool.request(1);
  await expect.poll(() => pool.stats().lost, { interval: 2 }).toBeGreaterThan(2);
  refuse(false);
  expect(await answer).toBe(1);
  expect(asked()).toBe(pool.stats().lost + pool.stats().opened);
});

async function start(fault: Fault) {
  const server: Server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  let isRefused = false;
  let asked = 0;
  let isFirst = true;
  server.on('upgrade', (request, raw: Socket, head) => {
    asked++;
    raw.on('error', () => {});
    if (isRefused) {
      raw.end('HTTP/1.1 500 broken\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, raw, head, (socket: WebSocket) => {
      socket.on('error', () => {});
      socket.on('message', (data: unknown) => {
        const answer = (): void => socket.send(String(data));
        if (!isFirst) return answer();
        isFirst = false;
        fault(socket, raw, answer);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const pool = createSocketPool({
    create: () => new WebSocket(`ws://127.0.0.1:${port}`),
    ...{ max: 1, reconnect: { minMs: 1, maxMs: 20 } },
  });
  onTestFinished(async () => {
    pool.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    pool,
    asked: () => asked,
    refuse(is: boolean): void {
      isRefused = is;
    },
    open: () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
  };
}
