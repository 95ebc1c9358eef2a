import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server does to requests of a path: their number on that path is given, from 1 up. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export type FaultServer = {
  readonly url: string;
  /** Requests by path. */
  readonly counts: Map<string, number>;
  /** Most that were answered at once; answered now. */
  readonly most: () => number;
  readonly open: () => number;
  readonly sockets: () => number;
  /** Closes all connections. */
  disconnect(): void;
};

/** Starts a server on a free port that is closed when the test has ended. */
export async function startFaultServer(
  handlers: Readonly<Record<string, Handler>>,
): Promise<FaultServer> {
  const counts = new Map<string, number>();
  let open = 0;
  let most = 0;
  let sockets = 0;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    most = Math.max(most, ++open);
    response.on('close', () => open--);
    const handler = handlers[path];
    if (handler) handler(request, response, count);
    else response.writeHead(404).end('nothing here');
  });
  server.on('connection', () => sockets++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    most: () => most,
    open: () => open,
    sockets: () => sockets,
    disconnect: () => server.closeAllConnections(),
  };
}

/** Faults by their names. */
export const faults = {
  hang: () => {},
  reset: (request) => request.socket.destroy(),
  500: (_, response) => response.writeHead(500).end('broken'),
  slow: (_, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  },
  truncated: (request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('only this', () => request.socket.destroy());
  },
  flood: (_, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(65_536);
    const write = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  },
} satisfies Record<string, Handler>;
