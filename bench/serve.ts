import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Serves the contenders' pages, built as a user would ship them, cross-origin isolated. */
export type PageServer = {
  /** Builds a contender's page at the first call and returns its URL. */
  page(contender: string): Promise<string>;
  close(): Promise<void>;
};

export async function createPageServer(root: string, outDir: string): Promise<PageServer> {
  const pagesDir = path.join(outDir, 'pages');
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(pagesDir, path.normalize(pathname));
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    readPage(root, file).then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const built = new Map<string, Promise<void>>();
  return {
    async page(contender) {
      const pending = built.get(contender) ?? buildPage(root, pagesDir, contender);
      built.set(contender, pending);
      await pending;
      return `http://127.0.0.1:${port}/${contender}/index.html`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readPage(root: string, file: string): Promise<string | Buffer> {
  if (path.basename(file) !== 'index.html') return readFile(file);
  const html = await readFile(path.join(root, 'bench', 'pages', 'page.html'), 'utf8');
  return html.replace('%ENTRY%', './entry.js');
}

async function buildPage(root: string, pagesDir: string, contender: string): Promise<void> {
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'silent',
    publicDir: false,
    build: {
      target: 'es2022',
      outDir: path.join(pagesDir, contender),
      emptyOutDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: path.join(root, 'bench', 'pages', `${contender}.ts`),
        output: { entryFileNames: 'entry.js' },
      },
    },
  });
}
