import path from 'node:path';
import { root } from './scripts/entries.mjs';
import { chromiumArgs, findChromium } from './scripts/find-chromium.mjs';

const src = path.join(root, 'src');

/** @type {import('./src/benchmark/node/config').BenchConfig} */
export const config = {
  // The sources, not what was built of them.
  alias: [
    { find: /^rafter-ui$/, replacement: path.join(src, 'index.ts') },
    { find: /^rafter-ui\/(.+)$/, replacement: path.join(src, '$1/index.ts') },
  ],
  chromium: { executablePath: findChromium, args: chromiumArgs },
};
