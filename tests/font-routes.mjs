// Plain JavaScript, because vitest.config.ts loads it before anything compiles.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/entries.mjs';

const PREFIX = '/test-fonts/';
const GOOD = 'node_modules/@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2';

/**
 * A Vite plugin: font files that go wrong. Under `/test-fonts/`: `good`, `missing` (404), `broken` (500), `corrupt` (noise),
 * `truncated` (half the file), `cut` (breaks off), `page` (HTML with status 200), `late?ms=500`, `hang` (headers, then nothing),
 * `silent` (nothing at all), `held` (good, once `release` has been asked for its `key`), and `open`, which tells how many requests
 * of a `key` are being answered.
 * @returns {import('vite').Plugin}
 */
export function fontRoutes() {
  const open = new Map();
  const held = new Map();
  return {
    name: 'font-routes',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (!url.pathname.startsWith(PREFIX)) return next();
        answer(url, response, open, held);
      });
    },
  };
}

/**
 * @param {URL} url
 * @param {import('node:http').ServerResponse} response
 * @param {Map<string, number>} open
 * @param {Map<string, () => void>} held what answers the request that waits, by key
 */
function answer(url, response, open, held) {
  const key = url.searchParams.get('key') ?? '';
  const name = url.pathname.slice(PREFIX.length);
  if (name === 'open') {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(open.get(key) ?? 0));
    return;
  }
  if (name === 'release') {
    const release = held.get(key);
    held.delete(key);
    release?.();
    response.writeHead(release === undefined ? 404 : 204).end();
    return;
  }
  open.set(key, (open.get(key) ?? 0) + 1);
  response.on('close', () => open.set(key, open.get(key) - 1));
  const good = readFileSync(path.join(root, GOOD));
  response.setHeader('Content-Type', name === 'page' ? 'text/html' : 'font/woff2');
  response.setHeader('Cache-Control', 'no-store');
  switch (name) {
    case 'good':
      response.end(good);
      break;
    case 'missing':
      response.writeHead(404).end('no such font');
      break;
    case 'broken':
      response.writeHead(500).end('no');
      break;
    case 'corrupt':
      response.end(Buffer.from(good).map((byte, at) => (at < 4 ? byte : (byte * 31 + at) & 255)));
      break;
    case 'truncated':
      response.end(good.subarray(0, good.length >> 1));
      break;
    case 'cut':
      response.setHeader('Content-Length', good.length);
      response.write(good.subarray(0, good.length >> 1), () => response.destroy());
      break;
    case 'page':
      response.end('<!doctype html><title>not a font</title>');
      break;
    case 'late':
      setTimeout(() => response.end(good), Number(url.searchParams.get('ms') ?? 500));
      break;
    case 'held':
      held.set(key, () => response.end(good));
      break;
    case 'hang':
      response.setHeader('Content-Length', good.length);
      response.write(good.subarray(0, 100));
      break;
    case 'silent':
      break;
    default:
      response.writeHead(404).end(`no route '${name}'`);
  }
}
