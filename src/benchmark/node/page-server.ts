import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { BenchError } from '../errors';
import { type Alias, loadVite, oneLine } from './bundle';

export type PageServerOptions = {
  /** Absolute paths of bench files. */
  files: readonly string[];
  root: string;
  outDir: string;
  alias?: readonly Alias[];
  /** Absolute path of the module whose `serveStation` the page calls. */
  pageModule: string;
};

/** Serves the page that runs contenders, built as a user would ship it, cross-origin isolated, to this machine only. */
export type PageServer = {
  readonly url: string;
  /** Tells whether a script's URL is that of the station, not of a contender. */
  isStation(url: string): boolean;
  close(): Promise<void>;
};

const ENTRY = 'virtual:rafter-bench-page';
const STATION = 'rafter-station';
const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Rafter bench</title>
    <link rel="icon" href="data:," />
    <style>
      html,
      body {
        margin: 0;
        overflow: hidden;
        background: #ffffff;
        font: 13px sans-serif;
      }
    </style>
  </head>
  <body>
    <script type="module" src="./entry.js"></script>
  </body>
</html>
`;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Builds the page and serves it from 127.0.0.1. Throws `BenchError` when it cannot be built. */
export async function createPageServer(options: PageServerOptions): Promise<PageServer> {
  const { outDir } = options;
  await buildPage(options);
  const server = createServer((request, response) => {
    const file = requestedFile(outDir, request.url ?? '/');
    if (file === undefined) {
      response.writeHead(400).end();
      return;
    }
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    if (file === path.resolve(outDir)) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(HTML);
      return;
    }
    if (!file.startsWith(path.resolve(outDir) + path.sep)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    readFile(file).then(
      (body) => response.end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    isStation: (url) => path.posix.basename(url).startsWith(STATION),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** What a request asks for, inside the folder or not; undefined where its URL is none. */
function requestedFile(folder: string, url: string): string | undefined {
  try {
    const pathname = decodeURIComponent(url.replace(/[?#].*$/, ''));
    // Backslashes part folders, too, on some systems.
    return path.resolve(folder, `./${pathname.replaceAll('\\', '/')}`);
  } catch {
    return undefined;
  }
}

async function buildPage({ files, root, outDir, alias, pageModule }: PageServerOptions) {
  const { build } = await loadVite();
  try {
    await build({
      configFile: false,
      root,
      base: './',
      logLevel: 'silent',
      publicDir: false,
      resolve: { alias: [...(alias ?? [])] },
      plugins: [
        {
          name: 'rafter-bench-page',
          resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
          load: (id) => (id === `\0${ENTRY}` ? entryText(files, root, pageModule) : undefined),
        },
      ],
      build: {
        target: 'es2022',
        outDir,
        emptyOutDir: false,
        modulePreload: false,
        // Profiles and errors name functions; the engine runs them alike.
        minify: false,
        rolldownOptions: {
          input: ENTRY,
          output: {
            entryFileNames: 'entry.js',
            chunkFileNames: 'chunks/[name]-[hash].js',
            // In a file of its own, so that a profile tells the measuring from what is measured.
            codeSplitting: { groups: [{ name: STATION, test: (id) => id === pageModule }] },
          },
        },
      },
    });
  } catch (error) {
    throw new BenchError(`the page of the benches could not be built: ${oneLine(error, root)}`);
  }
}

/** Each bench file is a chunk of its own, so that one that throws leaves the others usable. */
function entryText(files: readonly string[], root: string, pageModule: string): string {
  const loaders = files.map((file) => {
    const name = path.relative(root, file);
    return `${JSON.stringify(name)}: () => import(${JSON.stringify(file)}),`;
  });
  return [
    `import { serveStation } from ${JSON.stringify(pageModule)};`,
    `serveStation({ ${loaders.join('\n')} });`,
  ].join('\n');
}
