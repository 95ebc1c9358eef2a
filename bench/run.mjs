// Entry of `npm run bench`: bundles bench/main.ts, because Node 20 has no TypeScript loader, and runs it.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { chromiumArgs, findChromium } from '../scripts/find-chromium.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// Inside node_modules so that the bundles resolve their externals; one folder a process so that runs may overlap.
const outDir = join(root, 'node_modules', '.cache', 'rafter-bench', String(process.pid));

setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

mkdirSync(outDir, { recursive: true });
const removeOutput = () => rmSync(outDir, { recursive: true, force: true });
process.on('exit', removeOutput);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit(130));
}

/** Bundles one TypeScript module for Node, packages left external, and returns the file's URL. */
async function bundleForNode(entry, name) {
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    publicDir: false,
    build: {
      ssr: entry,
      target: 'node20',
      outDir: join(outDir, name),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  return pathToFileURL(join(outDir, name, 'entry.mjs')).href;
}

const { main } = await import(await bundleForNode(join(root, 'bench', 'main.ts'), 'main'));
process.exitCode = await main({
  argv: process.argv.slice(2),
  root,
  outDir,
  bundleForNode,
  findChromium,
  chromiumArgs,
});
