import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where {@link flightsAsset} puts the file, relative to the root of the served or built pages. */
export const flightsFileName = 'data/flights-3m.parquet';

const fileInPackage = 'vega-datasets/data/flights-3m.parquet';

/**
 * The path of flights-3m.parquet in the nearest node_modules that has it. The package exports its
 * code only, so the folders are searched as Node does.
 * @returns {string}
 */
export function flightsParquetPath() {
  const start = path.dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'node_modules', fileInPackage);
    if (existsSync(file)) return file;
    if (folder === path.dirname(folder)) break;
  }
  throw new Error(
    `${fileInPackage} is in no node_modules above ${start}; run npm ci (vega-datasets 3.2.1)`,
  );
}

/**
 * A Vite plugin: serves the file at `/data/flights-3m.parquet` in development, byte ranges included,
 * and copies it to the same place in a build.
 * @returns {import('vite').Plugin}
 */
export function flightsAsset() {
  let url = `/${flightsFileName}`;
  return {
    name: 'flights-asset',
    // Found in the worker only, after the start: Vite would reload the page to add them.
    config: () => ({
      optimizeDeps: {
        include: ['hyparquet', 'hyparquet/src/column.js', 'fzstd'],
      },
    }),
    configResolved(config) {
      if (config.base.startsWith('/')) url = config.base + flightsFileName;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url?.split('?')[0] !== url) next();
        else sendFile(flightsParquetPath(), request, response);
      });
    },
    generateBundle() {
      const source = readFileSync(flightsParquetPath());
      this.emitFile({ type: 'asset', fileName: flightsFileName, source });
    },
  };
}

/**
 * @param {string} file
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
function sendFile(file, request, response) {
  const { size } = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  response.setHeader('Accept-Ranges', 'bytes');
  if (start > end) {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  response.writeHead(range ? 206 : 200, {
    'Content-Type': 'application/vnd.apache.parquet',
    'Content-Length': end - start + 1,
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file, { start, end }).pipe(response);
}
