import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port of this machine alone. */
export type LocalServer = { readonly url: string; close(): Promise<void> };

/** Starts a server that answers every request with some kB of JSON. */
export async function startServer(): Promise<LocalServer> {
  // Not at the top: the bench file is bundled for pages too.
  const { createServer } = await import('node:http');
  const body = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ id, name: `row ${id}` })));
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
