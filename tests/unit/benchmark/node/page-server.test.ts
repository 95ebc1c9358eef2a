import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPageServer, type PageServer } from '../../../../src/benchmark/node/page-server';

let folder: string;
let server: PageServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'rafter-page-'));
  writeFileSync(path.join(folder, 'page.js'), 'export function serveStation() {}');
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  mkdirSync(path.join(folder, 'pages-beside'));
  writeFileSync(path.join(folder, 'pages-beside', 'secret.txt'), 'secret');
  server = await createPageServer({
    root: folder,
    files: [],
    outDir: path.join(folder, 'pages'),
    pageModule: path.join(folder, 'page.js'),
  });
});

afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['/', 200],
  ['/?a=%', 200],
  ['/entry.js', 200],
  ['/%', 400],
  ['/%c0%af', 400],
  ['/nope.js', 404],
  ['/../secret.txt', 404],
  ['/%2e%2e%2fsecret.txt', 404],
  ['/..\\secret.txt', 404],
  ['/..%5csecret.txt', 404],
  ['/x%5c..%5c..%5csecret.txt', 404],
  ['/..%2fpages-beside%2fsecret.txt', 404],
  ['/a%00b', 404],
])('%s is answered with %i, and the next request, too', async (url, status) => {
  expect(await ask(url)).toBe(status);
  expect(await ask('/')).toBe(200);
});

/** As it stands: a client that tidies URLs would hide what is asked here. */
function ask(url: string): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path: url }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
