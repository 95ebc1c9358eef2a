// Plain JavaScript, because vitest.config.ts loads it before anything compiles.
import { WebSocketServer } from 'ws';

const HTTP = '/test-http/';
const SOCKETS = '/test-sockets';
const FILE = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));

/**
 * A Vite plugin: a server for pages that goes wrong. Under `/test-http/`: `good`, `500`, `hang`, `reset`, `truncated`, `flood`, `file` (ranges of
 * 5,000 bytes), and `open?key=`, which tells how many requests of a `key` are being answered. At `/test-sockets` sockets that answer messages with
 * what is in them, but for `{ data: 'die' }`, which ends the socket, `'silent'`, after which nothing more comes, and `'news'`, which also sends a
 * message that is no answer.
 * @returns {import('vite').Plugin}
 */
export function networkRoutes() {
  const open = new Map();
  return {
    name: 'network-routes',
    configureServer({ middlewares, httpServer }) {
      middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (!url.pathname.startsWith(HTTP)) return next();
        const name = url.pathname.slice(HTTP.length);
        const key = url.searchParams.get('key') ?? '';
        if (name === 'open') return response.end(String(open.get(key) ?? 0));
        open.set(key, (open.get(key) ?? 0) + 1);
        response.on('close', () => open.set(key, open.get(key) - 1));
        answer(name, request, response);
      });
      const sockets = new WebSocketServer({ noServer: true });
      httpServer?.on('upgrade', (request, socket, head) => {
        if (request.url !== SOCKETS) return;
        sockets.handleUpgrade(request, socket, head, serve);
      });
    },
  };
}

/**
 * @param {string} name
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function answer(name, request, response) {
  if (name === 'good') response.end('good');
  else if (name === '500') response.writeHead(500).end('broken');
  else if (name === 'reset') request.socket.destroy();
  else if (name === 'truncated') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('only this', () => request.socket.destroy());
  } else if (name === 'flood') {
    response.writeHead(200);
    const chunk = Buffer.alloc(65_536);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  } else if (name === 'file') {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    const end = Math.min(FILE.length - 1, Number(to));
    response.writeHead(206, { 'content-range': `bytes ${from}-${end}/${FILE.length}` });
    response.end(FILE.subarray(Number(from), end + 1));
  }
}

/** @param {import('ws').WebSocket} socket */
function serve(socket) {
  let isSilent = false;
  socket.on('message', (bytes) => {
    const { id, data } = JSON.parse(String(bytes));
    if (data === 'die') socket.terminate();
    if (data === 'silent') isSilent = true;
    if (isSilent) return;
    if (data === 'news') socket.send(JSON.stringify({ data: 'something new' }));
    socket.send(JSON.stringify({ id, data }));
  });
}
