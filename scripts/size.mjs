import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { isExternal, manifest, root } from './entries.mjs';

const input = path.join(root, 'dist/index.js');
if (!existsSync(input)) throw new Error('dist/index.js is missing; run npm run build');

// What an app pays: bundled and minified as its own bundler would, without dependencies and peers.
const result = await build({
  configFile: false,
  root,
  logLevel: 'error',
  build: {
    write: false,
    minify: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: {
      input,
      external: isExternal,
      preserveEntrySignatures: 'strict',
      output: { format: 'es' },
    },
  },
});

const chunks = [result]
  .flat()
  .flatMap(({ output }) => output)
  .filter((chunk) => chunk.type === 'chunk');
const core = reachable(chunks.filter((chunk) => chunk.isEntry));
const lazy = chunks.filter((chunk) => !core.includes(chunk));

const { goalCoreBytes, maxCoreBytes } = manifest.config;
const bytes = total(core);
console.log(
  `core  ${kilobytes(bytes)} of ${kilobytes(maxCoreBytes)} gzip, minified; the goal is ${kilobytes(goalCoreBytes)}`,
);
if (lazy.length > 0) console.log(`lazy  ${kilobytes(total(lazy))} gzip, loaded on demand`);

const problems = [];
if (bytes > maxCoreBytes) problems.push(`the core is ${bytes - maxCoreBytes} bytes over its limit`);
for (const chunk of chunks) {
  // Tweakpane's style prefix: development tools must not reach production.
  if (/tweakpane|tp-dfwv/.test(chunk.code))
    problems.push(`${chunk.fileName} holds the tuning panel`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

/** The chunks that load with these: static imports, not import(). */
function reachable(start) {
  const found = new Set(start);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.find((candidate) => candidate.fileName === name);
      if (imported) found.add(imported);
    }
  }
  return [...found];
}

function total(list) {
  return list.reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
}

function kilobytes(count) {
  return `${(count / 1024).toFixed(1)} KB`;
}
