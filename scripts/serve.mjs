import { existsSync } from 'node:fs';
import path from 'node:path';
import { build, createServer, preview } from 'vite';
import { root } from './entries.mjs';

/**
 * Serves the examples: built as for production, or from source with `dev`. Resolves to `url`, which ends in a slash
 * (`${url}flights/` is the demo), and `close`. Port 0 takes any free port.
 */
export async function serveExamples({ dev = false, port = 5173, logLevel = 'warn' } = {}) {
  const page = path.join(root, 'examples/flights/index.html');
  if (!existsSync(page)) throw new Error(`${page} is missing`);
  const configFile = path.join(root, 'vite.config.ts');
  if (dev) {
    const server = await createServer({ configFile, logLevel, server: { port } });
    await server.listen();
    return { url: localUrl(server), close: () => server.close() };
  }
  await build({ configFile, logLevel });
  const server = await preview({ configFile, logLevel, preview: { port } });
  return { url: localUrl(server), close: () => server.close() };
}

function localUrl({ resolvedUrls }) {
  const [url] = resolvedUrls?.local ?? [];
  if (!url) throw new Error('The server has no local address');
  return url;
}
