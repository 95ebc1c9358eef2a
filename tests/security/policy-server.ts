import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** The policy Rafter is made for; SECURITY.md promises it. */
export const POLICY =
  "default-src 'self'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.parquet': 'application/vnd.apache.parquet',
};
const REPORTS = '/csp-reports';

/** A web server that sends the policy with everything, so that workers get it too. */
export type PolicyServer = {
  readonly url: string;
  /** What browsers reported as blocked: directive and address or keyword. */
  readonly reports: string[];
  close(): Promise<void>;
};

/** Serves a folder under the policy. */
export async function servePolicy(folder: string): Promise<PolicyServer> {
  const reports: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === REPORTS) {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const report = JSON.parse(body)['csp-report'];
        reports.push(`${report['effective-directive']} ${report['blocked-uri']}`);
        response.writeHead(204).end();
      });
      return;
    }
    const page = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const file = path.join(folder, path.posix.normalize(page));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const { size } = statSync(file);
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Security-Policy': `${POLICY}; report-uri ${REPORTS}`,
      'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': end - start + 1,
      'Accept-Ranges': 'bytes',
      ...(range ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {}),
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file, { start, end }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    reports,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
